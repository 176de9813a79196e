"""Scans that lie on their side, upside down or askew: which way up, and by what angle.

Recognition reads lines that lean a little; only their places have to be straightened for the order of the lines.
Boxes are turned back afterwards, so that evidence is drawn where it stands on the page.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any, TypeAlias

Image: TypeAlias = Any  # an array of numpy
Corners: TypeAlias = Sequence[Sequence[float]]

SURE = 0.80  # mean confidence from which a page is the right way up
LEAN = math.radians(0.25)  # less is no lean
MOST_LEAN = math.radians(8.0)
WIDE = 6.0  # times its height: a box whose direction counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """How a page was straightened: quarter turns against the clock, then a lean (radians) about the middle.

    `width` and `height` are those of the turned page, in the unit of the points given.
    """

    quarters: int = 0
    lean: float = 0.0
    width: float = 0.0
    height: float = 0.0

    def straight(self, x: float, y: float) -> tuple[float, float]:
        """Returns a point of the turned page (y downward) as it would stand without the lean."""
        return _rotate(x, y, -self.lean, self.width / 2, self.height / 2)

    def back(self, x: float, y: float) -> tuple[float, float]:
        """Returns a straightened point (y downward) as a point of the page as it was given (y downward)."""
        x, y = _rotate(x, y, self.lean, self.width / 2, self.height / 2)
        width, height = self.width, self.height
        for _ in range(self.quarters % 4):  # each took (x, y) of a page w wide to (y, w - x)
            x, y, width, height = height - y, x, height, width
        return x, y


def _rotate(x: float, y: float, angle: float, cx: float, cy: float) -> tuple[float, float]:
    if not angle:
        return x, y
    c, s = math.cos(angle), math.sin(angle)
    return cx + (x - cx) * c - (y - cy) * s, cy + (x - cx) * s + (y - cy) * c


def lean_of(boxes: Sequence[Corners]) -> float:
    """Returns the angle (radians, clockwise positive) by which the wide boxes of a page lean; 0.0 where unclear."""
    angles: list[tuple[float, float]] = []
    for corners in boxes:
        (x0, y0), (x1, y1), (x2, y2) = ((float(x), float(y)) for x, y in corners[:3])
        width, height = math.hypot(x1 - x0, y1 - y0), math.hypot(x2 - x1, y2 - y1)
        if width > WIDE * height > 0:
            angles.append((math.atan2(y1 - y0, x1 - x0), width))
    if len(angles) < 3:
        return 0.0
    angles.sort()
    total, passed = sum(width for _, width in angles), 0.0
    for angle, width in angles:
        passed += width
        if passed >= total / 2:
            return angle if LEAN < abs(angle) < MOST_LEAN else 0.0
    return 0.0


def is_sideways(boxes: Sequence[Corners]) -> bool:
    """Whether most boxes of a page are higher than wide."""
    if len(boxes) < 3:
        return False
    high = 0
    for corners in boxes:
        xs, ys = [float(x) for x, _ in corners], [float(y) for _, y in corners]
        high += max(ys) - min(ys) > 1.5 * (max(xs) - min(xs))
    return high > 0.6 * len(boxes)


def mean_confidence(texts: Sequence[str], scores: Sequence[float]) -> float:
    """Returns the mean confidence by characters; 0.0 without any."""
    weights = [len(text) for text in texts]
    if not sum(weights):
        return 0.0
    return fmean([float(score) for score in scores], weights)


def quarter(image: Image, turns: int) -> Image:
    """Returns an image turned against the clock by quarter turns."""
    import numpy

    return numpy.ascontiguousarray(numpy.rot90(image, turns)) if turns % 4 else image


def without_red(image: Image) -> Image:
    """Returns an image (blue, green, red) in which red ink is white: what is under a seal stays."""
    import numpy

    red = image[:, :, 2:3]
    return numpy.repeat(red, 3, axis=2)


def under_seal(image: Image) -> bool:
    """Whether an image of a line has black ink and red ink."""
    blue, green, red = (image[:, :, channel].astype("int16") for channel in range(3))
    is_red = (red - green > 60) & (red - blue > 60)
    is_black = (red < 110) & (green < 110) & (blue < 110)
    size = max(1, is_red.size)
    return bool(is_red.sum() > 0.01 * size and is_black.sum() > 0.02 * size)
