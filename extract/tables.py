"""Ruled tables of a PDF page: rules from pdfium's paths, cells between them, pieces of text put into the cells."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from typing import TypeAlias

from extract.pdf_chars import Box
from extract.pdf_glyphs import Piece, Run, single
from extract.pdf_lines import Line, cut_rows, join_text, make_line
from extract.rules import Rule
from extract.table_cells import MIN_LENGTH, TOLERANCE, find_cells

Grid: TypeAlias = tuple[tuple[str, ...], ...]
Bands: TypeAlias = list[tuple[float, float, list[tuple[float, float, int]]]]

MIN_PATHS = 6
MIN_NAMED = 0.8  # share of rows that begin with a text, and of half the columns
MIN_FILLED = 0.25  # share of cells with text in rows that have any: grids of charts have almost none


def find_tables(rules: list[Rule]) -> list[list[Box]]:
    """Returns for each table of at least two rows and columns the boxes of its cells."""
    level = [rule for rule in rules if rule.is_level and rule.x1 - rule.x0 >= MIN_LENGTH]
    upright = [rule for rule in rules if not rule.is_level and rule.y1 - rule.y0 >= MIN_LENGTH]
    upright += _open_sides(level, upright)
    if len(level) < 2 or len(upright) < 2:
        return []
    groups = find_cells(
        [(rule.y0, rule.x0, rule.x1) for rule in level], [(rule.x0, rule.y0, rule.y1) for rule in upright]
    )
    return [
        boxes
        for boxes in groups
        if len({round(box[0]) for box in boxes}) > 1 and len({round(box[3]) for box in boxes}) > 1
    ]


def _open_sides(level: list[Rule], upright: list[Rule]) -> list[Rule]:
    """Returns the missing left and right rules of tables that are open at their sides."""
    inner = [
        rule
        for rule in level
        if any(
            rule.x0 + TOLERANCE < other.x0 < rule.x1 - TOLERANCE
            and other.y0 - TOLERANCE <= rule.y0 <= other.y1 + TOLERANCE
            for other in upright
        )
    ]
    sides: list[Rule] = []
    for ends in ([rule.x0 for rule in inner], [rule.x1 for rule in inner]):
        for x in _stops(ends):
            touching = [rule.y0 for rule, end in zip(inner, ends, strict=True) if 0 <= end - x <= 1.0]
            low, high = min(touching), max(touching)
            beside = (other for other in upright if abs(other.x0 - x) < 2 * TOLERANCE)
            covered = sum(max(0.0, min(other.y1, high) - max(other.y0, low)) for other in beside)
            if len(touching) >= 3 and covered < 0.9 * (high - low):
                sides.append(Rule(x, low, x, high))
    return sides


def take_tables(pieces: list[Piece], tables: list[list[Box]], page: int) -> tuple[list[Piece], list[Line]]:
    """Returns the pieces outside the tables, and a line with cells for every table that holds text."""
    lines: list[Line] = []
    for cells in tables:
        inside: list[list[Piece]] = [[] for _ in cells]
        outside: list[Piece] = []
        lefts, bottoms, rights, tops = zip(*cells, strict=True)
        area = (min(lefts), min(bottoms), max(rights), max(tops))
        bands = _bands(cells)
        for piece in pieces:
            if area[0] - 2 < (piece.left + piece.right) / 2 < area[2] + 2 and area[1] < piece.middle < area[3]:
                _drop_into(piece, cells, bands, inside, outside)
            else:
                outside.append(piece)
        filled = [_cell_text(own) for own in inside]
        texts = [text for text, _ in filled]
        grid = _grid(cells, texts)
        if len(grid) < 2 or sum(map(bool, texts)) < 3 or not (_is_filled(grid) or _is_form(grid)):
            continue
        pieces = outside
        order = sorted(range(len(cells)), key=lambda at: (-round(cells[at][3]), cells[at][0]))
        runs = [run for at in order for run in filled[at][1]]
        lines.append(Line("", area, 10.0, page, cells=grid, runs=runs))
    return pieces, lines


def _is_filled(grid: Grid) -> bool:
    return sum(bool(text) for row in grid for text in row) >= MIN_FILLED * sum(map(len, grid))


def _is_form(grid: Grid) -> bool:
    """Whether a grid is a form to be filled in: names at the head of its rows and of its columns."""
    rows, columns = (sum(map(_is_name, texts)) for texts in ([row[0] for row in grid], grid[0]))
    return rows >= MIN_NAMED * len(grid) and columns >= MIN_NAMED * len(grid[0]) / 2


def _is_name(text: str) -> bool:
    """Whether a text has letters: the axis of a chart has numbers."""
    return any(map(str.isalpha, text))


def _bands(cells: list[Box]) -> Bands:
    """Returns the cells by their height: (bottom, top, [(left, right, number)])."""
    bands: dict[tuple[float, float], list[tuple[float, float, int]]] = defaultdict(list)
    for number, (left, bottom, right, top) in enumerate(cells):
        bands[bottom, top].append((left, right, number))
    return [(bottom, top, own) for (bottom, top), own in bands.items()]


def _drop_into(piece: Piece, cells: list[Box], bands: Bands, inside: list[list[Piece]], outside: list[Piece]) -> None:
    """Gives a piece, or its parts where it runs over a rule, to the cells in which its characters stand."""
    first = _cell_at(bands, piece.left + 0.1, piece.middle)
    if first is not None and cells[first][0] <= piece.right - 0.1 <= cells[first][2]:
        inside[first].append(piece)
        return
    places = [_cell_at(bands, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2) for box in piece.boxes]
    start = 0
    for end in range(1, len(places) + 1):
        if end < len(places) and places[end] == places[start]:
            continue
        text = piece.text[start:end]
        if text.strip():
            begin = start + len(text) - len(text.lstrip())
            boxes = piece.boxes[begin : begin + len(text.strip())]
            part = Piece(text.strip(), (boxes[0][0], piece.bottom, boxes[-1][2], piece.top), piece.size, single(boxes))
            place = places[start]
            (outside if place is None else inside[place]).append(part)
        start = end


def _cell_at(bands: Bands, x: float, y: float) -> int | None:
    for bottom, top, cells in bands:
        if bottom <= y <= top:
            for left, right, number in cells:
                if left <= x <= right:
                    return number
    return None


def _cell_text(pieces: list[Piece]) -> tuple[str, list[Run]]:
    """Returns the text of a cell as one line, and the runs of its characters that are not blank."""
    if len(pieces) == 1 and " " not in pieces[0].text:
        return pieces[0].text.replace("\t", " "), pieces[0].runs
    text = ""
    runs: list[Run] = []
    for row in cut_rows(pieces):
        line = make_line(row, 0)
        text = join_text(text, line.text) if text else line.text
        runs += single(line.inked())
    return text.replace("\t", " "), runs


def _grid(cells: list[Box], texts: list[str]) -> Grid:
    """Returns the texts row by row; a merged cell has its text in its first place, the others are empty."""
    lefts = _stops([box[0] for box in cells])
    tops = _stops([-box[3] for box in cells])
    grid = [[""] * len(lefts) for _ in tops]
    for box, text in zip(cells, texts, strict=True):
        row, column = bisect_right(tops, -box[3] + 1.0) - 1, bisect_right(lefts, box[0] + 1.0) - 1
        grid[row][column] = text
    return tuple(tuple(row) for row in grid if any(row))


def _stops(values: list[float]) -> list[float]:
    """Returns the values in order, those closer than a point taken as one."""
    stops: list[float] = []
    for value in sorted(values):
        if not stops or value - stops[-1] > 1.0:
            stops.append(value)
    return stops
