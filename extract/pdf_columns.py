"""Columns of a PDF page: where two stand side by side, and the lines in the order in which they are read."""

from __future__ import annotations

from itertools import pairwise
from statistics import fmean, median

from extract.pdf_glyphs import Piece
from extract.pdf_lines import Line, make_line

MIN_COLUMN_ROWS = 5
MIN_COLUMN_CHARACTERS = 6.0  # mean of a piece: cells of tables are shorter


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


def _keeps(rows: list[list[Piece]], gutter: float) -> bool:
    """Whether a page goes on in the columns of the page before: pieces on both sides of the gap, the left ones full."""
    pieces = [piece for row in rows for piece in row if len(piece.text) >= MIN_COLUMN_CHARACTERS]
    left = [piece for piece in pieces if piece.right <= gutter]
    right = [piece for piece in pieces if piece.left >= gutter]
    if not left or not right or len(left) + len(right) < len(pieces):
        return False
    size = median(piece.size for piece in pieces)
    full = sum(gutter - piece.right < 3 * size for piece in left)
    return full >= 0.5 * len(left) and all(piece.left - gutter < 4 * size for piece in right)


def order_lines(rows: list[list[Piece]], page: int, before: float | None = None) -> tuple[list[Line], float | None]:
    """Returns the lines of a page in reading order, and the x of the gap between its columns.

    Rows from the top; in two columns the left one first. `before` is the gap of the page before: a last page may be too
    short to show it.
    """
    gutter = find_gutter(rows) or find_strip(rows) or (before if before and _keeps(rows, before) else None)
    if gutter is None:
        return [make_line(row, page) for row in rows], None
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
    return lines + left + right, gutter
