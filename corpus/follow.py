"""Codings of people follow the text of their clause when a document is read anew.

A newer Xietong may cut a document otherwise: an address may then name another clause. What a person said was
said of a text; it goes where that text is now, and is kept apart where it is nowhere.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from corpus.document import Segment

GONE = "text gone"  # who took the coding back, where the text is no more


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A clause that a person judged: its text and where that began, before the document was read anew."""

    text: str
    start: int


def judged_texts(connection: sqlite3.Connection, document: str) -> dict[str, Judged]:
    """Returns the clauses of a stored document that people judged, by address."""
    rows = connection.execute(
        "SELECT s.address, substr(d.text, s.start + 1, s.stop - s.start), s.start"
        " FROM segments s JOIN documents d ON d.id = s.document WHERE s.document = ?"
        " AND s.address IN (SELECT address FROM codings WHERE document = ? AND machine = 0)",
        (document, document),
    )
    return {address: Judged(text=text, start=start) for address, text, start in rows}


def follow(
    connection: sqlite3.Connection, document: str, before: Mapping[str, Judged], segments: Iterable[Segment]
) -> None:
    """Moves the codings of people to where the texts they judged are now."""
    now = {segment.address: segment for segment in segments} if before else {}
    places: dict[str, list[Segment]] = defaultdict(list)
    for segment in now.values():
        places[_bare(segment.text)].append(segment)
    moves: dict[str, str | None] = {}
    for address, judged in before.items():
        if address in now and _bare(now[address].text) == _bare(judged.text):
            continue
        found = places.get(_bare(judged.text), [])
        nearest = min(found, key=lambda segment: abs(segment.span.start - judged.start), default=None)
        moves[address] = nearest.address if nearest else None
    ids = {
        address: [row[0] for row in connection.execute(_OF_PEOPLE, (document, address))] for address in moves
    }  # all before any moves: addresses may change places
    for address, target in moves.items():
        for id in ids[address]:
            if target is not None:
                connection.execute("UPDATE codings SET address = ? WHERE id = ?", (target, id))
            else:
                connection.execute(_KEEP_APART, (GONE, datetime.now(UTC).isoformat(timespec="seconds"), id))
                connection.execute("DELETE FROM codings WHERE id = ?", (id,))


_OF_PEOPLE = "SELECT id FROM codings WHERE document = ? AND address = ? AND machine = 0"
_KEEP_APART = (
    'INSERT INTO retracted SELECT id, document, address, coder, time, "primary", secondary, comment, ?, ?'
    " FROM codings WHERE id = ?"
)


def _bare(text: str) -> str:
    return "".join(text.split())
