"""Folds a text so that what reads alike compares alike; every character keeps its place.

Full width becomes half width, traditional simplified, capitals small. The result has the length of the
input, so an offset found in the folded text is an offset in the original.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

_TRADITIONAL = Path(__file__).with_name("fold_traditional.txt")
_FULL_WIDTH = range(0xFF01, 0xFF5F)
_WIDTH_SHIFT = 0xFEE0
_PLANE = 0x10000
_LONG = 100  # characters from which a table lookup in one go is the faster way
_HIGHEST_CASED = 0x2000  # capitals above are symbols and rare scripts


@cache
def traditional_table() -> dict[int, str]:
    """Returns code point of a traditional character -> its simplified form (about 4,000 characters).

    Derived from the character dictionary of opencc-python-reimplemented by `benchmarks/make_fold.py`.
    """
    traditional, simplified = _TRADITIONAL.read_text(encoding="utf-8").splitlines()
    return dict(zip(map(ord, traditional), simplified, strict=True))


@cache
def _any_traditional() -> re.Pattern[str]:
    # The pattern engine is fast for the basic plane only; the rare characters beyond it always count.
    basic = "".join(chr(code) for code in traditional_table() if code < 0x10000)
    return re.compile(f"[{basic}]|[\U00010000-\U0010ffff]")


@cache
def _fold_table() -> dict[int, str]:
    table = dict(traditional_table())
    for code in range(_HIGHEST_CASED):
        small = chr(code).lower()
        if len(small) == 1 and small != chr(code):
            table[code] = small
    for code in _FULL_WIDTH:
        table[code] = chr(code - _WIDTH_SHIFT).lower()
    table[0x3000] = " "
    return table


@cache
def folded_codes() -> Any:
    """Returns the folded code point of every character of the basic plane (uint32; half a surrogate pair is itself)."""
    import numpy as np

    table = np.arange(_PLANE, dtype=np.uint32)
    for code, character in _fold_table().items():
        if code < _PLANE:
            table[code] = ord(character)
    return table


def fold(text: str) -> str:
    """Returns the text in half-width, simplified, lower-case form, character for character.

    >>> fold("雲南省ＧＤＰ（２０１５）")
    '云南省gdp(2015)'
    """
    if text.isascii():
        return text.lower()
    if len(text) < _LONG:
        return text.translate(_fold_table())
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    if int(codes.max()) >= _PLANE:  # rare characters: one by one
        return text.translate(_fold_table())
    return str(folded_codes()[codes].tobytes().decode("utf-32-le", "surrogatepass"))


def simplify(text: str) -> str:
    """Returns the text in simplified characters, character for character, width and case untouched.

    >>> simplify("雲南省人民政府關於Ａ")
    '云南省人民政府关于Ａ'
    """
    if text.isascii() or _any_traditional().search(text) is None:  # five times faster than translating
        return text
    return text.translate(traditional_table())
