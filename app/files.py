"""Files worked on without a library: read in isolation, yielded in order, each failure kept as a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.settings import Settings
from app.work import Worked
from app.workers import Job, iter_results
from corpus.errors import Failure, ReadError
from corpus.intake import content_hash, iter_sources


def iter_worked(names: Iterable[str], settings: Settings, failures: list[str]) -> Iterator[Worked]:
    """Yields every file that could be read with its labels; what could not goes to `failures`."""
    order: list[str] = []
    waiting: dict[str, Worked | ReadError] = {}
    given = 0
    for job, result in iter_results(_jobs(names, order, failures), settings):
        waiting[job.source.name] = result
        while given < len(order) and order[given] in waiting:
            name = order[given]
            ready = waiting.pop(name)
            given += 1
            if isinstance(ready, ReadError):
                failures.append(f"{name}: {ready.reason}: {ready.message}")
            else:
                yield ready


def _jobs(names: Iterable[str], order: list[str], failures: list[str]) -> Iterator[Job]:
    seen: set[str] = set()
    for found in iter_sources(names):
        if isinstance(found, Failure):
            failures.append(f"{found.source}: {found.reason}: {found.message}")
            continue
        if found.name in seen:
            continue
        seen.add(found.name)
        try:
            data = found.read()
        except ReadError as error:
            failures.append(f"{found.name}: {error.reason}: {error.message}")
            continue
        order.append(found.name)
        yield Job(source=found, content=content_hash(data), data=data)
