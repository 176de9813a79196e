"""The encoder: a small pre-trained language model that gives a second opinion on Chinese and English units.

Optional, for careful coding: it knows words that no coded unit has shown, and errs elsewhere than the linear
model; it takes about a twentieth of a second a unit. Base: multilingual-e5-small (Wang and others 2024,
MIT licence), its vocabulary cut to the tokens of policy documents, tuned on the coded units by
`benchmarks/train_encoder.py`; see `classify.encoder_net` for how it is kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from classify.calibrate import Rule
from classify.encoder_net import Net, read_net
from classify.rule_file import read_rule
from classify.unit import Unit
from corpus.errors import XietongError
from extract.beat import beat

if TYPE_CHECKING:
    from classify.arrays import Floats

ENCODER = Path(__file__).parent / "artefacts" / "encoder"
FORMAT = 1
BATCH = 4000  # tokens run at once, padding counted
FIRST, END = 0, 2  # tokens that open the input, and close each of its parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoder:
    """The encoder, how it joins the linear model, and the rule for the joint scores.

    Joint scores = those of the linear model + `weight` x the encoder's. `most` are the tokens taken of a unit
    (its head and its tail) and of its context.
    """

    version: str
    weight: float
    rule: Rule
    most: tuple[int, int]
    tokenizer: Any
    net: Net

    def score(self, units: Sequence[Unit]) -> Floats:
        """Returns the scores (units x (categories, then categories and `none`))."""
        import numpy as np
        from threadpoolctl import threadpool_limits

        inputs = [self._tokens(unit) for unit in units]
        scores: list[Any] = [None] * len(units)
        with threadpool_limits(1):  # workers share the cores; one thread gives the same bytes each time
            for places in batches([len(tokens) for tokens, _ in inputs]):
                values = self._run([inputs[place] for place in places])
                for place, row in zip(places, values, strict=True):
                    scores[place] = row
                beat()
        return np.array(scores, dtype=np.float32).reshape(len(units), -1)

    def _tokens(self, unit: Unit) -> tuple[list[int], int]:
        """Returns the tokens of a unit with its context, and how many are its own."""
        most, most_context = self.most
        own = self.tokenizer.encode(unit.text).ids
        if len(own) > most:
            own = own[: most // 2] + own[-(most - most // 2) :]
        context = self.tokenizer.encode(" ".join((*reversed(unit.heading), unit.title))).ids[:most_context]
        return [FIRST, *own, END, *context, END], len(own)

    def _run(self, inputs: Sequence[tuple[list[int], int]]) -> Floats:
        import numpy as np

        size = max(len(tokens) for tokens, _ in inputs)
        token = np.ones((len(inputs), size), dtype=np.int64)
        mask = np.zeros((len(inputs), size), dtype=np.float32)
        own = np.zeros_like(mask)
        for row, (tokens, many) in enumerate(inputs):
            token[row, : len(tokens)] = tokens
            mask[row, : len(tokens)] = 1
            own[row, 1 : 1 + many] = 1
        return self.net.score(token, mask, own)


def batches(lengths: Sequence[int], budget: int = BATCH) -> Iterator[list[int]]:
    """Yields the places of inputs, those of like length together, at most `budget` tokens with padding."""
    some: list[int] = []
    for place in sorted(range(len(lengths)), key=lambda place: (lengths[place], place)):
        if some and lengths[place] * (len(some) + 1) > budget:
            yield some
            some = []
        some.append(place)
    if some:
        yield some


@cache
def load_encoder(folder: Path = ENCODER) -> Encoder:
    """Returns the encoder of a folder.

    Raises:
        XietongError: the packages that run it are not installed, or the folder holds none.
    """
    try:
        import tokenizers
    except ImportError as error:
        raise XietongError(
            f"careful coding needs a package that is not installed ({error.name})",
            hint='pip install "xietong[encoder]"',
        ) from error
    import numpy as np

    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        with np.load(folder / "encoder.npz", allow_pickle=False) as stored:
            net = read_net({name: stored[name] for name in stored.files})
        tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
    except (OSError, ValueError, KeyError) as error:
        raise XietongError(f"no encoder in {folder}: {error}") from error
    if manifest.get("format") != FORMAT:
        raise XietongError(f"the encoder in {folder} has format {manifest.get('format')}, not {FORMAT}")
    return Encoder(
        version=manifest["version"],
        weight=manifest["weight"],
        rule=read_rule(manifest["rule"]),
        most=(manifest["tokens"], manifest["context_tokens"]),
        tokenizer=tokenizer,
        net=net,
    )
