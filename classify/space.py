"""The feature space of one language: its vocabulary, and units as sparse matrices in it.

Columns of a unit: character n-grams | words and word pairs | lexicon sums | cues | single terms |
heading n-grams | lexicon sums of the heading. A phrase has the first five, and whether it is the first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from classify.features import WEIGHTS, Found, Reading, read_units
from classify.lexicon import Lexicon, empty_lexicon
from classify.ngrams import Characters, KeyIndex, frequent, ngram_keys
from classify.phrases import Bags
from classify.sparse import counts, dense, places, stack, tfidf
from classify.unit import Unit

if TYPE_CHECKING:
    from classify.arrays import Floats, Integers, Keys

    Rows = tuple[Integers, Integers]
    Places = tuple[Found, Found, Found, Found]

CHARACTER_SIZES = (1, 2, 3)
HEADING_SIZES = (1, 2)
LEAST = 2  # documents... units a feature must be seen in; design trial: min_df 2 beats 1
LEAST_POOL = 20
CUE_CAP = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """A fitted vocabulary. `words` are single words; `pairs` keys of word ids (first << 32 | second)."""

    language: str
    categories: tuple[str, ...]
    lexicon: Lexicon
    cues: Lexicon
    grams: KeyIndex
    gram_idf: Floats
    words: tuple[str, ...]
    pairs: KeyIndex
    word_idf: Floats
    heads: KeyIndex
    head_idf: Floats
    kept_terms: KeyIndex
    word_index: dict[str, int]

    def read(self, units: Sequence[Unit]) -> Reading:
        """Returns the reading of the units with this space's lexicon and cues."""
        return read_units(units, self.language, self.lexicon, self.cues)

    def gram_places(self, reading: Reading) -> Found:
        """Returns every known character n-gram of the units with its place (column as item)."""
        return places(reading.characters, self.grams, CHARACTER_SIZES)

    def word_places(self, reading: Reading) -> Found:
        """Returns every known word and word pair with its place (column within its block as item)."""
        import numpy as np

        get = self.word_index.get
        flat = [get(word, -1) for words in reading.words for word in words]
        item = np.array(flat, dtype=np.int64)
        length = np.array([len(word) for words in reading.words for word in words], dtype=np.int64)
        row = np.repeat(np.arange(reading.count), [len(words) for words in reading.words])
        total = np.cumsum(length)
        sizes = np.array([sum(map(len, words)) for words in reading.words], dtype=np.int64)
        end = total - (np.cumsum(sizes) - sizes)[row]
        single = Found(item=item, row=row, start=end - length, end=end).among(item >= 0)
        both = (item[:-1] >= 0) & (item[1:] >= 0) & (row[:-1] == row[1:])
        key = (item[:-1].astype(np.uint64) << np.uint64(32)) | np.maximum(item[1:], 0).astype(np.uint64)
        place = np.where(both, self.pairs.find(key), -1)
        pair = Found(item=place + len(self.words), row=row[:-1], start=(end - length)[:-1], end=end[1:]).among(
            place >= 0
        )
        return Found(
            item=np.concatenate([single.item, pair.item]),
            row=np.concatenate([single.row, pair.row]),
            start=np.concatenate([single.start, pair.start]),
            end=np.concatenate([single.end, pair.end]),
        )

    def unit_matrix(self, reading: Reading) -> Any:
        """Returns the units as rows (sparse, float32)."""
        return self._unit_matrix(reading, self._places_of(reading))

    def matrices(self, reading: Reading) -> tuple[Any, Bags]:
        """Returns the units as rows, and as bags of phrases."""
        found = self._places_of(reading)
        return self._unit_matrix(reading, found), self._bags(reading, found)

    def _unit_matrix(self, reading: Reading, found: Places) -> Any:
        whole = tuple((one.row, one.item) for one in found)
        return stack(
            [
                *self._text_blocks(whole, reading.count, WEIGHTS["lexicon"]),
                self._head_block(reading, WEIGHTS["heading"]),
            ]
        )

    def _bags(self, reading: Reading, found: Places) -> Bags:
        import numpy as np

        phrases = len(reading.phrase_row)
        first = np.diff(reading.phrase_row, prepend=-1).astype(bool)
        local = [
            *self._text_blocks(_within(reading, found), phrases, WEIGHTS["phrase_heading"]),
            dense(WEIGHTS["phrase_first"] * first[:, None].astype(np.float32)),
        ]
        _, words, terms, _ = found
        unit = WEIGHTS["phrase_unit"]
        context = [
            unit * tfidf((words.row, words.item), reading.count, self.word_idf),
            unit * WEIGHTS["phrase_heading"] * self._lexicon_sums((terms.row, terms.item), reading.count),
            self._head_block(reading, WEIGHTS["phrase_heading"]),
        ]
        return Bags(
            phrase=stack(local),
            context=stack(context),
            unit=reading.phrase_row,
            length=(reading.phrase_end - reading.phrase_start).astype(np.float32),
        )

    def _places_of(self, reading: Reading) -> Places:
        return (self.gram_places(reading), self.word_places(reading), reading.terms, reading.cues)

    def _text_blocks(self, placed: tuple[Rows, ...], rows: int, lexicon: float) -> list[Any]:
        grams, words, terms, cues = placed
        return [
            WEIGHTS["character"] * tfidf(grams, rows, self.gram_idf),
            WEIGHTS["word"] * tfidf(words, rows, self.word_idf),
            lexicon * self._lexicon_sums(terms, rows),
            self._cue_counts(cues, rows),
            self._term_flags(terms, rows),
        ]

    def _head_block(self, reading: Reading, weight: float) -> Any:
        import numpy as np

        count = int(reading.head_of.max(initial=-1)) + 1
        found = places(reading.head, self.heads, HEADING_SIZES)
        sums = self._lexicon_sums((reading.head_terms.row, reading.head_terms.item), count)
        block = [
            weight * tfidf((found.row, found.item), count, self.head_idf),
            np.float32(WEIGHTS["heading_lexicon"]) * sums,
        ]
        return stack(block)[reading.head_of]

    def _lexicon_sums(self, terms: tuple[Integers, Integers], rows: int) -> Any:
        import numpy as np

        width = len(self.lexicon.categories)
        index = {name: place for place, name in enumerate(self.lexicon.categories)}
        column = np.array([index[term.category] for term in self.lexicon.terms], dtype=np.int64)
        weight = np.array([term.weight for term in self.lexicon.terms], dtype=np.float64)
        row, item = terms
        if not len(row):
            return dense(np.zeros((rows, width), dtype=np.float32))
        sums = np.bincount(row * width + column[item], weights=weight[item], minlength=rows * width)
        return dense(np.log1p(sums).reshape(rows, width).astype(np.float32))

    def _cue_counts(self, cues: tuple[Integers, Integers], rows: int) -> Any:
        import numpy as np

        width = len(self.cues.categories)
        index = {name: place for place, name in enumerate(self.cues.categories)}
        column = np.array([index[term.category] for term in self.cues.terms], dtype=np.int64)
        row, item = cues
        if not len(row):
            return dense(np.zeros((rows, width), dtype=np.float32))
        seen = np.bincount(row * width + column[item], minlength=rows * width).reshape(rows, width)
        scaled = np.minimum(seen, CUE_CAP) / CUE_CAP
        return dense((WEIGHTS["cue"] * scaled).astype(np.float32))

    def _term_flags(self, terms: tuple[Integers, Integers], rows: int) -> Any:
        import numpy as np

        row, item = terms
        place = self.kept_terms.find(item.astype(np.uint64))
        keep = place >= 0
        flags = counts(row[keep], place[keep], rows, len(self.kept_terms))
        flags.data[:] = np.float32(WEIGHTS["term"])
        return flags


def _within(reading: Reading, found: Places) -> tuple[Rows, ...]:
    """Returns the rows by phrase; what crosses a phrase boundary is left out."""
    pairs: list[Rows] = []
    for one in found:
        row = reading.phrase_of(one)
        pairs.append((row[row >= 0], one.item[row >= 0]))
    return tuple(pairs)


def fit_space(
    units: Sequence[Unit],
    language: str,
    categories: tuple[str, ...],
    lexicon: Lexicon,
    cues: Lexicon,
    pool: Sequence[Unit] = (),
) -> Space:
    """Returns the space fitted to coded units, and to a pool of uncoded ones for words and their idf.

    A feature is kept when at least two coded units or `LEAST_POOL` units of the pool have it.
    """
    import numpy as np

    reading = read_units(units, language, lexicon, cues)
    others = read_units(pool, language, empty_lexicon(), empty_lexicon())
    count = len(units) + len(pool)
    grams, gram_df = _fit_grams((reading.characters, others.characters), CHARACTER_SIZES)
    heads, head_df = _fit_grams((reading.head, others.head), HEADING_SIZES)
    singles, single_df = _fit_words(reading.words, others.words)
    index = {word: place for place, word in enumerate(singles)}
    pairs, pair_df = merge(_pair_keys(reading.words, index), _pair_keys(others.words, index))
    terms, _ = frequent(reading.terms.item.astype(np.uint64), reading.terms.row, LEAST)
    return Space(
        language=language,
        categories=categories,
        lexicon=lexicon,
        cues=cues,
        grams=KeyIndex(grams),
        gram_idf=_idf(gram_df, count),
        words=singles,
        pairs=KeyIndex(pairs),
        word_idf=_idf(np.concatenate([single_df, pair_df]), count),
        heads=KeyIndex(heads),
        head_idf=_idf(head_df, count),
        kept_terms=KeyIndex(terms),
        word_index=index,
    )


def merge(coded: tuple[Keys, Integers], pool: tuple[Keys, Integers]) -> tuple[Keys, Integers]:
    """Returns the keys frequent enough in either part (keys, rows), and in how many rows they are."""
    import numpy as np

    own, own_seen = frequent(*coded, 1)
    other, other_seen = frequent(*pool, 1)
    keys = np.union1d(own[own_seen >= LEAST], other[other_seen >= LEAST_POOL])
    total = np.zeros(len(keys), dtype=np.int64)
    for known, seen in ((own, own_seen), (other, other_seen)):
        place = KeyIndex(known).find(keys)
        total[place >= 0] += seen[place[place >= 0]]
    return keys, total


def _fit_words(coded: Sequence[Sequence[str]], pool: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], Integers]:
    import numpy as np

    own = Counter(word for words in coded for word in set(words))
    other = Counter(word for words in pool for word in set(words))
    kept = {word for word, times in own.items() if times >= LEAST} | {
        word for word, times in other.items() if times >= LEAST_POOL
    }
    singles = tuple(sorted(word for word in kept if word.strip()))
    return singles, np.array([own[word] + other[word] for word in singles], dtype=np.int64)


def _fit_grams(parts: tuple[Characters, Characters], sizes: Sequence[int]) -> tuple[Keys, Integers]:
    import numpy as np

    found = []
    for characters in parts:
        grams = [ngram_keys(characters.code, size) for size in sizes]
        keys = np.concatenate([key for key, _ in grams])
        found.append((keys, np.concatenate([characters.row[start] for _, start in grams])))
    return merge(found[0], found[1])


def _pair_keys(texts: Sequence[Sequence[str]], index: dict[str, int]) -> tuple[Keys, Integers]:
    """Returns the key of every pair of known neighbouring words, and the row it stands in."""
    import numpy as np

    keys: list[int] = []
    rows: list[int] = []
    for row, words in enumerate(texts):
        ids = [index.get(word, -1) for word in words]
        for first, second in pairwise(ids):
            if first >= 0 and second >= 0:
                keys.append((first << 32) | second)
                rows.append(row)
    return np.array(keys, dtype=np.uint64), np.array(rows, dtype=np.int64)


def _idf(seen: Integers, count: int) -> Floats:
    import numpy as np

    return (np.log((1 + count) / (1 + seen)) + 1).astype(np.float32)
