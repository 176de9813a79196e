"""`people.db` beside the library: accounts, sessions, tokens, the audit log. Nobody but its owner may read it."""

from __future__ import annotations

import os
import secrets
import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path

from corpus.errors import XietongError

RECORD = "people.db"
_SECRET_BYTES = 32
_TABLES = """
CREATE TABLE IF NOT EXISTS accounts (
    name TEXT PRIMARY KEY, role TEXT NOT NULL, password TEXT NOT NULL, created TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS sessions (
    hash TEXT PRIMARY KEY, name TEXT NOT NULL REFERENCES accounts (name) ON DELETE CASCADE,
    opened REAL NOT NULL, seen REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS tokens (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL REFERENCES accounts (name) ON DELETE CASCADE, label TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE, created TEXT NOT NULL, expires REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS audit (
    id INTEGER PRIMARY KEY, time TEXT NOT NULL, person TEXT NOT NULL, act TEXT NOT NULL, subject TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
"""


class Register:
    """The open register; its acts are short, from whatever thread they come. No reader waits for a writer's disk."""

    def __init__(self, folder: Path) -> None:
        path = folder / RECORD
        try:
            if not path.exists():
                os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            self._connection = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = FULL")
            self._connection.execute("PRAGMA foreign_keys = ON")
            self._connection.executescript(_TABLES)
            self._reader = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
            self._reader.execute("PRAGMA query_only = ON")
        except (sqlite3.DatabaseError, OSError) as error:
            raise XietongError(f"cannot open {path}: {error}") from error
        self._writing, self._reading = threading.Lock(), threading.Lock()
        self._secret = self._stored_secret()

    def rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """Returns the rows of a query."""
        with self._reading:
            return self._reader.execute(query, values).fetchall()

    def write(self, query: str, values: Sequence[object] = ()) -> int:
        """Runs one writing statement and returns how many rows it touched."""
        with self._writing:
            return self._connection.execute(query, values).rowcount

    def secret(self) -> bytes:
        """Returns the secret that tokens against forged requests are made with; it outlives a restart."""
        return self._secret

    def _stored_secret(self) -> bytes:
        self.write("INSERT OR IGNORE INTO secrets VALUES ('csrf', ?)", (secrets.token_bytes(_SECRET_BYTES),))
        value = self.rows("SELECT value FROM secrets WHERE name = 'csrf'")[0][0]
        assert isinstance(value, bytes)
        return value

    def close(self) -> None:
        """Closes the connections."""
        with self._reading, self._writing:
            self._reader.close()
            self._connection.close()
