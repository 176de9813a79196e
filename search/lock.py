"""One writer of an index at a time, over processes and threads: a lock on a file beside it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import XietongError

_FILE = "index.lock"
_PATIENCE, _PAUSE = 5.0, 0.1  # seconds one waits for another writer, and between two looks


def busy() -> XietongError:
    """Returns the error for an index that another writes."""
    return XietongError("the index cannot be written now", hint="another run may be at it: try again")


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Holds the lock of a library's index; it is let go when the process ends, however it ends.

    Who finds another at it waits a while: a server writes after each correction.

    Raises:
        XietongError: another is still at it.
    """
    handle = os.open(folder / _FILE, os.O_RDWR | os.O_CREAT)
    try:
        end = time.monotonic() + _PATIENCE
        while not _locked(handle):
            if time.monotonic() > end:
                raise busy()
            time.sleep(_PAUSE)
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _locked(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _locked(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
