"""Words that go together: clauses are short, and a clause about schools need not say 教师 to be about teachers."""

from __future__ import annotations

from typing import Any

_PARTNERS = 20  # of a word, the most strongly associated ones
_TOGETHER = 5  # clauses two words share, at least
_WEIGHT = 2.0  # of the words added to a clause, against its own
_LONGEST = 60  # words of an expanded clause


def associations(counts: Any) -> Any:
    """Returns how strongly words go together: words by words, the squared positive NPMI (sparse).

    Each word keeps its strongest partners (rows); a word is no partner of its own. Few clauses lower the count
    of shared clauses asked for. Source: Bouma (2009), normalised pointwise mutual information.
    """
    import numpy as np
    from scipy import sparse

    present = (counts > 0).astype(np.float64).tocsc()
    size = max(present.shape[0], 1)
    together = (present.T @ present).tocoo()
    alone = np.asarray(present.sum(axis=0)).ravel() / size
    least = _TOGETHER if size >= 1000 else 3 if size >= 200 else 2
    kept = (together.data >= least) & (together.row != together.col) & (together.data < size)
    rows, columns, both = together.row[kept], together.col[kept], together.data[kept] / size
    npmi = np.log(both / (alone[rows] * alone[columns])) / -np.log(both)
    return strongest(sparse.csr_matrix((np.maximum(npmi, 0.0) ** 2, (rows, columns)), shape=together.shape), _PARTNERS)


def expand(weighted: Any, partners: Any) -> Any:
    """Returns the clauses with the partners of their words added, rows of length one (sparse).

    In the spirit of Shi, Kang, Choo and Reddy (2018), who factorise short texts together with the association of
    their words; here the association is put into the clauses, so that any factorisation can follow.
    """
    from sklearn.preprocessing import normalize

    added = weighted + (_WEIGHT / _PARTNERS**0.5) * (weighted @ partners)
    return normalize(strongest(added.tocsr(), _LONGEST))


def strongest(matrix: Any, most: int) -> Any:
    """Returns a sparse matrix with no more than `most` values in a row, the largest ones (and their equals)."""
    import numpy as np

    matrix = matrix.tocsr()
    for start, stop in zip(matrix.indptr[:-1], matrix.indptr[1:], strict=True):
        row = matrix.data[start:stop]
        if len(row) > most:
            row[row < np.partition(row, -most)[-most]] = 0.0
    matrix.eliminate_zeros()
    return matrix
