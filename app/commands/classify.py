"""`xietong classify`: codes without a library, of files or of units already cut."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.commands.options import CAREFUL, MODEL, NO_OCR, SECONDS, WORKERS, tell_failures, write_rows
from app.messages import say
from corpus.codec import Plain, coding_to_dict, span_to_list
from corpus.errors import XietongError

if TYPE_CHECKING:
    from app.work import Worked
    from classify.unit import Unit

_BATCH = 2048  # units coded at once: more gains nothing, fewer costs the fixed part of a call


@click.command()
@click.argument("sources", nargs=-1)
@click.option("--units", "units_path", help="Units already cut (JSON lines, CSV, Excel): id, text, title, heading.")
@click.option("--jsonl", "out", default="-", show_default=True, help="Where the codes go; .csv and .xlsx work too.")
@MODEL
@CAREFUL
@NO_OCR
@WORKERS
@SECONDS
def classify(
    sources: tuple[str, ...],
    units_path: str | None,
    out: str,
    model: Path | None,
    careful: bool,
    no_ocr: bool,
    workers: int,
    timeout: float,
) -> int:
    """Code files (or units already cut) into the categories; no library is needed."""
    if bool(sources) == bool(units_path):
        raise XietongError(say("classify.one_of"), hint="xietong classify FILE... | --units UNITS.jsonl")
    chosen = str(model) if model else ""
    if units_path:
        write_rows(out, _code_units(units_path, chosen, careful=careful))
        return 0
    from app.files import iter_worked
    from app.settings import Settings
    from app.work import shared_coder

    if careful:
        shared_coder(chosen, careful=True)  # what is missing is said once, not for every file

    settings = Settings(ocr=not no_ocr, workers=workers, seconds=timeout, model=chosen, careful=careful, entities=False)
    failures: list[str] = []
    write_rows(out, (row for worked in iter_worked(sources, settings, failures) for row in _rows(worked)))
    return tell_failures(failures)


def _rows(worked: Worked) -> Iterator[Plain]:
    """Yields one row per unit of a document."""
    document = worked.document
    segments = {segment.address: segment for segment in document.segments}
    for coding in worked.codings:
        segment = segments[coding.address]
        yield {
            "document": document.id,
            "source": document.source,
            "title": document.title,
            "level": str(worked.level.level),
            "address": segment.address,
            "heading": list(segment.heading),
            "page": segment.page,
            "span": span_to_list(segment.span),
            "text": segment.text,
            **_codes(coding_to_dict(coding)),
        }


def _codes(plain: Plain) -> Plain:
    return {
        key: plain[key] for key in ("primary", "secondary", "probabilities", "evidence", "poverty", "review", "coder")
    }


def _code_units(path: str, model: str, *, careful: bool) -> Iterator[Plain]:
    from app.work import shared_coder
    from corpus.records import read_rows

    coder = shared_coder(model, careful=careful)
    records = enumerate(read_rows(path), start=1)
    while batch := list(islice(records, _BATCH)):
        units = [_unit(number, line, record) for number, (line, record) in batch]
        for unit, coding in zip(units, coder.code(units), strict=True):
            yield {"id": unit.id, **_codes(coding_to_dict(coding))}


def _unit(number: int, line: int, record: dict[str, object]) -> Unit:
    from classify.unit import Unit
    from corpus.records import text_of

    text = record.get("text")
    if not isinstance(text, str):
        raise XietongError(f"line {line}: no text", hint="each unit needs an id and a text")
    heading = record.get("heading")
    path = tuple(str(part) for part in heading) if isinstance(heading, list) else _heading(text_of(record, "heading"))
    return Unit(id=text_of(record, "id") or str(number), text=text, title=text_of(record, "title"), heading=path)


def _heading(printed: str) -> tuple[str, ...]:
    """Returns the path of a heading printed with ` > ` between its parts."""
    return tuple(part.strip() for part in printed.split(" > ") if part.strip())
