"""Uploaded files on disk: under names that harm nobody, found again by their content."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

ORIGINALS = "originals"
_HALF = ".part"
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"|?*!\\/]')
_LONGEST_NAME = 100  # characters; 255 bytes is the limit of most file systems, a Chinese character takes 3
_CHUNK = 1024 * 1024
_DIGITS = 16


def safe_name(name: str) -> str:
    """Returns the last part of a name without what means something to a file system or to the ledger (`!`).

    >>> safe_name("../../etc/passwd"), safe_name("C:\\\\a\\\\通知?.pdf"), safe_name("..")
    ('passwd', '通知_.pdf', 'file')
    """
    last = re.split(r"[\\\\/]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(c for c in last if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co"))
    clean = _UNSAFE.sub("_", shown).strip(" .")
    stem, dot, suffix = clean.rpartition(".")
    if dot and len(suffix) <= 10:
        clean = f"{stem[: _LONGEST_NAME - len(suffix)]}.{suffix}"
    return clean[-_LONGEST_NAME:] or "file"


def keep_original(folder: Path, name: str, data: BinaryIO) -> Path:
    """Writes an uploaded file to `originals/HASH/NAME` of a library and returns its path; then it is on the disk."""
    root = folder / ORIGINALS
    root.mkdir(exist_ok=True)
    half = root / f"{secrets.token_hex(8)}{_HALF}"
    digest = hashlib.sha256()
    try:
        with half.open("wb") as out:
            while block := data.read(_CHUNK):
                digest.update(block)
                out.write(block)
            out.flush()
            os.fsync(out.fileno())
        place = root / digest.hexdigest()[:_DIGITS]
        place.mkdir(exist_ok=True)
        path = place / safe_name(name)
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
    _sync_folder(place)
    _sync_folder(root)
    return path


def iter_originals(folder: Path) -> Iterator[Path]:
    """Yields the uploaded files, in the order of their names; those whose upload was cut off are deleted."""
    root = folder / ORIGINALS
    for entry in sorted(root.iterdir()) if root.is_dir() else ():
        if entry.name.endswith(_HALF):
            entry.unlink(missing_ok=True)
        elif entry.is_dir():
            yield from sorted(entry.iterdir())


def _sync_folder(folder: Path) -> None:
    """Makes the names in a folder reach the disk (where the system can)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
