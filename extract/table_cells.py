"""The cells between the rules of a page: where level and upright rules cross, and the smallest box at each crossing.

The method is that of pdfplumber's table finder (rules snapped, joined, crossed within three points), which stays the
reference in the tests; over the crossings of a page it takes a tenth of its time.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TypeAlias

from extract.pdf_chars import Box

TOLERANCE = 3.0  # points: pdfplumber's default for snapping, joining and crossing
MIN_LENGTH = 4.0
MAX_RULES = 600
Span: TypeAlias = tuple[float, float, float]  # where a rule stands across its direction, its start, its end


@dataclass(frozen=True, slots=True)
class _Crossings:
    """The crossings: for each (x, y) which level and which upright rule meet there; xs and ys in order."""

    level: dict[tuple[float, float], int]
    upright: dict[tuple[float, float], int]
    below: dict[float, list[float]]  # the ys of the crossings at an x, from the top
    right: dict[float, list[float]]  # the xs of the crossings at a y, from the left


def find_cells(level: list[Span], upright: list[Span]) -> list[list[Box]]:
    """Returns the cells of every table; `level` rules are (y, x0, x1), `upright` ones (x, y0, y1).

    Cells that share a corner belong to one table.
    """
    level, upright = _joined(level), _joined(upright)
    if len(level) + len(upright) > MAX_RULES:
        return []
    crossings = _cross(level, upright)
    cells: list[Box] = []
    for x, y in crossings.level:
        cell = _smallest(crossings, x, y)
        if cell is not None:
            cells.append(cell)
    return _tables(cells)


def _joined(rules: list[Span]) -> list[Span]:
    """Returns the rules with those at nearly one place put there, and those that touch made one."""
    ordered = sorted(rules)
    result: list[Span] = []
    start = 0
    for end in range(1, len(ordered) + 1):
        if end < len(ordered) and ordered[end][0] - ordered[end - 1][0] <= TOLERANCE:
            continue
        group = ordered[start:end]
        place = sum(rule[0] for rule in group) / len(group)
        spans = [(begin, stop) for _, begin, stop in sorted(group, key=lambda rule: rule[1])]
        first, last = spans[0]
        for begin, stop in [*spans[1:], (float("inf"), float("inf"))]:
            if begin <= last + TOLERANCE:
                last = max(last, stop)
                continue
            if last - first >= MIN_LENGTH:
                result.append((place, first, last))
            first, last = begin, stop
        start = end
    return result


def _cross(level: list[Span], upright: list[Span]) -> _Crossings:
    found = _Crossings(level={}, upright={}, below=defaultdict(list), right=defaultdict(list))
    top_down = sorted(enumerate(level), key=lambda pair: -pair[1][0])
    for number, (x, bottom, top) in sorted(enumerate(upright), key=lambda pair: pair[1][0]):
        low, high = bottom - TOLERANCE, top + TOLERANCE
        for other, (y, left, right) in top_down:
            if low <= y <= high and left - TOLERANCE <= x <= right + TOLERANCE and (x, y) not in found.level:
                found.level[x, y], found.upright[x, y] = other, number
                found.below[x].append(y)
                found.right[y].append(x)
    for ys in found.below.values():
        ys.sort(reverse=True)
    return found


def _smallest(found: _Crossings, x: float, y: float) -> Box | None:
    """Returns the smallest box whose upper left corner is a crossing and whose four sides are rules."""
    level, upright = found.level, found.upright
    row, column = level[x, y], upright[x, y]
    for low in found.below[x]:
        if low >= y or upright[x, low] != column:
            continue
        floor = level[x, low]
        for far in found.right[y]:
            if far <= x or level[far, y] != row:
                continue
            corner = (far, low)
            if corner in level and level[corner] == floor and upright[corner] == upright[far, y]:
                return (x, low, far, y)
    return None


def _tables(cells: list[Box]) -> list[list[Box]]:
    """Returns the cells in groups that hang together by their corners."""
    owner: dict[tuple[float, float], int] = {}
    groups: list[list[Box]] = []
    for cell in cells:
        left, bottom, right, top = cell
        corners = ((left, bottom), (left, top), (right, bottom), (right, top))
        met = {owner[corner] for corner in corners if corner in owner}
        home = min(met) if met else len(groups)
        if not met:
            groups.append([])
        groups[home].append(cell)
        for other in met - {home}:
            for moved in groups[other]:
                a, b, c, d = moved
                owner.update(dict.fromkeys(((a, b), (a, d), (c, b), (c, d)), home))
            groups[home] += groups[other]
            groups[other] = []
        owner.update(dict.fromkeys(corners, home))
    return [group for group in groups if len(group) > 1]
