"""The coded clauses of a library, as topic models and measures read them."""

from __future__ import annotations

import json
from dataclasses import dataclass

from corpus.label import Level
from corpus.library import Library

_QUERY = """
SELECT s.document, s.address, substr(d.text, s.start + 1, s.stop - s.start), d.title, coalesce(l.level, 'unknown'),
       d.date, s.page, c."primary", c.secondary, c.review, d.source
FROM documents d JOIN segments s ON s.document = d.id
JOIN codings_in_force c ON c.document = s.document AND c.address = s.address
LEFT JOIN levels l ON l.document = d.id ORDER BY d.source, d.id, s.ordinal
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A coded clause: where it stands, its text, its codes; `year` of the document where known."""

    document: str
    address: str
    text: str
    title: str
    level: Level
    year: int | None
    page: int | None
    primary: str
    secondary: tuple[str, ...]
    review: bool

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories given, primary first; empty for `none`."""
        return () if self.primary == "none" else (self.primary, *self.secondary)


def read_clauses(library: Library) -> list[Clause]:
    """Returns all coded clauses in the order of their documents' sources, each with the coding in force."""
    return [
        Clause(
            document=str(document),
            address=str(address),
            text=str(text),
            title=str(title),
            level=Level(str(level)),
            year=int(str(date)[:4]) if str(date)[:4].isdigit() else None,
            page=page if isinstance(page, int) else None,
            primary=str(primary),
            secondary=tuple(json.loads(str(secondary))),
            review=bool(review),
        )
        for document, address, text, title, level, date, page, primary, secondary, review, _ in library.rows(_QUERY)
    ]
