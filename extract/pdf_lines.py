"""Pieces of a PDF page put into lines in reading order, one column after the other."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from operator import attrgetter

from extract.pdf_chars import Box
from extract.pdf_glyphs import AUTOSPACE, NEUTRAL, Piece, Run, is_wide, spread


class Line:
    """A line of a page (its index from 0), or a table that stands there (`cells`).

    `column` is 0 across the page, 1 left, 2 right. `furniture` marks running heads and the like, `note`
    footnotes: text, but not in the flow. `boxes`, one a character (of a table, of what is not blank), are worked out
    from `runs` when asked for, and are gone when the page is done.
    """

    __slots__ = (
        "box", "cells", "column", "furniture", "left", "middle", "note", "page", "right", "runs", "size", "text",
    )  # fmt: skip

    def __init__(
        self,
        text: str,
        box: Box,
        size: float,
        page: int,
        column: int = 0,
        furniture: bool = False,
        cells: tuple[tuple[str, ...], ...] = (),
        runs: list[Run] | None = None,
    ) -> None:
        self.text, self.box, self.size, self.page, self.column = text, box, size, page, column
        self.furniture, self.note, self.cells = furniture, False, cells
        self.runs = runs if runs is not None else []
        self.left, self.right = box[0], box[2]
        self.middle = (box[1] + box[3]) / 2

    @property
    def boxes(self) -> list[Box]:
        """The boxes of the characters."""
        return spread(self.runs)

    def inked(self) -> list[Box]:
        """Returns the boxes of the characters that are not blank; of a table, of all its cells in order."""
        if self.cells:
            return self.boxes
        return [box for box, char in zip(self.boxes, self.text, strict=True) if not char.isspace()]


def join_box(boxes: Iterable[Box]) -> Box:
    """Returns the smallest box around others."""
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return (min(lefts), min(bottoms), max(rights), max(tops))


def cut_rows(pieces: list[Piece]) -> list[list[Piece]]:
    """Returns the pieces row by row from the top, each row from the left."""
    rows: list[list[Piece]] = []
    anchors: list[Piece] = []  # the tallest of each row
    for piece in sorted(pieces, key=_height_of):
        top, bottom = piece.top, piece.bottom
        height = top - bottom
        for at in range(len(rows) - 1, max(len(rows) - 4, -1), -1):
            anchor = anchors[at]
            shared = (anchor.top if anchor.top < top else top) - (anchor.bottom if anchor.bottom > bottom else bottom)
            if shared <= 0:
                continue
            tall = anchor.top - anchor.bottom
            if shared > 0.55 * min(tall, height) and not _collides(rows[at], piece):
                rows[at].append(piece)
                if height > tall:
                    anchors[at] = piece
                break
        else:
            rows.append([piece])
            anchors.append(piece)
    for row in rows:
        if len(row) > 1:
            row.sort(key=_left_of)
    return rows


def _height_of(piece: Piece) -> float:
    return -piece.middle


_left_of = attrgetter("left")


def _collides(row: list[Piece], piece: Piece) -> bool:
    """Whether a piece lies over one of the row: set tightly, two lines can share half their height."""
    em = piece.size
    return any(min(other.right, piece.right) - max(other.left, piece.left) > 1.2 * em for other in row)


def place_tables(lines: list[Line], tables: list[Line]) -> list[Line]:
    """Returns the lines with each table before the first line that stands below its top."""
    result = list(lines)
    for table in sorted(tables, key=lambda table: -table.box[3]):
        below = (
            place for place, line in enumerate(result) if line.middle < table.box[3] and line.box[3] <= table.box[3]
        )
        result.insert(next(below, len(result)), table)
    return result


def make_line(row: list[Piece], page: int, column: int = 0) -> Line:
    """Returns one line of pieces that stand side by side."""
    first = row[0]
    if len(row) == 1:
        return Line(first.text, first.box, first.size, page, column, runs=first.runs)
    text, runs = first.text, list(first.runs)
    for before, piece in pairwise(row):
        wide = is_wide(before.text[-1]) or is_wide(piece.text[0])
        if piece.left - before.right > (AUTOSPACE if wide else 0.12) * piece.size:
            text += " "
            runs.append((1, (before.right, piece.bottom, piece.left, piece.top)))
        text += piece.text
        runs += piece.runs
    longest = max(row, key=lambda piece: len(piece.text))
    return Line(text, join_box(piece.box for piece in row), longest.size, page, column, runs=runs)


def slanted_line(piece: Piece, page: int) -> Line:
    """Returns a watermark as a line of furniture."""
    return Line(piece.text, join_box(piece.boxes), piece.size, page, furniture=True, runs=piece.runs)


def join_text(before: str, after: str) -> str:
    """Returns two lines of one paragraph as one: a blank between Latin words only.

    >>> join_text("推进乡村", "振兴"), join_text("rural", "revitalisation"), join_text("develop-", "ment")
    ('推进乡村振兴', 'rural revitalisation', 'development')
    """
    last, first = before[-1:], after[:1]
    if "\u4e00" <= last <= "\u9fff" or "\u4e00" <= first <= "\u9fff":  # the usual case
        return before + after
    if is_wide(last) or is_wide(first) or (last in NEUTRAL and first in NEUTRAL):
        return before + after
    if last == "-" and before[-2:-1].islower() and first.islower():
        return before[:-1] + after
    if last in "-/" or (last in "—…" and not first.isascii()):
        return before + after
    return f"{before} {after}"
