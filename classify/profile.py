"""The categories of a whole document, from the codes of its units (codebook 0.6).

A unit of c characters weighs min(sqrt(c / 100), 2); its primary category gets the whole weight, each
secondary one half of it. Shares are over the units that are not `none`.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.label import CATEGORIES, NONE, Coding

RULES = Path(__file__).with_name("title_rules.csv")
MIXED = "mixed"
LEAST_SHARE = 0.30  # of the leading category, for it to be the document's primary one
LEAST_LEAD = 0.05  # over the second
LABEL_SHARE = 0.15
LABEL_UNITS = 3  # or primary in so many units ...
LARGE = 10  # ... of a document with at least so many
SILENT = 0.90  # a document is `none` from this share of `none` on
RESAMPLES = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """The share of a category in a document with its 95 % interval (bootstrap over its units)."""

    category: str
    share: float
    low: float
    high: float
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The document's categories: `primary` is a category, `mixed` or `none`; `labels` the set."""

    primary: str
    labels: tuple[str, ...]
    shares: tuple[Share, ...]
    units: int
    none_share: float
    by_title: bool


@cache
def title_rules(path: Path = RULES) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Returns the ordered title rules of the shipped codebook: category and pattern."""
    with path.open(encoding="utf-8", newline="") as stream:
        return tuple((row["category"], re.compile(row["pattern"])) for row in csv.DictReader(stream))


def title_categories(title: str, categories: Sequence[str] = CATEGORIES) -> tuple[str, ...]:
    """Returns the categories that the title names, in the order of the rules."""
    return tuple(dict.fromkeys(name for name, pattern in title_rules() if name in categories and pattern.search(title)))


def unit_weight(characters: int) -> float:
    """Returns the weight of a unit by its length.

    >>> unit_weight(100), unit_weight(900)
    (1.0, 2.0)
    """
    return min(math.sqrt(characters / 100), 2.0)


def profile_document(
    codings: Sequence[Coding],
    lengths: Sequence[int],
    *,
    title: str = "",
    categories: Sequence[str] = CATEGORIES,
) -> Profile:
    """Returns the profile of a document from the codings of its units and their lengths in characters."""
    weights = [unit_weight(length) for length in lengths]
    pairs = list(zip(codings, weights, strict=True))
    shares = _shares(pairs, categories)
    counts = {name: sum(coding.primary == name for coding in codings) for name in categories}
    silent = sum(weight for coding, weight in pairs if coding.primary == NONE)
    total = sum(weights)
    none_share = silent / total if total else 1.0
    named = title_categories(title, categories)
    if none_share >= SILENT and not named:
        primary, by_title = NONE, False
    else:
        primary, by_title = _primary(shares, named)
    labels = [name for name in categories if _belongs(name, shares, counts, len(codings)) or name == primary]
    bounds = _bounds(pairs, categories)
    return Profile(
        primary=primary,
        labels=() if primary == NONE else tuple(sorted(labels, key=lambda name: -shares[name])),
        shares=tuple(
            Share(category=name, share=shares[name], low=bounds[name][0], high=bounds[name][1], units=counts[name])
            for name in categories
        ),
        units=len(codings),
        none_share=none_share,
        by_title=by_title,
    )


def _shares(pairs: Sequence[tuple[Coding, float]], categories: Sequence[str]) -> dict[str, float]:
    score = dict.fromkeys(categories, 0.0)
    for coding, weight in pairs:
        for place, name in enumerate(coding.categories):
            score[name] += weight if place == 0 else weight / 2
    total = sum(score.values())
    return {name: value / total if total else 0.0 for name, value in score.items()}


def _primary(shares: Mapping[str, float], named: Sequence[str]) -> tuple[str, bool]:
    """Returns the document's primary category, and whether the title decided."""
    ranked = sorted(shares, key=lambda name: -shares[name])
    if not ranked or shares[ranked[0]] == 0:
        return (named[0], True) if named else (NONE, False)
    second = shares[ranked[1]] if len(ranked) > 1 else 0.0
    if shares[ranked[0]] >= LEAST_SHARE and shares[ranked[0]] - second >= LEAST_LEAD:
        return ranked[0], False
    for name in named:
        if name in ranked[:2]:
            return name, True
    return MIXED, False


def _belongs(name: str, shares: Mapping[str, float], counts: Mapping[str, int], units: int) -> bool:
    return shares[name] >= LABEL_SHARE or (units >= LARGE and counts[name] >= LABEL_UNITS)


def _bounds(pairs: Sequence[tuple[Coding, float]], categories: Sequence[str]) -> dict[str, tuple[float, float]]:
    """Returns the 95 % interval of each share over resampled units."""
    import numpy as np

    if not pairs:
        return dict.fromkeys(categories, (0.0, 0.0))
    score = np.zeros((len(pairs), len(categories)))
    place = {name: index for index, name in enumerate(categories)}
    for row, (coding, weight) in enumerate(pairs):
        for rank, name in enumerate(coding.categories):
            score[row, place[name]] = weight if rank == 0 else weight / 2
    draws = np.random.default_rng(0).multinomial(len(pairs), np.full(len(pairs), 1 / len(pairs)), size=RESAMPLES)
    sums = draws @ score
    shares = sums / np.maximum(sums.sum(axis=1, keepdims=True), 1e-12)
    low, high = np.quantile(shares, [0.025, 0.975], axis=0)
    return {name: (float(low[index]), float(high[index])) for name, index in place.items()}
