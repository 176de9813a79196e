"""Synergy of the categories: how much each is spoken of, which go together, how evenly and how closely coupled."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from models.clauses import Clause

_SECONDARY = 0.5
_RESAMPLES = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """The share of a category in [0, 1] with its interval of 95 %."""

    category: str
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two categories: clauses with both, the odds ratio (inf possible), p of Fisher's exact test, q after correction."""

    first: str
    second: str
    both: int
    odds: float
    p: float
    q: float


def score_clauses(clauses: Sequence[Clause], categories: Sequence[str]) -> dict[str, float]:
    """Returns the weight of each category: sum of w for primary, w / 2 for secondary codes.

    w = min(sqrt(characters / 100), 2): a long clause counts more, but not by its length.
    """
    scores = dict.fromkeys(categories, 0.0)
    for clause in clauses:
        weight = min(math.sqrt(len(clause.text) / 100), 2.0)
        for category in clause.categories:
            if category in scores:
                scores[category] += weight if category == clause.primary else weight * _SECONDARY
    return scores


def profile(
    clauses: Sequence[Clause], categories: Sequence[str], *, seed: int = 0, resamples: int = _RESAMPLES
) -> tuple[Share, ...]:
    """Returns the share of each category in the weight of all, with percentile intervals.

    Whole documents are drawn again, since the clauses of one are alike (cluster bootstrap; Efron and
    Tibshirani 1993, Davison and Hinkley 1997). Without a coded clause all shares are 0.
    """
    import numpy as np

    grouped: dict[str, list[Clause]] = defaultdict(list)
    for clause in clauses:
        grouped[clause.document].append(clause)
    rows = [list(score_clauses(members, categories).values()) for members in grouped.values()]
    table = np.array(rows).reshape(len(rows), len(categories))
    total = table.sum()
    if total == 0:
        return tuple(Share(category=category, share=0.0, low=0.0, high=0.0) for category in categories)
    drawn = np.random.default_rng(seed).multinomial(len(rows), np.full(len(rows), 1 / len(rows)), size=resamples)
    sums = drawn @ table
    sums = sums[sums.sum(axis=1) > 0]
    low, high = np.percentile(sums / sums.sum(axis=1, keepdims=True), [2.5, 97.5], axis=0)
    shares = table.sum(axis=0) / total
    return tuple(
        Share(category=category, share=float(shares[i]), low=float(low[i]), high=float(high[i]))
        for i, category in enumerate(categories)
    )


def pairs(clauses: Sequence[Clause], categories: Sequence[str]) -> tuple[Pair, ...]:
    """Returns each pair of categories with its co-occurrence within coded clauses, in the order given.

    Only coded clauses count, and each has a category: so a frequent category tends to odds under one with every other.
    """
    return associate([frozenset(clause.categories) for clause in clauses if clause.categories], categories)


def associate(sets: Sequence[frozenset[str]], categories: Sequence[str]) -> tuple[Pair, ...]:
    """Returns each pair of categories with how it goes together in the sets: of clauses, or of whole documents.

    Fisher's exact test, two-sided (Fisher 1935); q by Benjamini and Hochberg (1995) over all pairs. The sets
    are taken as independent, so p is too small where clauses of one document repeat themselves.
    """
    import numpy as np
    from scipy.stats import false_discovery_control, fisher_exact

    given = np.array([[category in one for category in categories] for one in sets]).reshape(len(sets), len(categories))
    together = given.T.astype(int) @ given.astype(int)
    found = []
    for (i, first), (j, second) in combinations(enumerate(categories), 2):
        both = int(together[i, j])
        one, other = int(together[i, i]) - both, int(together[j, j]) - both
        neither = len(sets) - both - one - other
        p = float(fisher_exact([[both, one], [other, neither]]).pvalue)
        odds = both * neither / (one * other) if one * other else (math.inf if both * neither else math.nan)
        found.append((first, second, both, odds, min(p, 1.0)))
    corrected = false_discovery_control([entry[4] for entry in found]) if found else ()
    return tuple(
        Pair(first=first, second=second, both=both, odds=odds, p=p, q=float(q))
        for (first, second, both, odds, p), q in zip(found, corrected, strict=True)
    )


def coupling(values: Sequence[float]) -> float:
    """Returns the coupling degree C = (product of u)^(1/n) / (sum of u / n), in [0, 1]; 1 where all are equal.

    Source: the capacity coupling model as used in Chinese regional studies, in the form with geometric over
    arithmetic mean (Wang Shujia et al. 2021).
    """
    if not values or min(values) < 0:
        raise ValueError("coupling needs values of zero or more")
    if min(values) == 0:
        return 0.0
    mean = sum(values) / len(values)
    return min(math.exp(sum(math.log(value) for value in values) / len(values)) / mean, 1.0)


def coordination(values: Sequence[float], weights: Sequence[float] | None = None) -> float:
    """Returns the coordination degree D = sqrt(C * T), T the weighted mean of the values (equal weights by default).

    The values must be in [0, 1], so that D is. Source: as `coupling`.
    """
    if any(not 0 <= value <= 1 for value in values):
        raise ValueError("coordination needs values in [0, 1]")
    weights = weights if weights is not None else [1.0] * len(values)
    level = sum(w * v for w, v in zip(weights, values, strict=True)) / sum(weights)
    return math.sqrt(coupling(values) * level)


def shannon(scores: Mapping[str, float]) -> float:
    """Returns Shannon's evenness -sum(p log p) / log n over all n categories, in [0, 1] (Shannon 1948, Pielou 1966)."""
    total = sum(scores.values())
    if total <= 0 or len(scores) < 2:
        return 0.0
    parts = [value / total for value in scores.values() if value > 0]
    return -sum(p * math.log(p) for p in parts) / math.log(len(scores))


def simpson(scores: Mapping[str, float]) -> float:
    """Returns Simpson's diversity 1 - sum(p^2): the chance that two draws differ (Simpson 1949); 0 without weight."""
    total = sum(scores.values())
    return 1.0 - sum((value / total) ** 2 for value in scores.values()) if total > 0 else 0.0
