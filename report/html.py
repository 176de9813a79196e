"""The report as one HTML file: self-contained, without network, the same bytes for the same library."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from corpus.errors import XietongError
from corpus.library import Library
from report.content import gather
from report.page import render


def write_report(library: Library, folder: Path, *, language: str, topics: Mapping[str, object]) -> Path:
    """Writes `report.<language>.html` into the folder and returns its path.

    Raises:
        XietongError: the file cannot be written.
    """
    path = folder / f"report.{language}.html"
    page = render(gather(library, topics), language)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        raise XietongError(f"cannot write {path}: {error.strerror}") from error
    return path
