"""Many texts as one: folded in a single pass, with the text of every character.

All places of a reading count in the joined text; `row` says whose they are, `first` where each text
begins. White space stays; titles in 《》 are blanked, because they never count as evidence (codebook 0.5).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from extract.fold import fold, folded_codes

if TYPE_CHECKING:
    from classify.arrays import Flags, Integers, Keys

TITLE = re.compile(r"《[^》\0]{0,120}》")
PLANE = 0x10000
SURROGATES = range(0xD800, 0xE000)
BLANK = ord("。")  # what stands in the place of a title
UNKNOWN = 0xFFFD  # half a surrogate pair is no character
LINE = ord("\n")  # what stands after each text


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Texts laid end to end, a line end after each.

    `text` is folded, `code` its code points; `row` the text of each character (its line end too);
    `first` where each text begins and `size` how long it is, its line end not counted.
    `blank` marks white space, `hidden` the titles and line ends, where no n-gram may reach.
    """

    text: str
    code: Keys
    row: Integers
    first: Integers
    size: Integers
    blank: Flags
    hidden: Flags


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Occurrences of something: what (`item`), in which text (`row`), from where to where of the joined text."""

    item: Integers
    row: Integers
    start: Integers
    end: Integers


@cache
def _folded() -> Any:
    """Returns the folded code point of every character of the basic plane (uint32)."""

    table = folded_codes().copy()
    table[list(SURROGATES)] = UNKNOWN
    table[0] = LINE
    return table


@cache
def table_of(kind: str) -> Flags:
    """Returns for every character of the basic plane whether it is of a kind: `isspace`, `isalnum`."""
    import numpy as np

    test = getattr(str, kind)
    return np.fromiter((bool(test(chr(code))) for code in range(PLANE)), dtype=bool, count=PLANE)


def join_texts(texts: Sequence[str]) -> Joined:
    """Returns the texts as one."""
    import numpy as np

    plain = "\0".join((*texts, ""))
    raw = np.frombuffer(plain.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    size = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    first = np.cumsum(size + 1) - size - 1
    narrow = raw if not len(raw) or int(raw.max()) < PLANE else np.minimum(raw, PLANE - 1)
    code = _folded()[narrow]
    blank = table_of("isspace")[narrow]
    if narrow is not raw:  # the few characters beyond the basic plane are folded one by one
        wide = np.flatnonzero(raw >= PLANE)
        code[wide] = [ord(fold(chr(one))) for one in raw[wide].tolist()]
        blank[wide] = False
    hidden = np.zeros(len(code), dtype=bool)
    hidden[first + size] = True
    for match in TITLE.finditer(plain):
        hidden[match.start() : match.end()] = True
    shown = np.where(hidden, np.uint32(BLANK), code)
    shown[first + size] = LINE
    return Joined(
        text=shown.tobytes().decode("utf-32-le"),
        code=code.astype(np.uint64),
        row=np.repeat(np.arange(len(texts)), size + 1),
        first=first,
        size=size,
        blank=blank,
        hidden=hidden,
    )
