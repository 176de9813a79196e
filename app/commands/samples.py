"""`xietong samples`: the sample documents, to try the rest with."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from app.messages import say

_SUFFIXES = (".pdf", ".docx", ".html", ".txt")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path("xietong-samples"))
def samples(folder: Path) -> int:
    """Copy the sample documents (all about invented places) into FOLDER."""
    import corpus

    shipped = Path(str(corpus.__file__)).parent / "samples" / "documents"
    folder.mkdir(parents=True, exist_ok=True)
    files = sorted(path for path in shipped.iterdir() if path.suffix in _SUFFIXES)
    for path in files:
        shutil.copyfile(path, folder / path.name)
    click.echo(say("samples.done", count=len(files), path=folder))
    return 0
