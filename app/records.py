"""Records in: JSON lines, CSV or Excel, from a file or standard input, each with the line it stands on."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from corpus.errors import XietongError

Record = dict[str, object]


def read_records(path: str) -> Iterator[Record]:
    """Yields the records of a `.jsonl`, `.csv` or `.xlsx` file (`-`: standard input, JSON lines or CSV).

    Raises:
        XietongError: the file cannot be read, or a line is not a record; the message names the line.
    """
    if path != "-" and path.lower().endswith((".xlsx", ".xlsm")):
        yield from _excel(Path(path))
        return
    text = _text(path)
    first = text.lstrip("\ufeff \t\r\n")[:1]
    if path.lower().endswith(".csv") or (path == "-" and first not in ("{", "")):
        yield from _csv(text)
    else:
        yield from _jsonl(text, path)


def _text(path: str) -> str:
    try:
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise XietongError(f"{path}: {error.strerror}") from error
    for encoding in ("utf-8-sig", "gb18030"):  # Excel in China writes CSV in GB18030
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise XietongError(f"{path}: neither UTF-8 nor GB18030")


def _jsonl(text: str, path: str) -> Iterator[Record]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            raise XietongError(f"{path}, line {number}: not JSON ({error.msg})") from error
        if not isinstance(record, dict):
            raise XietongError(f"{path}, line {number}: not an object")
        yield record


def _csv(text: str) -> Iterator[Record]:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    for row in reader:
        yield {key: value for key, value in row.items() if key is not None and value is not None}


def _excel(path: Path) -> Iterator[Record]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (OSError, KeyError, ValueError, InvalidFileException) as error:
        raise XietongError(f"{path}: not a readable workbook ({error})") from error
    rows = book.worksheets[0].iter_rows(values_only=True)
    names = [str(name).strip() if name is not None else "" for name in next(rows, ())]
    for row in rows:
        record = {name: value for name, value in zip(names, row, strict=False) if name and value is not None}
        if record:
            yield record
    book.close()


def text_of(record: Record, key: str) -> str:
    """Returns a value as text; empty where it is missing."""
    value = record.get(key)
    return "" if value is None else str(value).strip()
