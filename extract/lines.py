"""The lines of a text with their offsets, furniture and tables set apart."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.document import Span
from extract.markers import Marker, read_marker
from extract.raw import Raw, RawTable


@dataclass(slots=True, kw_only=True)  # not frozen, for speed: one is made for every line; none is ever changed
class Line:
    """A line that holds something: its span without surrounding blanks, its text, the mark it begins with."""

    span: Span
    text: str
    furniture: bool = False
    table: RawTable | None = None
    marker: Marker | None = None


def split_lines(raw: Raw) -> list[Line]:
    """Returns the lines of a text in order; a table is one line."""
    furniture = {span.start for span in raw.furniture}
    tables = {table.span.start: table for table in raw.tables}
    lines: list[Line] = []
    position = skip = 0
    for whole in raw.text.split("\n"):
        start, position = position, position + len(whole) + 1
        table = tables.get(start)
        if table is not None and start >= skip:
            skip = table.span.end
            text = raw.text[table.span.start : table.span.end]
            if text.strip():
                lines.append(line_at(raw.text, table.span.start, table.span.end, table=table))
            continue
        if start < skip:
            continue
        if whole and not whole.isspace():
            lines.append(line_at(raw.text, start, start + len(whole), furniture=start in furniture))
    return lines


def line_at(text: str, start: int, end: int, *, furniture: bool = False, table: RawTable | None = None) -> Line:
    """Returns the line between two offsets of a text, blanks at its ends left out."""
    part = text[start:end]
    left = part.lstrip()
    begin = end - len(left)
    left = left.rstrip()
    marker = None if furniture or table is not None else read_marker(left)
    return Line(
        span=Span(start=begin, end=begin + len(left)), text=left, furniture=furniture, table=table, marker=marker
    )
