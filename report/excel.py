"""The report as an Excel workbook: native charts on the overview, all clauses with filters, sources, topics, ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from corpus.errors import XietongError
from corpus.library import Library
from report.content import Content, gather
from report.excel_charts import add_charts
from report.excel_rows import (
    Row,
    clause_head,
    clauses,
    document_head,
    documents,
    ledger,
    ledger_head,
    source_head,
    sources,
    synergy,
    topic_head,
    topics,
)
from report.exports import defuse
from report.labels import Labels
from report.topic_parts import stored_topics

_CREATED = datetime(2000, 1, 1)  # in every workbook: the same library gives the same bytes
_LINE, _MOST_LINES = 15, 12  # points a line; the longest rows are cut off at so many lines
_LONGEST_CELL = 32_767  # characters, the limit of Excel
_MOST_ROWS = 1_048_575


def write_workbook(
    library: Library,
    path: Path,
    *,
    language: str,
    topics: Mapping[str, object] | None = None,
    only: frozenset[str] = frozenset(),
) -> Path:
    """Writes the workbook and returns its path; `topics` are the library's stored ones by default,
    `only` names the categories to tell of.

    Raises:
        XietongError: the file cannot be written, or Excel cannot hold the clauses.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    content = gather(library, stored_topics(library) if topics is None else topics, only)
    labels = Labels(language)
    if content.totals.clauses > _MOST_ROWS:
        raise XietongError(f"Excel holds at most {_MOST_ROWS} rows", hint="xietong export --out codes.parquet")
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(str(path), options)
    book.set_properties({"title": labels("subtitle"), "created": _CREATED})
    try:
        _write_sheets(book, library, content, labels)
        book.close()
    except (OSError, FileCreateError) as error:
        raise XietongError(f"cannot write {path}: {error}") from error
    return path


def _write_sheets(book: Any, library: Library, content: Content, labels: Labels) -> None:
    formats = {
        "head": book.add_format({"bold": True, "bottom": 1, "bg_color": "#EEF2F6", "text_wrap": True, "valign": "top"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        "title": book.add_format({"bold": True, "font_size": 16}),
        "section": book.add_format({"bold": True, "font_size": 12}),
        "year": book.add_format({"align": "left"}),
        "percent": book.add_format({"num_format": "0.0%"}),
    }
    _write_overview(book, content, labels, formats)
    _write_tables(book, labels("synergy"), synergy(content, labels), formats)
    _write_list(book, labels("clauses_sheet"), clause_head(content, labels), clauses(library, content, labels), formats)
    _write_list(book, labels("sources"), source_head(labels), sources(content, labels), formats)
    _write_list(book, labels("documents_sheet"), document_head(content, labels), documents(content, labels), formats)
    _write_list(book, labels("topics"), topic_head(labels), topics(content, labels), formats)
    _write_list(book, labels("ledger"), ledger_head(labels), ledger(content, labels), formats)


def _write_overview(book: Any, content: Content, labels: Labels, formats: Mapping[str, Any]) -> None:
    """Writes totals, the shares, the matrix and the timeline, each with its chart at its right."""
    sheet = book.add_worksheet(labels("overview"))
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 12, 12)
    sheet.write_string(0, 0, labels("subtitle"), formats["title"])
    totals = content.totals
    figures = ((labels("documents"), totals.documents), (labels("units"), totals.clauses),
               (labels("clauses"), content.coded), (labels("review"), totals.review))  # fmt: skip
    for row, (name, value) in enumerate(figures, start=2):
        sheet.write_string(row, 0, name)
        sheet.write_number(row, 1, value)
    row = 8
    names = [part.category.name(labels.language) for part in content.categories]
    row = shares_at = _head(sheet, row, labels("categories"), formats, [
        labels("category"), labels("clauses"), labels("mentions"), labels("documents"), labels("share"),
        f"{labels('interval')} ↓", f"{labels('interval')} ↑", labels("review"), "−", "+",
    ])  # fmt: skip
    for part, name in zip(content.categories, names, strict=True):
        sheet.write_string(row, 0, name)
        for column, value in enumerate((part.clauses, part.mentions, part.documents), start=1):
            sheet.write_number(row, column, value)
        for column, share in enumerate((part.share.value, part.share.low, part.share.high), start=4):
            sheet.write_number(row, column, share, formats["percent"])
        sheet.write_number(row, 7, part.review)
        # the lengths of the error bars: LibreOffice draws them from cells only
        sheet.write_number(row, 8, round(part.share.value - part.share.low, 4), formats["percent"])
        sheet.write_number(row, 9, round(part.share.high - part.share.value, 4), formats["percent"])
        row += 1
    levels = [labels.level(level) for level in content.levels]
    row = matrix_at = _head(sheet, row + 2, labels("matrix"), formats, [labels("category"), *levels])
    for part, name in zip(content.categories, names, strict=True):
        sheet.write_string(row, 0, name)
        for column, level in enumerate(content.levels, start=1):
            sheet.write_number(row, column, content.matrix.get((part.category.id, level), 0))
        row += 1
    if content.levels:
        scale = {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": "#5B9BD5"}
        sheet.conditional_format(matrix_at, 1, row - 1, len(content.levels), scale)
    row = years_at = _head(sheet, row + 2, labels("timeline"), formats, [labels("year"), *names])
    for year in content.years:
        sheet.write_number(row, 0, year, formats["year"])
        for column, part in enumerate(content.categories, start=1):
            sheet.write_number(row, column, content.timeline.get((year, part.category.id), 0))
        row += 1
    add_charts(book, sheet, content, labels, shares_at=shares_at, matrix_at=matrix_at, years_at=years_at)


def _head(sheet: Any, row: int, title: str, formats: Mapping[str, Any], names: Sequence[str]) -> int:
    """Writes a table's title and head; returns the row of its first line."""
    sheet.write_string(row, 0, title, formats["section"])
    for column, name in enumerate(names):
        sheet.write_string(row + 1, column, name, formats["head"])
    return row + 2


def _write_list(
    book: Any, title: str, head: Sequence[tuple[str, int]], rows: Iterable[Row], formats: Mapping[str, Any]
) -> None:
    """Writes a sheet with a frozen head, filters, and columns of the given widths."""
    sheet = book.add_worksheet(title)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    for column, (name, width) in enumerate(head):
        sheet.set_column(column, column, width, formats["wrap"] if width >= 40 else None)
        sheet.write_string(0, column, name, formats["head"])
    count = 0
    wide = [(column, width) for column, (_, width) in enumerate(head) if width >= 40]
    for count, row in enumerate(rows, start=1):
        lines = max((_lines(row[column], width) for column, width in wide), default=1)
        if lines > 1:  # not every program fits the height of a row to what it wraps
            sheet.set_row(count, _LINE * min(lines, _MOST_LINES))
        for column, value in enumerate(row):
            write_cell(sheet, count, column, value)
    sheet.autofilter(0, 0, count, max(len(head) - 1, 0))


def _lines(value: object, width: int) -> int:
    """Returns how many lines a text takes in a column of a width in characters; Chinese ones are two wide."""
    text = str(value or "")
    return 1 + (len(text) + sum(character > "\u2e7f" for character in text)) // width


def _write_tables(book: Any, title: str, rows: Iterable[Row], formats: Mapping[str, Any]) -> None:
    """Writes a sheet of tables under one another: a line of one cell is a title, the line after it the head."""
    sheet = book.add_worksheet(title)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 8, 18)
    before = 0
    for line, row in enumerate(rows):
        style = formats["section"] if len(row) == 1 else formats["head"] if before == 1 else None
        for column, value in enumerate(row):
            sheet.write_string(line, column, str(defuse(value)), style)
        before = len(row)


def write_cell(sheet: Any, row: int, column: int, value: object) -> None:
    """Writes a number as a number and a text as a text that no spreadsheet executes."""
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value)
    elif value not in (None, ""):
        sheet.write_string(row, column, str(defuse(value))[:_LONGEST_CELL])
