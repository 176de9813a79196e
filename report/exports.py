"""Exports: rows to JSON lines, CSV, Excel or Parquet; nothing in them is executed by a spreadsheet."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from corpus.codec import Plain, coding_to_dict, span_to_list
from corpus.errors import XietongError
from corpus.library import Library

FORMATS = (".jsonl", ".csv", ".xlsx", ".parquet")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LONGEST_CELL = 32_767  # characters, the limit of Excel
_MOST_ROWS = 1_048_575
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)  # the date in every workbook, so that the same rows give the same bytes


def iter_codes(library: Library) -> Iterator[Plain]:
    """Yields one row per coded unit, in the order of sources: document, address, text, codes, evidence."""
    for document in library.documents():
        codings = library.codings(document.id)
        decision = library.level(document.id)
        header = document.header
        shared: Plain = {
            "document": document.id,
            "source": document.source,
            "title": document.title,
            "number": header.number.value if header.number else "",
            "date": header.document_date.value if header.document_date else "",
            "issuers": [field.value for field in header.issuers],
            "level": str(decision.level) if decision else "unknown",
            "province": decision.province if decision else "",
        }
        for segment in document.units:
            coding = codings.get(segment.address)
            if coding is None:
                continue
            plain = coding_to_dict(coding)
            yield {
                **shared,
                "address": segment.address,
                "heading": list(segment.heading),
                "page": segment.page,
                "span": span_to_list(segment.span),
                "text": segment.text,
                **{
                    k: plain[k]
                    for k in (
                        "primary",
                        "secondary",
                        "probabilities",
                        "evidence",
                        "poverty",
                        "review",
                        "coder",
                        "comment",
                    )
                },
            }


def export_library(library: Library, path: Path) -> int:
    """Writes all coded units of a library; returns how many.

    Raises:
        XietongError: the suffix names no format, or the file cannot be written.
    """
    return write_table(path, iter_codes(library))


def write_table(path: Path, rows: Iterable[Mapping[str, object]]) -> int:
    """Writes rows in the format of the file's suffix; returns how many.

    In JSON lines a row is written as it is; in tables it is flattened: lists are joined, probabilities get
    a column each (`p_fund`), evidence is its words.

    Raises:
        XietongError: the suffix names no format, the file cannot be written, or Excel cannot hold the rows.
    """
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        raise XietongError(f"cannot export to {path.name}", hint=f"formats: {' '.join(FORMATS)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if suffix == ".jsonl":
            return _write_jsonl(path, rows)
        flat = (flatten(row) for row in rows)
        if suffix == ".csv":
            return _write_csv(path, flat)
        return _write_excel(path, flat) if suffix == ".xlsx" else _write_parquet(path, flat)
    except OSError as error:
        raise XietongError(f"cannot write {path}: {error.strerror}") from error


def flatten(row: Mapping[str, object]) -> dict[str, object]:
    """Returns a row with nothing but text, numbers and truth values in it."""
    flat: dict[str, object] = {}
    for name, value in row.items():
        if name == "probabilities" and isinstance(value, Mapping):
            flat |= {f"p_{category}": probability for category, probability in value.items()}
        elif name in ("evidence", "issuers") and isinstance(value, Sequence) and not isinstance(value, str):
            words = [
                str(item["text"] if name == "evidence" else item["name"]) if isinstance(item, Mapping) else str(item)
                for item in value
            ]
            flat[name] = "; ".join(dict.fromkeys(words))
        elif name == "heading" and isinstance(value, (list, tuple)):
            flat[name] = " > ".join(map(str, value))
        elif isinstance(value, (list, tuple)):
            flat[name] = ";".join(map(str, value))
        elif isinstance(value, Mapping):
            flat[name] = json.dumps(value, ensure_ascii=False, sort_keys=True)
        else:
            flat[name] = value
    return flat


def defuse(value: object) -> object:
    """Returns a value that no spreadsheet takes for a formula: an apostrophe goes before such a text."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value


def _write_jsonl(path: Path, rows: Iterable[Mapping[str, object]]) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    return count


def _columns(rows: Iterator[dict[str, object]]) -> tuple[list[str], Iterator[dict[str, object]]]:
    first = next(rows, None)
    return (list(first), chain([first], rows)) if first is not None else ([], iter(()))


def _write_csv(path: Path, rows: Iterator[dict[str, object]]) -> int:
    names, rows = _columns(rows)
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as out:  # the mark makes Excel read UTF-8
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(names)
        for row in rows:
            writer.writerow([defuse(row.get(name)) for name in names])
            count += 1
    return count


def _write_excel(path: Path, rows: Iterator[dict[str, object]]) -> int:
    import xlsxwriter

    names, rows = _columns(rows)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(str(path), options)
    book.set_properties({"created": _EPOCH.replace(tzinfo=None)})
    sheet = book.add_worksheet("codes")
    bold = book.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(names):
        sheet.write_string(0, column, name, bold)
        sheet.set_column(column, column, 60 if name == "text" else 14)
    count = 0
    for count, row in enumerate(rows, start=1):
        if count > _MOST_ROWS:
            book.close()
            raise XietongError(f"Excel holds at most {_MOST_ROWS} rows", hint="export to .csv or .parquet")
        for column, name in enumerate(names):
            _write_cell(sheet, count, column, row.get(name))
    sheet.autofilter(0, 0, count, max(len(names) - 1, 0))
    book.close()
    return count


def _write_cell(sheet: object, row: int, column: int, value: object) -> None:
    from xlsxwriter.worksheet import Worksheet

    assert isinstance(sheet, Worksheet)
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value)
    elif value is not None:
        sheet.write_string(row, column, str(defuse(value))[:_LONGEST_CELL])


def _write_parquet(path: Path, rows: Iterator[dict[str, object]]) -> int:
    import polars

    frame = polars.DataFrame(list(rows), infer_schema_length=None)
    frame.write_parquet(path)
    return frame.height
