"""Files worked on without a library: read in isolation, in order, each failure kept as a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.pipeline import Settings
from app.work import Worked
from app.workers import Job, iter_results
from corpus.errors import Failure, ReadError
from corpus.intake import Source, iter_sources


def iter_worked(names: Iterable[str], settings: Settings, failures: list[str]) -> Iterator[Worked]:
    """Yields every file that could be read with its labels; what could not goes to `failures`."""
    for source, result in iter_results(_jobs(names, failures), settings):
        if isinstance(result, ReadError):
            failures.append(f"{source.name}: {result.reason}: {result.message}")
        else:
            yield result


def _jobs(names: Iterable[str], failures: list[str]) -> Iterator[Job[Source]]:
    for found in iter_sources(names):
        if isinstance(found, Failure):
            failures.append(f"{found.source}: {found.reason}: {found.message}")
            continue
        try:
            yield Job(key=found, name=found.name, data=found.read())
        except ReadError as error:
            failures.append(f"{found.name}: {error.reason}: {error.message}")
