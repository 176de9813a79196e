"""The review queue: which clauses a person should look at, the most uncertain first."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.judgement import MOST_ID, Judgement, judgement
from corpus.library import Library


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A clause of the queue with what a person needs to judge it.

    `machine` is the newest coding of the machine; `before` and `after` are the texts beside the clause.
    """

    document: str
    title: str
    number: str
    date: str
    level: str
    province: str
    address: str
    heading: tuple[str, ...]
    page: int | None
    span: tuple[int, int]
    text: str
    before: str
    after: str
    machine: Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Which part of the queue is wanted; None: all of it.

    `second` asks for clauses that others have judged and this person has not; what they said is not
    shown, so that agreement means something. `after` is the id of the machine's coding that was seen last.
    """

    category: str | None = None
    level: str | None = None
    document: str | None = None
    second: bool = False
    after: int | None = None


_JOINS = """
CROSS JOIN segments s ON s.document = c.document AND s.address = c.address
CROSS JOIN documents d ON d.id = c.document LEFT JOIN levels l ON l.document = c.document
WHERE c.machine = 1 AND NOT EXISTS (SELECT 1 FROM codings n
    WHERE n.document = c.document AND n.address = c.address AND n.machine = 1 AND n.id > c.id)
"""
_FOR_REVIEW = f"FROM codings c INDEXED BY codings_to_review {_JOINS} AND c.review = 1"
_WAITING = f"""
{_FOR_REVIEW}
AND NOT EXISTS (SELECT 1 FROM codings p WHERE p.document = c.document AND p.address = c.address AND p.machine = 0)
"""  # noqa: S608
_JUDGED = f"""
FROM (SELECT DISTINCT document, address FROM codings WHERE machine = 0) o
CROSS JOIN codings c ON c.document = o.document AND c.address = o.address {_JOINS} AND c.review = 1
"""  # noqa: S608
_SECOND = f"""
FROM (SELECT DISTINCT document, address FROM codings WHERE machine = 0 AND coder <> :person) o
CROSS JOIN codings c ON c.document = o.document AND c.address = o.address {_JOINS}
AND NOT EXISTS (SELECT 1 FROM codings p
    WHERE p.document = c.document AND p.address = c.address AND p.machine = 0 AND p.coder = :person)
"""  # noqa: S608
_WISHES = """
AND (:category IS NULL OR c."primary" = :category OR instr(c.secondary, '"' || :category || '"') > 0)
AND (:level IS NULL OR coalesce(l.level, 'unknown') = :level) AND (:document IS NULL OR c.document = :document)
"""
_SHOWN = """
SELECT c.id, d.title, d.number, d.date, coalesce(l.level, 'unknown'), coalesce(l.province, ''), s.address, s.heading,
    s.page, s.start, s.stop, substr(d.text, s.start + 1, s.stop - s.start), c.document, s.ordinal
"""
_BESIDE = """
SELECT substr(d.text, s.start + 1, s.stop - s.start) FROM segments s JOIN documents d ON d.id = s.document
WHERE s.document = ? AND s.ordinal = ?
"""


def queue(library: Library, *, person: str, wish: Wish = Wish(), limit: int = 20) -> tuple[Item, ...]:
    """Returns the clauses that wait for a person, the most uncertain first."""
    after = wish.after if wish.after is not None and wish.after <= MOST_ID else None
    rows = library.rows(
        f"{_SHOWN} {_SECOND if wish.second else _WAITING} {_WISHES}"
        " AND (:doubt IS NULL OR c.doubt < :doubt OR (c.doubt = :doubt AND c.id > :after))"
        " ORDER BY c.doubt DESC, c.id LIMIT :limit",
        {**_values(person, wish), "doubt": _doubt(library, after), "after": after, "limit": limit},
    )
    return tuple(item for row in rows if (item := _item(library, row)) is not None)


def count_for_review(library: Library, wish: Wish = Wish()) -> int:
    """Returns how many clauses the machine asks people to look at; people change nothing about that (see `state`)."""
    return _count(library, _FOR_REVIEW, "", wish)


def count_judged(library: Library, wish: Wish = Wish()) -> int:
    """Returns how many of them a person has judged."""
    return _count(library, _JUDGED, "", wish)


def count_second(library: Library, *, person: str, wish: Wish = Wish()) -> int:
    """Returns how many clauses others have judged and this person has not."""
    return _count(library, _SECOND, person, wish)


def state(library: Library) -> tuple[object, ...]:
    """Returns what changes when the machine's codings change, and not when people judge."""
    review = library.rows("SELECT count(*), max(id), sum(id) FROM codings WHERE machine = 1 AND review = 1")
    return (*review[0], *library.rows("SELECT count(*) FROM documents")[0])


def _count(library: Library, source: str, person: str, wish: Wish) -> int:
    rows = library.rows(f"SELECT count(*) {source} {_WISHES}", _values(person, wish))
    return int(str(rows[0][0]))


def _values(person: str, wish: Wish) -> dict[str, object]:
    return {"person": person, "category": wish.category, "level": wish.level, "document": wish.document}


def _doubt(library: Library, after: int | None) -> float | None:
    rows = library.rows("SELECT doubt FROM codings WHERE id = ?", (after,)) if after is not None else []
    return float(str(rows[0][0])) if rows else None


def _item(library: Library, row: Sequence[object]) -> Item | None:
    id, title, number, date, level, province, address, heading, page, start, stop, text, document, ordinal = row
    machine = judgement(library, int(str(id)))
    if machine is None:  # renewed between the two readings
        return None
    return Item(
        document=str(document),
        title=str(title),
        number=str(number),
        date=str(date),
        level=str(level),
        province=str(province),
        address=str(address),
        heading=tuple(json.loads(str(heading))),
        page=page if isinstance(page, int) else None,
        span=(int(str(start)), int(str(stop))),
        text=str(text),
        before=_beside(library, str(document), int(str(ordinal)) - 1),
        after=_beside(library, str(document), int(str(ordinal)) + 1),
        machine=machine,
    )


def _beside(library: Library, document: str, ordinal: int) -> str:
    rows = library.rows(_BESIDE, (document, ordinal))
    return str(rows[0][0]) if rows else ""
