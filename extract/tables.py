"""Ruled tables of a PDF page: pdfplumber's table finder fed with pdfium's paths and characters.

The finder is good; what is slow is the parse before it (88 % of pdfplumber's time), so pdfium does that.
"""

from __future__ import annotations

import ctypes
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias

import pypdfium2.raw as pdfium

from extract.pdf_chars import Box, turn_box
from extract.pdf_glyphs import Piece
from extract.pdf_lines import Line, cut_rows, join_text, make_line

Page: TypeAlias = Any  # pypdfium2 carries no types
Matrix: TypeAlias = tuple[float, float, float, float, float, float]

MIN_PATHS = 6
MAX_POINTS = 20_000  # a chart or a drawing, not a table
THIN = 3.0  # points: a rectangle thinner than this is drawn as a rule
MIN_LENGTH = 4.0
TOLERANCE = 3.0  # pdfplumber's default for snapping, joining and crossing
MIN_FILLED = 0.25  # share of cells with text in rows that have any: grids of charts have almost none
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line along an axis, in points from the lower left."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def is_level(self) -> bool:
        """Whether it lies rather than stands."""
        return self.x1 - self.x0 >= self.y1 - self.y0


def find_rules(page: Page) -> list[Rule]:
    """Returns the straight rules of a page, of strokes as well as of thin and thick rectangles."""
    rules: list[Rule] = []
    budget = [MAX_POINTS]
    count = pdfium.FPDFPage_CountObjects(page.raw)
    for index in range(count):
        handle = pdfium.FPDFPage_GetObject(page.raw, index)
        rules += _object_rules(handle, _IDENTITY, budget, 0)
        if budget[0] < 0:
            return []
    return _as_shown(rules, page)


def _as_shown(rules: list[Rule], page: Page) -> list[Rule]:
    turn = int(page.get_rotation()) % 360
    if not turn:
        return rules
    width, height = page.get_width(), page.get_height()
    return [Rule(*turn_box((rule.x0, rule.y0, rule.x1, rule.y1), turn, width, height)) for rule in rules]


def _object_rules(handle: Any, outer: Matrix, budget: list[int], depth: int) -> Iterator[Rule]:
    kind = pdfium.FPDFPageObj_GetType(handle)
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        yield from _path_rules(handle, _multiply(_matrix(handle), outer), budget)
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < 4:
        inner = _multiply(_matrix(handle), outer)
        for index in range(pdfium.FPDFFormObj_CountObjects(handle)):
            yield from _object_rules(pdfium.FPDFFormObj_GetObject(handle, index), inner, budget, depth + 1)


def _matrix(handle: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(handle, matrix):
        return _IDENTITY
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _multiply(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _path_rules(handle: Any, matrix: Matrix, budget: list[int]) -> Iterator[Rule]:
    """Yields the straight segments of a path; the two long sides of a thin rectangle are one rule."""
    for points in _subpaths(handle, matrix, budget):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        width, height = max(xs) - min(xs), max(ys) - min(ys)
        if len(points) >= 4 and min(width, height) < THIN:
            if width >= height:
                middle = (max(ys) + min(ys)) / 2
                yield Rule(min(xs), middle, max(xs), middle)
            else:
                middle = (max(xs) + min(xs)) / 2
                yield Rule(middle, min(ys), middle, max(ys))
            continue
        for (x0, y0), (x1, y1) in pairwise(points):
            if min(abs(x1 - x0), abs(y1 - y0)) < 0.6 < max(abs(x1 - x0), abs(y1 - y0)):
                yield Rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _subpaths(handle: Any, matrix: Matrix, budget: list[int]) -> Iterator[list[tuple[float, float]]]:
    """Yields the points of each subpath on the page; curves cut a subpath."""
    count = pdfium.FPDFPath_CountSegments(handle)
    budget[0] -= count
    if count < 2 or budget[0] < 0:
        return
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(handle, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        if kind != pdfium.FPDF_SEGMENT_LINETO:
            if len(points) > 1:
                yield points
            points = []
        points.append(point)
        if points and pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points


def find_tables(rules: list[Rule], height: float) -> list[list[Box]]:
    """Returns for each table of at least two rows and columns the boxes of its cells."""
    level = [rule for rule in rules if rule.is_level and rule.x1 - rule.x0 >= MIN_LENGTH]
    upright = [rule for rule in rules if not rule.is_level and rule.y1 - rule.y0 >= MIN_LENGTH]
    upright += _open_sides(level, upright)
    if len(level) < 2 or len(upright) < 2:
        return []
    from pdfplumber import table as finder

    edges = [_edge(rule, height) for rule in level + upright]
    edges = finder.merge_edges(edges, TOLERANCE, TOLERANCE, TOLERANCE, TOLERANCE)
    edges = [edge for edge in edges if max(edge["x1"] - edge["x0"], edge["bottom"] - edge["top"]) >= MIN_LENGTH]
    if len(edges) > 600:
        return []
    cells = finder.intersections_to_cells(finder.edges_to_intersections(edges, TOLERANCE, TOLERANCE))
    found: list[list[Box]] = []
    for group in finder.cells_to_tables(cells):
        boxes = [(x0, height - bottom, x1, height - top) for x0, top, x1, bottom in group]
        if len({round(box[0]) for box in boxes}) > 1 and len({round(box[3]) for box in boxes}) > 1:
            found.append(boxes)
    return found


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


def _edge(rule: Rule, height: float) -> dict[str, float | str]:
    """Returns a rule as pdfplumber writes edges: distances from the top."""
    top, bottom = height - rule.y1, height - rule.y0
    return {
        "x0": rule.x0,
        "x1": rule.x1,
        "top": top,
        "bottom": bottom,
        "doctop": top,
        "width": rule.x1 - rule.x0,
        "height": bottom - top,
        "orientation": "h" if rule.is_level else "v",
    }


def take_tables(pieces: list[Piece], tables: list[list[Box]], page: int) -> tuple[list[Piece], list[Line]]:
    """Returns the pieces outside the tables, and a line with cells for every table that holds text."""
    lines: list[Line] = []
    for cells in tables:
        inside: list[list[Piece]] = [[] for _ in cells]
        outside: list[Piece] = []
        area = (min(c[0] for c in cells), min(c[1] for c in cells), max(c[2] for c in cells), max(c[3] for c in cells))
        for piece in pieces:
            if area[0] - 2 < (piece.left + piece.right) / 2 < area[2] + 2 and area[1] < piece.middle < area[3]:
                _drop_into(piece, cells, inside, outside)
            else:
                outside.append(piece)
        filled = [_cell_text(own) for own in inside]
        texts = [text for text, _ in filled]
        grid = _grid(cells, texts)
        if sum(map(bool, texts)) < max(3, MIN_FILLED * sum(map(len, grid))) or len(grid) < 2:
            continue
        pieces = outside
        order = sorted(range(len(cells)), key=lambda at: (-round(cells[at][3]), cells[at][0]))
        boxes = [box for at in order for box in filled[at][1]]
        lines.append(Line("", area, 10.0, page, cells=grid, boxes=boxes))
    return pieces, lines


def _drop_into(piece: Piece, cells: list[Box], inside: list[list[Piece]], outside: list[Piece]) -> None:
    """Gives a piece, or its parts where it runs over a rule, to the cells in which its characters stand."""
    places = [_cell_at(cells, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2) for box in piece.boxes]
    start = 0
    for end in range(1, len(places) + 1):
        if end < len(places) and places[end] == places[start]:
            continue
        text = piece.text[start:end]
        if text.strip():
            first = start + len(text) - len(text.lstrip())
            boxes = piece.boxes[first : first + len(text.strip())]
            part = Piece(text.strip(), (boxes[0][0], piece.bottom, boxes[-1][2], piece.top), piece.size, boxes)
            place = places[start]
            (outside if place is None else inside[place]).append(part)
        start = end


def _cell_at(cells: list[Box], x: float, y: float) -> int | None:
    for number, (left, bottom, right, top) in enumerate(cells):
        if left <= x <= right and bottom <= y <= top:
            return number
    return None


def _cell_text(pieces: list[Piece]) -> tuple[str, list[Box]]:
    """Returns the text of a cell as one line, and the boxes of its characters that are not blank."""
    text = ""
    boxes: list[Box] = []
    for row in cut_rows(pieces):
        line = make_line(row, 0)
        text = join_text(text, line.text) if text else line.text
        boxes += line.inked()
    return text.replace("\t", " "), boxes


def _grid(cells: list[Box], texts: list[str]) -> tuple[tuple[str, ...], ...]:
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
