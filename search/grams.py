"""Strings of a text that are looked up whole: as one term, five times as fast as their pairs in a row.

Which strings they are is told by the string alone (a table of bits, made by `benchmarks/make_grams.py` from the words of
three and four characters of a dictionary), so that the index has every place of one. Some strings that are no words
pass too; that costs a little room and changes no answer.
"""

from __future__ import annotations

import zlib
from functools import cache
from pathlib import Path
from typing import Any

from search.terms import is_pair, is_wide

SIZES = (3, 4)
BITS = 23  # the table has two to this many
# Characters that are words of their own in this field, and asked for alone.
ONE = frozenset(
    "年月日号条款项省市州县区乡镇村组户人钱水电路桥房林草粮油煤气田地山河湖海牛羊猪鱼药医校厂店茶果菜棉糖烟酒车船贫富老幼残病"
)
_TABLE = Path(__file__).with_name("grams.zlib")
_FACTORS = (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F)
_MIX = 0x2C1B3C6D
_WORD = 0xFFFFFFFF
_PLANE = 0x10000


@cache
def _table() -> bytes:
    return zlib.decompress(_TABLE.read_bytes())


def place_of(text: str) -> int:
    """Returns the bit of a string of three or four characters."""
    mixed = sum(ord(char) * factor for char, factor in zip(text, _FACTORS, strict=False)) & _WORD
    mixed = ((mixed ^ (mixed >> 15)) * _MIX) & _WORD
    return mixed >> (32 - BITS)


def is_gram(text: str) -> bool:
    """Whether the index has a term for every place where the (folded) text stands.

    >>> is_gram("贫困户"), is_gram("县"), is_gram("扶贫"), is_gram("2016年")
    (True, True, False, False)
    """
    if len(text) == 1:
        return text in ONE
    if len(text) not in SIZES or not all(map(is_wide, text)):
        return False
    place = place_of(text)
    return bool(_table()[place >> 3] >> (place & 7) & 1)


def term_of(word: str) -> tuple[str, str] | None:
    """Returns (kind of field, token) of a folded word that the index has as one term, None of a longer or rarer one.

    >>> term_of("扶贫"), term_of("贫困户"), term_of("skills"), term_of("扶贫办公室")
    (('pairs', '扶贫'), ('grams', '贫困户'), ('pairs', 'skills'), None)
    """
    if is_gram(word):
        return ("grams", word)
    return ("pairs", word) if is_pair(word) or (word.isascii() and (word.isalpha() or word.isdigit())) else None


@cache
def _ones() -> Any:
    import numpy as np

    ones = np.zeros(_PLANE, dtype=bool)
    ones[[ord(char) for char in ONE]] = True
    return ones


def find_grams(codes: Any, wide: Any, same: Any) -> list[tuple[int, Any]]:
    """Returns (size, starts) of the grams among characters (code points, uint32).

    `wide` tells the Chinese ones, `same` whether a character is in one piece with the one before (one longer).
    """
    import numpy as np

    found = [(1, np.flatnonzero(wide & _ones()[np.minimum(codes, _PLANE - 1)]))]
    table = np.frombuffer(_table(), dtype=np.uint8)
    whole, mixed = wide, codes * np.uint32(_FACTORS[0])
    for size in range(2, max(SIZES) + 1):
        count = len(codes) - size + 1
        if count <= 0:
            break
        whole = whole[:count] & same[size - 1 : size - 1 + count]
        mixed = mixed[:count] + codes[size - 1 :] * np.uint32(_FACTORS[size - 1])
        if size in SIZES:
            place = ((mixed ^ (mixed >> np.uint32(15))) * np.uint32(_MIX)) >> np.uint32(32 - BITS)
            bits = table[place >> np.uint32(3)] >> (place & np.uint32(7)).astype(np.uint8)
            found.append((size, np.flatnonzero(whole & (bits & 1 == 1))))
    return found
