"""Coded units from files: JSONL, CSV or Excel, as a researcher keeps them."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from classify.unit import CodedUnit, Unit
from corpus.errors import XietongError
from corpus.label import NONE

NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "unit", "address", "编号"),
    "text": ("text", "文本", "条款", "内容"),
    "document": ("document", "doc_id", "source", "文件", "文档"),
    "title": ("title", "标题"),
    "heading": ("heading", "上级标题"),
    "primary": ("primary", "category", "code", "主类别", "类别"),
    "secondary": ("secondary", "次类别"),
    "poverty": ("poverty", "pov"),
    "sampling": ("sampling",),
    "agreed": ("agreed",),
    "level": ("level", "层级"),
    "kind": ("kind", "type", "文种"),
}
SEPARATOR = re.compile(r"\s*[;；,，、|]\s*")


def read_coded(path: Path) -> list[CodedUnit]:
    """Returns the coded units of a `.jsonl`, `.csv` or `.xlsx` file; rows without a code are left out.

    Needed: `text` and `primary`; wanted: `document` (else each unit is its own document), `id`,
    `title`, `heading` (a list, or a path joined by ` > `), `secondary` (a list, or names joined by `;`).

    Raises:
        XietongError: the file cannot be read, or a row makes no sense; the message names the line.
    """
    readers = {".jsonl": _jsonl, ".csv": _csv, ".xlsx": _xlsx}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise XietongError(f"{path.name}: coded units come as .jsonl, .csv or .xlsx")
    coded: list[CodedUnit] = []
    try:
        for line, row in reader(path):
            one = _unit(row, line, path.name)
            if one is not None:
                coded.append(one)
    except OSError as error:
        raise XietongError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise XietongError(f"{path.name}: not UTF-8", hint="save the file as UTF-8") from error
    return coded


def _jsonl(path: Path) -> Iterator[tuple[int, Mapping[str, object]]]:
    with path.open(encoding="utf-8-sig") as stream:
        for line, text in enumerate(stream, start=1):
            if not text.strip():
                continue
            try:
                row = json.loads(text)
            except ValueError as error:
                raise XietongError(f"{path.name}, line {line}: not JSON ({error})") from error
            if not isinstance(row, dict):
                raise XietongError(f"{path.name}, line {line}: not a JSON object")
            yield line, row


def _csv(path: Path) -> Iterator[tuple[int, Mapping[str, object]]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for line, row in enumerate(csv.DictReader(stream), start=2):
            yield line, {key: value for key, value in row.items() if isinstance(key, str)}


def _xlsx(path: Path) -> Iterator[tuple[int, Mapping[str, object]]]:
    from zipfile import BadZipFile

    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, KeyError, ValueError) as error:
        raise XietongError(f"{path.name}: not an Excel file") from error
    try:
        rows = book.worksheets[0].iter_rows(values_only=True)
        names = [str(name or "").strip() for name in next(rows, ())]
        for line, cells in enumerate(rows, start=2):
            yield line, dict(zip(names, cells, strict=False))
    finally:
        book.close()


def _value(row: Mapping[str, object], field: str) -> object:
    lowered = {key.strip().lower(): value for key, value in row.items()}
    for name in NAMES[field]:
        if lowered.get(name) not in (None, ""):
            return lowered[name]
    return None


def _text(row: Mapping[str, object], field: str) -> str:
    value = _value(row, field)
    return "" if value is None else str(value).strip()


def _list(row: Mapping[str, object], field: str, separator: re.Pattern[str]) -> tuple[str, ...]:
    value = _value(row, field)
    if isinstance(value, list):
        return tuple(str(part) for part in value if part)
    return tuple(part for part in separator.split(str(value or "").strip()) if part)


def _unit(row: Mapping[str, object], line: int, name: str) -> CodedUnit | None:
    """Returns the coded unit of a row, None where the row carries no code."""
    primary = _text(row, "primary").lower()
    if not primary:
        return None
    text = _value(row, "text")
    if not isinstance(text, str) or not text.strip():
        raise XietongError(f"{name}, line {line}: no text", hint="needed columns: text, primary")
    id = _text(row, "id") or f"line {line}"
    poverty = _value(row, "poverty")
    try:
        return CodedUnit(
            unit=Unit(
                id=id, text=text, title=_text(row, "title"), heading=_list(row, "heading", re.compile(r"\s*>\s*"))
            ),
            document=_text(row, "document") or id,
            primary=primary,
            secondary=tuple(part.lower() for part in _list(row, "secondary", SEPARATOR) if part.lower() != NONE),
            poverty=None if poverty is None else str(poverty).strip().lower() in {"1", "1.0", "true", "yes", "是"},
            sampling=_text(row, "sampling"),
            agreed=_text(row, "agreed"),
            level=_text(row, "level"),
            kind=_text(row, "kind"),
        )
    except ValueError as error:
        raise XietongError(f"{name}, line {line}: {error}") from error
