"""Parsing in worker processes with limits: one hostile file costs one failure, never the run.

A worker parses many files, small ones several at a time. It is killed and replaced when a file exceeds the time limit, when it dies, and
after it ran out of memory. (`ProcessPoolExecutor` breaks on a dead worker and `Pool` hangs: measured.)
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import TYPE_CHECKING, TypeAlias

from corpus.errors import ReadError, XietongError
from extract.serve import AGAIN, BEAT, Job, Plan, serve

if TYPE_CHECKING:
    from corpus.document import Document

Result: TypeAlias = "tuple[str, Document | ReadError]"

PARSE = "extract.parse:parse"
SMALL = 100_000  # bytes up to which a file may share a bundle: milliseconds of work
START_SECONDS = 120.0  # for a worker to import what it needs, on a busy machine


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    ready: bool = False
    jobs: tuple[Job, ...] = ()  # the files it parses
    deadline: float = 0.0


class Parsers:
    """Worker processes that parse files; a context manager.

    Args:
        workers: how many processes.
        seconds: how long one file may take; a scan so long for every page.
        megabytes: by how much one worker's address space may grow (where the system can limit it; 0: no limit).
        ocr: whether scanned pages are recognised.
        parse: the function run in the workers, `module:name`, with the signature of `extract.parse.parse`.
        options: further keyword arguments of that function.
        bundle: how many small files go to a worker at once. If one brings it down they are done one by one.
        finish: the function run on the results of a bundle, as `extract.serve.Plan` says.
        finish_options: its keyword arguments.
    """

    def __init__(
        self,
        workers: int = 2,
        seconds: float = 120.0,
        megabytes: int = 2048,
        *,
        ocr: bool = True,
        parse: str = PARSE,
        options: Mapping[str, object] | None = None,
        bundle: int = 1,
        finish: str = "",
        finish_options: Mapping[str, object] | None = None,
    ) -> None:
        if workers < 1 or seconds <= 0 or megabytes < 0 or bundle < 1:
            raise ValueError("workers, seconds and bundle must be positive, megabytes not negative")
        self._count, self._seconds, self._megabytes, self._bundle = workers, seconds, megabytes, bundle
        self._plan = Plan(
            parse=parse, options={"ocr": ocr, **(options or {})}, finish=finish, finish_options=finish_options or {}
        )
        self._again: deque[Job] = deque()  # of a bundle that failed: one by one
        self._context = multiprocessing.get_context("spawn")
        self._workers: list[_Worker] = []

    def __enter__(self) -> Parsers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends all workers, also those at work."""
        for worker in self._workers:
            _end(worker)
        self._workers = []

    def map(self, jobs: Iterable[Job]) -> Iterator[Result]:
        """Yields (name, document or failure) for every job, as they finish.

        Jobs are drawn one by one as workers become free, so a long iterable is never held in memory.

        Raises:
            XietongError: a worker cannot even start.
        """
        bundles = self._bundles(iter(jobs))
        pending: deque[tuple[Job, ...]] = deque()
        try:
            while True:
                pending.extend((job,) for job in self._again)
                self._again.clear()
                pending.extend(islice(bundles, max(0, self._count - len(pending))))
                busy = sum(1 for worker in self._workers if worker.jobs)
                if not pending and not busy:
                    return
                while len(self._workers) < min(self._count, busy + len(pending)):
                    self._workers.append(self._start())
                idle = next((worker for worker in self._workers if worker.ready and not worker.jobs), None)
                if pending and idle is not None:
                    if self._send(idle, pending[0]):
                        pending.popleft()
                    continue
                yield from self._collect()
        except BaseException:  # also KeyboardInterrupt and a consumer that stops early: leave no process behind
            self.close()
            raise

    def _bundles(self, jobs: Iterator[Job]) -> Iterator[tuple[Job, ...]]:
        """Yields the jobs, small ones that follow each other together."""
        some: list[Job] = []
        for job in jobs:
            small = isinstance(job[1], bytes) and len(job[1]) <= SMALL
            if some and (not small or len(some) == self._bundle):
                yield tuple(some)
                some = []
            some.append(job)
            if not small:
                yield tuple(some)
                some = []
        if some:
            yield tuple(some)

    def _start(self) -> _Worker:
        here, there = self._context.Pipe()
        process = self._context.Process(target=serve, args=(there, self._plan, self._megabytes), daemon=True)
        process.start()
        there.close()
        return _Worker(process=process, pipe=here, deadline=time.monotonic() + START_SECONDS)

    def _send(self, worker: _Worker, jobs: tuple[Job, ...]) -> bool:
        """Whether the worker took the jobs; one that died while idle is replaced."""
        try:
            worker.pipe.send(jobs)
        except OSError:
            self._replace(worker)
            return False
        worker.jobs, worker.deadline = jobs, time.monotonic() + self._seconds
        return True

    def _replace(self, worker: _Worker) -> None:
        _end(worker)
        self._workers[self._workers.index(worker)] = self._start()

    def _collect(self) -> Iterator[Result]:
        """Yields what arrives before the next deadline, and failures of workers that died or are late."""
        active = [worker for worker in self._workers if worker.jobs or not worker.ready]
        if not active:
            return
        patience = max(0.0, min(worker.deadline for worker in active) - time.monotonic())
        arrived = set(map(id, wait([worker.pipe for worker in active], timeout=patience)))
        for worker in active:
            if id(worker.pipe) in arrived:
                yield from self._receive(worker)
            elif time.monotonic() >= worker.deadline:
                if not worker.jobs:
                    raise XietongError("a parsing process did not start", hint="try with fewer workers")
                self._replace(worker)
                yield from self._failed(worker.jobs, "timeout", f"not read within {self._seconds:g} seconds")

    def _failed(self, jobs: tuple[Job, ...], reason: str, message: str) -> Iterator[Result]:
        """Yields the failure of a file; the files of a bundle are tried again, each on its own."""
        if len(jobs) > 1:
            self._again.extend(jobs)
        else:
            yield jobs[0][0], ReadError(reason, message)

    def _receive(self, worker: _Worker) -> Iterator[Result]:
        try:
            message = worker.pipe.recv()
        except (EOFError, OSError):
            worker.process.join(5)
            code = worker.process.exitcode
            if not worker.jobs:
                raise XietongError(f"a parsing process ended while starting (exit code {code})") from None
            self._replace(worker)
            yield from self._failed(worker.jobs, "crash", f"the parser crashed on this file ({_describe(code)})")
            return
        if not worker.ready:
            if message is not None:
                raise XietongError(f"a parsing process cannot start: {message}")
            worker.ready = True
            return
        if message == BEAT:
            worker.deadline = time.monotonic() + self._seconds
            return
        jobs, worker.jobs = worker.jobs, ()
        if message == AGAIN:
            self._again.extend(jobs)
            return
        if any(isinstance(outcome, ReadError) and outcome.reason == "memory" for outcome in message):
            self._replace(worker)
        yield from ((name, outcome) for (name, _), outcome in zip(jobs, message, strict=True))


def _describe(code: int | None) -> str:
    if code is not None and code < 0:
        with contextlib.suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit code {code}"


def _end(worker: _Worker) -> None:
    """Kills a worker with the programs it started."""
    worker.pipe.close()
    process = worker.process
    if process.pid is not None and process.is_alive():
        if sys.platform != "win32":
            with contextlib.suppress(ProcessLookupError, PermissionError):
                if os.getpgid(process.pid) == process.pid:
                    os.killpg(process.pid, signal.SIGKILL)
        process.kill()
    process.join(10)
