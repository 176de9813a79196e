"""7z archives: their members are sources; what is wrong with one is said."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from corpus.errors import Failure
from corpus.intake import Source, iter_sources

py7zr = pytest.importorskip("py7zr", reason="the extra [archives] is not installed")
MEMBERS = {
    "通知.txt": "关于修路的通知".encode(),
    "卷/方案.txt": "工作方案".encode() * 1000,
    ".hidden": b"x",
    "empty.txt": b"",
}


def _archive(path: Path, password: str | None = None) -> Path:
    with py7zr.SevenZipFile(path, "w", password=password) as archive:
        for name, data in MEMBERS.items():
            archive.writestr(data, name)
    return path


def _read(path: Path) -> list[Source | Failure]:
    return list(iter_sources([str(path)]))


def test_members_are_sources_in_name_order(tmp_path: Path) -> None:
    found = _read(_archive(tmp_path / "卷宗.7z"))
    assert [one.name.split("!")[1] for one in found if isinstance(one, Source)] == [
        "empty.txt",
        "卷/方案.txt",
        "通知.txt",
    ]
    assert all(isinstance(one, Source) and one.read() == MEMBERS[one.name.split("!")[1]] for one in found)


@pytest.mark.parametrize("cut", [6, 20, 40, 60])
def test_a_truncated_archive_is_damaged(tmp_path: Path, cut: int) -> None:
    path = _archive(tmp_path / "a.7z")
    path.write_bytes(path.read_bytes()[:-cut])
    (failure,) = _read(path)
    assert isinstance(failure, Failure)
    assert failure.reason == "damaged"


def test_no_flipped_byte_ends_the_run(tmp_path: Path) -> None:
    whole = _archive(tmp_path / "a.7z").read_bytes()
    path = tmp_path / "b.7z"
    for at in range(0, len(whole), 7):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        assert all(isinstance(one, Source | Failure) for one in _read(path))


def test_a_password_is_said(tmp_path: Path) -> None:
    (failure,) = _read(_archive(tmp_path / "a.7z", password="secret"))
    assert isinstance(failure, Failure)
    assert failure.reason == "encrypted"


def test_limits_hold_before_anything_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _archive(tmp_path / "a.7z")
    for name, value in (("MAX_ARCHIVE_BYTES", 100), ("MAX_FILE_BYTES", 100), ("MAX_ARCHIVE_MEMBERS", 2)):
        with monkeypatch.context() as patch:
            patch.setattr(f"corpus.intake.{name}", value)
            (failure,) = _read(path)
            assert isinstance(failure, Failure)
            assert failure.reason == "archive_limit"


def test_without_the_extra_the_command_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _archive(tmp_path / "a.7z")
    monkeypatch.setitem(sys.modules, "py7zr", None)
    (failure,) = _read(path)
    assert isinstance(failure, Failure)
    assert failure.reason == "needs_7z"
    assert "xietong[archives]" in failure.message
