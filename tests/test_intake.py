"""Every source is accounted for, whatever it is."""

from __future__ import annotations

import os
import tarfile
import zipfile
from pathlib import Path

import pytest

from corpus.errors import Failure, ReadError, XietongError
from corpus.intake import MAX_FILE_BYTES, Source, iter_sources


def _names(found: list[Source | Failure]) -> list[str]:
    return [Path(f.name).name if isinstance(f, Source) else f"{f.reason}" for f in found]


def test_a_folder_is_walked_in_name_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", ".hidden", "~$lock.docx", "sub/c.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("文")
    assert _names(list(iter_sources([str(tmp_path)]))) == ["a.txt", "b.txt", "c.txt"]


def test_a_link_back_is_a_loop_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("文")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert sorted(_names(list(iter_sources([str(tmp_path)])))) == ["a.txt", "loop"]


def test_a_dangling_link_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    assert _names(list(iter_sources([str(tmp_path)]))) == ["unreadable"]


def test_a_self_link_is_a_loop(tmp_path: Path) -> None:
    (tmp_path / "self").symlink_to(tmp_path / "self")
    assert _names(list(iter_sources([str(tmp_path)]))) == ["loop"]


def test_members_of_a_zip_are_sources_with_their_chinese_names(tmp_path: Path) -> None:
    path = tmp_path / "卷.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("通知.txt", "文")
        archive.writestr("__MACOSX/._x", "x")
    (found,) = iter_sources([str(path)])
    assert isinstance(found, Source)
    assert found.name == f"{path}!通知.txt"
    assert found.read() == "文".encode()


def test_a_zip_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.txt", b"0" * 50_000_000)
    (found,) = iter_sources([str(path)])
    assert isinstance(found, Failure)
    assert found.reason == "archive_limit"


@pytest.mark.parametrize("name", ["broken.zip", "broken.tar"])
def test_a_broken_archive_is_damaged(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"PK\x03\x04 not an archive")
    (found,) = iter_sources([str(path)])
    assert isinstance(found, Failure)
    assert found.reason == "damaged"


def test_tar_members_are_sources(tmp_path: Path) -> None:
    inner = tmp_path / "a.txt"
    inner.write_text("文")
    path = tmp_path / "a.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        archive.add(inner, "x/a.txt")
    (found,) = iter_sources([str(path)])
    assert isinstance(found, Source)
    assert found.read() == "文".encode()


def test_a_file_without_read_right_is_a_failure(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text("文")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read every file")
    (found,) = iter_sources([str(path)])
    assert isinstance(found, Failure)
    assert found.reason == "unreadable"


def test_a_file_over_the_limit_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)
    (found,) = iter_sources([str(path)])
    assert isinstance(found, Source)
    with pytest.raises(ReadError) as error:
        found.read()
    assert error.value.reason == "too_large"


def test_a_name_that_stands_for_nothing_is_a_bad_request() -> None:
    with pytest.raises(XietongError, match="no such file"):
        list(iter_sources(["/nowhere/*.pdf"]))
