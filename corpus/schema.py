"""The tables of the library and the migrations between their versions.

`library.db` is meant to be opened with other tools; docs/library.md describes every table.
A migration is a script; its index + 1 is the schema version it leads to (`PRAGMA user_version`).
"""

from __future__ import annotations

import sqlite3

from corpus.errors import XietongError

_FIRST = """
CREATE TABLE inputs (
    source TEXT PRIMARY KEY, size INTEGER NOT NULL, modified INTEGER NOT NULL, content TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('stored', 'duplicate', 'failed')),
    document TEXT, reason TEXT NOT NULL DEFAULT '', message TEXT NOT NULL DEFAULT '', key TEXT NOT NULL
) STRICT;
CREATE TABLE documents (
    id TEXT PRIMARY KEY, source TEXT NOT NULL, title TEXT NOT NULL, number TEXT NOT NULL, date TEXT NOT NULL,
    type TEXT NOT NULL, language TEXT NOT NULL, format TEXT NOT NULL, header TEXT NOT NULL, pages TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE TABLE segments (
    document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE, ordinal INTEGER NOT NULL,
    address TEXT NOT NULL, kind TEXT NOT NULL, heading TEXT NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL,
    page INTEGER, cells TEXT NOT NULL, PRIMARY KEY (document, address)
) STRICT, WITHOUT ROWID;
CREATE TABLE entities (
    document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE, ordinal INTEGER NOT NULL,
    kind TEXT NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (document, ordinal)
) STRICT, WITHOUT ROWID;
CREATE TABLE codings (
    id INTEGER PRIMARY KEY, document TEXT NOT NULL, address TEXT NOT NULL, coder TEXT NOT NULL,
    machine INTEGER NOT NULL, time TEXT NOT NULL, "primary" TEXT NOT NULL, secondary TEXT NOT NULL,
    probabilities TEXT NOT NULL, evidence TEXT NOT NULL, review INTEGER NOT NULL, comment TEXT NOT NULL
) STRICT;
CREATE INDEX codings_by_segment ON codings (document, address, machine, id);
CREATE VIEW codings_in_force AS
    SELECT document, address, coder, machine, time, "primary", secondary, probabilities, evidence, review, comment
    FROM (SELECT *, row_number() OVER (PARTITION BY document, address ORDER BY machine, id DESC) AS rank FROM codings)
    JOIN segments USING (document, address) WHERE rank = 1;
CREATE TABLE levels (
    document TEXT PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
    level TEXT NOT NULL, province TEXT NOT NULL, confidence REAL NOT NULL, decision TEXT NOT NULL
) STRICT;
CREATE TABLE stages (
    document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE, stage TEXT NOT NULL, key TEXT NOT NULL,
    PRIMARY KEY (document, stage)
) STRICT, WITHOUT ROWID;
CREATE TABLE derived (name TEXT PRIMARY KEY, key TEXT NOT NULL, value TEXT NOT NULL) STRICT;
CREATE TABLE runs (
    id INTEGER PRIMARY KEY, started TEXT NOT NULL, finished TEXT NOT NULL DEFAULT '', manifest TEXT NOT NULL
) STRICT;
"""

MIGRATIONS = (_FIRST,)


def migrate(connection: sqlite3.Connection) -> None:
    """Brings a library to the newest schema, one transaction a version.

    Raises:
        XietongError: the library was made by a newer Xietong.
    """
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > len(MIGRATIONS):
        raise XietongError(
            f"the library has schema {version}, this Xietong knows {len(MIGRATIONS)}", hint="update Xietong"
        )
    for number, script in enumerate(MIGRATIONS[version:], start=version + 1):
        connection.executescript(f"BEGIN IMMEDIATE; {script} PRAGMA user_version = {number}; COMMIT;")
