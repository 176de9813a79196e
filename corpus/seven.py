"""Members of a 7z archive. The standard library does not read the format: py7zr does, an extra of its own."""

from __future__ import annotations

import lzma
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from corpus.errors import ReadError

_IN_MEMORY = 1024 * 1024  # bytes of a member beyond which it waits on disk


def seven_members(path: Path, *, most_bytes: int, most_each: int, most_members: int) -> Iterator[tuple[str, bytes]]:
    """Yields (name, bytes) of the files of an archive in name order.

    The archive is unpacked as a whole, as the format wants it, after its own list of sizes was held against the limits;
    what unpacks to more than the list says is refused as well.

    Raises:
        ReadError: the archive is encrypted, damaged, breaks a limit, or the extra is not installed.
    """
    try:
        import py7zr
        from py7zr.exceptions import (
            AbsolutePathError,
            ArchiveError,
            PasswordRequired,
            UnsupportedCompressionMethodError,
        )
    except ImportError as error:
        raise ReadError("needs_7z", '7z archives need py7zr: pip install "xietong[archives]"') from error
    broken = (
        ArchiveError,
        AbsolutePathError,
        lzma.LZMAError,
        EOFError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        MemoryError,
        OSError,
    )
    with ExitStack() as files:
        try:
            with py7zr.SevenZipFile(path) as archive:
                if archive.needs_password():
                    raise ReadError("encrypted", "the archive has a password")
                sizes = {info.filename: info.uncompressed for info in archive.list() if not info.is_directory}
                if len(sizes) > most_members or sum(sizes.values()) > most_bytes:
                    raise ReadError("archive_limit", f"more than {most_members} files or {most_bytes} bytes")
                largest = max(sizes, key=lambda name: sizes[name], default="")
                if largest and sizes[largest] > most_each:
                    raise ReadError("archive_limit", f"{largest} unpacks to more than {most_each} bytes")
                members = _unpack(archive, sizes, files)
        except PasswordRequired as error:
            raise ReadError("encrypted", "the archive has a password") from error
        except UnsupportedCompressionMethodError as error:
            raise ReadError("unsupported", f"a packing that cannot be read: {error}") from error
        except broken as error:
            raise ReadError("damaged", f"not a readable archive: {error}") from error
        for name in sorted(members):
            members[name].seek(0)
            yield name, members[name].read()


def _unpack(archive: Any, sizes: dict[str, int], files: ExitStack) -> dict[str, Any]:
    """Returns the files of an open archive by name, each with its bytes in memory or on disk."""
    from py7zr.io import Py7zIO, WriterFactory

    made: dict[str, Any] = {}

    class Member(Py7zIO):  # type: ignore[misc]  # the package has no types
        def __init__(self, name: str) -> None:
            self._file = made[name] = files.enter_context(tempfile.SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115
            self._left = sizes.get(name, 0)
            self._name = name

        def write(self, data: bytes | bytearray) -> int:
            self._left -= len(data)
            if self._left < 0:
                raise ReadError("archive_limit", f"{self._name} unpacks to more than the archive says")
            return self._file.write(data)

        def read(self, size: int | None = None) -> bytes:
            return self._file.read(-1 if size is None else size)

        def seek(self, offset: int, whence: int = 0) -> int:
            self._file.seek(offset, whence)
            return self._file.tell()

        def flush(self) -> None:
            self._file.flush()

        def size(self) -> int:
            return self._file.tell()

    class Members(WriterFactory):  # type: ignore[misc]  # the package has no types
        def create(self, filename: str) -> Member:
            return Member(filename)

    archive.extractall(factory=Members())
    return made
