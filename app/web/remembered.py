"""Answers that are dear to make, kept as long as the library does not change."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import TypeVar, cast

from corpus.library import RECORD

Value = TypeVar("Value")
Stamp = tuple[object, ...]
_MOST = 200


class Remembered:
    """Answers by key. The state of the library's files tells whether one still holds, whoever wrote to them.

    The clock of a file system is coarse: what this server writes itself it says with `touch`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._answers: OrderedDict[Hashable, tuple[Stamp, object]] = OrderedDict()
        self._lock = threading.Lock()
        self._at_work: dict[Hashable, threading.Lock] = {}
        self._touched = 0

    def touch(self) -> None:
        """Says that the library has changed."""
        with self._lock:
            self._touched += 1

    def get(self, key: Hashable, make: Callable[[], Value], *, state: Stamp | None = None) -> Value:
        """Returns the answer of a key, made where there is none or the library has changed; one maker at a time.

        `state` is what the answer depends on, where that is less than the whole library.
        """
        stamp = self._stamp() if state is None else state
        with self._lock:
            known = self._answers.get(key)
            turn = self._at_work.setdefault(key, threading.Lock())
        if known is not None and known[0] == stamp:
            return cast("Value", known[1])
        with turn:
            with self._lock:
                known = self._answers.get(key)
            if known is not None and known[0] == stamp:
                return cast("Value", known[1])
            value = make()
            with self._lock:
                self._answers[key] = (stamp, value)
                self._answers.move_to_end(key)
                while len(self._answers) > _MOST:
                    gone, _ = self._answers.popitem(last=False)
                    self._at_work.pop(gone, None)
        return value

    def _stamp(self) -> Stamp:
        return (self._touched, *files_stamp(self._folder))


def files_stamp(folder: Path) -> Stamp:
    """Returns what changes when anyone writes to a library."""
    return tuple(_state(path) for path in (folder / RECORD, folder / f"{RECORD}-wal"))


def _state(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)
