"""Character n-grams of many texts at once, as exact integer keys in numpy arrays.

A character is its folded code point (21 bits), an n-gram of up to three characters one unsigned
64-bit key, so a vocabulary is a sorted array and nothing collides. White space is passed over;
titles in 《》 are a break, because they never count as evidence (codebook 0.5).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from classify.arrays import Integers, Keys
    from classify.joined import Joined

BITS = 21
MIX = 0x9E3779B97F4A7C15  # 2**64 / golden ratio, odd: spreads keys over the table


@dataclass(frozen=True, slots=True, kw_only=True)
class Characters:
    """The characters of many texts that n-grams are made of, one array element each.

    `code` is the folded code point, 0 for a break; `row` the text it belongs to; `place` where it
    stands in the joined text. White space is left out; a title is one break, another follows each text.
    """

    code: Keys
    row: Integers
    place: Integers


def read_characters(joined: Joined) -> Characters:
    """Returns the characters of the texts, without white space, titles as breaks."""
    import numpy as np

    hidden = joined.hidden
    inner = hidden.copy()  # hidden after a hidden one: the break stands already
    inner[1:] &= hidden[:-1]
    place = np.flatnonzero(~((joined.blank & ~hidden) | inner))
    code = np.where(hidden[place], np.uint64(0), joined.code[place])
    return Characters(code=code, row=joined.row[place], place=place)


def ngram_keys(code: Keys, size: int, shorter: Integers | None = None) -> tuple[Keys, Integers]:
    """Returns the keys of the n-grams of one size and the index of their first character.

    With `shorter`, the starts of n-grams one character shorter, only those both of whose parts are there.
    """
    import numpy as np

    count = len(code) - size + 1
    if count <= 0:
        return np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.int64)
    if shorter is None:
        whole = code[:count] != 0
        for step in range(1, size):
            whole &= code[step : step + count] != 0
        start = np.flatnonzero(whole)
    else:
        start = shorter[:-1][shorter[1:] == shorter[:-1] + 1]
    key = code[start]
    for step in range(1, size):
        key = (key << np.uint64(BITS)) | code[start + step]
    return key, start


class KeyIndex:
    """A vocabulary of keys with a hash table over it (open addressing, all in arrays).

    `find` costs a few memory reads for a key, a tenth of a binary search in a large vocabulary.
    """

    def __init__(self, keys: Keys) -> None:
        import numpy as np

        self.keys = keys
        self._shift = np.uint64(64 - max(4, (4 * len(keys)).bit_length()))
        size = 1 << (64 - int(self._shift))
        self._slot = np.zeros(size, dtype=np.uint64)  # key, plus one; 0 where empty
        self._place = np.full(size, -1, dtype=np.int32)
        left = np.arange(len(keys))
        slot = self._home(keys)
        while len(left):
            free = self._slot[slot] == 0
            self._slot[slot[free]] = keys[left[free]] + np.uint64(1)
            won = self._slot[slot] == keys[left] + np.uint64(1)
            self._place[slot[won]] = left[won]
            left, slot = left[~won], (slot[~won] + 1) & (size - 1)

    def __len__(self) -> int:
        return len(self.keys)

    def _home(self, keys: Keys) -> Integers:
        import numpy as np

        with np.errstate(over="ignore"):
            mixed = keys * np.uint64(MIX)
            mixed ^= mixed >> np.uint64(29)
            mixed *= np.uint64(MIX)
        mixed >>= self._shift
        return mixed.view(np.int64)

    def find(self, keys: Keys) -> Integers:
        """Returns the place of each key in the vocabulary, -1 where it is not in it."""
        import numpy as np

        slot = self._home(keys)
        wanted = keys + np.uint64(1)
        held = self._slot[slot]
        hit = held == wanted
        result = np.where(hit, self._place[slot], -1).astype(np.int64)
        going = np.flatnonzero(~hit & (held != 0))
        last = len(self._slot) - 1
        slot, wanted = slot[going], wanted[going]
        while len(going):
            slot = (slot + 1) & last
            held = self._slot[slot]
            hit = held == wanted
            result[going[hit]] = self._place[slot[hit]]
            still = ~hit & (held != 0)
            going, slot, wanted = going[still], slot[still], wanted[still]
        return result


def frequent(keys: Keys, rows: Integers, least: int) -> tuple[Keys, Integers]:
    """Returns the sorted keys found in at least `least` rows, and in how many rows each is."""
    import numpy as np

    unique, inverse = np.unique(keys, return_inverse=True)
    size = int(rows.max(initial=0)) + 1
    pairs = np.unique(inverse.astype(np.int64) * size + rows)
    count = np.bincount(pairs // size, minlength=len(unique))
    kept = count >= least
    return unique[kept], count[kept]
