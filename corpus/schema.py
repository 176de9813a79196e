"""The tables of the library and the migrations between their versions.

`library.db` is meant to be opened with other tools; docs/library.md describes every table.
A migration is a script; its index + 1 is the schema version it leads to (`PRAGMA user_version`).
"""

from __future__ import annotations

import json
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

# People correct codes: what is uncertain comes first, and what they take back is kept apart.
_SECOND = """
ALTER TABLE codings ADD COLUMN doubt REAL NOT NULL DEFAULT 0;
UPDATE codings SET doubt = doubt_of(probabilities) WHERE machine = 1;
CREATE INDEX codings_to_review ON codings (doubt DESC, id) WHERE machine = 1 AND review = 1;
CREATE INDEX codings_of_people ON codings (document, id) WHERE machine = 0;
CREATE TABLE retracted (
    id INTEGER PRIMARY KEY, document TEXT NOT NULL, address TEXT NOT NULL, coder TEXT NOT NULL, time TEXT NOT NULL,
    "primary" TEXT NOT NULL, secondary TEXT NOT NULL, comment TEXT NOT NULL,
    retracted_by TEXT NOT NULL, retracted_at TEXT NOT NULL
) STRICT;
CREATE INDEX retracted_by_segment ON retracted (document, address);
"""

# The view as it was read every coding whole; this one reads what is asked for (three times as fast).
_THIRD = """
DROP VIEW codings_in_force;
CREATE VIEW codings_in_force AS
    SELECT c.document, c.address, c.coder, c.machine, c.time, c."primary", c.secondary, c.probabilities, c.evidence,
        c.review, c.comment
    FROM codings c JOIN segments USING (document, address) WHERE NOT EXISTS (
        SELECT 1 FROM codings n WHERE n.document = c.document AND n.address = c.address
        AND (n.machine < c.machine OR (n.machine = c.machine AND n.id > c.id)));
"""

# Whether a clause concerns poverty or rural development at all.
_FOURTH = """
ALTER TABLE codings ADD COLUMN poverty REAL;
DROP VIEW codings_in_force;
CREATE VIEW codings_in_force AS
    SELECT c.document, c.address, c.coder, c.machine, c.time, c."primary", c.secondary, c.probabilities, c.evidence,
        c.poverty, c.review, c.comment
    FROM codings c JOIN segments USING (document, address) WHERE NOT EXISTS (
        SELECT 1 FROM codings n WHERE n.document = c.document AND n.address = c.address
        AND (n.machine < c.machine OR (n.machine = c.machine AND n.id > c.id)));
"""

MIGRATIONS = (_FIRST, _SECOND, _THIRD, _FOURTH)


def doubt_of(probabilities: str) -> float:
    """Returns how undecided probabilities (JSON: category -> p) are: the sum of p (1 - p).

    >>> doubt_of('{"fund": 0.5, "none": 0.9}')
    0.34
    """
    chances: dict[str, float] = json.loads(probabilities)
    return round(sum(p * (1 - p) for p in chances.values()), 6)


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
    connection.create_function("doubt_of", 1, doubt_of, deterministic=True)
    for number, script in enumerate(MIGRATIONS, start=1):
        if number > version:
            _apply(connection, number, script)


def _apply(connection: sqlite3.Connection, number: int, script: str) -> None:
    """Applies one migration, unless another process was faster."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        if int(connection.execute("PRAGMA user_version").fetchone()[0]) < number:
            for statement in script.split(";\n"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
