"""Uploads: files kept, then read by a process of their own, one upload after the other, with live progress."""

from __future__ import annotations

import logging
import multiprocessing
import queue
import secrets
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.manifest import now
from app.settings import Settings
from app.web.indexer import Indexer
from app.web.intake import iter_originals
from app.web.settings import WebSettings
from app.web.upload_process import Line, Stage, work
from corpus.library import Library

_LOG = logging.getLogger("xietong.web")
_REMEMBERED = 200  # uploads whose progress can still be asked for; the ledger keeps what became of the files
_ENDED = ("done", "failed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """The state of one upload: `stage` is `waiting`, `reading`, `indexing`, `done` or `failed`.

    `lines` holds one line a file, and one a member for archives; `changes` grows with every change.
    """

    id: str
    person: str
    started: str
    stage: str
    lines: tuple[Line, ...]
    message: str = ""
    changes: int = 0

    @property
    def ended(self) -> bool:
        """Whether nothing more will come."""
        return self.stage in _ENDED

    @property
    def settled(self) -> int:
        """How many lines have an outcome."""
        return sum(line.outcome != "waiting" for line in self.lines)


class Uploads:
    """The uploads of a server, done by one thread in the order in which they came."""

    def __init__(self, folder: Path, settings: WebSettings, indexer: Indexer) -> None:
        self._folder = folder
        self._settings = Settings(
            ocr=settings.ocr,
            workers=settings.workers,
            seconds=settings.seconds,
            megabytes=settings.megabytes,
            model=settings.model,
            careful=settings.careful,
        )
        self._indexer = indexer
        self._states: dict[str, Upload] = {}
        self._lock = threading.Lock()
        self._waiting: queue.Queue[tuple[str, tuple[str, ...]] | None] = queue.Queue()
        self._process: multiprocessing.process.BaseProcess | None = None
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="uploads", daemon=True)

    def resume(self) -> None:
        """Starts the thread; files that were uploaded before a crash and are in no ledger are read first."""
        with Library(self._folder, read_only=True) as library:
            left = [path for path in iter_originals(self._folder) if not _is_known(library, str(path))]
        if left:
            self.start("", left)
        self._thread.start()

    def start(self, person: str, paths: Sequence[Path]) -> Upload:
        """Queues files that are kept already and returns the state of the upload."""
        names = tuple(map(str, paths))
        state = Upload(
            id=secrets.token_urlsafe(12),
            person=person,
            started=now(),
            stage="waiting",
            lines=tuple(Line(source=name, outcome="waiting") for name in dict.fromkeys(names)),
        )
        with self._lock:
            self._states[state.id] = state
            for id in [id for id, old in self._states.items() if old.ended][:-_REMEMBERED]:
                del self._states[id]
        self._waiting.put((state.id, names))
        return state

    def state(self, id: str) -> Upload | None:
        """Returns the state of an upload, or None."""
        with self._lock:
            return self._states.get(id)

    def states(self) -> tuple[Upload, ...]:
        """Returns the uploads, newest first."""
        with self._lock:
            return tuple(reversed(self._states.values()))

    def stop(self) -> None:
        """Ends the thread and the process at work; what it had not read is read at the next start."""
        self._stopped = True
        self._waiting.put(None)
        process = self._process
        if process is not None:
            process.terminate()
        if self._thread.is_alive():
            self._thread.join(30)

    def _run(self) -> None:
        while (job := self._waiting.get()) is not None:
            if self._stopped:
                return
            id, names = job
            try:
                self._read(id, names)
            except Exception:  # noqa: BLE001  # the thread must live for the next upload
                _LOG.exception("upload %s", id)
                self._change(id, Stage(name="failed", message="the server's log has more"))

    def _read(self, id: str, names: tuple[str, ...]) -> None:
        self._change(id, Stage(name="reading"))
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe(duplex=False)
        process = context.Process(target=work, args=(there, str(self._folder), names, self._settings))
        process.start()
        self._process = process
        there.close()
        try:
            while self._change(id, here.recv()).stage == "reading":
                pass
        except EOFError:
            self._change(id, Stage(name="failed", message="the reading process ended early"))
        finally:
            here.close()
            process.join()
            self._process = None
        self._indexer.update()
        if not self._states[id].ended:
            self._change(id, Stage(name="done"))

    def _change(self, id: str, news: Line | Stage) -> Upload:
        with self._lock:
            old = self._states[id]
            if isinstance(news, Stage):
                fresh = replace(old, stage=news.name, message=news.message, changes=old.changes + 1)
                if fresh.stage == "done":
                    fresh = replace(fresh, lines=_settle_archives(fresh.lines))
            else:
                fresh = replace(old, lines=_with(old.lines, news), changes=old.changes + 1)
            self._states[id] = fresh
            return fresh


def _with(lines: tuple[Line, ...], news: Line) -> tuple[Line, ...]:
    if any(line.source == news.source for line in lines):
        return tuple(news if line.source == news.source else line for line in lines)
    return (*lines, news)


def _settle_archives(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Returns the lines without those of archives, whose members have lines of their own."""
    sources = [line.source for line in lines]
    return tuple(
        line
        for line in lines
        if line.outcome != "waiting" or not any(source.startswith(f"{line.source}!") for source in sources)
    )


def _is_known(library: Library, path: str) -> bool:
    """Whether the ledger has a file, or members of it."""
    query = "SELECT 1 FROM inputs WHERE source = ? OR (source >= ? AND source < ?) LIMIT 1"
    return bool(library.rows(query, (path, f"{path}!", f'{path}"')))  # the quote follows the exclamation mark
