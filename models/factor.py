"""Factorising the clauses, pairing the topics of two runs, and telling what a clause speaks of."""

from __future__ import annotations

from typing import Any

_ITERATIONS = 100
_TOLERANCE = 1e-3


def weigh(counts: Any) -> Any:
    """Returns the counts as TF-IDF with rows of length one (sparse, clauses by words)."""
    from sklearn.feature_extraction.text import TfidfTransformer

    return TfidfTransformer(sublinear_tf=True).fit_transform(counts).tocsr()


def factorise(weighted: Any, topics: int, *, seed: int | None = None) -> Any:
    """Returns topics by words of one NMF run (Lee and Seung 1999), rows of length one.

    Without a seed the run starts from exact singular vectors of the data (Boutsidis and Gallopoulos 2008) and depends
    on nothing else; with one it starts as scikit-learn does, from approximate ones found at random.
    """
    import warnings

    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning

    init = "custom" if seed is None else "nndsvda"
    model = NMF(n_components=topics, init=init, random_state=seed, max_iter=_ITERATIONS, tol=_TOLERANCE)
    left, right = _start(weighted, topics) if seed is None else (None, None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # a run cut short is as good: the consensus averages
        model.fit_transform(weighted, W=left, H=right)
    return unit(model.components_)


def _start(weighted: Any, topics: int) -> tuple[Any, Any]:
    """Returns the factors NMF starts from: NNDSVDa, of exact singular vectors, so that no chance is in it."""
    import numpy as np
    from scipy.sparse.linalg import svds

    shape = weighted.shape
    begin = np.full(min(shape), min(shape) ** -0.5)
    u, s, v = svds(weighted.astype(np.float64), k=min(topics, min(shape) - 1), v0=begin)
    left, right = np.zeros((shape[0], topics)), np.zeros((topics, shape[1]))
    for k, i in enumerate(np.argsort(-s, kind="stable")):
        pairs = [(np.maximum(sign * u[:, i], 0), np.maximum(sign * v[i], 0)) for sign in (1, -1)]
        x, y = max(pairs, key=lambda pair: float(np.linalg.norm(pair[0]) * np.linalg.norm(pair[1])))
        size_x, size_y = np.linalg.norm(x), np.linalg.norm(y)
        scale = np.sqrt(s[i] * size_x * size_y)
        left[:, k], right[k] = scale * x / max(size_x, 1e-12), scale * y / max(size_y, 1e-12)
    mean = weighted.mean()
    left[left < 1e-6], right[right < 1e-6] = mean, mean
    return left, right


def unit(components: Any) -> Any:
    """Returns the topics with rows of length one; empty ones stay empty."""
    import numpy as np

    length = np.linalg.norm(components, axis=1, keepdims=True)
    return components / np.where(length == 0, 1.0, length)


def match(reference: Any, other: Any) -> tuple[Any, Any]:
    """Returns for each topic of `reference` the topic of `other` it is paired with, and their cosine.

    The pairing is the assignment with the greatest sum (Kuhn 1955). Where `other` has fewer topics, those left over
    have the pair 0 and the cosine 0.
    """
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    similarity = reference @ other.T
    rows, columns = linear_sum_assignment(-similarity)
    pairs, cosine = np.zeros(len(reference), dtype=int), np.zeros(len(reference))
    pairs[rows] = columns
    cosine[rows] = similarity[rows, columns]
    return pairs, cosine


def shares_of(weighted: Any, components: Any) -> Any:
    """Returns the share of each topic in each clause (rows sum to one, or are zero without a known word).

    This is how new clauses are read without fitting again.
    """
    import numpy as np

    scores = np.asarray(weighted @ components.T)
    scores = scores**2  # what a clause is mostly about, not what it shares with every clause
    total = scores.sum(axis=1, keepdims=True)
    return np.divide(scores, total, out=np.zeros_like(scores), where=total > 0)
