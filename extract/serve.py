"""What a worker process does: files in, results out, within its memory."""

from __future__ import annotations

import contextlib
import importlib
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeAlias

from corpus.errors import ReadError
from extract.beat import beat, listen

Job: TypeAlias = "tuple[str, Path | bytes]"

BEAT = "beat"
AGAIN = "again"  # the whole bundle has to be done anew, file by file


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a worker calls: `parse(data, name, **options)` for a file, then `finish` for all of a bundle at once.

    Both are `module:name`. `finish(results, **finish_options)` gets what `parse` returned and returns as many
    results in that order; without it those of `parse` are sent as they are.
    """

    parse: str
    options: Mapping[str, object] = field(default_factory=dict)
    finish: str = ""
    finish_options: Mapping[str, object] = field(default_factory=dict)


def serve(pipe: Connection, plan: Plan, megabytes: int) -> None:
    """Runs in the worker: answers bundles of files that come over the pipe until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the main process decides
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            os.setsid()
    try:
        parse = _function(plan.parse)
        finish = _function(plan.finish) if plan.finish else None
        _limit_memory(megabytes)
    except Exception as error:  # noqa: BLE001  (told to the main process, which raises it)
        pipe.send(f"{type(error).__name__}: {error}")
        return
    listen(lambda: pipe.send(BEAT))
    pipe.send(None)
    while True:
        try:
            bundle: Sequence[Job] = pipe.recv()
        except (EOFError, OSError):
            return
        outcomes: list[object] = []
        for name, source in bundle:
            outcomes.append(_guarded(partial(_parse, parse, plan, name, source), megabytes))
            if len(bundle) > 1:
                beat()
        if finish is not None:
            outcomes = _finished(finish, plan, outcomes, megabytes)
        pipe.send(outcomes if outcomes else AGAIN)


def _function(name: str) -> Callable[..., Any]:
    module, _, attribute = name.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), attribute)
    return found


def _parse(parse: Callable[..., Any], plan: Plan, name: str, source: Path | bytes) -> object:
    data = source if isinstance(source, bytes) else source.read_bytes()
    return parse(data, name, **plan.options)


def _finished(finish: Callable[..., Any], plan: Plan, outcomes: list[object], megabytes: int) -> list[object]:
    """Returns the outcomes with those of `parse` finished; nothing where a bundle failed in a way none may own."""
    good = [place for place, outcome in enumerate(outcomes) if not isinstance(outcome, ReadError)]
    if not good:
        return outcomes
    found = _guarded(partial(finish, [outcomes[place] for place in good], **plan.finish_options), megabytes)
    if isinstance(found, ReadError):
        return [] if len(outcomes) > 1 else [found]
    for place, one in zip(good, found, strict=True):
        outcomes[place] = one
    return outcomes


def _guarded(work: Callable[[], Any], megabytes: int) -> Any:
    """Returns what the work returns, or its failure as a ReadError."""
    try:
        return work()
    except ReadError as error:
        return error
    except MemoryError:
        return ReadError("memory", f"needs more than {megabytes} MB of memory")
    except OSError as error:
        return ReadError("unreadable", f"cannot be opened ({error.strerror or error})")
    except Exception as error:  # noqa: BLE001  (the guard around one document)
        return ReadError("crash", f"the parser failed on this file ({type(error).__name__}: {error})")


def _limit_memory(megabytes: int) -> None:
    """Limits how far the address space may grow beyond what the imports took."""
    if not megabytes or sys.platform == "win32":
        return
    import resource

    used = 0
    with contextlib.suppress(OSError, ValueError):
        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    with contextlib.suppress(OSError, ValueError):  # macOS refuses
        resource.setrlimit(resource.RLIMIT_AS, (used + megabytes * 1_000_000, resource.RLIM_INFINITY))
