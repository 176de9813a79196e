"""Shares of categories with intervals, and categories that go together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations

from report.parts import Estimate, Pair
from report.records import Record

_RESAMPLES = 1_000


def estimate_shares(coded: Sequence[Record], categories: Sequence[str]) -> dict[str, Estimate]:
    """Returns the share of each primary category among the coded clauses with its 95 % interval.

    Percentile bootstrap over documents (Efron and Tibshirani 1993): clauses of one document are not
    independent, documents are what was sampled. The seed is fixed.
    """
    import numpy as np

    if not coded:
        return dict.fromkeys(categories, Estimate(value=0.0, low=0.0, high=0.0))
    rows = {document: row for row, document in enumerate(dict.fromkeys(record.document for record in coded))}
    columns = {category: column for column, category in enumerate(categories)}
    counts = np.zeros((len(rows), len(columns)))
    for record in coded:
        counts[rows[record.document], columns[record.primary]] += 1
    draws = np.random.default_rng(0).multinomial(len(rows), np.full(len(rows), 1 / len(rows)), size=_RESAMPLES)
    sums = draws @ counts
    low, high = np.quantile(sums / sums.sum(axis=1, keepdims=True), [0.025, 0.975], axis=0)
    values = counts.sum(axis=0) / counts.sum()
    return {
        category: Estimate(value=round(float(values[i]), 4), low=round(float(low[i]), 4), high=round(float(high[i]), 4))
        for category, i in columns.items()
    }


def count_pairs(coded: Sequence[Record], categories: Sequence[str]) -> tuple[Pair, ...]:
    """Returns all pairs of categories given to one clause, the frequent ones first.

    `lift` is the count over the count expected if the two were given independently.
    """
    single: Counter[str] = Counter()
    both: Counter[tuple[str, str]] = Counter()
    documents: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    place = {category: index for index, category in enumerate(categories)}
    for record in coded:
        given = sorted((name for name in record.categories if name in place), key=lambda name: place[name])
        single.update(given)
        for pair in combinations(given, 2):
            both[pair] += 1
            documents[pair].add(record.document)
    found = [
        Pair(
            first=first,
            second=second,
            clauses=count,
            documents=len(documents[first, second]),
            lift=round(count * len(coded) / (single[first] * single[second]), 3),
        )
        for (first, second), count in both.items()
    ]
    return tuple(sorted(found, key=lambda pair: (-pair.clauses, place[pair.first], place[pair.second])))
