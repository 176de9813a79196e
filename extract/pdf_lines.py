"""Pieces of a PDF page put into lines in reading order, one column after the other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import fmean, median

from extract.pdf_chars import Box
from extract.pdf_glyphs import AUTOSPACE, NEUTRAL, Piece, is_wide

MIN_COLUMN_ROWS = 5
MIN_COLUMN_CHARACTERS = 6.0  # mean of a piece: cells of tables are shorter


@dataclass(slots=True)
class Line:
    """A line of a page (its index from 0), or a table that stands there (`cells`).

    `column` is 0 across the page, 1 left, 2 right. `furniture` marks running heads and the like, `note`
    footnotes: text, but not in the flow.
    """

    text: str
    box: Box
    size: float
    page: int
    column: int = 0
    furniture: bool = False
    note: bool = False
    cells: tuple[tuple[str, ...], ...] = ()
    boxes: list[Box] = field(default_factory=list)  # one a character; emptied when the page is done

    @property
    def left(self) -> float:
        """The left edge."""
        return self.box[0]

    @property
    def right(self) -> float:
        """The right edge."""
        return self.box[2]

    @property
    def middle(self) -> float:
        """The height of the middle."""
        return (self.box[1] + self.box[3]) / 2

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
    for piece in sorted(pieces, key=lambda piece: -piece.middle):
        for row in rows[-3:]:
            anchor = max(row, key=lambda other: other.top - other.bottom)
            shared = min(anchor.top, piece.top) - max(anchor.bottom, piece.bottom)
            if shared > 0.55 * min(anchor.top - anchor.bottom, piece.top - piece.bottom) and not _collides(row, piece):
                row.append(piece)
                break
        else:
            rows.append([piece])
    for row in rows:
        row.sort(key=lambda piece: piece.left)
    return rows


def _collides(row: list[Piece], piece: Piece) -> bool:
    """Whether a piece lies over one of the row: set tightly, two lines can share half their height."""
    em = piece.size
    return any(min(other.right, piece.right) - max(other.left, piece.left) > 1.2 * em for other in row)


def find_gutter(rows: list[list[Piece]]) -> float | None:
    """Returns the x of the gap between two columns of text, else None."""
    gaps = [
        (before.right + after.left) / 2
        for row in rows
        for before, after in pairwise(row)
        if after.left - before.right > 0.8 * before.size
    ]
    if len(gaps) < MIN_COLUMN_ROWS:
        return None
    middle = median(gaps)
    parted = [at for at, row in enumerate(rows) if row[0].right <= middle <= row[-1].left]
    rows = rows[parted[0] : parted[-1] + 1] if parted else []  # a side column may fill a part of the page only
    left = [piece for row in rows for piece in row if piece.right <= middle]
    right = [piece for row in rows for piece in row if piece.left >= middle]
    both = sum(
        1 for row in rows if row[0].right <= middle <= row[-1].left and not any(_crosses(p, middle) for p in row)
    )
    across = sum(1 for row in rows if any(_crosses(piece, middle) for piece in row))
    if both < MIN_COLUMN_ROWS or both < 1.5 * across or both < 0.4 * len(rows):
        return None
    lengths = sorted((fmean(len(piece.text) for piece in left), fmean(len(piece.text) for piece in right)))
    # A side column of names may be narrow where the other one is prose.
    if lengths[0] < MIN_COLUMN_CHARACTERS and lengths[1] < 3 * MIN_COLUMN_CHARACTERS:
        return None
    start, end = min(piece.left for piece in left), max(piece.right for piece in right)
    if not 0.3 < (middle - start) / max(end - start, 1.0) < 0.82:
        return None
    # Columns of prose fill their width; a label and its value do not.
    filled = [piece for piece in left if piece.right - piece.left > 0.75 * (middle - start)]
    return middle if len(filled) >= 0.5 * both else None


def find_strip(rows: list[list[Piece]]) -> float | None:
    """Returns the x of a white strip that parts the whole page into two columns of prose, else None.

    The lines of the columns need not stand at the same heights, as they must for `find_gutter`.
    """
    pieces = [piece for row in rows for piece in row if len(piece.text) >= MIN_COLUMN_CHARACTERS]
    if len(pieces) < 2 * MIN_COLUMN_ROWS:
        return None
    start, end = min(piece.left for piece in pieces), max(piece.right for piece in pieces)
    rights = sorted(piece.right for piece in pieces if piece.right < start + 0.65 * (end - start))
    if not rights:
        return None
    edge = rights[-1]
    left = [piece for piece in pieces if piece.right <= edge]
    right = [piece for piece in pieces if piece.left > edge]
    if len(left) + len(right) < len(pieces) or min(len(left), len(right)) < MIN_COLUMN_ROWS:
        return None
    border = min(piece.left for piece in right)
    size = median(piece.size for piece in pieces)
    full = sum(piece.right - piece.left > 0.8 * (edge - start) for piece in left)
    starts = sum(piece.left - border < 3 * size for piece in right)
    if border - edge < 0.8 * size or full < 0.5 * len(left) or starts < 0.8 * len(right):
        return None
    return (edge + border) / 2


def _crosses(piece: Piece, x: float) -> bool:
    return piece.left < x < piece.right


def order_lines(rows: list[list[Piece]], page: int) -> list[Line]:
    """Returns the lines of a page in reading order: rows from the top; in two columns the left one first."""
    gutter = find_gutter(rows) or find_strip(rows)
    if gutter is None:
        return [make_line(row, page) for row in rows]
    lines: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for row in rows:
        if any(_crosses(piece, gutter) for piece in row):
            lines += left + right
            left, right = [], []
            lines.append(make_line(row, page))
            continue
        sides = ([p for p in row if p.right <= gutter], [p for p in row if p.right > gutter])
        for side, column, number in zip(sides, (left, right), (1, 2), strict=True):
            if side:
                column.append(make_line(side, page, number))
    return lines + left + right


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
    text, boxes = row[0].text, list(row[0].boxes)
    for before, piece in pairwise(row):
        wide = is_wide(before.text[-1]) or is_wide(piece.text[0])
        if piece.left - before.right > (AUTOSPACE if wide else 0.12) * piece.size:
            text += " "
            boxes.append((before.right, piece.bottom, piece.left, piece.top))
        text += piece.text
        boxes += piece.boxes
    longest = max(row, key=lambda piece: len(piece.text))
    return Line(text, join_box(piece.box for piece in row), longest.size, page, column, boxes=boxes)


def slanted_line(piece: Piece, page: int) -> Line:
    """Returns a watermark as a line of furniture."""
    return Line(piece.text, join_box(piece.boxes), piece.size, page, furniture=True, boxes=piece.boxes)


def join_text(before: str, after: str) -> str:
    """Returns two lines of one paragraph as one: a blank between Latin words only.

    >>> join_text("推进乡村", "振兴"), join_text("rural", "revitalisation"), join_text("develop-", "ment")
    ('推进乡村振兴', 'rural revitalisation', 'development')
    """
    last, first = before[-1:], after[:1]
    if is_wide(last) or is_wide(first) or (last in NEUTRAL and first in NEUTRAL):
        return before + after
    if last == "-" and before[-2:-1].islower() and first.islower():
        return before[:-1] + after
    if last in "-/" or (last in "—…" and not first.isascii()):
        return before + after
    return f"{before} {after}"
