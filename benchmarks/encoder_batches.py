"""Coded units as inputs of the encoder network, and its loss."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from classify.encoder import END, FIRST, batches
from classify.encoder_net import Net
from classify.folds import encode
from classify.unit import CodedUnit, Unit
from corpus.label import CATEGORIES

TOKENS, CONTEXT = 176, 40
BUDGET = 3000
NONE_CLASS = len(CATEGORIES)
SPREAD = 0.15  # by how much lengths are shaken, so that batches differ from epoch to epoch


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """Units as token lists with how many are their own, member flags (units x 9) and primary classes."""

    inputs: tuple[tuple[list[int], int], ...]
    member: Any
    primary: Any


def read_units(units: Sequence[Unit], tokenizer: Any) -> tuple[tuple[list[int], int], ...]:
    """Returns the inputs of units, as `classify.encoder` makes them."""
    found = []
    for unit in units:
        own = tokenizer.encode(unit.text).ids
        if len(own) > TOKENS:
            own = own[: TOKENS // 2] + own[-(TOKENS - TOKENS // 2) :]
        context = tokenizer.encode(" ".join((*reversed(unit.heading), unit.title))).ids[:CONTEXT]
        found.append(([FIRST, *own, END, *context, END], len(own)))
    return tuple(found)


def read_examples(coded: Sequence[CodedUnit], tokenizer: Any) -> Examples:
    """Returns coded units as examples."""
    member, primary = encode(coded, CATEGORIES)
    flags = np.concatenate([member, (primary == NONE_CLASS)[:, None]], axis=1).astype(np.float32)
    return Examples(
        inputs=read_units([one.unit for one in coded], tokenizer),
        member=torch.tensor(flags),
        primary=torch.tensor(primary),
    )


def pad(inputs: Sequence[tuple[list[int], int]], places: Sequence[int]) -> tuple[Any, Any, Any]:
    """Returns tokens, mask and own tokens of some inputs as tensors."""
    size = max(len(inputs[place][0]) for place in places)
    token = torch.ones(len(places), size, dtype=torch.long)
    mask, own = torch.zeros(len(places), size), torch.zeros(len(places), size)
    for row, place in enumerate(places):
        tokens, many = inputs[place]
        token[row, : len(tokens)] = torch.tensor(tokens)
        mask[row, : len(tokens)] = 1
        own[row, 1 : 1 + many] = 1
    return token, mask, own


def shaken(inputs: Sequence[tuple[list[int], int]], random: Any) -> list[list[int]]:
    """Returns batches of inputs of like length, in random order."""
    lengths = [len(tokens) for tokens, _ in inputs]
    order = np.argsort(np.array(lengths) * np.exp(random.normal(0, SPREAD, len(lengths))), kind="stable").tolist()
    found: list[list[int]] = []
    some: list[int] = []
    for place in order:
        longest = max(lengths[one] for one in [*some, place])
        if some and longest * (len(some) + 1) > BUDGET:
            found.append(some)
            some = []
        some.append(place)
    found.append(some)
    random.shuffle(found)
    return found


class Loss:
    """Primary class, membership, and the share of the characters, rare classes weighing more."""

    def __init__(self, examples: Examples) -> None:
        count = torch.bincount(examples.primary, minlength=NONE_CLASS + 1)
        seen = examples.member[:, :NONE_CLASS].sum(0)
        units = len(examples.primary)
        self.primary = (units / (NONE_CLASS + 1) / count).sqrt().float()
        self.member = ((units - seen) / seen).sqrt().float()

    def __call__(self, scores: Any, token: Any, own: Any, member: Any, primary: Any) -> Any:
        """Returns the loss of a batch."""
        leading = functional.cross_entropy(scores[:, NONE_CLASS:], primary, weight=self.primary, reduction="sum")
        among = functional.binary_cross_entropy_with_logits(
            scores[:, :NONE_CLASS], member[:, :NONE_CLASS], pos_weight=self.member
        )
        posterior, many = token.softmax(-1), own.sum(1).clamp(min=1)
        share = (posterior * own[..., None]).sum(1) / many[:, None]
        led = share.gather(1, primary[:, None])[:, 0].clamp(min=1e-6).log()
        inside = (posterior * member[:, None]).sum(-1).clamp(min=1e-6).log()
        inside = (inside * own).sum(1) / many
        return leading / len(primary) + 4 * among - 0.5 * (self.primary[primary] * led).mean() - 0.5 * inside.mean()


def predict(net: Net, inputs: Sequence[tuple[list[int], int]]) -> Any:
    """Returns the scores of inputs (units x 17) by the shipped network."""
    scores = np.zeros((len(inputs), 2 * NONE_CLASS + 1), dtype=np.float32)
    for places in batches([len(tokens) for tokens, _ in inputs]):
        token, mask, own = pad(inputs, places)
        scores[places] = net.score(token.numpy(), mask.numpy(), own.numpy())
    return scores
