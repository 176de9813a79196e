"""The references of a library's documents as a file for a reference manager or a manuscript."""

from __future__ import annotations

from pathlib import Path

from corpus.errors import XietongError
from corpus.library import Library
from report.cite import format_references, paper_reference
from report.records import read_papers, read_records

SUFFIXES = {".bib": "bibtex", ".ris": "ris", ".json": "csl", ".txt": "gbt"}


def write_references(library: Library, path: Path) -> int:
    """Writes a reference to each document in the style of the suffix; returns how many.

    `.bib` is BibTeX, `.ris` RIS, `.json` CSL-JSON, `.txt` a numbered list after GB/T 7714-2015.

    Raises:
        XietongError: the suffix names no style, or the file cannot be written.
    """
    style = SUFFIXES.get(path.suffix.lower())
    if style is None:
        raise XietongError(f"no references as {path.name}", hint=f"formats: {' '.join(SUFFIXES)}")
    references = [paper_reference(paper) for paper in read_papers(library, read_records(library))]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(format_references(references, style), encoding="utf-8", newline="")
    except OSError as error:
        raise XietongError(f"cannot write {path}: {error.strerror}") from error
    return len(references)
