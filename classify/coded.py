"""Coded units from files: JSONL, CSV or Excel, as a researcher keeps them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from classify.unit import CodedUnit, Unit
from corpus.errors import XietongError
from corpus.label import NONE
from corpus.records import read_rows

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
KINDS = (".jsonl", ".csv", ".xlsx")
SEPARATOR = re.compile(r"\s*[;；,，、|]\s*")


def read_coded(path: Path) -> list[CodedUnit]:
    """Returns the coded units of a `.jsonl`, `.csv` or `.xlsx` file; rows without a code are left out.

    Needed: `text` and `primary`; wanted: `document` (else each unit is its own document), `id`,
    `title`, `heading` (a list, or a path joined by ` > `), `secondary` (a list, or names joined by `;`).

    Raises:
        XietongError: the file cannot be read, or a row makes no sense; the message names the line.
    """
    if path.suffix.lower() not in KINDS:
        raise XietongError(f"{path.name}: coded units come as .jsonl, .csv or .xlsx")
    units = (_unit(row, line, path.name) for line, row in read_rows(str(path)))
    return [one for one in units if one is not None]


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
