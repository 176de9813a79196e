"""Old office files (.doc, .wps, .rtf, .odt) through LibreOffice, where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from corpus.errors import ReadError
from extract.docx import read_docx
from extract.raw import Raw

CONVERT_SECONDS = 120
PROGRAMS = ("soffice", "libreoffice")
NEEDS_OFFICE = "old office files need LibreOffice (the command soffice); install it, or save the file as .docx or PDF"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # stream name in an encrypted .docx


def find_office() -> str | None:
    """Returns the path of LibreOffice's command, or None."""
    return next((found for found in map(shutil.which, PROGRAMS) if found), None)


def read_office(data: bytes, suffix: str) -> Raw:
    """Returns the text of an old office file, converted to Word's present format first.

    Raises:
        ReadError: `encrypted`, `needs_office`, `timeout`, `damaged`.
    """
    if _ENCRYPTED in data:
        raise ReadError("encrypted", "the file is protected by a password")
    program = find_office()
    if program is None:
        raise ReadError("needs_office", NEEDS_OFFICE)
    suffix = suffix if suffix in {".doc", ".wps", ".rtf", ".odt", ".dot", ".wpt"} else ".doc"
    # Its own profile: LibreOffice refuses to run twice on one.
    with tempfile.TemporaryDirectory(prefix="xietong-") as folder:
        source = Path(folder) / f"source{suffix}"
        source.write_bytes(data)
        converted = convert(program, source, Path(folder))
        if converted is None:
            raise ReadError("damaged", "LibreOffice cannot open the file")
        return read_docx(converted)


def convert(program: str, source: Path, folder: Path) -> bytes | None:
    """Returns the file as .docx, None where the program writes nothing.

    Raises:
        ReadError: `timeout`, `needs_office` where the program cannot be run.
    """
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(folder / "out"),
        str(source),
    ]
    try:
        subprocess.run(  # noqa: S603  (a list of arguments, no shell; the program is found on the path)
            command,
            check=False,
            timeout=CONVERT_SECONDS,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": str(folder)},
        )
    except subprocess.TimeoutExpired as error:
        raise ReadError("timeout", f"LibreOffice took more than {CONVERT_SECONDS} seconds") from error
    except OSError as error:
        raise ReadError("needs_office", f"LibreOffice cannot be run ({error})") from error
    result = folder / "out" / f"{source.stem}.docx"
    return result.read_bytes() if result.is_file() else None
