"""The feature space of one language: its vocabulary, and units as sparse matrices in it.

Columns of a unit: character n-grams | words and word pairs | lexicon sums | cues | single terms |
heading n-grams | lexicon sums of the heading. A phrase has the first five, and whether it is the first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import TYPE_CHECKING, Any

from classify.features import WEIGHTS, Reading, read_units
from classify.joined import Found
from classify.lexicon import Lexicon, empty_lexicon
from classify.ngrams import Characters, KeyIndex, frequent, ngram_keys
from classify.phrases import Bags
from classify.sparse import Block, Blocks, places, sparse, tfidf
from classify.unit import Unit

if TYPE_CHECKING:
    from classify.arrays import Floats, Integers, Keys

    Rows = tuple[Integers, Integers]
    Places = tuple[Found, Found, Found, Found]

CHARACTER_SIZES: Mapping[str, tuple[int, ...]] = {
    "zh": (1, 2),  # three add nothing beside words and word pairs: macro-F1 0.747 with, 0.749 without
    "en": (1, 2, 3),
}
HEADING_SIZES = (1, 2)
LEAST = 4  # units a feature must be seen in: folds do no better with 3 (macro-F1 0.748 against 0.749), and the model is smaller ...
LEAST_FEW = 2  # ... but two where there are few units to learn from
MANY = 1500
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
    weights: Mapping[str, float]
    known: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "known", {word: place for place, word in enumerate(self.words)})

    def read(self, units: Sequence[Unit]) -> Reading:
        """Returns the reading of the units with this space's lexicon and cues."""
        return read_units(units, self.language, self.lexicon, self.cues)

    def gram_places(self, reading: Reading) -> Found:
        """Returns every known character n-gram of the units with its place (column as item)."""
        return places(reading.characters, self.grams, CHARACTER_SIZES[self.language])

    def word_places(self, reading: Reading) -> Found:
        """Returns every known word and word pair with its place (column within its block as item)."""
        import numpy as np

        item = np.array(list(map(self.known.get, reading.words, repeat(-1))), dtype=np.int64)
        row, start, end = reading.word_row, reading.word_start, reading.word_end
        single = np.flatnonzero(item >= 0)
        both = np.flatnonzero((item[:-1] >= 0) & (item[1:] >= 0) & (row[:-1] == row[1:]))
        first, second = item[both].astype(np.uint64), item[both + 1].astype(np.uint64)
        place = self.pairs.find((first << np.uint64(32)) | second)
        pair, place = both[place >= 0], place[place >= 0]
        return Found(
            item=np.concatenate([item[single], place + len(self.words)]),
            row=np.concatenate([row[single], row[pair]]),
            start=np.concatenate([start[single], start[pair]]),
            end=np.concatenate([end[single], end[pair + 1]]),
        )

    def places_of(self, reading: Reading) -> tuple[Found, Found]:
        """Returns the n-grams and the words of the units with their places, looked up once a reading."""
        if id(self) not in reading.looked_up:
            reading.looked_up[id(self)] = (self.gram_places(reading), self.word_places(reading))
        return reading.looked_up[id(self)]

    def matrices(self, reading: Reading) -> tuple[Blocks, Bags]:
        """Returns the units as rows, and as bags of phrases."""
        found = (*self.places_of(reading), reading.terms, reading.cues)
        whole = tuple((one.row, one.item) for one in found)
        unit = self._text_blocks(whole, reading.count, self.weights["lexicon"])
        head = self._head_blocks(reading)
        rows = (
            *unit,
            Block(values=head[0], weight=self.weights["heading"], rows=reading.head_of),
            Block(values=head[1], weight=self.weights["heading_lexicon"], rows=reading.head_of),
        )
        return Blocks(parts=rows), self._bags(reading, found, unit, head)

    def _bags(self, reading: Reading, found: Places, unit: tuple[Block, ...], head: tuple[Any, Any]) -> Bags:
        """Returns the bags: local blocks by phrase, context blocks by unit."""
        import numpy as np

        first = np.diff(reading.phrase_row, prepend=-1).astype(bool)[:, None].astype(np.float32)
        phrases = len(reading.phrase_row)
        local = (
            *self._text_blocks(_within(reading, found), phrases, self.weights["phrase_heading"]),
            Block(values=first, weight=self.weights["phrase_first"]),
        )
        near, far = self.weights["phrase_unit"], self.weights["phrase_heading"]
        context = (
            Block(values=unit[1].values, weight=near),
            Block(values=unit[2].values, weight=near * far),
            Block(values=head[0], weight=far, rows=reading.head_of),
            Block(values=head[1], weight=far * self.weights["heading_lexicon"], rows=reading.head_of),
        )
        return Bags(
            phrase=Blocks(parts=local),
            context=Blocks(parts=context),
            unit=reading.phrase_row,
            length=(reading.phrase_end - reading.phrase_start).astype(np.float32),
            count=reading.count,
        )

    def _text_blocks(self, placed: tuple[Rows, ...], rows: int, lexicon: float) -> tuple[Block, ...]:
        grams, words, terms, cues = placed
        return (
            Block(values=tfidf(grams, rows, self.gram_idf), weight=self.weights["character"]),
            Block(values=tfidf(words, rows, self.word_idf), weight=self.weights["word"]),
            Block(values=lexicon_sums(self.lexicon, terms, rows), weight=lexicon),
            Block(values=cue_counts(self.cues, cues, rows), weight=self.weights["cue"]),
        )

    def _head_blocks(self, reading: Reading) -> tuple[Any, Any]:
        """Returns n-grams and lexicon sums of the different contexts."""
        count = int(reading.head_of.max(initial=-1)) + 1
        found = places(reading.head, self.heads, HEADING_SIZES)
        sums = lexicon_sums(self.lexicon, (reading.head_terms.row, reading.head_terms.item), count)
        return tfidf((found.row, found.item), count, self.head_idf), sums


def lexicon_sums(lexicon: Lexicon, found: Rows, rows: int) -> Any:
    """Returns the summed weights of the terms by category, as log(1 + sum), a sparse matrix."""
    import numpy as np

    width = len(lexicon.categories)
    row, item = found
    cell = row * width + lexicon.columns[item]
    sums = np.bincount(cell, weights=lexicon.weights[item], minlength=rows * width)
    return sparse(np.log1p(sums), rows, width)


def cue_counts(cues: Lexicon, found: Rows, rows: int) -> Any:
    """Returns how often each cue is seen, up to three times, as a share of three, a sparse matrix."""
    import numpy as np

    width = len(cues.categories)
    row, item = found
    seen = np.bincount(row * width + cues.columns[item], minlength=rows * width)
    return sparse(np.minimum(seen, CUE_CAP) / CUE_CAP, rows, width)


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
    weights: Mapping[str, float] = WEIGHTS,
) -> Space:
    """Returns the space fitted to coded units, and to a pool of uncoded ones for words and their idf.

    A feature is kept when at least `LEAST` coded units (of few: `LEAST_FEW`) or `LEAST_POOL` units of the pool have it.
    """
    import numpy as np

    least = LEAST if len(units) >= MANY else LEAST_FEW
    reading = read_units(units, language, lexicon, cues)
    others = read_units(pool, language, empty_lexicon(), empty_lexicon())
    count = len(units) + len(pool)
    grams, gram_df = _fit_grams((reading.characters, others.characters), CHARACTER_SIZES[language], least)
    heads, head_df = _fit_grams((reading.head, others.head), HEADING_SIZES, least)
    singles, single_df = _fit_words(reading, others, least)
    index = {word: place for place, word in enumerate(singles)}
    pairs, pair_df = merge(_pair_keys(reading, index), _pair_keys(others, index), least)
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
        weights=weights,
    )


def merge(coded: tuple[Keys, Integers], pool: tuple[Keys, Integers], least: int) -> tuple[Keys, Integers]:
    """Returns the keys frequent enough in either part (keys, rows), and in how many rows they are.

    The most frequent come first: what is met often lies together in memory.
    """
    import numpy as np

    own, own_seen = frequent(*coded, 1)
    other, other_seen = frequent(*pool, 1)
    keys = np.union1d(own[own_seen >= least], other[other_seen >= LEAST_POOL])
    total = np.zeros(len(keys), dtype=np.int64)
    for known, seen in ((own, own_seen), (other, other_seen)):
        place = KeyIndex(known).find(keys)
        total[place >= 0] += seen[place[place >= 0]]
    order = np.argsort(-total, kind="stable")
    return keys[order], total[order]


def _fit_words(coded: Reading, pool: Reading, least: int) -> tuple[tuple[str, ...], Integers]:
    import numpy as np

    own, other = (
        Counter(word for word, _ in set(zip(part.words, part.word_row.tolist(), strict=True))) for part in (coded, pool)
    )
    kept = {word for word, times in own.items() if times >= least} | {
        word for word, times in other.items() if times >= LEAST_POOL
    }
    singles = tuple(sorted((word for word in kept if word.strip()), key=lambda word: (-own[word] - other[word], word)))
    return singles, np.array([own[word] + other[word] for word in singles], dtype=np.int64)


def _fit_grams(parts: tuple[Characters, Characters], sizes: Sequence[int], least: int) -> tuple[Keys, Integers]:
    import numpy as np

    found = []
    for characters in parts:
        grams = [ngram_keys(characters.code, size) for size in sizes]
        keys = np.concatenate([key for key, _ in grams])
        found.append((keys, np.concatenate([characters.row[start] for _, start in grams])))
    return merge(found[0], found[1], least)


def _pair_keys(reading: Reading, index: dict[str, int]) -> tuple[Keys, Integers]:
    """Returns the key of every pair of known neighbouring words, and the row it stands in."""
    import numpy as np

    item = np.array([index.get(word, -1) for word in reading.words], dtype=np.int64)
    row = reading.word_row
    both = np.flatnonzero((item[:-1] >= 0) & (item[1:] >= 0) & (row[:-1] == row[1:]))
    keys = (item[both].astype(np.uint64) << np.uint64(32)) | item[both + 1].astype(np.uint64)
    return keys, row[both]


def _idf(seen: Integers, count: int) -> Floats:
    import numpy as np

    return (np.log((1 + count) / (1 + seen)) + 1).astype(np.float32)
