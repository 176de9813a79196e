"""Writers and readers at one server: is anything acknowledged lost, is any error shown?

Run: python -m benchmarks.web_writers LIBRARY [--seconds 300] [--writers 2] [--readers 10]
It starts `xietong serve` on a copy of the library and prints one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from corpus.library import Library

_WORDS = ("扶贫", "资金", "县 乡村", '"产业发展"', "category:fund", "培训 OR 宣传", "社会 NOT 企业", "")
_UNDONE = 0.2  # share of corrections that are taken back


@dataclass(slots=True)
class Tally:
    """What the visitors saw: ids acknowledged and taken back, answers by status, the words of errors, waiting times."""

    stored: set[int] = field(default_factory=set)
    undone: set[int] = field(default_factory=set)
    statuses: Counter[int] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    write_seconds: list[float] = field(default_factory=list)
    read_seconds: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, answer: httpx.Response, seconds: float, *, write: bool) -> None:
        """Notes an answer; whatever is not a success is an error."""
        with self.lock:
            self.statuses[answer.status_code] += 1
            (self.write_seconds if write else self.read_seconds).append(seconds)
            if not answer.is_success:
                self.errors.append(f"{answer.status_code} {answer.request.url} {answer.text[:200]}")


def stress(address: str, *, seconds: float, writers: int, readers: int) -> Tally:
    """Returns what writers and readers saw in so many seconds; each is a visitor of its own."""
    tally, end = Tally(), time.monotonic() + seconds
    acts = [(_write, n) for n in range(writers)] + [(_read, n) for n in range(readers)]
    threads = [threading.Thread(target=act, args=(address, tally, end, number)) for act, number in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tally


@contextmanager
def visitor(address: str) -> Iterator[httpx.Client]:
    """Yields a client that may write."""
    with httpx.Client(base_url=address, timeout=60, trust_env=False) as client:
        client.headers["x-csrf-token"] = client.get("/api/v1/me").json()["csrf"]
        yield client


def _timed(tally: Tally, ask: Callable[[], httpx.Response], *, write: bool = False) -> httpx.Response:
    start = time.perf_counter()
    answer = ask()
    tally.note(answer, time.perf_counter() - start, write=write)
    return answer


def _write(address: str, tally: Tally, end: float, number: int) -> None:
    chance = random.Random(number)
    with visitor(address) as client:
        places = [
            (item["document"], item["address"])
            for item in client.get("/api/v1/queue", params={"limit": 200}).json()["items"]
        ]
        while time.monotonic() < end:
            document, place = chance.choice(places)
            given = {"address": place, "primary": chance.choice(("fund", "society", "none")), "comment": f"w{number}"}
            path = f"/api/v1/documents/{document}/codings"
            answer = _timed(tally, lambda path=path, given=given: client.post(path, json=given), write=True)  # type: ignore[misc]
            if answer.status_code != 201:
                continue
            id = answer.json()["id"]
            with tally.lock:
                tally.stored.add(id)
            if chance.random() < _UNDONE:
                gone = _timed(tally, lambda id=id: client.delete(f"/api/v1/codings/{id}"), write=True)  # type: ignore[misc]
                if gone.status_code == 200:
                    with tally.lock:
                        tally.undone.add(id)


def _read(address: str, tally: Tally, end: float, number: int) -> None:
    chance = random.Random(1000 + number)
    with visitor(address) as client:
        while time.monotonic() < end:
            path, params = chance.choice(
                (
                    ("/api/v1/search", {"q": chance.choice(_WORDS), "limit": "20"}),
                    ("/api/v1/queue", {"limit": "10"}),
                    ("/api/v1/documents", {"limit": "20"}),
                    ("/api/v1/progress", {}),
                )
            )
            _timed(tally, lambda path=path, params=params: client.get(path, params=params))  # type: ignore[misc]


def lost(library: Path, tally: Tally) -> list[int]:
    """Returns the acknowledged ids that the library does not hold as they were acknowledged."""
    with Library(library) as opened:
        standing = {int(str(row[0])) for row in opened.rows("SELECT id FROM codings WHERE machine = 0")}
        retracted = {int(str(row[0])) for row in opened.rows("SELECT id FROM retracted")}
    return sorted((tally.stored - tally.undone) - standing | tally.undone - retracted)


@contextmanager
def served(library: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Serves a library by the command; yields its address and the process, which ends with the block."""
    command = [sys.executable, "-c", "from app.cli import main; main()", "--lang", "en", "serve", str(library)]
    process = subprocess.Popen([*command, "--port", "0", *options], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        address = next(word for word in line.split() if word.startswith("http"))
        while not _answers(address):
            time.sleep(0.05)
        yield address.rstrip("/"), process
    finally:
        process.terminate()
        process.wait(30)
        if process.stdout is not None:
            process.stdout.close()


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}health", trust_env=False).status_code == 200
    except httpx.TransportError:
        return False


def quantile(values: list[float], share: float) -> float:
    """Returns a quantile in milliseconds (0 where there is nothing)."""
    ordered = sorted(values)
    return round(1000 * ordered[min(int(share * len(ordered)), len(ordered) - 1)], 1) if ordered else 0.0


def main() -> None:
    """Runs the writers and readers and prints what they saw."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", type=Path)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--writers", type=int, default=2)
    parser.add_argument("--readers", type=int, default=10)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "library"
        shutil.copytree(given.library, copy)
        with served(copy) as (address, _):
            tally = stress(address, seconds=given.seconds, writers=given.writers, readers=given.readers)
        missing = lost(copy, tally)
    print(
        json.dumps(
            {
                "seconds": given.seconds,
                "writers": given.writers,
                "readers": given.readers,
                "stored": len(tally.stored),
                "taken_back": len(tally.undone),
                "reads": len(tally.read_seconds),
                "statuses": dict(sorted(tally.statuses.items())),
                "errors": tally.errors[:5],
                "lost": missing,
                "write_ms": {"p50": quantile(tally.write_seconds, 0.5), "p95": quantile(tally.write_seconds, 0.95)},
                "read_ms": {"p50": quantile(tally.read_seconds, 0.5), "p95": quantile(tally.read_seconds, 0.95)},
            }
        )
    )


if __name__ == "__main__":
    main()
