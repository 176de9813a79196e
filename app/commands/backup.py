"""`xietong backup`: a whole copy of a library, also while it is served."""

from __future__ import annotations

from pathlib import Path

import click

from app.messages import say


@click.command()
@click.argument("library", type=click.Path(path_type=Path, file_okay=False))
@click.argument("destination", type=click.Path(path_type=Path, file_okay=False))
def backup(library: Path, destination: Path) -> int:
    """Copy LIBRARY to the folder DESTINATION, safe while others write; a backup is a library, used as it is."""
    from app.backup import backup as copy

    made = copy(library, destination)
    click.echo(say("backup.done", documents=made.documents, files=made.files, path=destination))
    if not made.index:
        click.echo(say("backup.no_index"))
    return 0
