"""`xietong level`: the government level of records or of files."""

from __future__ import annotations

from collections.abc import Iterator

import click

from app.commands.options import NO_OCR, SECONDS, WORKERS, tell_failures, write_rows
from app.messages import say
from corpus.codec import Plain, level_to_dict
from corpus.errors import XietongError

_NAMES = {
    "title": ("title", "标题"),
    "issuer": ("issuer", "发文机关", "发布部门"),
    "number": ("doc_number", "number", "发文字号"),
    "text": ("text", "正文"),
    "date": ("date", "成文日期", "发布日期"),
    "addressee": ("addressee", "主送机关"),
}


@click.command()
@click.argument("sources", nargs=-1)
@click.option("--records", help="Records (JSON lines, CSV, Excel): title, issuer, doc_number, text, date.")
@click.option("--jsonl", "out", default="-", show_default=True, help="Where the levels go; .csv and .xlsx work too.")
@NO_OCR
@WORKERS
@SECONDS
def level(sources: tuple[str, ...], records: str | None, out: str, no_ocr: bool, workers: int, timeout: float) -> int:
    """Decide the government level of records or of files."""
    if bool(sources) == bool(records):
        raise XietongError(say("level.one_of"), hint="xietong level FILE... | --records RECORDS.jsonl")
    failures: list[str] = []
    rows = _records(records) if records else _files(sources, failures, no_ocr, workers, timeout)
    write_rows(out, rows)
    return tell_failures(failures)


def _records(path: str) -> Iterator[Plain]:
    from classify.level import LevelInput, decide_level
    from corpus.records import read_records, text_of

    columns: dict[tuple[str, ...], dict[str, list[str]]] = {}
    for record in read_records(path):
        names = tuple(record)
        if names not in columns:
            columns[names] = {field: [name for name in known if name in record] for field, known in _NAMES.items()}
        values = {
            field: next((text for name in some if (text := text_of(record, name))), "")
            for field, some in columns[names].items()
        }
        given: Plain = {"id": record["id"]} if "id" in record else {}
        yield {**given, **level_to_dict(decide_level(LevelInput(**values)))}


def _files(
    sources: tuple[str, ...], failures: list[str], no_ocr: bool, workers: int, timeout: float
) -> Iterator[Plain]:
    from app.files import iter_worked
    from app.settings import Settings

    settings = Settings(ocr=not no_ocr, workers=workers, seconds=timeout, entities=False, codes=False)
    for worked in iter_worked(sources, settings, failures):
        document = worked.document
        yield {
            "id": document.id,
            "source": document.source,
            "title": document.title,
            **level_to_dict(worked.level),
        }
