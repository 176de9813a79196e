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
_WORKBOOKS = (".xlsx", ".xlsm")


def read_rows(path: str) -> Iterator[tuple[int, Record]]:
    """Yields (line, record) of a `.jsonl`, `.csv` or `.xlsx` file (`-`: standard input, JSON lines or CSV).

    The line is that on which the record begins, from 1; in CSV and Excel the first line names the columns.

    Raises:
        XietongError: the file cannot be read, or a line is not a record; the message names the line.
    """
    name = path if path == "-" else Path(path).name
    if path != "-" and path.lower().endswith(_WORKBOOKS):
        yield from _excel(path, name)
        return
    text = _text(path, name)
    first = text.lstrip("\ufeff \t\r\n")[:1]
    if path.lower().endswith(".csv") or (path == "-" and first not in ("{", "")):
        yield from _csv(text, name)
    else:
        yield from _jsonl(text, name)


def read_records(path: str) -> Iterator[Record]:
    """Yields the records alone, as `read_rows` does."""
    return (record for _, record in read_rows(path))


def _text(path: str, name: str) -> str:
    try:
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise XietongError(f"{path}: {error.strerror}") from error
    for encoding in ("utf-8-sig", "gb18030"):  # Excel in China writes CSV in GB18030
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise XietongError(f"{name}: neither UTF-8 nor GB18030", hint="save the file as UTF-8")


def _jsonl(text: str, name: str) -> Iterator[tuple[int, Record]]:
    for line, written in enumerate(text.split("\n"), start=1):
        if not written.strip():
            continue
        try:
            record = json.loads(written)
        except ValueError as error:
            raise XietongError(f"{name}, line {line}: not JSON ({error})") from error
        if not isinstance(record, dict):
            raise XietongError(f"{name}, line {line}: not a JSON object")
        yield line, record


def _csv(text: str, name: str) -> Iterator[tuple[int, Record]]:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        line = reader.line_num + 1 if reader.fieldnames else 1
        for row in reader:
            yield line, {key: value for key, value in row.items() if key is not None and value is not None}
            line = reader.line_num + 1
    except csv.Error as error:
        raise XietongError(f"{name}, line {reader.line_num}: not CSV ({error})") from error


def _excel(path: str, name: str) -> Iterator[tuple[int, Record]]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except OSError as error:
        raise XietongError(f"{path}: {error.strerror}") from error
    except (BadZipFile, KeyError, ValueError, InvalidFileException) as error:
        raise XietongError(f"{name}: not a readable Excel file") from error
    try:
        rows = book.worksheets[0].iter_rows(values_only=True)
        names = [str(name).strip() if name is not None else "" for name in next(rows, ())]
        for line, row in enumerate(rows, start=2):
            record = {name: value for name, value in zip(names, row, strict=False) if name and value is not None}
            if record:
                yield line, record
    finally:
        book.close()


def text_of(record: Record, key: str) -> str:
    """Returns a value as text; empty where it is missing."""
    value = record.get(key)
    return "" if value is None else str(value).strip()
