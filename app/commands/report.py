"""`xietong report`: the category report as a page, a workbook, a Word file, or Markdown."""

from __future__ import annotations

from pathlib import Path

import click

from app.commands.options import LANG, LIBRARY
from app.messages import language, say, set_language


@click.command()
@LIBRARY
@LANG
@click.option(
    "--format",
    "formats",
    type=click.Choice(["html", "xlsx", "docx", "md", "bib", "ris", "csl", "txt"]),
    multiple=True,
    default=("html",),
    show_default=True,
)
@click.option("--category", "only", multiple=True, help="Only this category has a chapter (repeatable).")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="Folder (default: reports/ of the library)."
)
def report(library: Path, lang: str | None, formats: tuple[str, ...], only: tuple[str, ...], out: Path | None) -> int:
    """Write the category report; bib, ris, csl and txt (GB/T 7714) write the references of the documents."""
    from app.finish import state_key, topics_of
    from app.reports import write
    from corpus.library import Library

    if lang:
        set_language(lang)
    with Library(library) as opened:
        topics = topics_of(opened, state_key(opened))
        folder = out or opened.folder / "reports"
        folder.mkdir(parents=True, exist_ok=True)
        for format in formats:
            click.echo(f"{say('run.report_at')}: {write(opened, folder, format, language(), topics, frozenset(only))}")
    return 0
