"""The pair tokens of many texts at once: what `search.terms.pairs` makes of each, in vectors (50 times as fast).

The strings that are looked up whole (`search.grams`) are found on the way.

A text is a line. Every character gives up to eight characters of the result, laid out in a row of a table:
a break and a space, an opening mark with the character and a space, the character, its neighbour, a space.
What is absent is 0 and is left out at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from search.grams import SIZES, find_grams
from search.terms import BREAK, FIRST

_OTHER, _WIDE, _DIGIT, _LETTER, _SPACE, _LINE = range(6)
_PLANE = 0x10000
_LONGEST = max(SIZES)
_WIDE_ABOVE = (0x20000, 0x40000)  # ideographs beyond the basic plane


@cache
def _kinds() -> Any:
    """Returns the kind of every character of the basic plane (uint8)."""
    import numpy as np

    kinds = np.zeros(_PLANE, dtype=np.uint8)
    kinds[0x3007] = _WIDE
    kinds[0x3400:0xA000] = _WIDE
    kinds[ord("0") : ord("9") + 1] = _DIGIT
    kinds[ord("a") : ord("z") + 1] = _LETTER
    kinds[[ord(" "), 0xA0]] = _SPACE
    kinds[ord("\n")] = _LINE
    return kinds


def _read(folded: str) -> tuple[Any, Any]:
    """Returns the code points of a text (uint32) and their kinds (uint8)."""
    import numpy as np

    codes = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    kinds = _kinds()[np.minimum(codes, _PLANE - 1)]
    if codes.size and int(codes.max()) >= _PLANE:
        kinds[(codes >= _WIDE_ABOVE[0]) & (codes < _WIDE_ABOVE[1])] = _WIDE
    return codes, kinds


def counted_codes(folded: str) -> Any:
    """Returns the code points (uint32) of a folded text without marks and spaces."""
    codes, kinds = _read(folded)
    return codes[_counts(kinds)]


def _counts(kinds: Any) -> Any:
    return (kinds == _WIDE) | (kinds == _DIGIT) | (kinds == _LETTER)


def _joined(table: Any) -> str:
    """Returns the characters of a table row by row, without what is absent."""
    flat = table.ravel()
    return str(flat[flat != 0].tobytes().decode("utf-32-le", "surrogatepass"))


def tokens_of_lines(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """Returns the pair tokens and the grams of each folded text, with spaces between them; no text holds a line end.

    >>> tokens_of_lines(["云南省2016年", "a"])
    (['^云 云南 南省 省 2016 ^年 年 ', 'a '], ['云南省 省 ', ''])
    """
    import numpy as np

    codes, kinds = _read("\n".join(lines))
    place = np.flatnonzero(kinds != _SPACE)
    codes, kinds = codes[place], kinds[place]
    if not codes.size:
        nothing = [""] * max(1, len(lines))
        return nothing, list(nothing)
    linked, same = _links(kinds, place)
    return _spread(codes, kinds, linked, same).split("\n"), _grams(codes, kinds, same).split("\n")


def _links(kinds: Any, place: Any) -> tuple[Any, Any]:
    """Returns whether each character is in one run with the next, and whether in one piece (bool, one longer)."""
    import numpy as np

    left, right = kinds[:-1], kinds[1:]
    tokens = _counts(kinds)
    # Spaces beside Chinese were put there by typesetting, except between Chinese and letters.
    bridged = ((left == _WIDE) & ((right == _WIDE) | (right == _DIGIT))) | ((left == _DIGIT) & (right == _WIDE))
    linked = np.zeros(len(kinds) + 1, dtype=bool)  # linked[i]: character i - 1 with character i
    linked[1:-1] = tokens[:-1] & tokens[1:] & ((np.diff(place) == 1) | bridged)
    same = linked.copy()
    same[1:-1] &= left == right
    return linked, same


def _spread(codes: Any, kinds: Any, linked: Any, same: Any) -> str:
    """Returns the tokens of all lines as one text."""
    import numpy as np

    wide = kinds == _WIDE
    tokens = _counts(kinds)
    starts = np.flatnonzero(tokens & ~linked[:-1])
    line = np.cumsum(kinds == _LINE)[starts]
    breaks = starts[1:][line[1:] == line[:-1]]
    opens = wide & ~same[:-1]
    table = np.zeros((len(codes), 8), dtype=np.uint32)
    table[breaks, 0] = ord(BREAK)
    table[breaks, 1] = ord(" ")
    table[:, 2] = opens * np.uint32(ord(FIRST))
    table[:, 3] = opens * codes
    table[:, 4] = opens * np.uint32(ord(" "))
    table[:, 5] = (tokens | (kinds == _LINE)) * codes
    table[:-1, 6] = (wide & same[1:])[:-1] * codes[1:]
    table[:, 7] = (tokens & (wide | ~same[1:])) * np.uint32(ord(" "))
    return _joined(table)


def _grams(codes: Any, kinds: Any, same: Any) -> str:
    """Returns the grams of all lines as one text, in the order in which they begin."""
    import numpy as np

    ends = np.flatnonzero(kinds == _LINE)
    found = find_grams(codes, kinds == _WIDE, same)
    starts = np.concatenate([ends, *(own for _, own in found)])
    table = np.zeros((len(starts), _LONGEST + 1), dtype=np.uint32)
    table[: len(ends), 0] = ord("\n")
    row = len(ends)
    for size, own in found:
        for at in range(size):
            table[row : row + len(own), at] = codes[own + at]
        table[row : row + len(own), -1] = ord(" ")
        row += len(own)
    return _joined(table[np.argsort(starts, kind="stable")])
