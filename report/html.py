"""The report as one HTML file: self-contained, without network, the same bytes for the same library."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from corpus.errors import XietongError
from corpus.library import Library
from report.content import gather
from report.page import render


def write_report(
    library: Library, folder: Path, *, language: str, topics: Mapping[str, object], only: frozenset[str] = frozenset()
) -> Path:
    """Writes `report.<language>.html` into the folder and returns its path; `only` names the categories with chapters.

    Raises:
        XietongError: the file cannot be written.
    """
    path = folder / f"{report_name(language, only)}.html"
    page = render(gather(library, topics, only), language)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        raise XietongError(f"cannot write {path}: {error.strerror}") from error
    return path


def report_name(language: str, only: frozenset[str]) -> str:
    """Returns the name of a report's file without its suffix.

    >>> report_name("zh", frozenset({"fund", "assistance"}))
    'report.assistance-fund.zh'
    """
    return ".".join(part for part in ("report", "-".join(sorted(only)), language) if part)
