"""Intake: what a user names (files, folders, globs, archives, `-`) to sources, each accounted for.

A source is a name and a way to its bytes. Folders are walked in name order, links are followed once,
archives are opened in place with limits; whatever cannot be opened is yielded as a failure.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from corpus.errors import Failure, ReadError, XietongError
from corpus.seven import seven_members

MAX_FILE_BYTES = 100 * 1024 * 1024
MAX_ARCHIVE_BYTES = 1024 * 1024 * 1024  # all members of one archive, unpacked
MAX_ARCHIVE_MEMBERS = 20_000
MAX_RATIO = 200  # unpacked size to packed size of one member; text packs at most about 1:30
_RATIO_FROM = 1024 * 1024  # below this size a high ratio harms nobody
_CHUNK = 1024 * 1024
_ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".7z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source: its name, its state on disk, and its bytes where they are at hand already.

    `path` is None for a member of an archive and for standard input, whose bytes are in `data`.
    """

    name: str
    size: int
    modified: int
    path: Path | None = None
    data: bytes | None = None

    def read(self) -> bytes:
        """Returns the bytes.

        Raises:
            ReadError: the file is too large, or cannot be opened.
        """
        if self.data is not None:
            return self.data
        if self.path is None:
            raise ReadError("unreadable", f"{self.name}: no bytes")
        if self.size > MAX_FILE_BYTES:
            raise ReadError("too_large", f"{self.size} bytes; the limit is {MAX_FILE_BYTES}")
        try:
            return self.path.read_bytes()
        except OSError as error:
            raise ReadError("unreadable", f"cannot be opened: {error.strerror}") from error


def content_hash(data: bytes) -> str:
    """Returns the SHA-256 of the bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def iter_sources(names: Iterable[str]) -> Iterator[Source | Failure]:
    """Yields the sources that the names stand for, in order, and a failure for each that cannot be had.

    Raises:
        XietongError: a name stands for nothing.
    """
    for name in names:
        if name == "-":
            data = sys.stdin.buffer.read(MAX_FILE_BYTES + 1)
            if len(data) > MAX_FILE_BYTES:
                yield Failure(source="-", reason="too_large", message=f"the limit is {MAX_FILE_BYTES} bytes")
            else:
                yield Source(name="-", size=len(data), modified=0, data=data)
            continue
        path = Path(name)
        if path.exists() or path.is_symlink():
            yield from _walk(path, set())
            continue
        matches = sorted(Path().glob(name)) if not path.is_absolute() else sorted(path.parent.glob(path.name))
        if not matches:
            raise XietongError(f"{name}: no such file or folder")
        for match in matches:
            yield from _walk(match, set())


def _walk(path: Path, above: set[tuple[int, int]]) -> Iterator[Source | Failure]:
    """Yields the sources of a file or folder; `above` holds the folders that lead to it."""
    try:
        state = path.stat()
        if stat.S_ISDIR(state.st_mode):
            identity = (state.st_dev, state.st_ino)
            if identity in above:
                yield Failure(source=str(path), reason="loop", message="a link back to a folder above it")
                return
            entries = sorted(entry for entry in path.iterdir() if not entry.name.startswith((".", "~$")))
        elif not stat.S_ISREG(state.st_mode):
            yield Failure(source=str(path), reason="unsupported", message="not a regular file")
            return
    except OSError as error:
        reason = "loop" if error.errno == 40 else "unreadable"  # ELOOP
        yield Failure(source=str(path), reason=reason, message=f"cannot be opened: {error.strerror}")
        return
    if stat.S_ISDIR(state.st_mode):
        for entry in entries:
            yield from _walk(entry, above | {identity})
    elif path.name.lower().endswith(_ARCHIVES):
        yield from _unpack(path)
    elif not os.access(path, os.R_OK):
        yield Failure(source=str(path), reason="unreadable", message="no right to read it")
    else:
        yield Source(name=str(path), size=state.st_size, modified=state.st_mtime_ns, path=path)


def _unpack(path: Path) -> Iterator[Source | Failure]:
    """Yields the members of an archive; the rest of one that breaks a limit is refused."""
    try:
        members = _members(path)
        total = 0
        for count, (name, data) in enumerate(members, start=1):
            total += len(data)
            if count > MAX_ARCHIVE_MEMBERS or total > MAX_ARCHIVE_BYTES:
                raise ReadError("archive_limit", f"more than {MAX_ARCHIVE_MEMBERS} files or {MAX_ARCHIVE_BYTES} bytes")
            yield Source(name=f"{path}!{name}", size=len(data), modified=0, data=data)
    except ReadError as error:
        yield Failure(source=str(path), reason=error.reason, message=error.message)
    except (OSError, zipfile.BadZipFile, tarfile.TarError, EOFError, RuntimeError, NotImplementedError) as error:
        encrypted = isinstance(error, RuntimeError) and "encrypted" in str(error)
        reason = "encrypted" if encrypted else "damaged"
        yield Failure(source=str(path), reason=reason, message=f"not a readable archive: {error}")


def _members(path: Path) -> Iterator[tuple[str, bytes]]:
    suffix = path.suffix.lower()
    if suffix == ".7z":
        found = seven_members(
            path, most_bytes=MAX_ARCHIVE_BYTES, most_each=MAX_FILE_BYTES, most_members=MAX_ARCHIVE_MEMBERS
        )
        return ((name, data) for name, data in found if not _is_hidden(name))
    return _zip_members(path) if suffix == ".zip" else _tar_members(path)


def _zip_members(path: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        for info in sorted(archive.infolist(), key=lambda info: info.filename):
            if info.is_dir() or _is_hidden(info.filename):
                continue
            if info.file_size > _RATIO_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1):
                raise ReadError("archive_limit", f"{info.filename} unpacks to {info.file_size} bytes (a zip bomb)")
            with archive.open(info) as member:
                yield _member_name(info), _read_limited(member, info.filename)


def _member_name(info: zipfile.ZipInfo) -> str:
    """Returns the member's name; Chinese Windows writes GB18030 where the UTF-8 flag is not set."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename


def _tar_members(path: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(path) as archive:
        for info in archive:
            member = archive.extractfile(info) if info.isfile() else None
            if member is not None and not _is_hidden(info.name):
                yield info.name, _read_limited(member, info.name)


def _is_hidden(name: str) -> bool:
    return Path(name).name.startswith((".", "~$")) or name.startswith("__MACOSX/")


def _read_limited(member: IO[bytes], name: str) -> bytes:
    parts: list[bytes] = []
    size = 0
    while block := member.read(_CHUNK):
        size += len(block)
        if size > MAX_FILE_BYTES:
            raise ReadError("archive_limit", f"{name} unpacks to more than {MAX_FILE_BYTES} bytes")
        parts.append(block)
    return b"".join(parts)
