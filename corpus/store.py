"""Writing the rows of the library: called inside a transaction, never opening one."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus import codec
from corpus.document import Document
from corpus.follow import follow, judged_texts
from corpus.label import Coding, LevelDecision
from corpus.schema import doubt_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A line of the ledger: a source, its state on disk, and what became of it.

    `outcome` is `stored`, `duplicate` or `failed`; `document` the id of the document it is or
    repeats; `content` the SHA-256 of its bytes; `key` the settings it was read with.
    """

    source: str
    size: int
    modified: int
    content: str
    outcome: str
    document: str | None = None
    reason: str = ""
    message: str = ""
    key: str = ""


def dump(value: object) -> str:
    """Returns compact JSON with sorted keys: the same value gives the same bytes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def write_input(connection: sqlite3.Connection, entry: Input) -> None:
    """Writes a line of the ledger in place of an older one of the same source."""
    values = tuple(getattr(entry, name) for name in Input.__slots__)
    before = connection.execute("SELECT document FROM inputs WHERE source = ?", (entry.source,)).fetchone()
    connection.execute("INSERT OR REPLACE INTO inputs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
    if before is not None and before[0] not in (None, entry.document):  # the file changed: its old text goes
        connection.execute(
            "DELETE FROM documents WHERE id = ? AND id NOT IN (SELECT document FROM inputs WHERE document IS NOT NULL)",
            before,
        )


def write_document(connection: sqlite3.Connection, document: Document) -> None:
    """Writes a document with its segments and entities; people's codings of it stay with the texts they judged."""
    judged = judged_texts(connection, document.id)
    header = document.header
    date = header.document_date
    values = (
        document.id,
        document.source,
        document.title,
        header.number.value if header.number else "",
        date.value if date else "",
        header.type.value if header.type else "",
        document.language,
        document.format,
        dump(codec.header_to_dict(header)),
        dump([codec.page_to_dict(page) for page in document.pages]),
        document.text,
    )
    connection.execute("DELETE FROM documents WHERE id = ?", (document.id,))
    connection.execute("INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
    connection.executemany(
        "INSERT INTO segments VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                document.id,
                ordinal,
                segment.address,
                str(segment.kind),
                dump(segment.heading),
                segment.span.start,
                segment.span.end,
                segment.page,
                dump(segment.cells),
            )
            for ordinal, segment in enumerate(document.segments)
        ),
    )
    connection.executemany(
        "INSERT INTO entities VALUES (?, ?, ?, ?, ?, ?)",
        (
            (document.id, ordinal, entity.kind, entity.span.start, entity.span.end, entity.value)
            for ordinal, entity in enumerate(document.entities)
        ),
    )
    follow(connection, document.id, judged, document.segments)


def write_level(connection: sqlite3.Connection, document: str, decision: LevelDecision) -> None:
    """Writes the level of a document."""
    values = (
        document,
        str(decision.level),
        decision.province,
        decision.confidence,
        dump(codec.level_to_dict(decision)),
    )
    connection.execute("INSERT OR REPLACE INTO levels VALUES (?, ?, ?, ?, ?)", values)


def write_machine_codings(connection: sqlite3.Connection, document: str, codings: Iterable[Coding]) -> None:
    """Writes the codings of one machine coder; those of other versions and of people stay."""
    fresh = list(codings)
    for coder in sorted({coding.coder for coding in fresh}):
        connection.execute("DELETE FROM codings WHERE document = ? AND coder = ? AND machine = 1", (document, coder))
    for coding in fresh:
        write_coding(connection, document, coding, machine=True)


# The columns that `read_coding` reads, in its order.
CODING_COLUMNS = 'address, coder, time, "primary", secondary, probabilities, evidence, poverty, review, comment'
_PARSED = {"secondary", "probabilities", "evidence"}


def read_coding(row: Sequence[Any]) -> Coding:
    """Returns the coding of a row of `CODING_COLUMNS`."""
    address, *values = row
    names = ("coder", "time", "primary", "secondary", "probabilities", "evidence", "poverty", "review", "comment")
    plain = {n: json.loads(v) if n in _PARSED else v for n, v in zip(names, values, strict=True)}
    plain["review"] = bool(plain["review"])
    return codec.coding_from_dict(plain, address)


def write_coding(connection: sqlite3.Connection, document: str, coding: Coding, *, machine: bool) -> int:
    """Adds a coding and returns its id, which no coding of a person had before, not even one taken back."""
    plain = codec.coding_to_dict(coding)
    probabilities = json.dumps(plain["probabilities"], ensure_ascii=False, separators=(",", ":"))
    values = (
        None if machine else _fresh_id(connection),
        document,
        coding.address,
        coding.coder,
        int(machine),
        coding.time,
        coding.primary,
        dump(plain["secondary"]),
        probabilities,
        dump(plain["evidence"]),
        plain["poverty"],
        int(coding.review),
        coding.comment,
        doubt_of(probabilities) if machine else 0.0,
    )
    cursor = connection.execute(
        f"INSERT INTO codings (id, document, {CODING_COLUMNS.replace('time,', 'machine, time,')}, doubt)"  # noqa: S608
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        values,
    )
    return cursor.lastrowid or 0


def _fresh_id(connection: sqlite3.Connection) -> int:
    row = connection.execute(
        "SELECT 1 + max(coalesce((SELECT max(id) FROM codings), 0), coalesce((SELECT max(id) FROM retracted), 0))"
    ).fetchone()
    return int(row[0])


def write_stages(connection: sqlite3.Connection, document: str, stages: Mapping[str, str]) -> None:
    """Writes under which keys a document went through its stages."""
    connection.executemany(
        "INSERT OR REPLACE INTO stages VALUES (?, ?, ?)", [(document, stage, key) for stage, key in stages.items()]
    )
