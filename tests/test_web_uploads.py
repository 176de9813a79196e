"""Uploads: names, keeping, reading in a process of its own, and going on after a crash."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.indexer import Indexer
from app.web.intake import ORIGINALS, iter_originals, keep_original, safe_name
from app.web.settings import WebSettings
from app.web.uploads import Upload, Uploads
from corpus.library import Library
from search.query import search
from tests.search_sample import make_library, store
from tests.texts import MEASURES

TEXT = "澜山省人民政府关于推进青禾县茶叶加工的通知\n\n一、安排资金200万元，用于茶叶加工厂建设。\n"


@given(st.text(max_size=300))
def test_a_safe_name_is_one_part_of_a_path(name: str) -> None:
    safe = safe_name(name)
    assert safe
    assert Path(safe).name == safe
    assert safe not in (".", "..")
    assert not set(safe) & set('/\\:*?"<>|!\x00')
    assert len(safe) <= 112
    assert safe_name(safe) == safe


def test_a_long_name_keeps_its_suffix() -> None:
    assert safe_name("长" * 300 + ".pdf").endswith("长.pdf")


def test_an_original_is_kept_under_its_content(tmp_path: Path) -> None:
    first = keep_original(tmp_path, "../../a.txt", io.BytesIO(b"one"))
    assert first.read_bytes() == b"one"
    assert first.parent.parent == tmp_path / ORIGINALS
    assert keep_original(tmp_path, "a.txt", io.BytesIO(b"one")) == first
    assert keep_original(tmp_path, "a.txt", io.BytesIO(b"two")) != first
    (tmp_path / ORIGINALS / "0123.part").write_bytes(b"cut off")
    assert len(list(iter_originals(tmp_path))) == 2
    assert not (tmp_path / ORIGINALS / "0123.part").exists()


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    make_library(tmp_path).close()
    yield tmp_path


def _finish(uploads: Uploads, id: str) -> Upload:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        state = uploads.state(id)
        assert state is not None
        if state.ended:
            return state
        time.sleep(0.05)
    raise AssertionError("the upload did not end")


def test_what_another_program_writes_is_found_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.web.indexer._LOOK", 0.2)
    indexer = Indexer(folder)
    indexer.start()
    with Library(folder) as library:
        store(library, "new", TEXT)
        deadline = time.monotonic() + 120
        while search(library, "青禾县茶叶").total != 1:
            assert time.monotonic() < deadline
            time.sleep(0.05)
    indexer.stop()


def test_files_are_read_and_what_was_left_by_a_crash_too(folder: Path) -> None:
    left = keep_original(folder, "left.txt", io.BytesIO(TEXT.replace("青禾", "白石").encode()))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("同.txt", TEXT)
        archive.writestr("坏.pdf", b"%PDF-1.7 broken")
    packed.seek(0)
    indexer = Indexer(folder)
    uploads = Uploads(folder, WebSettings(), indexer)
    uploads.resume()
    paths = [
        keep_original(folder, "新.txt", io.BytesIO(TEXT.encode())),
        keep_original(folder, "measures.txt", io.BytesIO(MEASURES.encode())),
        keep_original(folder, "empty.txt", io.BytesIO(b"")),
        keep_original(folder, "包.zip", packed),
    ]
    state = _finish(uploads, uploads.start("li", paths).id)
    uploads.stop()
    lines = {Path(line.source.split("!")[-1]).name: line for line in state.lines}
    assert state.stage == "done"
    assert lines["新.txt"].outcome == "stored"
    assert lines["新.txt"].document
    assert lines["empty.txt"].reason == "empty"
    assert lines["同.txt"].outcome == "duplicate"
    assert lines["坏.pdf"].outcome == "failed"
    assert "包.zip" not in lines
    with Library(folder, read_only=True) as library:
        assert library.ledger()[str(left)].outcome == "stored"
        assert search(library, "白石县茶叶").total == 1
