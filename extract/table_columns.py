"""Tables without rules: rows whose pieces stand under one another in columns.

A run of rows is a table if white strips part all its rows into the same columns, the pieces of a column are aligned,
and most rows fill most columns. Prose in two columns, lists, contents, signatures and labels with their values do
not pass: where the signs are weak, the lines stay lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean, median, pstdev

from extract.pdf_chars import Box
from extract.pdf_glyphs import Piece, single
from extract.pdf_lines import Line, cut_rows, join_box, join_text, make_line

MIN_ROWS, MIN_COLUMNS = 3, 4  # fewer columns are easily something else, so they need ...
MIN_ROWS_OF_FEW = 4  # ... more rows
MIN_FILLED = 0.6  # share of a table's places that hold text
MIN_GAP = 1.0  # em of white between two cells of a row
MIN_STRIP = 0.55  # em of white that parts two columns in all rows
MAX_SPREAD = 0.7  # em by which the edges of an aligned column differ
MAX_PITCH = 3.2  # em from row to row
SHORT = 14  # characters: a column of cells, not of prose
LONG = 40
_LEADER = re.compile(r"[.．…·]{4,}\s*\d*$|^\d{1,3}$")
_NUMBER = re.compile(r"[-+−]?[\d,.]+\s*[%‰万亿元人户个年月日]*$|[—–-]$|/$")
Cell = Piece
Row = list[Cell]


def take_columns(pieces: list[Piece], page: int) -> tuple[list[list[Piece]], list[Line]]:
    """Returns the rows of pieces outside tables without rules, and a line with cells for every such table."""
    cut = cut_rows(pieces)
    if sum(len(row) > 1 for row in cut) < 2:
        return cut, []
    rows = [_cells(row) for row in cut]
    lines: list[Line] = []
    taken: set[int] = set()
    for run in _runs(rows):
        found = _table(run, page)
        if found is not None:
            lines.append(found)
            taken.update(id(part) for row in run for cell in row for part in cell)
    if not taken:
        return cut, []
    return cut_rows([piece for piece in pieces if id(piece) not in taken]), lines


def _cells(row: list[Piece]) -> list[list[Piece]]:
    """Returns the pieces of a row in groups: a blank within a cell is narrow."""
    groups = [[row[0]]]
    for before, piece in pairwise(row):
        if piece.left - before.right > MIN_GAP * min(before.size, piece.size):
            groups.append([])
        groups[-1].append(piece)
    return groups


def _runs(rows: list[list[list[Piece]]]) -> list[list[list[list[Piece]]]]:
    """Returns runs of rows that stand close together and may be a table: from the first to the last of several cells."""
    runs: list[list[list[list[Piece]]]] = []
    for row in rows:
        last = runs[-1][-1] if runs and runs[-1] else None
        near = last is not None and _middle(last) - _middle(row) < MAX_PITCH * _size(row)
        if len(row) >= 2:
            if not near:
                runs.append([])
            runs[-1].append(row)
        elif near and runs and _continues(row[0], runs[-1]):
            runs[-1].append(row)
        elif runs and runs[-1]:
            runs.append([])
    return [_trimmed(run) for run in runs if len(run) >= MIN_ROWS]


def _trimmed(run: list[list[list[Piece]]]) -> list[list[list[Piece]]]:
    while run and len(run[-1]) < 2 and not _below(run[-1][0], run[:-1]):
        run = run[:-1]
    return run


def _continues(cell: list[Piece], run: list[list[list[Piece]]]) -> bool:
    """Whether a lone group of pieces stands under one column alone: a cell that goes on."""
    return _below(cell, run) and len(_text(cell)) <= LONG


def _below(cell: list[Piece], run: list[list[list[Piece]]]) -> bool:
    left, right = cell[0].left, cell[-1].right
    wide = [row for row in run if len(row) >= 2]
    if not wide:
        return False
    over = [other for other in wide[-1] if other[0].left < right and other[-1].right > left]
    starts = min(row[0][0].left for row in wide)
    whole = max(row[-1][-1].right for row in wide) - starts
    return len(over) == 1 and right - left < 0.6 * whole and left - over[0][0].left > -1.0 * cell[0].size


def _table(run: list[list[list[Piece]]], page: int) -> Line | None:
    """Returns a run of rows as a table, None where it is none."""
    if len(run) < MIN_ROWS:
        return None
    size = median(piece.size for row in run for cell in row for piece in cell)
    columns = _columns(run, size)
    if len(columns) < 2:
        return None
    placed = [_place(row, columns) for row in run]
    if any(row is None for row in placed):
        return None
    rows = _merged([row for row in placed if row is not None], size)
    texts = [[_text(cell) for cell in row] for row in rows]
    if not _is_table(rows, texts, size):
        return None
    pieces = [piece for row in run for cell in row for piece in cell]
    boxes: list[Box] = []
    for row in rows:
        for cell in row:
            boxes += [box for line in cut_rows(cell) for box in make_line(line, page).inked()] if cell else []
    cells = tuple(tuple(row) for row in texts)
    return Line("", join_box(piece.box for piece in pieces), size, page, cells=cells, runs=single(boxes))


def _columns(run: list[list[list[Piece]]], size: float) -> list[tuple[float, float]]:
    """Returns the extents of the columns: what white strips leave of all rows of several cells."""
    spans = sorted((cell[0].left, cell[-1].right) for row in run if len(row) >= 2 for cell in row)
    columns: list[tuple[float, float]] = []
    for left, right in spans:
        if columns and left - columns[-1][1] < MIN_STRIP * size:
            columns[-1] = (columns[-1][0], max(columns[-1][1], right))
        else:
            columns.append((left, right))
    return columns


def _place(row: list[list[Piece]], columns: Sequence[tuple[float, float]]) -> list[list[Piece]] | None:
    """Returns the groups of a row by column; None where one lies across columns or two in one."""
    places: list[list[Piece]] = [[] for _ in columns]
    for cell in row:
        over = [
            number
            for number, (left, right) in enumerate(columns)
            if min(right, cell[-1].right) - max(left, cell[0].left) > 0
        ]
        if len(over) != 1 or places[over[0]]:
            return None
        places[over[0]] = list(cell)
    return places


def _merged(rows: list[list[list[Piece]]], size: float) -> list[list[list[Piece]]]:
    """Returns the rows, lines of wrapped cells put to the row above them.

    A row that leaves its first column empty goes on above if it stands nearer to that row than rows usually do, or if
    every text above its own is set to the full width of its column.
    """
    steps = [_middle_of(above) - _middle_of(below) for above, below in pairwise(rows)]
    heads = [step for step, row in zip(steps, rows[1:], strict=True) if row[0]]
    usual = median(heads) if heads else 0.0
    widths = [max((row[n][-1].right for row in rows if row[n]), default=0.0) for n in range(len(rows[0]))]
    merged = [[list(cell) for cell in rows[0]]]
    last = rows[0]
    for step, row in zip(steps, rows[1:], strict=True):
        own = [number for number, cell in enumerate(row) if cell]
        full = all(last[number] and last[number][-1].right > widths[number] - 1.6 * size for number in own)
        close = usual > 0 and step < 0.85 * usual
        if len(own) < len(row) and ((not row[0] and (full or close)) or (close and len(own) <= len(row) / 2)):
            for number in own:
                merged[-1][number] += row[number]
        else:
            merged.append([list(cell) for cell in row])
        last = row
    return merged


def _is_table(rows: list[list[list[Piece]]], texts: list[list[str]], size: float) -> bool:
    wide, high = len(texts[0]), len(texts)
    filled = sum(bool(text) for row in texts for text in row) / (wide * high)
    if high < (MIN_ROWS if wide >= MIN_COLUMNS else MIN_ROWS_OF_FEW) or filled < MIN_FILLED:
        return False
    columns = [[row[number] for row in texts if row[number]] for number in range(wide)]
    if not all(columns) or max(fmean(map(len, column)) for column in columns) > LONG:
        return False
    if sum(fmean(map(len, column)) <= SHORT for column in columns) < wide - 1:
        return False
    aligned = sum(_is_aligned([row[number] for row in rows if row[number]], size) for number in range(wide))
    if aligned < wide - (1 if wide > 3 else 0):
        return False
    if wide > 2:
        return True
    first, second = columns
    if sum(bool(_LEADER.search(text)) for text in first + second) > 0.3 * len(first + second):
        return False  # a table of contents
    if sum(text.endswith(("：", ":")) for text in first) > 0.5 * len(first):
        return False  # labels with their values
    return filled > 0.85 and sum(bool(_NUMBER.match(text)) for text in second) >= 0.6 * len(second)


def _is_aligned(column: list[list[Piece]], size: float) -> bool:
    """Whether the cells of a column begin, end or are centred at one place, all but one in seven."""
    lefts, rights = [cell[0].left for cell in column], [max(piece.right for piece in cell) for cell in column]
    middles = [(left + right) / 2 for left, right in zip(lefts, rights, strict=True)]
    keep = max(2, len(column) - len(column) // 7)
    for edges in (lefts, rights, middles):
        centre = median(edges)
        nearest = sorted(edges, key=lambda edge: abs(edge - centre))[:keep]
        if pstdev(nearest) < MAX_SPREAD * size:
            return True
    return False


def _text(cell: Sequence[Piece]) -> str:
    text = ""
    for row in cut_rows(list(cell)):
        line = make_line(row, 0).text
        text = join_text(text, line) if text else line
    return text.replace("\t", " ")


def _middle(row: list[list[Piece]]) -> float:
    return fmean(piece.middle for cell in row for piece in cell)


def _middle_of(row: list[list[Piece]]) -> float:
    return _middle([cell for cell in row if cell])


def _size(row: list[list[Piece]]) -> float:
    return max(piece.size for cell in row for piece in cell)
