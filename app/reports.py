"""Which writer makes which format of the report."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from corpus.library import Library


def write(
    library: Library,
    folder: Path,
    format: str,
    language: str,
    topics: Mapping[str, object],
    only: frozenset[str] = frozenset(),
) -> Path:
    """Writes the report in one format, of the categories asked for or of all, and returns its path."""
    if format in ("bib", "ris", "csl", "txt"):
        from report.references import write_references

        path = folder / f"references.{'json' if format == 'csl' else format}"
        write_references(library, path)
        return path
    from report.html import report_name, write_report

    if format == "html":
        return write_report(library, folder, language=language, topics=topics, only=only)
    path = folder / f"{report_name(language, only)}.{format}"
    if format == "xlsx":
        from report.excel import write_workbook

        write_workbook(library, path, language=language, topics=topics, only=only)
    elif format == "docx":
        from report.word import write_word

        write_word(library, path, language=language, topics=topics, only=only)
    else:
        from report.markdown import write_markdown

        write_markdown(library, path, language=language, topics=topics, only=only)
    return path
