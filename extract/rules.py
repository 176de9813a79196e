"""The straight rules of a PDF page, from its paths: strokes, thin rectangles, the sides of boxes, also inside forms."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple, TypeAlias

import pypdfium2.raw as pdfium

from extract import pdfium_calls as calls
from extract.pdf_chars import turn_box

Page: TypeAlias = Any  # pypdfium2 carries no types
Matrix: TypeAlias = tuple[float, float, float, float, float, float]

MAX_POINTS = 20_000  # a chart or a drawing, not a table
THIN = 3.0  # points: a rectangle thinner than this is drawn as a rule
STRAIGHT = 0.6  # points by which a rule may lean
_SINGLE = 2  # points of a path that is one stroke
_RECTANGLE = (4, 5)
_DEPTH = 4  # of forms in forms
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_PATH, _FORM = int(pdfium.FPDF_PAGEOBJ_PATH), int(pdfium.FPDF_PAGEOBJ_FORM)
_LINE_TO = int(pdfium.FPDF_SEGMENT_LINETO)
_SIDES = tuple(calls.FLOATS + 4 * at for at in range(4))


class Rule(NamedTuple):
    """A straight line along an axis, in points from the lower left."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def is_level(self) -> bool:
        """Whether it lies rather than stands."""
        return self.x1 - self.x0 >= self.y1 - self.y0


def find_rules(page: Page, drawn: tuple[calls.Address, ...]) -> list[Rule]:
    """Returns the straight rules among the paths and forms of a page (`drawn`, their addresses)."""
    rules: list[Rule] = []
    budget = [MAX_POINTS]
    for address in drawn:
        rules += _object_rules(address, _IDENTITY, budget, 0)
        if budget[0] < 0:
            return []
    return _as_shown(rules, page)


def _as_shown(rules: list[Rule], page: Page) -> list[Rule]:
    turn = int(page.get_rotation()) % 360
    if not turn:
        return rules
    width, height = page.get_width(), page.get_height()
    return [Rule(*turn_box((rule.x0, rule.y0, rule.x1, rule.y1), turn, width, height)) for rule in rules]


def _object_rules(address: calls.Address, outer: Matrix, budget: list[int], depth: int) -> Iterator[Rule]:
    kind = calls.get_type(address)
    if kind == _PATH:
        count = calls.count_segments(address)
        budget[0] -= count
        if count < _SINGLE or budget[0] < 0:
            return
        rule = _by_bounds(address, count) if depth == 0 else None
        if rule is not None:
            yield rule
        else:
            yield from _path_rules(address, count, _multiply(_matrix(address), outer))
    elif kind == _FORM and depth < _DEPTH:
        inner = _multiply(_matrix(address), outer)
        for index in range(calls.count_form_objects(address)):
            yield from _object_rules(calls.get_form_object(address, index), inner, budget, depth + 1)


def _by_bounds(address: calls.Address, count: int) -> Rule | None:
    """Returns the rule that a stroke or a thin rectangle is, from its bounds alone; None where it may be something else."""
    if (count != _SINGLE and count not in _RECTANGLE) or not calls.get_bounds(address, *_SIDES):
        return None
    left, bottom, right, top = calls.four_floats(calls.BUFFER)
    width, height = right - left, top - bottom
    if max(width, height) < 2 * THIN or min(width, height) >= THIN:
        return None
    if width >= height:
        middle = (bottom + top) / 2
        return Rule(left, middle, right, middle)
    middle = (left + right) / 2
    return Rule(middle, bottom, middle, top)


def _matrix(address: calls.Address) -> Matrix:
    if not calls.get_matrix(address, calls.FLOATS):
        return _IDENTITY
    a, b, c, d, e, f = calls.six_floats(calls.BUFFER)
    return (a, b, c, d, e, f)


def _multiply(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _path_rules(address: calls.Address, count: int, matrix: Matrix) -> Iterator[Rule]:
    """Yields the straight segments of a path; the two long sides of a thin rectangle are one rule."""
    for points in _subpaths(address, count, matrix):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        width, height = max(xs) - min(xs), max(ys) - min(ys)
        if len(points) >= _RECTANGLE[0] and min(width, height) < THIN:
            if width >= height:
                middle = (max(ys) + min(ys)) / 2
                yield Rule(min(xs), middle, max(xs), middle)
            else:
                middle = (max(xs) + min(xs)) / 2
                yield Rule(middle, min(ys), middle, max(ys))
            continue
        for (x0, y0), (x1, y1) in pairwise(points):
            if min(abs(x1 - x0), abs(y1 - y0)) < STRAIGHT < max(abs(x1 - x0), abs(y1 - y0)):
                yield Rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _subpaths(address: calls.Address, count: int, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """Yields the points of each subpath on the page; curves cut a subpath."""
    a, b, c, d, e, f = matrix
    points: list[tuple[float, float]] = []
    for index in range(count):
        segment = calls.get_segment(address, index)
        calls.get_point(segment, calls.FLOATS, calls.FLOATS + 4)
        x, y = calls.two_floats(calls.BUFFER)
        if calls.get_segment_type(segment) != _LINE_TO:
            if len(points) > 1:
                yield points
            points = []
        points.append((a * x + c * y + e, b * x + d * y + f))
        if calls.is_closing(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points
