"""Documents of a library as the web lists and shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.library import Library

SORTS = {"source": "d.source, d.id", "date": "d.date DESC, d.id", "title": "d.title, d.id"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A document in a list."""

    id: str
    title: str
    number: str
    date: str
    type: str
    language: str
    format: str
    source: str
    level: str
    province: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Only:
    """Which documents are wanted; None: all. `words` must stand in the title."""

    level: str | None = None
    province: str | None = None
    type: str | None = None
    year: int | None = None
    words: str | None = None


_FROM = """
FROM documents d LEFT JOIN levels l ON l.document = d.id
WHERE (:level IS NULL OR coalesce(l.level, 'unknown') = :level) AND (:province IS NULL OR l.province = :province)
AND (:type IS NULL OR d.type = :type) AND (:year IS NULL OR substr(d.date, 1, 4) = :year)
AND (:words IS NULL OR instr(d.title, :words) > 0)
"""
_COLUMNS = """
d.id, d.title, d.number, d.date, d.type, d.language, d.format, d.source,
coalesce(l.level, 'unknown'), coalesce(l.province, '')
"""


def list_documents(
    library: Library, only: Only, *, sort: str = "source", limit: int = 20, offset: int = 0
) -> tuple[Listed, ...]:
    """Returns documents; `sort` is one of `SORTS`."""
    rows = library.rows(
        f"SELECT {_COLUMNS} {_FROM} ORDER BY {SORTS[sort]} LIMIT :limit OFFSET :offset",
        {**_values(only), "limit": limit, "offset": offset},
    )
    return tuple(_listed(row) for row in rows)


def count_documents(library: Library, only: Only) -> int:
    """Returns how many documents there are."""
    return int(str(library.rows(f"SELECT count(*) {_FROM}", _values(only))[0][0]))


def has_document(library: Library, id: str) -> bool:
    """Whether the library has a document of this id."""
    return bool(library.rows("SELECT 1 FROM documents WHERE id = ?", (id,)))


def _values(only: Only) -> dict[str, object]:
    return {
        "level": only.level,
        "province": only.province,
        "type": only.type,
        "year": None if only.year is None else f"{only.year:04}",
        "words": only.words,
    }


def _listed(row: Sequence[object]) -> Listed:
    id, title, number, date, type, language, format, source, level, province = map(str, row)
    return Listed(
        id=id,
        title=title,
        number=number,
        date=date,
        type=type,
        language=language,
        format=format,
        source=source,
        level=level,
        province=province,
    )
