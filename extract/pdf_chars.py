"""pdfium's characters of a page and their boxes, as the page is shown.

Boxes are (left, bottom, right, top) in points from the lower left. A call into pdfium for every character
is half the cost of reading a page, so runs of ideographs of equal width are read by their two ends.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable
from typing import Any, TypeAlias

import pypdfium2.raw as pdfium

from extract import pdfium_calls as calls

TextPage: TypeAlias = Any  # pypdfium2 carries no types
Box: TypeAlias = tuple[float, float, float, float]


class PageCharacters:
    """The characters of one page: `text` has one for each index of pdfium; boxes on demand."""

    def __init__(self, textpage: TextPage, page: TextPage) -> None:
        self._address = calls.address_of(textpage.raw)
        self.width, self.height = page.get_width(), page.get_height()
        self.box = _reader(self._address, int(page.get_rotation()) % 360, self.width, self.height)
        count = pdfium.FPDFText_CountChars(textpage.raw)
        self.text = _page_text(textpage.raw, count) if count > 0 else ""

    def is_real(self, index: int) -> bool:
        """Whether a blank is a character of the file, not one that pdfium put into a gap."""
        return bool(calls.is_generated(self._address, index) != 1)

    def is_slanted(self, index: int) -> bool:
        """Whether a character is turned by an angle that is not a quarter turn (a watermark)."""
        angle = calls.get_angle(self._address, index)
        if angle <= 0:
            return False
        rest = angle % (math.pi / 2)
        return bool(0.1 < rest < math.pi / 2 - 0.1)


def _reader(address: calls.Address, turn: int, width: float, height: float) -> Callable[[int], Box]:
    """Returns what gives the box of a character by its index: its advance by the height of its font."""
    get_box, four_floats, floats, buffer = calls.get_loose_box, calls.four_floats, calls.FLOATS, calls.BUFFER

    def box(index: int) -> Box:
        get_box(address, index, floats)
        left, top, right, bottom = four_floats(buffer)
        return (left, bottom, right, top)

    return (lambda index: turn_box(box(index), turn, width, height)) if turn else box


def _page_text(handle: TextPage, count: int) -> str:
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(handle, 0, count, buffer)
    text = bytes(buffer)[: 2 * max(written - 1, 0)].decode("utf-16-le", errors="replace")
    if len(text) == count and written - 1 == count:
        return text
    codes = (pdfium.FPDFText_GetUnicode(handle, index) for index in range(count))
    return "".join(chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd" for code in codes)


def turn_box(box: Box, turn: int, width: float, height: float) -> Box:
    """Returns a box of a page that is shown turned clockwise by 90, 180 or 270 degrees; the size is that shown."""
    left, bottom, right, top = box
    if turn == 90:
        return (bottom, height - right, top, height - left)
    if turn == 180:
        return (width - right, height - top, width - left, height - bottom)
    if turn == 270:
        return (width - top, left, width - bottom, right)
    return box
