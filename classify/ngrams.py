"""Character n-grams of many texts at once, as exact integer keys in numpy arrays.

A character is its folded code point (21 bits), an n-gram of up to three characters one unsigned
64-bit key, so a vocabulary is a sorted array and nothing collides. White space is passed over;
titles in 《》 are a break, because they never count as evidence (codebook 0.5).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from extract.fold import fold

if TYPE_CHECKING:
    from classify.arrays import Integers, Keys

TITLE = re.compile(r"《[^》]{0,120}》")
BITS = 21
PLANE = 0x10000
SURROGATES = range(0xD800, 0xE000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Characters:
    """The characters of a batch of texts, one array element each.

    `code` is the folded code point, 0 for a break; `row` the text it belongs to; `offset` its
    place within that text. White space is left out, a break follows each text.
    """

    code: Keys
    row: Integers
    offset: Integers


@lru_cache(maxsize=1)
def _fold_table() -> Any:
    """Returns the folded code point of every character of the basic plane; 1 marks white space."""
    import numpy as np

    text = "".join("a" if code in SURROGATES else chr(code) for code in range(PLANE))
    table = np.frombuffer(fold(text).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    blank = [code for code in range(PLANE) if code not in SURROGATES and chr(code).isspace()]
    table[blank] = 1
    table[0] = 1
    return table


def read_characters(texts: Sequence[str]) -> Characters:
    """Returns the characters of the texts, folded, without white space, titles as breaks."""
    import numpy as np

    joined = "\0".join((*texts, ""))
    raw = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    code = raw.astype(np.uint64)
    table = _fold_table()
    plane = raw < PLANE
    code[plane] = table[raw[plane]]
    sizes = np.fromiter((len(text) + 1 for text in texts), dtype=np.int64, count=len(texts))
    starts = np.cumsum(sizes) - sizes
    row = np.repeat(np.arange(len(texts)), sizes)
    offset = np.arange(len(raw)) - np.repeat(starts, sizes)
    keep = code != 1
    for match in TITLE.finditer(joined):
        code[match.start() : match.end()] = 0
        keep[match.start() : match.end()] = False
        keep[match.start()] = True
    ends = starts + sizes - 1
    code[ends] = 0
    keep[ends] = True
    return Characters(code=code[keep], row=row[keep], offset=offset[keep])


def ngram_keys(code: Keys, size: int) -> tuple[Keys, Integers]:
    """Returns the keys of the n-grams of one size and the index of their first character."""
    import numpy as np

    count = len(code) - size + 1
    if count <= 0:
        return np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.int64)
    key = code[:count].copy()
    whole = code[:count] != 0
    for step in range(1, size):
        nxt = code[step : step + count]
        key = (key << np.uint64(BITS)) | nxt
        whole &= nxt != 0
    start = np.flatnonzero(whole)
    return key[start], start


def lookup(vocabulary: Keys, keys: Keys) -> Integers:
    """Returns the place of each key in the sorted vocabulary, -1 where it is not in it."""
    import numpy as np

    if not len(vocabulary):
        return np.full(len(keys), -1, dtype=np.int64)
    place = np.searchsorted(vocabulary, keys)
    place[place == len(vocabulary)] = 0
    return np.where(vocabulary[place] == keys, place, -1)


def frequent(keys: Keys, rows: Integers, least: int) -> tuple[Keys, Integers]:
    """Returns the sorted keys found in at least `least` rows, and in how many rows each is."""
    import numpy as np

    unique, inverse = np.unique(keys, return_inverse=True)
    size = int(rows.max(initial=0)) + 1
    pairs = np.unique(inverse.astype(np.int64) * size + rows)
    count = np.bincount(pairs // size, minlength=len(unique))
    kept = count >= least
    return unique[kept], count[kept]
