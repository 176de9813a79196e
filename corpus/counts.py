"""Counts over a library, made by the database."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.label import Level
from corpus.library import Library


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Documents, coded clauses, and those for review."""

    documents: int
    clauses: int
    review: int


def count_units(library: Library) -> Totals:
    """Returns how many documents and coded clauses the library has."""
    documents = library.rows("SELECT count(*) FROM documents")[0][0]
    clauses, review = library.rows("SELECT count(*), coalesce(sum(review), 0) FROM codings_in_force")[0]
    return Totals(documents=_number(documents), clauses=_number(clauses), review=_number(review))


def level_matrix(library: Library) -> dict[tuple[str, Level], int]:
    """Returns the number of clauses of each primary category at each level."""
    rows = library.rows(
        'SELECT "primary", level, count(*) FROM codings_in_force JOIN levels USING (document) GROUP BY "primary", level'
    )
    return {(str(category), Level(str(level))): _number(count) for category, level, count in rows}


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"not a count: {value!r}")
    return value
