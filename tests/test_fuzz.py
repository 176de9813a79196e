"""Damaged files of all formats: each has an outcome, and none is one that nobody foresaw."""

from __future__ import annotations

from benchmarks.fuzz import DEFECTS, MEGABYTES, damaged
from corpus.errors import ReadError
from extract.isolate import Parsers


def test_damaged_files_have_an_outcome() -> None:
    files = list(damaged(300, seed=7))
    assert files == list(damaged(300, seed=7))
    with Parsers(2, 120.0, MEGABYTES, ocr=False) as parsers:
        found = dict(parsers.map(files))
    assert found.keys() == {name for name, _ in files}
    assert [
        (name, one.message) for name, one in found.items() if isinstance(one, ReadError) and one.reason in DEFECTS
    ] == []
    assert 50 < sum(not isinstance(one, ReadError) for one in found.values()) < 290  # some still read, many do not
