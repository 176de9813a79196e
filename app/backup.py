"""A copy of a library that is whole, also while others write to it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import XietongError
from corpus.library import RECORD

_PRIVATE = "people.db"  # accounts: only where a server made it
_FILES = ("originals", "reports")  # files in them are written once and never changed in place
_INDEX = "index"
_HALF = ".part"
_TRIES = 3  # the index may be rewritten while it is copied
_PAGES = 1000  # of the database copied in one go; writers get their turn in between


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What was copied: documents in the database, other files, and whether the index is among them."""

    documents: int
    files: int
    index: bool


def backup(library: Path, destination: Path) -> Backup:
    """Copies a library to a folder, over an older backup of it if there is one, and returns what was copied.

    The database is copied with SQLite's backup interface and checked. What is copied of the index is
    checked too; where it cannot be had whole it is left out, and made again from the database when needed.

    Raises:
        XietongError: there is no library, the folder is not a place for its backup, or the copy is not whole.
    """
    if not (library / RECORD).is_file():
        raise XietongError(f"no library in {library}")
    source, target = library.resolve(), destination.resolve()
    if target == source or source in target.parents:
        raise XietongError(f"{destination} lies in the library itself", hint="choose another folder")
    if target.exists() and (not target.is_dir() or (any(target.iterdir()) and not (target / RECORD).is_file())):
        raise XietongError(f"{destination} holds something else", hint="choose a new folder, or an older backup")
    try:
        target.mkdir(parents=True, exist_ok=True)
        index = _copy_index(source, target)
        if (source / _PRIVATE).is_file():
            _copy_database(source / _PRIVATE, target / _PRIVATE, private=True)
        files = sum(_copy_files(source / name, target / name) for name in _FILES)
        documents = _copy_database(source / RECORD, target / RECORD)
    except (OSError, sqlite3.Error) as error:
        raise XietongError(f"the backup failed: {error}") from error
    return Backup(documents=documents, files=files, index=index)


def _copy_database(source: Path, target: Path, *, private: bool = False) -> int:
    """Copies a database, checks the copy, and returns how many documents it holds."""
    half = target.with_name(target.name + _HALF)
    half.unlink(missing_ok=True)
    if private:
        half.touch(mode=0o600)
    with closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True)) as old, closing(sqlite3.connect(half)) as new:
        old.backup(new, pages=_PAGES, sleep=0.01)
        found = new.execute("PRAGMA quick_check").fetchone()[0]
        if found != "ok":
            raise XietongError(f"the copy of {source.name} is damaged: {found}", hint="check the disk, and try again")
        documents = 0 if private else int(new.execute("SELECT count(*) FROM documents").fetchone()[0])
        new.execute("PRAGMA journal_mode = DELETE")  # one file, with nothing beside it
    for suffix in ("-wal", "-shm"):  # of the backup that is replaced
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    half.replace(target)
    return documents


def _copy_files(source: Path, target: Path) -> int:
    """Copies the files that the target has not yet, or has otherwise; returns how many."""
    count = 0
    for path in sorted(source.rglob("*")) if source.is_dir() else ():
        if not path.is_file() or path.name.endswith(_HALF):
            continue
        copy = target / path.relative_to(source)
        if copy.is_file() and _state(copy) == _state(path):
            continue
        copy.parent.mkdir(parents=True, exist_ok=True)
        half = copy.with_name(copy.name + _HALF)
        shutil.copy2(path, half)
        half.replace(copy)
        count += 1
    return count


def _state(path: Path) -> tuple[int, int]:
    state = path.stat()
    return state.st_size, state.st_mtime_ns


def _copy_index(source: Path, target: Path) -> bool:
    """Whether the index could be copied whole."""
    from search.index import open_index

    place = target / _INDEX
    for _ in range(_TRIES if (source / _INDEX / "meta.json").is_file() else 0):
        shutil.rmtree(place, ignore_errors=True)
        try:
            shutil.copytree(source / _INDEX, place, ignore=shutil.ignore_patterns("*.lock"))
            open_index(target).searcher()
        except (OSError, ValueError, shutil.Error):
            continue
        return True
    shutil.rmtree(place, ignore_errors=True)
    return False
