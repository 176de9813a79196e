"""Which writer makes which format of the report."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from corpus.library import Library


def write(library: Library, folder: Path, format: str, language: str, topics: Mapping[str, object]) -> Path:
    """Writes the report in one format and returns its path."""
    if format in ("bib", "ris", "csl", "txt"):
        from report.references import write_references

        path = folder / f"references.{'json' if format == 'csl' else format}"
        write_references(library, path)
        return path
    if format == "html":
        from report.html import write_report

        return write_report(library, folder, language=language, topics=topics)
    path = folder / f"report.{language}.{format}"
    if format == "xlsx":
        from report.excel import write_workbook

        write_workbook(library, path, language=language)
    elif format == "docx":
        from report.word import write_word

        write_word(library, path, language=language)
    else:
        from report.markdown import write_markdown

        write_markdown(library, path, language=language)
    return path
