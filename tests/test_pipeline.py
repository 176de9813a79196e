"""The main job: every input accounted for, nothing done twice, the same library after a kill."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from app.pipeline import add_sources
from app.settings import Settings
from corpus.label import Coding, Level
from corpus.library import Library
from tests.texts import ENGLISH, MEASURES, NOTICE

SETTINGS = Settings(ocr=False, workers=1, seconds=30)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with three documents, a copy of one, and six inputs that cannot be read."""
    root = tmp_path / "in"
    root.mkdir()
    (root / "a-notice.txt").write_text(NOTICE, encoding="utf-8")
    (root / "b-measures.txt").write_bytes(MEASURES.encode("gb18030"))
    (root / "c-english.txt").write_text(ENGLISH, encoding="utf-8")
    (root / "d-copy.txt").write_text(NOTICE, encoding="utf-8")
    (root / "e-empty.txt").write_bytes(b"")
    (root / "f-truncated.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog")
    (root / "g-image.pdf").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    (root / "h-data.json").write_text("{}", encoding="utf-8")
    (root / "i-loop").symlink_to(root, target_is_directory=True)
    with zipfile.ZipFile(root / "j-bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.txt", bytes(30_000_000))
    return root


def test_every_input_is_accounted_for_and_a_second_run_does_nothing(folder: Path, tmp_path: Path) -> None:
    with Library(tmp_path / "L", create=True) as library:
        first = add_sources(library, [str(folder)], SETTINGS)
        assert first.counts == {"stored": 3, "duplicate": 1, "failed": 6}
        reasons = {Path(f.source).name: f.reason for f in first.failures}
        assert reasons == {
            "e-empty.txt": "empty",
            "f-truncated.pdf": "damaged",
            "g-image.pdf": "mismatch",
            "h-data.json": "unsupported",
            "i-loop": "loop",
            "j-bomb.zip": "archive_limit",
        }
        second = add_sources(library, [str(folder)], SETTINGS)
        assert second.counts == {"unchanged": 4, "failed": 6}
        assert not second.changed


def test_the_documents_are_read_coded_and_levelled(folder: Path, tmp_path: Path) -> None:
    with Library(tmp_path / "L", create=True) as library:
        add_sources(library, [str(folder / "a-notice.txt")], SETTINGS)
        (id,) = library.document_ids()
        document = library.document(id)
        assert document.title == "松涛县人民政府关于印发《松涛县产业帮扶实施方案》的通知"
        assert document.header.number is not None
        assert document.header.number.value == "松政发〔2017〕12号"
        decision = library.level(id)
        assert decision is not None
        assert decision.level is Level.COUNTY
        codings = library.codings(id)
        expected = {
            "一/第1段": "strategy",
            "二/（一）": "policy",
            "二/（二）": "technology",
            "二/（三）": "assistance",
            "三/（一）": "organization",
            "三/（二）": "fund",
            "三/（三）": "society",
            "三/（四）": "publicity",
        }
        assert {address: codings[address].primary for address in expected} == expected
        for coding in codings.values():
            for evidence in coding.evidence:
                assert evidence.span is not None
                assert document.text[evidence.span.start : evidence.span.end] == evidence.text


def test_a_changed_file_replaces_its_document_and_people_keep_the_last_word(folder: Path, tmp_path: Path) -> None:
    with Library(tmp_path / "L", create=True) as library:
        path = folder / "a-notice.txt"
        add_sources(library, [str(path)], SETTINGS)
        (old,) = library.document_ids()
        library.add_coding(old, Coding(address="二/（一）", primary="fund", coder="li", time="2026-01-01T00:00:00"))
        assert library.codings(old)["二/（一）"].primary == "fund"
        assert len([c for c in library.all_codings(old) if c.address == "二/（一）"]) == 2
        path.write_text(NOTICE.replace("三百元", "四百元"), encoding="utf-8")
        outcome = add_sources(library, [str(path)], SETTINGS)
        assert outcome.counts == {"stored": 1}
        (new,) = library.document_ids()
        assert new != old


def test_older_labels_are_renewed_without_reading_again(folder: Path, tmp_path: Path) -> None:
    with Library(tmp_path / "L", create=True) as library:
        add_sources(library, [str(folder / "a-notice.txt")], SETTINGS)
        (id,) = library.document_ids()
        with library.transaction() as connection:
            connection.execute("UPDATE stages SET key = 'older' WHERE stage = 'label'")
            connection.execute("DELETE FROM codings")
        outcome = add_sources(library, [str(folder / "a-notice.txt")], SETTINGS)
        assert outcome.relabelled == 1
        assert library.codings(id)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_run_killed_in_the_middle_and_repeated_gives_the_same_library(tmp_path: Path) -> None:
    many = tmp_path / "many"
    many.mkdir()
    for number in range(150):
        (many / f"{number:03}.txt").write_text(NOTICE.replace("12号", f"{number // 2}号"), encoding="utf-8")
    command = [sys.executable, "-c", "from app.cli import main; main()", "add", str(many), "--workers", "1"]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[1]), "XIETONG_LANG": "en"}

    def run(library: Path, *, kill: bool) -> None:
        process = subprocess.Popen([*command, "--library", str(library)], env=environment, stdout=subprocess.DEVNULL)
        while kill and process.poll() is None:
            if library.is_dir() and _stored(library) > 10:
                process.send_signal(signal.SIGKILL)
                break
            time.sleep(0.01)
        process.wait()

    run(tmp_path / "killed", kill=True)
    assert 0 < _stored(tmp_path / "killed") < 75
    run(tmp_path / "killed", kill=False)
    run(tmp_path / "whole", kill=False)
    assert _dump(tmp_path / "killed") == _dump(tmp_path / "whole")


def _stored(folder: Path) -> int:
    import sqlite3

    try:
        connection = sqlite3.connect(f"file:{folder / 'library.db'}?mode=ro", uri=True)
        count = int(connection.execute("SELECT count(*) FROM documents").fetchone()[0])
        connection.close()
    except sqlite3.OperationalError:  # not made yet
        return 0
    return count


def _dump(folder: Path) -> str:
    from report.exports import iter_codes

    with Library(folder) as library:
        ledger = [(e.source, e.outcome, e.document, e.message) for e in library.ledger().values()]
        return json.dumps([ledger, list(iter_codes(library))], ensure_ascii=False)


def test_a_run_leaves_its_manifest(folder: Path, tmp_path: Path) -> None:
    from click.testing import CliRunner

    from app.cli import xietong

    library = tmp_path / "L"
    result = CliRunner().invoke(
        xietong, ["add", str(folder / "a-notice.txt"), "--library", str(library), "--no-ocr", "--workers", "1"]
    )
    assert result.exit_code == 0, result.output
    with Library(library) as opened:
        ((started, finished, manifest),) = opened.rows("SELECT started, finished, manifest FROM runs")
    assert str(started) <= str(finished)
    told = json.loads(str(manifest))
    assert told["counts"] == {"stored": 1}
    assert told["settings"]["ocr"] is False
    assert told["versions"]["xietong"] == "0.1.0"
