"""Parsing in worker processes with limits: one hostile file costs one failure, never the run.

A worker parses many files. It is killed and replaced when a file exceeds the time limit, when it dies, and
after it ran out of memory. (`ProcessPoolExecutor` breaks on a dead worker and `Pool` hangs: measured.)
"""

from __future__ import annotations

import contextlib
import importlib
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
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, TypeAlias

from corpus.errors import ReadError, XietongError
from extract.beat import listen

if TYPE_CHECKING:
    from corpus.document import Document

Job: TypeAlias = "tuple[str, Path | bytes]"
Result: TypeAlias = "tuple[str, Document | ReadError]"

PARSE = "extract.parse:parse"
BEAT = "beat"
START_SECONDS = 120.0  # for a worker to import what it needs, on a busy machine


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    ready: bool = False
    job: str | None = None  # name of the file it parses
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
    ) -> None:
        if workers < 1 or seconds <= 0 or megabytes < 0:
            raise ValueError("workers and seconds must be positive, megabytes not negative")
        self._count, self._seconds, self._megabytes = workers, seconds, megabytes
        self._parse, self._options = parse, {"ocr": ocr, **(options or {})}
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
        source = iter(jobs)
        pending: deque[Job] = deque()
        try:
            while True:
                pending.extend(islice(source, self._count - len(pending)))
                busy = sum(1 for worker in self._workers if worker.job is not None)
                if not pending and not busy:
                    return
                while len(self._workers) < min(self._count, busy + len(pending)):
                    self._workers.append(self._start())
                idle = next((worker for worker in self._workers if worker.ready and worker.job is None), None)
                if pending and idle is not None:
                    if self._send(idle, pending[0]):
                        pending.popleft()
                    continue
                yield from self._collect()
        except BaseException:  # also KeyboardInterrupt and a consumer that stops early: leave no process behind
            self.close()
            raise

    def _start(self) -> _Worker:
        here, there = self._context.Pipe()
        arguments = (there, self._parse, self._megabytes, self._options)
        process = self._context.Process(target=_serve, args=arguments, daemon=True)
        process.start()
        there.close()
        return _Worker(process=process, pipe=here, deadline=time.monotonic() + START_SECONDS)

    def _send(self, worker: _Worker, job: Job) -> bool:
        """Whether the worker took the job; one that died while idle is replaced."""
        try:
            worker.pipe.send(job)
        except OSError:
            self._replace(worker)
            return False
        worker.job, worker.deadline = job[0], time.monotonic() + self._seconds
        return True

    def _replace(self, worker: _Worker) -> None:
        _end(worker)
        self._workers[self._workers.index(worker)] = self._start()

    def _collect(self) -> Iterator[Result]:
        """Yields what arrives before the next deadline, and failures of workers that died or are late."""
        active = [worker for worker in self._workers if worker.job is not None or not worker.ready]
        if not active:
            return
        patience = max(0.0, min(worker.deadline for worker in active) - time.monotonic())
        arrived = set(map(id, wait([worker.pipe for worker in active], timeout=patience)))
        for worker in active:
            if id(worker.pipe) in arrived:
                yield from self._receive(worker)
            elif time.monotonic() >= worker.deadline:
                if worker.job is None:
                    raise XietongError("a parsing process did not start", hint="try with fewer workers")
                name = worker.job
                self._replace(worker)
                yield name, ReadError("timeout", f"not read within {self._seconds:g} seconds")

    def _receive(self, worker: _Worker) -> Iterator[Result]:
        try:
            message = worker.pipe.recv()
        except (EOFError, OSError):
            name = worker.job
            worker.process.join(5)
            code = worker.process.exitcode
            if name is None:
                raise XietongError(f"a parsing process ended while starting (exit code {code})") from None
            self._replace(worker)
            yield name, ReadError("crash", f"the parser crashed on this file ({_describe(code)})")
            return
        if not worker.ready:
            if message is not None:
                raise XietongError(f"a parsing process cannot start: {message}")
            worker.ready = True
            return
        if message == BEAT:
            worker.deadline = time.monotonic() + self._seconds
            return
        name, outcome = worker.job or "", message
        worker.job = None
        if isinstance(outcome, ReadError) and outcome.reason == "memory":
            self._replace(worker)
        yield name, outcome


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


def _serve(pipe: Connection, parse: str, megabytes: int, options: Mapping[str, object]) -> None:
    """Runs in the worker: parses what comes over the pipe until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the main process decides
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            os.setsid()
    try:
        module, name = parse.split(":")
        function = getattr(importlib.import_module(module), name)
        _limit_memory(megabytes)
    except Exception as error:  # noqa: BLE001  (told to the main process, which raises it)
        pipe.send(f"{type(error).__name__}: {error}")
        return
    listen(lambda: pipe.send(BEAT))
    pipe.send(None)
    while True:
        try:
            name, source = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            data = source if isinstance(source, bytes) else source.read_bytes()
            outcome = function(data, name, **options)
        except ReadError as error:
            outcome = error
        except MemoryError:
            outcome = ReadError("memory", f"needs more than {megabytes} MB of memory")
        except OSError as error:
            outcome = ReadError("unreadable", f"cannot be opened ({error.strerror or error})")
        except Exception as error:  # noqa: BLE001  (the guard around one document)
            outcome = ReadError("crash", f"the parser failed on this file ({type(error).__name__}: {error})")
        pipe.send(outcome)


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
