"""The main job: sources to a library, every one of them accounted for.

Order of events for each source: unchanged since the last run -> skipped; same content as another -> duplicate;
else read and labelled in a worker and stored in one transaction. A duplicate is settled after the source
whose content it shares, which the order of the sources decides alone: so a run that was killed
and repeated leaves the library of an undisturbed one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from app.settings import Settings
from app.work import Worked, label
from app.workers import Job, iter_results
from corpus.errors import Failure, ReadError
from corpus.intake import Source, content_hash, iter_sources
from corpus.library import Library
from corpus.store import Input

STORED, DUPLICATE, FAILED, UNCHANGED = "stored", "duplicate", "failed", "unchanged"


@dataclass(slots=True)
class Outcome:
    """What a run did: how many sources of each outcome, and the failures."""

    counts: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)
    relabelled: int = 0

    def fail(self, failure: Failure) -> None:
        """Counts a failure."""
        self.counts[FAILED] += 1
        self.failures.append(failure)

    @property
    def changed(self) -> bool:
        """Whether the library differs from before."""
        return bool(self.counts[STORED] or self.counts[DUPLICATE] or self.relabelled)


Report = Callable[[str, str], None]  # (source name, outcome), after each source


def _silent(name: str, outcome: str) -> None:
    """Says nothing."""


def add_sources(
    library: Library,
    names: Iterable[str],
    settings: Settings,
    *,
    report: Report = _silent,
    retry: bool = False,
    relabel: bool = True,
) -> Outcome:
    """Adds the sources to the library and returns what became of each.

    `retry` reads again what failed before. Labels made by an older model or older rules are renewed, unless
    `relabel` is false.
    """
    outcome = Outcome()
    intake = _Intake(library, settings, outcome, report, retry=retry)
    for job, worked in iter_results(intake.jobs(names), settings):
        intake.take(job, worked)
    intake.finish()
    if relabel:
        outcome.relabelled = _relabel(library, settings, report)
    return outcome


class _Intake:
    """The bookkeeping of one run."""

    def __init__(self, library: Library, settings: Settings, outcome: Outcome, report: Report, *, retry: bool) -> None:
        self._library = library
        self._settings = settings
        self._outcome = outcome
        self._report = report
        self._retry = retry
        self._ledger = library.ledger()
        self._stored = {e.content: e.document for e in self._ledger.values() if e.outcome == STORED}
        self._fresh = {e.content for e in self._ledger.values() if e.outcome == STORED and e.key == settings.read_key}
        self._claimed: set[str] = set()
        self._repeats: list[tuple[Source, str]] = []
        self._results: dict[str, Input] = {}
        self._seen: set[str] = set()

    def jobs(self, names: Iterable[str]) -> Iterator[Job]:
        """Yields the sources that must be read; the others are settled here."""
        for found in iter_sources(names):
            if isinstance(found, Failure):
                self._fail(found.source, 0, 0, "", ReadError(found.reason, found.message))
                continue
            if found.name in self._seen:
                continue
            self._seen.add(found.name)
            job = self._examine(found)
            if job is not None:
                yield job

    def _examine(self, source: Source) -> Job | None:
        known = self._ledger.get(source.name)
        if known is not None and known.key != self._settings.read_key:
            known = None
        if known is not None and known.outcome == FAILED and self._retry:
            known = None
        if known is not None and source.path is not None and _same_state(known, source):
            self._settle_known(source, known)
            return None
        try:
            data = source.read()
        except ReadError as error:
            self._fail(source.name, source.size, source.modified, "", error)
            return None
        content = content_hash(data)
        if known is not None and known.content == content:
            self._settle_known(source, known)
            return None
        if content in self._fresh or content in self._claimed:
            self._repeats.append((source, content))
            return None
        self._claimed.add(content)
        return Job(source=source, content=content, data=data)

    def _settle_known(self, source: Source, known: Input) -> None:
        if known.outcome == FAILED:
            self._outcome.fail(Failure(source=source.name, reason=known.reason, message=known.message))
        else:
            self._outcome.counts[UNCHANGED] += 1
        self._report(source.name, UNCHANGED)

    def take(self, job: Job, worked: Worked | ReadError) -> None:
        """Stores a result."""
        source = job.source
        if isinstance(worked, ReadError):
            self._results[job.content] = self._fail(source.name, source.size, source.modified, job.content, worked)
            return
        entry = Input(
            source=source.name,
            size=source.size,
            modified=source.modified,
            content=job.content,
            outcome=STORED,
            document=worked.document.id,
            key=self._settings.read_key,
        )
        self._library.store_document(
            worked.document,
            entry,
            level=worked.level,
            codings=worked.codings,
            stages={"read": self._settings.read_key, "label": self._settings.label_key},
        )
        self._results[job.content] = entry
        self._outcome.counts[STORED] += 1
        self._report(source.name, STORED)

    def finish(self) -> None:
        """Settles the sources whose content another source had: only now is that one's fate known."""
        for source, content in self._repeats:
            result = self._results.get(content)
            if result is not None and result.outcome == FAILED:
                error = ReadError(result.reason, result.message)
                self._fail(source.name, source.size, source.modified, content, error)
                continue
            document = result.document if result is not None else self._stored.get(content)
            first = result.source if result is not None else self._source_of(content)
            same = first == source.name  # the file was touched, not changed
            self._library.record_input(
                Input(
                    source=source.name,
                    size=source.size,
                    modified=source.modified,
                    content=content,
                    outcome=STORED if same else DUPLICATE,
                    document=document,
                    message="" if same else f"same content as {first}",
                    key=self._settings.read_key,
                )
            )
            self._outcome.counts[UNCHANGED if same else DUPLICATE] += 1
            self._report(source.name, UNCHANGED if same else DUPLICATE)

    def _source_of(self, content: str) -> str:
        return min(e.source for e in self._ledger.values() if e.content == content and e.outcome == STORED)

    def _fail(self, name: str, size: int, modified: int, content: str, error: ReadError) -> Input:
        entry = Input(
            source=name,
            size=size,
            modified=modified,
            content=content,
            outcome=FAILED,
            reason=error.reason,
            message=error.message,
            key=self._settings.read_key,
        )
        self._library.record_input(entry)
        self._outcome.fail(Failure(source=name, reason=error.reason, message=error.message))
        self._report(name, FAILED)
        return entry


def _same_state(known: Input, source: Source) -> bool:
    return known.size == source.size and known.modified == source.modified


def _relabel(library: Library, settings: Settings, report: Report) -> int:
    """Renews the labels made under another key; returns how many documents that were."""
    stale = [id for id, key in library.stages("label").items() if key != settings.label_key]
    for id in sorted(stale):
        worked = label(library.document(id), model=settings.model, careful=settings.careful)
        library.store_labels(id, level=worked.level, codings=worked.codings, stages={"label": settings.label_key})
        report(worked.document.source, "relabelled")
    return len(stale)
