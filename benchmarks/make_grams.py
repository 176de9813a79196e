"""Makes the table of strings that the index looks up whole: words of three and four characters.

    python -m benchmarks.make_grams

They are those of jieba's dictionary and of our own vocabulary, folded. Raise `search.index.VERSION` where it changes.
"""

from __future__ import annotations

import importlib.util
import zlib
from pathlib import Path

from extract.words import read_domain_words
from search.grams import BITS, SIZES, place_of
from search.terms import fold_for_search, is_wide

TARGET = Path(__file__).resolve().parents[1] / "search/grams.zlib"


def read_words() -> set[str]:
    """Returns the words of the sizes that are looked up whole."""
    spec = importlib.util.find_spec("jieba")
    if spec is None or spec.origin is None:
        raise SystemExit("jieba is not installed")
    lines = (Path(spec.origin).parent / "dict.txt").read_text(encoding="utf-8").splitlines()
    words = {fold_for_search(word) for word in (*(line.split(" ")[0] for line in lines), *read_domain_words())}
    return {word for word in words if len(word) in SIZES and all(map(is_wide, word))}


def main() -> None:
    """Writes the table."""
    words = read_words()
    table = bytearray(1 << (BITS - 3))
    for place in map(place_of, words):
        table[place >> 3] |= 1 << (place & 7)
    TARGET.write_bytes(zlib.compress(bytes(table), 9))
    share = sum(map(int.bit_count, table)) / (8 * len(table))
    print(f"{len(words)} words, {share:.3%} of the bits, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
