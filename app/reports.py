"""Which writer makes which format of the report."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from corpus.library import Library


def write(library: Library, folder: Path, format: str, language: str, topics: Mapping[str, object]) -> Path:
    """Writes the report in one format and returns its path."""
    if format == "html":
        from report import html

        return html.write_report(library, folder, language=language, topics=topics)
    path = folder / f"report.{language}.{format}"
    if format == "xlsx":
        from report import excel

        excel.write_workbook(library, path, language=language)
    elif format == "docx":
        from report import word

        word.write_word(library, path, language=language)
    else:
        from report import markdown

        markdown.write_markdown(library, path, language=language)
    return path
