"""The library: one folder whose `library.db` (SQLite, WAL) is the record of everything known.

A document is stored in one transaction with its segments, entities, level and machine codings' stage
keys written beside them, so a kill at any moment leaves whole documents only. A stage is named by
a key (content, stage version, settings); a re-run skips what has the same key.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from corpus import codec, store
from corpus.document import Document, Entity, Segment, SegmentKind, Span
from corpus.errors import XietongError
from corpus.label import Coding, LevelDecision
from corpus.schema import migrate
from corpus.store import Input

RECORD = "library.db"
_BUSY_SECONDS = 60.0


class Library:
    """An open library. Use as a context manager.

    Args:
        folder: the library's folder; made when `create` is true.
        create: whether to make a library where there is none.
        read_only: whether it is only read: nothing can be written, and the schema is taken as it is.

    A library may be handed from one thread to another, but only one may use it at a time.

    Raises:
        XietongError: there is no library, or it is not one.
    """

    def __init__(self, folder: Path, *, create: bool = False, read_only: bool = False) -> None:
        self.folder = folder
        path = folder / RECORD
        if not create and not path.is_file():
            raise XietongError(f"no library in {folder}", hint=f"xietong run SOURCE --library {folder}")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(
                path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            if read_only:
                self._connection.execute("PRAGMA query_only = ON")
                return
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._connection.execute("PRAGMA foreign_keys = ON")
            migrate(self._connection)
        except (sqlite3.DatabaseError, OSError) as error:
            raise XietongError(f"cannot open the library {folder}: {error}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def keep_every_commit(self) -> None:
        """Makes each transaction reach the disk before it returns: also a loss of power then loses nothing."""
        self._connection.execute("PRAGMA synchronous = FULL")

    def close(self) -> None:
        """Closes the connection."""
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Runs a block in one transaction: all of it is stored, or nothing."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield self._connection
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def rows(self, query: str, values: Sequence[object] | Mapping[str, object] = ()) -> list[tuple[object, ...]]:
        """Returns the rows of a reading query, for reports and exports."""
        return self._connection.execute(query, values).fetchall()

    # The ledger

    def ledger(self) -> dict[str, Input]:
        """Returns every input ever given, by source."""
        cursor = self._connection.execute(
            "SELECT source, size, modified, content, outcome, document, reason, message, key"
            " FROM inputs ORDER BY source"
        )
        return {row[0]: Input(**dict(zip(Input.__slots__, row, strict=True))) for row in cursor}

    def record_input(self, entry: Input) -> None:
        """Stores a line of the ledger, in place of an older one of the same source."""
        with self.transaction() as connection:
            store.write_input(connection, entry)

    # Documents

    def store_document(
        self,
        document: Document,
        entry: Input,
        *,
        level: LevelDecision,
        codings: Iterable[Coding],
        stages: Mapping[str, str],
    ) -> None:
        """Stores a document, its level, machine codings, stage keys and ledger line in one transaction."""
        with self.transaction() as connection:
            store.write_document(connection, document)
            store.write_level(connection, document.id, level)
            store.write_machine_codings(connection, document.id, codings)
            store.write_stages(connection, document.id, stages)
            store.write_input(connection, entry)

    def store_labels(
        self, document: str, *, level: LevelDecision, codings: Iterable[Coding], stages: Mapping[str, str]
    ) -> None:
        """Stores a fresh level and machine codings of a stored document in one transaction."""
        with self.transaction() as connection:
            store.write_level(connection, document, level)
            store.write_machine_codings(connection, document, codings)
            store.write_stages(connection, document, stages)

    def document_ids(self) -> list[str]:
        """Returns the ids of all documents, in the order of their sources."""
        return [row[0] for row in self._connection.execute("SELECT id FROM documents ORDER BY source, id")]

    def document(self, id: str) -> Document:
        """Returns a document as it was stored.

        Raises:
            XietongError: there is no such document.
        """
        row = self._connection.execute(
            "SELECT source, language, format, header, pages, text FROM documents WHERE id = ?", (id,)
        ).fetchone()
        if row is None:
            raise XietongError(f"no document {id!r} in {self.folder}")
        source, language, format, header, pages, text = row
        return Document(
            id=id,
            source=source,
            text=text,
            language=language,
            format=format,
            header=codec.header_from_dict(json.loads(header)),
            pages=tuple(codec.page_from_dict(page) for page in json.loads(pages)),
            segments=self._segments(id, text),
            entities=self._entities(id, text),
        )

    def documents(self) -> Iterator[Document]:
        """Yields all documents, in the order of their sources."""
        for id in self.document_ids():
            yield self.document(id)

    def _segments(self, id: str, text: str) -> tuple[Segment, ...]:
        cursor = self._connection.execute(
            "SELECT address, kind, heading, start, stop, page, cells FROM segments WHERE document = ? ORDER BY ordinal",
            (id,),
        )
        return tuple(
            Segment(
                address=address,
                kind=SegmentKind(kind),
                heading=tuple(json.loads(heading)),
                span=Span(start=start, end=stop),
                text=text[start:stop],
                page=page,
                cells=tuple(tuple(row) for row in json.loads(cells)),
            )
            for address, kind, heading, start, stop, page, cells in cursor
        )

    def _entities(self, id: str, text: str) -> tuple[Entity, ...]:
        cursor = self._connection.execute(
            "SELECT kind, start, stop, value FROM entities WHERE document = ? ORDER BY ordinal", (id,)
        )
        return tuple(
            Entity(kind=kind, span=Span(start=start, end=stop), text=text[start:stop], value=value)
            for kind, start, stop, value in cursor
        )

    # Labels

    def level(self, document: str) -> LevelDecision | None:
        """Returns the level decision of a document, or None."""
        row = self._connection.execute("SELECT decision FROM levels WHERE document = ?", (document,)).fetchone()
        return None if row is None else codec.level_from_dict(json.loads(row[0]))

    def codings(self, document: str) -> dict[str, Coding]:
        """Returns the coding in force of every coded segment: the newest of a person, else the machine's."""
        return {coding.address: coding for coding in self.all_codings(document)}

    def all_codings(self, document: str) -> list[Coding]:
        """Returns all codings of a document, the one in force of each segment last."""
        cursor = self._connection.execute(
            f"SELECT {store.CODING_COLUMNS} FROM codings WHERE document = ? ORDER BY machine DESC, id",  # noqa: S608
            (document,),
        )
        return [store.read_coding(row) for row in cursor]

    def add_coding(self, document: str, coding: Coding) -> int:
        """Adds a person's coding and returns its id; nothing is overwritten."""
        with self.transaction() as connection:
            return store.write_coding(connection, document, coding, machine=False)

    # Runs, stages and derived results

    def record_run(self, started: str, finished: str, manifest: Mapping[str, object]) -> None:
        """Stores what a run was asked, with which versions, and what became of it; times are ISO 8601."""
        with self.transaction() as connection:
            connection.execute(
                "INSERT INTO runs (started, finished, manifest) VALUES (?, ?, ?)",
                (started, finished, store.dump(manifest)),
            )

    def stages(self, stage: str) -> dict[str, str]:
        """Returns the key under which each document went through a stage."""
        return dict(self._connection.execute("SELECT document, key FROM stages WHERE stage = ?", (stage,)))

    def derived(self, name: str, key: str) -> str | None:
        """Returns a derived result (topics, the state of the index) if it was made under this key."""
        row = self._connection.execute("SELECT value FROM derived WHERE name = ? AND key = ?", (name, key)).fetchone()
        return None if row is None else str(row[0])

    def stored(self, name: str) -> str | None:
        """Returns the derived result of a name, whatever key it was made under."""
        row = self._connection.execute("SELECT value FROM derived WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def store_derived(self, name: str, key: str, value: str) -> None:
        """Stores a derived result in place of the older one of that name."""
        with self.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO derived VALUES (?, ?, ?)", (name, key, value))
