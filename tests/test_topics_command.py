"""`xietong topics`: the library's topics, others for once, and new documents read by them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import corpus
from app.cli import xietong
from corpus.errors import XietongError

SAMPLES = Path(corpus.__file__).parent / "samples" / "documents"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("topics") / "L"
    texts = [str(path) for path in sorted(SAMPLES.glob("*.txt")) + sorted(SAMPLES.glob("*.html"))]
    assert _run("add", *texts, "--library", str(folder), "--no-ocr", "--workers", "1").exit_code == 0
    return folder


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(xietong, list(arguments), standalone_mode=False)


def test_other_topics_are_made_for_once(library: Path) -> None:
    made = _run("topics", "--library", str(library), "--json", "--engine", "nmf", "--topics", "4")
    other = json.loads(made.stdout)
    assert list(other) == ["all"]
    assert len(other["all"]["topics"]) == 4
    assert other["all"]["engine"] == "nmf"


def test_new_documents_are_read_by_the_topics_of_the_library(library: Path, tmp_path: Path) -> None:
    text = "关于培训的通知\n一、培训\n（一）组织贫困劳动力参加技能培训，培训合格的给予补助。\n（二）开展实用技术培训，每户一名明白人。\n"
    (tmp_path / "new.txt").write_text(text, encoding="utf-8")
    first = _run("topics", str(tmp_path / "new.txt"), "--library", str(library), "--json")
    assert first.exit_code == 0
    (row,) = [json.loads(line) for line in first.stdout.splitlines()]
    assert sum(row["topics"].values()) == pytest.approx(1, abs=0.01)
    assert list(row["topics"].values()) == sorted(row["topics"].values(), reverse=True)
    assert {clause["topic"] for clause in row["clauses"]} <= set(row["topics"])
    again = _run("topics", str(tmp_path / "new.txt"), "--library", str(library), "--json")
    assert again.stdout == first.stdout
    assert b"new.txt" not in (library / "library.db").read_bytes()


def test_what_cannot_be_read_is_said(library: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    failed = _run("topics", str(tmp_path / "empty.txt"), "--library", str(library))
    assert failed.return_value == 1
    assert "empty.txt" in failed.output


def test_unknown_scopes_are_refused(library: Path) -> None:
    refused = _run("topics", "--library", str(library), "--scope", "water")
    assert isinstance(refused.exception, XietongError)
    assert "water" in str(refused.exception)
