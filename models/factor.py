"""Factorising the clauses, pairing the topics of two runs, reading clauses by topics."""

from __future__ import annotations

from typing import Any

_ITERATIONS = 60
_TOLERANCE = 2e-3


def weigh(counts: Any) -> Any:
    """Returns the counts as TF-IDF with rows of length one (sparse, clauses by words)."""
    from sklearn.feature_extraction.text import TfidfTransformer

    return TfidfTransformer(sublinear_tf=True).fit_transform(counts).tocsr()


def factorise(weighted: Any, topics: int, *, seed: int) -> tuple[Any, Any]:
    """Returns (clauses by topics, topics by words) of one NMF run; rows of the latter have length one."""
    import warnings

    import numpy as np
    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning

    model = NMF(n_components=topics, init="nndsvdar", random_state=seed, max_iter=_ITERATIONS, tol=_TOLERANCE)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # a run cut short is as good: the consensus averages
        left = model.fit_transform(weighted)
    length = np.linalg.norm(model.components_, axis=1)
    length[length == 0] = 1.0
    return left * length, model.components_ / length[:, None]


def match(reference: Any, other: Any) -> tuple[Any, Any]:
    """Returns for each topic of `reference` the topic of `other` it is paired with, and their cosine.

    The pairing is the assignment with the greatest sum (Kuhn 1955).
    """
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    similarity = reference @ other.T
    rows, columns = linear_sum_assignment(-similarity)
    pairs = np.zeros(len(reference), dtype=int)
    pairs[rows] = columns
    return pairs, similarity[np.arange(len(reference)), pairs]


def shares_of(weighted: Any, components: Any) -> Any:
    """Returns the share of each topic in each clause (rows sum to one, or are zero without a known word).

    This is how new clauses are read without fitting again.
    """
    import numpy as np

    scores = np.asarray(weighted @ components.T)
    scores = scores**2  # what a clause is mostly about, not what it shares with every clause
    total = scores.sum(axis=1, keepdims=True)
    return np.divide(scores, total, out=np.zeros_like(scores), where=total > 0)
