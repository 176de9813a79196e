"""Many at once, and the server killed in the middle: what was acknowledged stays."""

from __future__ import annotations

import os
import signal
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from benchmarks.web_writers import Tally, lost, served, stress, visitor
from corpus.judgement import judge
from corpus.label import Coding
from corpus.library import RECORD, Library
from tests.search_sample import make_library
from tests.web_sample import running, sample_app

ENOUGH = 40  # corrections acknowledged before the server is killed
SECONDS = 4.0  # the same for five minutes: python -m benchmarks.web_writers LIBRARY


def test_two_writers_and_ten_readers_lose_nothing_and_see_no_error(tmp_path: Path) -> None:
    with running(sample_app(tmp_path)) as address:
        stop = threading.Event()
        elsewhere: set[int] = set()

        def write_elsewhere() -> None:  # as `xietong add` or another program would
            with Library(tmp_path) as library:
                document = library.document_ids()[0]
                place = library.document(document).units[0].address
                while not stop.is_set():
                    elsewhere.add(judge(library, document, Coding(address=place, primary="fund", coder="other")))
                    time.sleep(0.01)

        other = threading.Thread(target=write_elsewhere)
        other.start()
        tally = stress(address, seconds=SECONDS, writers=2, readers=10)
        stop.set()
        other.join()
    assert tally.errors == []
    assert lost(tmp_path, tally) == []
    assert len(tally.stored) > 5
    assert len(tally.read_seconds) > 20
    assert len(elsewhere) > 5
    assert not elsewhere & tally.stored


def test_what_was_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    make_library(tmp_path).close()
    tally = Tally()
    with served(tmp_path) as (address, process):
        with visitor(address) as client:
            upload = client.post("/api/v1/uploads", files={"files": ("修路.txt", "一、安排资金修路。\n".encode())})
            assert upload.status_code == 202
        writers = [threading.Thread(target=_write_until_killed, args=(address, tally, n)) for n in range(3)]
        for writer in writers:
            writer.start()
        deadline = time.monotonic() + 60
        while len(tally.stored) < ENOUGH and time.monotonic() < deadline:
            time.sleep(0.01)
        os.kill(process.pid, signal.SIGKILL)
        for writer in writers:
            writer.join()
        process.wait(10)
    assert len(tally.stored) >= ENOUGH
    assert lost(tmp_path, tally) == []
    with closing(sqlite3.connect(tmp_path / RECORD)) as record:
        assert record.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    with served(tmp_path) as (address, _), visitor(address) as client:  # it comes back, and reads what was uploaded
        newest = client.get("/api/v1/codings", params={"limit": 1}).json()[0]["id"]
        assert newest >= max(tally.stored)
        deadline = time.monotonic() + 90
        while client.get("/api/v1/search", params={"q": "资金修路"}).json()["total"] != 1:
            assert time.monotonic() < deadline
            time.sleep(0.2)


def _write_until_killed(address: str, tally: Tally, number: int) -> None:
    with visitor(address) as client:
        items = client.get("/api/v1/queue", params={"limit": 20}).json()["items"]
        for turn in range(10_000):
            item = items[turn % len(items)]
            given = {"address": item["address"], "primary": "fund", "comment": f"{number} {turn}"}
            try:
                answer = client.post(f"/api/v1/documents/{item['document']}/codings", json=given)
            except httpx.TransportError:
                return
            with tally.lock:
                tally.stored.add(answer.json()["id"])
    pytest.fail("the server was not killed")
