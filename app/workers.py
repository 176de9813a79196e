"""Sources through the isolated workers, each with its result."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from app.settings import Settings
from app.work import Worked
from corpus.errors import ReadError
from corpus.intake import Source

BUNDLE = 16  # small documents coded at once: a quarter faster than one by one


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A source that has to be read, with its bytes and their hash. Names are unique in a run."""

    source: Source
    content: str
    data: bytes


def iter_results(jobs: Iterable[Job], settings: Settings) -> Iterator[tuple[Job, Worked | ReadError]]:
    """Yields every job with its result, as the workers finish; jobs are drawn as workers become free."""
    from extract.isolate import Parsers

    under_way: dict[str, Job] = {}

    def named() -> Iterator[tuple[str, bytes]]:
        for job in jobs:
            under_way[job.source.name] = job
            yield job.source.name, job.data

    with Parsers(
        workers=settings.workers or os.cpu_count() or 1,
        seconds=settings.seconds,
        megabytes=settings.megabytes,
        ocr=settings.ocr,
        parse="app.work:read",
        options={"entities": settings.entities},
        bundle=BUNDLE,
        finish="app.work:label_all",
        finish_options={"model": settings.model, "careful": settings.careful, "codes": settings.codes},
    ) as parsers:
        for name, result in parsers.map(named()):
            yield under_way.pop(name), cast("Worked | ReadError", result)
