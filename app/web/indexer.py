"""Keeping the index up to the library in the background, so that no correction waits for it."""

from __future__ import annotations

import logging
import threading
import time
from pathlib import Path

from app.web.remembered import Stamp, files_stamp
from corpus.errors import XietongError
from corpus.library import Library

_LOG = logging.getLogger("xietong.web")
_GATHER = 0.3  # seconds in which further changes are taken along
_REST = 3.0  # rests between updates, in units of the last one: those who read get the rest of the time
_LOOK = 10.0  # seconds after which the indexer looks whether another program has written
_RETRY = 2.0  # seconds after which an index that another process writes is tried again


class Indexer:
    """A thread that brings the index up after each change, by whomever."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._wanted = threading.Event()
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._took = 0.0
        self._thread = threading.Thread(target=self._run, name="indexer", daemon=True)

    def start(self) -> None:
        """Starts the thread, which first looks whether the index is up to date."""
        self._wanted.set()
        self._thread.start()

    def wake(self) -> None:
        """Says that the library has changed."""
        self._wanted.set()

    @property
    def busy(self) -> bool:
        """Whether the index is being brought up: what is new cannot be found yet."""
        return self._lock.locked()

    def stop(self) -> None:
        """Ends the thread after the update under way."""
        self._stopped.set()
        self._wanted.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        seen: Stamp = ()
        while not self._stopped.is_set():
            if not self._wanted.wait(_LOOK) and files_stamp(self._folder) == seen:
                continue  # nothing said, and no other program has written either
            if self._stopped.wait(max(_GATHER, _REST * self._took)):
                return
            self._wanted.clear()
            start = time.monotonic()
            if not self.update():
                self._stopped.wait(_RETRY)
                self._wanted.set()
            self._took = time.monotonic() - start
            seen = files_stamp(self._folder)

    def update(self) -> bool:
        """Brings the index up now; whether that worked."""
        from search.build import build_index

        try:
            with self._lock, Library(self._folder) as library:
                build_index(library)
        except XietongError as error:
            _LOG.warning("index: %s", error)
            return False
        except Exception:  # noqa: BLE001  # the thread must live: searches go on with what there is
            _LOG.exception("index")
            return False
        return True
