"""`xietong export`: the codes of a library as a file."""

from __future__ import annotations

from pathlib import Path

import click

from app.commands.options import LIBRARY
from app.messages import say
from corpus.errors import XietongError

FORMATS = (".jsonl", ".csv", ".xlsx", ".parquet")


@click.command()
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@LIBRARY
def export(path: Path, library: Path) -> int:
    """Write every coded clause with its document, codes and evidence; the suffix of PATH is the format."""
    if path.suffix.lower() not in FORMATS:
        raise XietongError(f"cannot export to {path.name}", hint=f"formats: {' '.join(FORMATS)}")
    from corpus.library import Library
    from report.exports import export_library

    with Library(library) as opened:
        count = export_library(opened, path)
    click.echo(say("export.done", count=count, path=path))
    return 0
