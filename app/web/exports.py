"""Exports to files: all codes of a library by a process of their own, so that the pages stay quick."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Iterable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from app.references import write_references
from app.web.problem import Problem
from app.web.sources import shown_source
from corpus.codec import Plain
from corpus.errors import XietongError
from corpus.library import Library
from report.exports import iter_codes, write_table
from search.query import Filters, iter_all

_PATIENCE = 30.0  # seconds for which one waits for the exports of others
_LONGEST = 1800.0  # seconds an export may take
_turn = threading.BoundedSemaphore(2)  # exports at a time: each reads the whole library


def write_hits(
    library: Library, path: Path, query: str, filters: Filters, *, synonyms: bool = False, whole: bool
) -> None:
    """Writes all hits of a query in the format of the file's suffix (`.ris`: the documents they stand in).

    Raises:
        XietongError: the query is not well formed, or the format cannot hold the rows.
        Problem: too many others wait (503).
    """
    with _Turn():
        rows = iter_all(library, query, filters=filters, synonyms=synonyms)
        if path.suffix == ".ris":
            write_references(library, (str(row["document"]) for row in rows), path)
        else:
            write_table(path, _shown(rows, whole=whole))


def write_codes(folder: Path, path: Path, *, whole: bool) -> None:
    """Writes every coded clause of a library in the format of the file's suffix.

    Raises:
        XietongError: the format cannot hold the rows.
        Problem: too many others wait (503).
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_write, args=(there, str(folder), str(path), whole), daemon=True)
    with _Turn(), here:
        process.start()
        there.close()
        try:
            found = here.recv() if here.poll(_LONGEST) else None
        except EOFError:
            found = None
        process.kill()
        process.join()
    if found is None:
        raise Problem(500, "internal")
    if found:
        raise XietongError(found[0], hint=found[1])


def _write(pipe: Connection, folder: str, path: str, whole: bool) -> None:
    """Runs in the process; sends what went wrong with its hint; nothing where all went well."""
    try:
        with Library(Path(folder), read_only=True) as library:
            write_table(Path(path), _shown(iter_codes(library), whole=whole))
    except XietongError as error:
        pipe.send((str(error), error.hint))
    else:
        pipe.send(())


def _shown(rows: Iterable[Plain], *, whole: bool) -> Iterator[Plain]:
    for row in rows:
        yield {**row, "source": shown_source(str(row["source"]), whole=whole)}


class _Turn:
    """A block that few may be in at once."""

    def __enter__(self) -> None:
        if not _turn.acquire(timeout=_PATIENCE):
            raise Problem(503, "crowded", headers={"Retry-After": "30"})

    def __exit__(self, *_: object) -> None:
        _turn.release()
