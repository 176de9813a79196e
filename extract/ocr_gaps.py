"""Lines that the detector of a scan missed: dark bands in the white between lines, looked at once more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from statistics import median
from typing import Any, TypeAlias

from extract.pdf_chars import Box
from extract.pdf_glyphs import Piece, is_wide, single
from extract.pdf_lines import cut_rows

Image: TypeAlias = Any  # an array of numpy, or encoded bytes

INK = 0.05  # share of dark pixels in the band of a line: specks and rules have less or more
MIN_SCORE = 0.5


def fill_gaps(
    pieces: list[Piece], image: Image, scale: float, height: float, recognise: Callable[[Image], tuple[str, float]]
) -> list[Piece]:
    """Returns the pieces with those found when dark gaps of a line's height are looked at once more.

    `recognise` reads an image of one line: its text and how sure that is.
    """
    found = list(pieces)
    rows = cut_rows(pieces)
    steps = [above[0].middle - below[0].middle for above, below in pairwise(rows)]
    if len(steps) < 4:
        return found
    pitch = median(steps)
    left, right = min(piece.left for piece in pieces) - pitch, max(piece.right for piece in pieces) + pitch
    for (above, below), step in zip(pairwise(rows), steps, strict=True):
        if not 1.6 * pitch < step < 8 * pitch:
            continue
        top, bottom = min(piece.bottom for piece in above), max(piece.top for piece in below)
        first, last = int((height - top) * scale), int((height - bottom) * scale)
        start = max(int(left * scale), 0)
        strip = image[max(first, 0) : max(last, 0), start : max(int(right * scale), 0)]
        for x0, y0, x1, y1 in _ink_bands(strip, int(0.3 * pitch * scale)):
            text, score = recognise(strip[max(y0 - 3, 0) : y1 + 3, max(x0 - 3, 0) : x1 + 3].copy())
            if text and score >= MIN_SCORE:
                box_top, box_bottom = height - (first + y0) / scale, height - (first + y1) / scale
                found.append(spread_piece(text, ((start + x0) / scale, box_bottom, (start + x1) / scale, box_top)))
    return found


def _ink_bands(strip: Image, least: int) -> Iterator[tuple[int, int, int, int]]:
    """Yields left, top, right, bottom of the bands of dark rows in a strip that are high enough for a line."""
    if strip.shape[0] < 8 or strip.shape[1] < 8:
        return
    dark = strip.max(axis=2) < 128  # black: red seals do not count
    rows = [*(dark.sum(axis=1) > 2).tolist(), False]
    begin = -1
    for y, is_dark in enumerate(rows):
        if is_dark and begin < 0:
            begin = y
        elif not is_dark and begin >= 0:
            columns = dark[begin:y].any(axis=0).nonzero()[0]
            width = int(columns[-1]) - int(columns[0]) + 1
            if y - begin >= least and dark[begin:y].sum() > INK * width * (y - begin):
                yield int(columns[0]), begin, int(columns[-1]) + 1, y
            begin = -1


def spread_piece(text: str, box: Box) -> Piece:
    """Returns a piece whose characters share its width: full ems for Chinese, half for others."""
    ems = [1.0 if is_wide(char) else 0.55 for char in text]
    unit = (box[2] - box[0]) / sum(ems)
    boxes: list[Box] = []
    x = box[0]
    for em in ems:
        boxes.append((x, box[1], x + em * unit, box[3]))
        x += em * unit
    size = unit if len(text) >= 6 else 0.8 * (box[3] - box[1])
    return Piece(text, box, size, single(boxes))
