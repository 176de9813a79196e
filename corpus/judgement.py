"""Judgements by people over the machine's: adding one, taking one back, and what was said of a segment."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from corpus import store
from corpus.errors import XietongError
from corpus.label import Coding
from corpus.library import Library


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A stored coding: its id, its document, whether a machine made it; by whom and when it was taken back."""

    id: int
    document: str
    machine: bool
    coding: Coding
    retracted_by: str = ""
    retracted_at: str = ""

    @property
    def stands(self) -> bool:
        """Whether nobody took it back."""
        return not self.retracted_at


class ChangedError(XietongError):
    """The coding in force is not the one that the person saw."""


class MissingError(XietongError):
    """There is no such segment, or no such coding of a person."""


MOST_ID = 2**63 - 1
_STORED = f"id, document, machine, {store.CODING_COLUMNS}"
_TAKEN_BACK = "id, document, 0, address, coder, time, \"primary\", secondary, '{}', '[]', NULL, 0, comment, retracted_by, retracted_at"


def judge(library: Library, document: str, coding: Coding, *, seen: int | None = None) -> int:
    """Adds a person's coding of a unit and returns its id.

    `seen` is the id of the coding in force that the person was shown; where another has come since, nothing
    is stored.

    Raises:
        MissingError: the document has no such unit.
        ChangedError: another coding is in force.
    """
    with library.transaction() as connection:
        found = connection.execute(
            "SELECT 1 FROM segments WHERE document = ? AND address = ?", (document, coding.address)
        ).fetchone()
        if found is None:
            raise MissingError(f"no clause {coding.address!r} in {document!r}")
        if seen is not None and _in_force(connection, document, coding.address) != seen:
            raise ChangedError(f"the code of {coding.address!r} has changed since it was shown")
        return store.write_coding(connection, document, coding, machine=False)


def retract(library: Library, id: int, *, by: str, time: str) -> Judgement:
    """Takes a person's coding back, keeps it among the retracted ones, and returns it.

    Raises:
        MissingError: there is no such coding of a person, or it was taken back before.
    """
    with library.transaction() as connection:
        found = connection.execute(
            f"SELECT {_STORED} FROM codings WHERE id = ? AND machine = 0",  # noqa: S608
            (id,),
        ).fetchone()
        if found is None:
            raise MissingError(f"no coding {id} by a person")
        connection.execute(
            'INSERT INTO retracted SELECT id, document, address, coder, time, "primary", secondary, comment, ?, ?'
            " FROM codings WHERE id = ?",
            (by, time, id),
        )
        connection.execute("DELETE FROM codings WHERE id = ?", (id,))
    return _judgement((*found, by, time))


def judgement(library: Library, id: int) -> Judgement | None:
    """Returns the coding with this id if it stands."""
    if id > MOST_ID:  # more than SQLite counts
        return None
    rows = library.rows(f"SELECT {_STORED}, '', '' FROM codings WHERE id = ?", (id,))  # noqa: S608
    return _judgement(rows[0]) if rows else None


def in_force(library: Library, document: str, address: str) -> Judgement | None:
    """Returns the coding of a segment in force: the newest of a person, else of the machine."""
    rows = library.rows(
        f"SELECT {_STORED}, '', '' FROM codings WHERE document = ? AND address = ? ORDER BY machine, id DESC LIMIT 1",  # noqa: S608
        (document, address),
    )
    return _judgement(rows[0]) if rows else None


def history(library: Library, document: str, address: str) -> tuple[Judgement, ...]:
    """Returns everything that was said of a segment, oldest first, also what was taken back."""
    rows = library.rows(
        f"SELECT {_STORED}, '', '' FROM codings WHERE document = ? AND address = ?"  # noqa: S608
        f" UNION ALL SELECT {_TAKEN_BACK} FROM retracted WHERE document = ? AND address = ? ORDER BY machine DESC, id",
        (document, address, document, address),
    )
    return tuple(_judgement(row) for row in rows)


def by_people(library: Library, *, coder: str | None = None, limit: int = -1) -> tuple[Judgement, ...]:
    """Returns the standing codings of people (of one of them), newest first; all of them where there is no limit."""
    rows = library.rows(
        f"SELECT {_STORED}, '', '' FROM codings WHERE machine = 0 AND (? IS NULL OR coder = ?)"  # noqa: S608
        " ORDER BY id DESC LIMIT ?",
        (coder, coder, limit),
    )
    return tuple(_judgement(row) for row in rows)


def _in_force(connection: sqlite3.Connection, document: str, address: str) -> int | None:
    row = connection.execute(
        "SELECT id FROM codings WHERE document = ? AND address = ? ORDER BY machine, id DESC LIMIT 1",
        (document, address),
    ).fetchone()
    return None if row is None else int(row[0])


def _judgement(row: tuple[object, ...]) -> Judgement:
    id, document, machine, *columns, by, time = row
    assert isinstance(id, int)
    return Judgement(
        id=id,
        document=str(document),
        machine=bool(machine),
        coding=store.read_coding(columns),
        retracted_by=str(by),
        retracted_at=str(time),
    )


def newest_of_machine(library: Library) -> dict[tuple[str, str], Judgement]:
    """Returns the machine's newest coding of each clause that a person has judged, by document and address."""
    rows = library.rows(
        f"SELECT {_STORED}, '', '' FROM codings"  # noqa: S608
        " WHERE machine = 1 AND (document, address) IN (SELECT document, address FROM codings WHERE machine = 0)"
        " ORDER BY id"
    )
    return {(one.document, one.coding.address): one for one in map(_judgement, rows)}


def in_force_of(library: Library, document: str) -> dict[str, Judgement]:
    """Returns the coding in force of every coded segment of a document, by address."""
    rows = library.rows(
        f"SELECT {_STORED}, '', '' FROM codings WHERE document = ? ORDER BY machine DESC, id",  # noqa: S608
        (document,),
    )
    return {one.coding.address: one for one in map(_judgement, rows)}
