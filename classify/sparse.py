"""Occurrences into sparse matrices: counts, tf-idf, blocks side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from classify.joined import Found
from classify.ngrams import Characters, KeyIndex, ngram_keys

if TYPE_CHECKING:
    from classify.arrays import Floats, Integers

PACKED = 32  # bits of a column below the row number
MASK = (1 << PACKED) - 1


def places(characters: Characters, vocabulary: KeyIndex, sizes: Sequence[int]) -> Found:
    """Returns every known n-gram of the given sizes (one after the other) with its place.

    A longer one is looked up only where both of its parts are known: a vocabulary that counts
    in how many units an n-gram is seen knows the parts of whatever it knows.
    """
    import numpy as np

    items, starts, sizes_of = [], [], []
    known: Integers | None = None
    for size in sizes:
        key, start = ngram_keys(characters.code, size, known)
        item = vocabulary.find(key)
        held = np.flatnonzero(item >= 0)
        known = start[held]
        items.append(item[held])
        starts.append(known)
        sizes_of.append(np.full(len(held), size, dtype=np.int64))
    start = np.concatenate(starts)
    last = start + np.concatenate(sizes_of) - 1
    return Found(
        item=np.concatenate(items),
        row=characters.row[start],
        start=characters.place[start],
        end=characters.place[last] + 1,
    )


def first_of_each(values: Integers) -> Integers:
    """Returns where each run of equal values begins."""
    import numpy as np

    new = np.empty(len(values), dtype=bool)
    new[:1] = True
    np.not_equal(values[1:], values[:-1], out=new[1:])
    return np.flatnonzero(new)


def sparse(cells: Any, rows: int, columns: int) -> Any:
    """Returns a matrix given cell by cell, row after row, as a sparse one (float32).

    A product with it goes row by row: it is the same to the last bit whatever other rows there are,
    which the library for dense products does not promise.
    """
    import numpy as np
    from scipy.sparse import csr_matrix

    held = np.flatnonzero(cells)
    pointer = np.searchsorted(held, np.arange(rows + 1) * columns).astype(np.int32)
    values = cells[held].astype(np.float32)
    return csr_matrix((values, (held % max(columns, 1)).astype(np.int32), pointer), shape=(rows, columns))


def counts(row: Integers, column: Integers, rows: int, columns: int) -> Any:
    """Returns how often each column occurs in each row (float32, columns in order).

    The pairs are sorted as single numbers: several times faster than scipy's own way.
    """
    import numpy as np
    from scipy.sparse import csr_matrix

    keys = (row << PACKED) | column
    keys.sort()
    edge = first_of_each(keys)
    kept = keys[edge]
    many = np.empty(len(edge), dtype=np.float32)
    many[:-1] = edge[1:] - edge[:-1]
    many[-1:] = len(keys) - edge[-1:]
    pointer = np.searchsorted(kept, np.arange(rows + 1) << PACKED).astype(np.int32)
    matrix = csr_matrix((many, (kept & MASK).astype(np.int32), pointer), shape=(rows, columns), copy=False)
    matrix.has_canonical_format = True
    return matrix


def tfidf(found: tuple[Integers, Integers], rows: int, idf: Floats) -> Any:
    """Returns sublinear tf-idf, each row of length 1."""
    import numpy as np

    matrix = counts(found[0], found[1], rows, len(idf))
    matrix.data = (np.log(matrix.data) + 1) * idf[matrix.indices]
    sizes = np.diff(matrix.indptr)
    squares = np.bincount(np.repeat(np.arange(rows), sizes), matrix.data**2, minlength=rows)
    norm = np.sqrt(np.maximum(squares, 1e-12)).astype(np.float32)
    matrix.data /= np.repeat(norm, sizes)
    return matrix


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Columns of a feature matrix: sparse or dense values, the block's weight, and where its rows go.

    `rows` repeats rows (row i of the block is `values[rows[i]]`); None where each stands once.
    """

    values: Any
    weight: float = 1.0
    rows: Integers | None = None

    def dot(self, weights: Floats) -> Floats:
        """Returns the block times its part of a weight matrix."""
        product: Floats = self.values @ weights
        product *= np_float32(self.weight)
        return product if self.rows is None else product[self.rows]

    def matrix(self) -> Any:
        """Returns the weighted block as a sparse matrix."""
        from scipy.sparse import csr_matrix

        plain = csr_matrix(self.values) * np_float32(self.weight)
        return plain if self.rows is None else plain[self.rows]


def np_float32(value: float) -> Any:
    """Returns the value in single precision, so that products stay single."""
    import numpy as np

    return np.float32(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocks:
    """A feature matrix as blocks side by side."""

    parts: tuple[Block, ...]

    def dot(self, weights: Floats) -> Floats:
        """Returns the matrix times a weight matrix, without building the matrix."""
        start = self.parts[0].values.shape[1]
        total = self.parts[0].dot(weights[:start])
        for part in self.parts[1:]:
            end = start + part.values.shape[1]
            total += part.dot(weights[start:end])
            start = end
        return total

    def stack(self) -> Any:
        """Returns the matrix itself (sparse, float32)."""
        from scipy.sparse import hstack

        return hstack([part.matrix() for part in self.parts], format="csr", dtype="float32")
