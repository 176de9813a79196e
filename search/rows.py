"""From what the index stores of a clause to a hit; what the library knows besides is read in two queries a page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.document import Span
from corpus.label import NONE, Level
from corpus.library import Library
from search.results import Hit
from search.snippet import cut_snippet, find_spans

_DOCUMENTS = """
SELECT d.id, d.title, d.number, coalesce(l.level, 'unknown'), coalesce(l.province, ''), d.date, d.source
FROM documents d LEFT JOIN levels l ON l.document = d.id WHERE d.id IN (SELECT value FROM json_each(?))
"""
_CODES = """
SELECT w.key, c."primary", c.secondary, c.review FROM json_each(?) w JOIN codings c ON c.id = (
    SELECT n.id FROM codings n WHERE n.document = json_extract(w.value, '$[0]')
    AND n.address = json_extract(w.value, '$[1]') ORDER BY n.machine, n.id DESC LIMIT 1)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the index stores of a clause, and its score."""

    document: str
    address: str
    span: tuple[int, int]
    page: int | None
    heading: tuple[str, ...]
    text: str
    score: float


def read_entry(stored: str, score: float) -> Entry:
    """Returns the entry that was written as `search.entries` writes it."""
    document, address, start, stop, page, heading, text = json.loads(stored)
    return Entry(
        document=document,
        address=address,
        span=(start, stop),
        page=page or None,
        heading=tuple(heading),
        text=text,
        score=round(score, 4),
    )


def read_hits(library: Library, entries: Sequence[Entry], patterns: tuple[re.Pattern[str], ...]) -> Iterator[Hit]:
    """Yields the hits of the entries; one whose document has left the library since is left out."""
    ids = json.dumps(list({entry.document for entry in entries}))
    documents = {row[0]: row[1:] for row in library.rows(_DOCUMENTS, (ids,))}
    keys = json.dumps([(entry.document, entry.address) for entry in entries])
    codes = {row[0]: row[1:] for row in library.rows(_CODES, (keys,))}
    for place, entry in enumerate(entries):
        if entry.document not in documents:
            continue
        title, number, level, province, date, source = map(str, documents[entry.document])
        primary, secondary, review = codes.get(place, ("", "[]", 0))
        spans = find_spans(entry.text, patterns)
        snippet, inside, _ = cut_snippet(entry.text, spans)
        yield Hit(
            document=entry.document,
            title=title,
            number=number,
            level=Level(level),
            province=province,
            date=date,
            source=source,
            address=entry.address,
            heading=entry.heading,
            page=entry.page,
            span=entry.span,
            text=entry.text,
            score=entry.score,
            snippet=snippet,
            highlights=_pairs(inside),
            found=_pairs(spans),
            primary=str(primary) or NONE,
            secondary=tuple(json.loads(str(secondary))),
            review=bool(review),
        )


def _pairs(spans: tuple[Span, ...]) -> tuple[tuple[int, int], ...]:
    return tuple((span.start, span.end) for span in spans)
