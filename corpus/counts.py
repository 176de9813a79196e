"""Counts over a library, made by the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from corpus.label import Level
from corpus.library import Library


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Documents; coded clauses by primary category and level; how many of the clauses are for review."""

    documents: int
    matrix: Mapping[tuple[str, Level], int]
    review: int

    @property
    def clauses(self) -> int:
        """The number of coded clauses."""
        return sum(self.matrix.values())


def count_library(library: Library) -> Counts:
    """Returns the counts; the codings in force, which are dear to find in a large library, are read once."""
    rows = library.rows(
        'SELECT "primary", level, count(*), sum(review) FROM codings_in_force JOIN levels USING (document)'
        ' GROUP BY "primary", level'
    )
    return Counts(
        documents=_number(library.rows("SELECT count(*) FROM documents")[0][0]),
        matrix={(str(category), Level(str(level))): _number(count) for category, level, count, _ in rows},
        review=sum(_number(review) for _, _, _, review in rows),
    )


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"not a count: {value!r}")
    return value
