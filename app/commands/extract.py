"""`xietong extract`: files to text, header and clauses, as JSON lines."""

from __future__ import annotations

import click

from app.commands.options import NO_OCR, SECONDS, WORKERS, tell_failures, write_jsonl
from corpus.codec import document_to_dict


@click.command()
@click.argument("sources", nargs=-1, required=True)
@click.option("--jsonl", "out", default="-", show_default=True, help="Where the documents go (`-`: standard output).")
@NO_OCR
@WORKERS
@SECONDS
def extract(sources: tuple[str, ...], out: str, no_ocr: bool, workers: int, timeout: float) -> int:
    """Read files and print their text, header and clauses as JSON lines."""
    from app.files import iter_worked
    from app.settings import Settings

    failures: list[str] = []
    settings = Settings(ocr=not no_ocr, workers=workers, seconds=timeout, codes=False)
    write_jsonl(out, (document_to_dict(worked.document) for worked in iter_worked(sources, settings, failures)))
    return tell_failures(failures)
