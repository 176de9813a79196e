"""Characters of a PDF page with their boxes, and the pieces of lines they form.

Coordinates are points, origin at the lower left of the page as it is shown (rotation undone).
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any, TypeAlias

import pypdfium2.raw as pdfium

TextPage: TypeAlias = Any  # pypdfium2 carries no types

Box: TypeAlias = tuple[float, float, float, float]  # left, bottom, right, top

# In ems. Word processors put a quarter em between Chinese and Latin without a blank in the text.
AUTOSPACE = 0.45
LATIN_SPACE = 0.12
PIECE_GAP = 1.6  # wider gaps part two pieces of a row: columns, cells, tabs
HYPHENS = frozenset("\x02\ufffe")  # pdfium's signs for a hyphen at the end of a line
LINE_ENDS = frozenset("\r\n")
BLANKS = frozenset(map(chr, range(33))) - HYPHENS | {"\xa0", "\u3000"}
UNSEEN = frozenset("\u200b\ufeff\u00ad")
_RECT_SIZE = ctypes.sizeof(pdfium.FS_RECTF)
# The same function with plain addresses: filling one array is twice as fast as one structure a character.
_get_box = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(
    ctypes.cast(pdfium.FPDFText_GetLooseCharBox, ctypes.c_void_p).value or 0
)


@dataclass(slots=True)
class Piece:
    """Characters that stand side by side: a line, or its part in one column or cell.

    `size` is the em (the width of a Chinese character, else the height); `boxes` holds one box a character.
    """

    text: str
    box: Box
    size: float
    boxes: list[Box]
    upright: bool = True

    @property
    def left(self) -> float:
        """The left edge of the first character."""
        return self.box[0]

    @property
    def bottom(self) -> float:
        """The lowest edge."""
        return self.box[1]

    @property
    def right(self) -> float:
        """The right edge of the last character."""
        return self.box[2]

    @property
    def top(self) -> float:
        """The highest edge."""
        return self.box[3]

    @property
    def middle(self) -> float:
        """The height of the middle."""
        return (self.box[1] + self.box[3]) / 2


def is_wide(char: str) -> bool:
    """Whether a character is set in a full em: ideographs, Chinese punctuation, full-width forms."""
    return (
        "\u2e80" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or "\uff00" <= char <= "\uff60" or char > "\uffff"
    )


# Quotation marks, dashes and dots are narrow in Latin fonts and wide in Chinese ones: they go with their neighbours.
NEUTRAL = frozenset("“”‘’—…·")


def read_pieces(textpage: TextPage, page: TextPage) -> list[Piece]:
    """Returns the pieces of a page in the order of its content; characters outside the page are left out."""
    count = pdfium.FPDFText_CountChars(textpage.raw)
    if count <= 0:
        return []
    text = _page_text(textpage.raw, count)
    rects = _page_rects(textpage.raw, count)
    width, height = page.get_width(), page.get_height()
    rects = turn_boxes(rects, page)
    return list(_cut(text, rects, textpage.raw, (width, height)))


def _page_text(handle: TextPage, count: int) -> str:
    """Returns one character for each character index of pdfium."""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(handle, 0, count, buffer)
    text = bytes(buffer)[: 2 * max(written - 1, 0)].decode("utf-16-le", errors="replace")
    if len(text) == count and written - 1 == count:
        return text
    codes = (pdfium.FPDFText_GetUnicode(handle, index) for index in range(count))
    return "".join(chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd" for code in codes)


def _page_rects(handle: TextPage, count: int) -> list[float]:
    """Returns left, top, right, bottom of every character in one flat list."""
    rects = (ctypes.c_float * (4 * count))()
    start = ctypes.addressof(rects)
    for index in range(count):
        _get_box(handle, index, start + index * _RECT_SIZE)
    return list(rects)


def turn_boxes(rects: list[float], page: TextPage) -> list[float]:
    """Returns rectangles (left, top, right, bottom, flat) as the page is shown: turned clockwise by its rotation."""
    turn = int(page.get_rotation()) % 360
    if turn not in {90, 180, 270}:
        return rects
    width, height = page.get_width(), page.get_height()  # as shown
    result: list[float] = []
    for index in range(0, len(rects), 4):
        left, top, right, bottom = rects[index : index + 4]
        if turn == 90:
            result += (bottom, height - left, top, height - right)
        elif turn == 180:
            result += (width - right, height - bottom, width - left, height - top)
        else:
            result += (width - top, right, width - bottom, left)
    return result


def _cut(text: str, rects: list[float], handle: TextPage, size: tuple[float, float]) -> Iterator[Piece]:
    """Yields pieces: a new one where the next character is not beside the last."""
    width, height = size
    chars: list[str] = []
    boxes: list[Box] = []
    blank = -1  # index of a blank since the last character
    last_left = last_right = last_top = last_bottom = 0.0
    for index, char in enumerate(text):
        if char in BLANKS:
            if chars and char not in LINE_ENDS:
                blank = index
            continue
        at = index * 4
        left, top, right, bottom = rects[at], rects[at + 1], rects[at + 2], rects[at + 3]
        if right < 0 or left > width or top < 0 or bottom > height or char in UNSEEN:
            continue
        if chars:
            em = min(last_top - last_bottom, top - bottom)
            gap = left - last_right
            overlap = min(last_top, top) - max(last_bottom, bottom)
            if overlap < 0.5 * em or gap > PIECE_GAP * em or left < last_left - 0.3 * em:
                yield _piece(chars, boxes, handle, index)
                chars, boxes = [], []
            elif (blank >= 0 or gap > AUTOSPACE * em) and _is_blank(chars[-1], char, gap, em, blank, handle):
                chars.append("\u3000" if blank >= 0 and text[blank] == "\u3000" else " ")
                boxes.append((last_right, bottom, left, top))
        chars.append("-" if char in HYPHENS else char)
        boxes.append((left, bottom, right, top))
        blank = -1
        last_left, last_right, last_top, last_bottom = left, right, top, bottom
    if chars:
        yield _piece(chars, boxes, handle, len(text))


def _is_blank(before: str, after: str, gap: float, em: float, blank: int, handle: TextPage) -> bool:
    """Whether a gap between two characters is a blank of the text, not of its setting."""
    if blank >= 0 and pdfium.FPDFText_IsGenerated(handle, blank) != 1:
        return True
    wide = is_wide(before) or is_wide(after) or before in NEUTRAL or after in NEUTRAL
    return gap > (AUTOSPACE if wide else LATIN_SPACE) * em


def _piece(chars: list[str], boxes: list[Box], handle: TextPage, end: int) -> Piece:
    _, bottoms, rights, tops = zip(*boxes, strict=True)
    box = (boxes[0][0], min(bottoms), max(rights), max(tops))
    ems = [box[2] - box[0] for char, box in zip(chars, boxes, strict=True) if "\u4e00" <= char <= "\u9fff"]
    size = median(ems) if ems else median(box[3] - box[1] for box in boxes) * 0.9
    angle = pdfium.FPDFText_GetCharAngle(handle, end - 1)
    upright = not 0.1 < angle % 6.2831 < 6.18 or end == len(boxes)
    return Piece("".join(chars), box, size, boxes, upright)
