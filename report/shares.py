"""Shares of categories with intervals, and categories that go together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations

from models.synergy import associate
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
    known = frozenset(categories)
    sets = [known.intersection(record.categories) for record in coded]
    by_document: defaultdict[str, set[str]] = defaultdict(set)
    shared: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for record, given in zip(coded, sets, strict=True):
        by_document[record.document] |= given
        for pair in combinations([name for name in categories if name in given], 2):
            shared[pair].add(record.document)
    single = Counter(name for given in sets for name in given)
    in_documents = associate([frozenset(given) for given in by_document.values()], categories)
    found = [
        Pair(
            first=pair.first,
            second=pair.second,
            clauses=pair.both,
            documents=len(shared[pair.first, pair.second]),
            lift=round(pair.both * len(coded) / (single[pair.first] * single[pair.second]), 3),
            q=pair.q,
            document_odds=beside.odds,
            document_q=beside.q,
        )
        for pair, beside in zip(associate(sets, categories), in_documents, strict=True)
        if pair.both
    ]
    return tuple(sorted(found, key=lambda pair: -pair.clauses))
