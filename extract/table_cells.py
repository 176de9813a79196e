"""The cells between the rules of a page: where level and upright rules cross, and the smallest box at each crossing.

The method is that of pdfplumber's table finder (rules snapped, joined, crossed within three points), which stays the
reference in the tests; over the crossings of a page it takes a tenth of its time.
"""

from __future__ import annotations

from typing import TypeAlias

from extract.pdf_chars import Box

TOLERANCE = 3.0  # points: pdfplumber's default for snapping, joining and crossing
MIN_LENGTH = 4.0
MAX_RULES = 600
Span: TypeAlias = tuple[float, float, float]  # where a rule stands across its direction, its start, its end
Crossing: TypeAlias = tuple[int, int]  # the level and the upright rule that meet
Grid: TypeAlias = list[list[Crossing | None]]  # by column from the left, then by row from the top
Cell: TypeAlias = tuple[int, int, int, int]  # left column, bottom row, right column, top row


def find_cells(level: list[Span], upright: list[Span]) -> list[list[Box]]:
    """Returns the cells of every table; `level` rules are (y, x0, x1), `upright` ones (x, y0, y1).

    Cells that share a corner belong to one table.
    """
    level, upright = _joined(level), _joined(upright)
    if len(level) + len(upright) > MAX_RULES:
        return []
    xs = sorted({rule[0] for rule in upright})
    ys = sorted({rule[0] for rule in level}, reverse=True)
    cells = _cells(_cross(level, upright, xs, ys))
    return [[(xs[left], ys[bottom], xs[right], ys[top]) for left, bottom, right, top in own] for own in _tables(cells)]


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


def _cross(level: list[Span], upright: list[Span], xs: list[float], ys: list[float]) -> Grid:
    columns, rows = {x: at for at, x in enumerate(xs)}, {y: at for at, y in enumerate(ys)}
    grid: Grid = [[None] * len(ys) for _ in xs]
    reach = [(at, rows[y], y, left - TOLERANCE, right + TOLERANCE) for at, (y, left, right) in enumerate(level)]
    for number, (x, bottom, top) in enumerate(upright):
        column = grid[columns[x]]
        low, high = bottom - TOLERANCE, top + TOLERANCE
        for other, row, y, left, right in reach:
            if low <= y <= high and left <= x <= right and column[row] is None:
                column[row] = (other, number)
    return grid


def _cells(grid: Grid) -> list[Cell]:
    """Returns for every crossing the smallest box of which it is the upper left corner and whose sides are rules."""
    cells: list[Cell] = []
    for left, column in enumerate(grid):
        met = [(row, *crossing) for row, crossing in enumerate(column) if crossing is not None]
        for at, (top, ceiling, wall) in enumerate(met, start=1):
            for bottom, floor, other in met[at:]:
                right = _far_side(grid, left, top, bottom, (ceiling, floor)) if other == wall else 0
                if right:
                    cells.append((left, bottom, right, top))
                    break
    return cells


def _far_side(grid: Grid, left: int, top: int, bottom: int, level: tuple[int, int]) -> int:
    """Returns the nearest column in which one rule joins the level ones above and below, 0 where there is none."""
    ceiling, floor = level
    for right in range(left + 1, len(grid)):
        upper, lower = grid[right][top], grid[right][bottom]
        if upper and lower and upper[0] == ceiling and lower[0] == floor and upper[1] == lower[1]:
            return right
    return 0


def _tables(cells: list[Cell]) -> list[list[Cell]]:
    """Returns the cells in groups that hang together by their corners."""
    owner: dict[tuple[int, int], int] = {}
    groups: list[list[Cell]] = []
    for cell in cells:
        left, bottom, right, top = cell
        corners = ((left, bottom), (left, top), (right, bottom), (right, top))
        met = {owner[corner] for corner in corners if corner in owner}
        home = min(met) if met else len(groups)
        if not met:
            groups.append([])
        groups[home].append(cell)
        for corner in corners:
            owner[corner] = home
        if len(met) > 1:
            for other in met - {home}:
                groups[home] += groups[other]
                groups[other] = []
            owner = {corner: home if held in met else held for corner, held in owner.items()}
    return [group for group in groups if len(group) > 1]
