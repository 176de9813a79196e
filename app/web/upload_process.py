"""What the process of one upload does: reads the files in isolated workers and stores them.

It is a process of its own so that coding does not slow down the pages.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType

from app.settings import Settings
from corpus.errors import XietongError
from corpus.library import Library


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What became of one source: `waiting`, `stored`, `duplicate`, `unchanged` or `failed` (with a reason)."""

    source: str
    outcome: str
    document: str = ""
    reason: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Which stage begins: `reading`, `indexing`, `done`, or `failed` with a message."""

    name: str
    message: str = ""


def work(pipe: Connection, folder: str, names: Sequence[str], settings: Settings) -> None:
    """Adds the files to the library; sends a `Line` after each source and a `Stage` at the end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server decides
    signal.signal(signal.SIGTERM, _leave)  # with what is under way rolled back, and the workers ended
    try:
        with Library(Path(folder)) as library:
            _add(pipe, library, names, settings)
    except XietongError as error:
        pipe.send(Stage(name="failed", message=str(error)))
    else:
        pipe.send(Stage(name="indexing"))


def _add(pipe: Connection, library: Library, names: Sequence[str], settings: Settings) -> None:
    from app.manifest import manifest, now
    from app.pipeline import add_sources

    started = now()

    def report(name: str, outcome: str) -> None:
        rows = library.rows("SELECT document, reason, message FROM inputs WHERE source = ?", (name,))
        document, reason, message = rows[0] if rows else ("", "", "")
        pipe.send(
            Line(
                source=name,
                outcome=outcome,
                document=str(document or ""),
                reason=str(reason),
                message=str(message),
            )
        )

    outcome = add_sources(library, names, settings, report=report, relabel=False)
    library.record_run(started, now(), manifest(names, settings, outcome))


def _leave(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)
