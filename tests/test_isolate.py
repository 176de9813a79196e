"""Worker processes: limits hold, one bad file costs one failure."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.document import Document
from corpus.errors import ReadError, XietongError
from extract.beat import beat
from extract.isolate import Parsers

HERE = "tests.test_isolate:parse_by_order"


def parse_by_order(data: bytes, name: str, *, ocr: bool = True) -> Document:
    """Does to the worker what the text says."""
    order = data.decode()
    if order == "sleep":
        time.sleep(60)
    if order == "slow but alive":
        for _ in range(5):
            time.sleep(0.5)
            beat()
    if order == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if order == "exit":
        os._exit(3)
    if order == "eat":
        bytearray(3_000_000_000)
    if order == "bug":
        raise KeyError("no such thing")
    if order == "refuse":
        raise ReadError("damaged", "broken")
    if order == "pid":
        return Document(id=str(os.getpid()), source=name, text=order)
    return Document(id="x", source=name, text=order, format="ocr" if ocr else "text")


def _run(jobs: list[tuple[str, Path | bytes]], **options: float) -> dict[str, Document | ReadError]:
    seconds = options.get("seconds", 30.0)
    with Parsers(int(options.get("workers", 2)), seconds, int(options.get("megabytes", 500)), parse=HERE) as parsers:
        return dict(parsers.map(jobs))


def test_every_job_is_answered_once() -> None:
    jobs: list[tuple[str, Path | bytes]] = [(f"{number}.txt", f"text {number}".encode()) for number in range(200)]
    found = _run(jobs)
    assert len(found) == 200
    for name, data in jobs:
        outcome = found[name]
        assert isinstance(outcome, Document)
        assert isinstance(data, bytes)
        assert (outcome.source, outcome.text) == (name, data.decode())


@pytest.mark.parametrize(
    ("order", "reason", "seconds"),
    [
        ("sleep", "timeout", 1.0),
        ("die", "crash", 30.0),
        ("exit", "crash", 30.0),
        ("bug", "crash", 30.0),
        ("refuse", "damaged", 30.0),
        pytest.param("eat", "memory", 30.0, marks=pytest.mark.skipif(sys.platform != "linux", reason="limit on Linux")),
    ],
)
def test_one_bad_file_costs_one_failure(order: str, reason: str, seconds: float) -> None:
    found = _run([("a", b"fine"), ("bad", order.encode()), ("b", b"fine"), ("c", b"fine")], seconds=seconds)
    bad = found.pop("bad")
    assert isinstance(bad, ReadError)
    assert bad.reason == reason
    assert bad.message
    assert all(isinstance(outcome, Document) for outcome in found.values())
    assert set(found) == {"a", "b", "c"}


def test_a_file_that_gives_signs_of_life_may_take_longer() -> None:
    found = _run([("scan", b"slow but alive"), ("a", b"fine")], seconds=1.5)
    assert all(isinstance(outcome, Document) for outcome in found.values())


def test_only_bad_files() -> None:
    found = _run([(str(number), b"die") for number in range(4)], workers=1)
    assert len(found) == 4
    assert all(isinstance(outcome, ReadError) for outcome in found.values())


def test_a_worker_parses_many_files() -> None:
    found = _run([(str(number), b"pid") for number in range(20)])
    ids = {outcome.id for outcome in found.values() if isinstance(outcome, Document)}
    assert 1 <= len(ids) <= 2
    assert str(os.getpid()) not in ids


def test_paths_are_read_in_the_worker(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"from a file")
    found = _run([("a", tmp_path / "a.txt"), ("missing", tmp_path / "none.txt")])
    assert isinstance(found["a"], Document)
    assert found["a"].text == "from a file"
    missing = found["missing"]
    assert isinstance(missing, ReadError)
    assert missing.reason == "unreadable"


def test_jobs_are_drawn_as_needed() -> None:
    drawn = 0

    def endless() -> Iterator[tuple[str, Path | bytes]]:
        nonlocal drawn
        while True:
            drawn += 1
            yield str(drawn), b"text"

    with Parsers(1, parse=HERE) as parsers:
        results = parsers.map(endless())
        for _ in range(5):
            next(results)
        assert drawn < 10


def test_nothing_to_do() -> None:
    assert _run([]) == {}


def test_a_parser_that_cannot_be_imported_is_a_request_error() -> None:
    with Parsers(1, parse="tests.test_isolate:missing") as parsers, pytest.raises(XietongError):
        list(parsers.map([("a", b"text")]))


def test_interrupt_leaves_no_process() -> None:
    with Parsers(2, parse=HERE) as parsers:
        pids: list[int] = []
        with pytest.raises(KeyboardInterrupt):
            for _, outcome in parsers.map([(str(number), b"pid") for number in range(10)]):
                assert isinstance(outcome, Document)
                pids.append(int(outcome.id))
                raise KeyboardInterrupt
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and any(_lives(pid) for pid in pids):
        time.sleep(0.05)
    assert not any(_lives(pid) for pid in pids)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def shout(results: list[Document], *, mark: str = "") -> list[str]:
    """Finishes a bundle: all at once, and not at all where one asks for it."""
    if any(one.text == "spoil" for one in results):
        raise KeyError("spoilt")
    return [f"{one.text}{mark}{len(results)}" for one in results]


def _bundled(orders: list[str], *, seconds: float = 30.0) -> dict[str, object]:
    jobs: list[tuple[str, Path | bytes]] = [(f"{place}", order.encode()) for place, order in enumerate(orders)]
    finish = "tests.test_isolate:shout"
    with Parsers(2, seconds, 500, parse=HERE, bundle=8, finish=finish, finish_options={"mark": "!"}) as parsers:
        return dict(parsers.map(jobs))


def test_small_files_go_together_and_are_finished_at_once() -> None:
    found = _bundled(["a", "b", "c", "refuse", "x" * 200_000, "d"])
    assert [found[name] for name in "012"] == ["a!3", "b!3", "c!3"]
    assert isinstance(found["3"], ReadError)
    assert str(found["4"]).endswith("x!1")
    assert found["5"] == "d!1"


@pytest.mark.parametrize("order", ["die", "exit", "spoil", "sleep"])
def test_who_brings_a_bundle_down_fails_alone(order: str) -> None:
    found = _bundled(["a", "b", order, "c", "d"], seconds=4.0)
    assert len(found) == 5
    assert isinstance(found.pop("2"), ReadError)
    assert [found[name] for name in "0134"] == ["a!1", "b!1", "c!1", "d!1"]
