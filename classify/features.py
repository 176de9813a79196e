"""Features of units: characters, words, heading, lexicon and cues as one sparse matrix.

Blocks and their weights follow the design trial on the shared units (characters 1-3 and words 1-2
as sublinear tf-idf, heading and title at half weight, lexicon sums at a quarter, cues, terms);
`benchmarks/train_shipped.py` measures each again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from classify.lexicon import Lexicon
from classify.ngrams import TITLE, Characters, read_characters
from classify.phrases import cut_phrases
from classify.unit import Unit
from extract.fold import fold
from extract.words import cut_words

if TYPE_CHECKING:
    from classify.arrays import Integers

ROW = 32  # bits of an offset below the row number
ENGLISH_WORDS = re.compile(r"[a-z]+|\n|[^a-z\n]+")  # a line end parts two texts
HAN = re.compile(r"[㐀-鿿]")
LATIN = re.compile(r"[A-Za-z]")
WEIGHTS: Mapping[str, float] = {
    "character": 1.0,
    "word": 1.0,
    "heading": 0.5,
    "lexicon": 0.25,
    "heading_lexicon": 0.25,
    "cue": 0.3,
    "term": 0.2,
    "phrase_heading": 0.3,
    "phrase_unit": 0.6,
    "phrase_first": 0.2,
}


def language_of(text: str) -> str:
    """Returns `en` where Latin letters outnumber Chinese characters three to one, else `zh`."""
    latin = len(LATIN.findall(text))
    return "en" if latin > 3 * len(HAN.findall(text)) and latin > 8 else "zh"


def split_words(text: str, language: str) -> list[str]:
    """Returns the tokens of a folded text in order; joined they are the text."""
    return ENGLISH_WORDS.findall(text) if language == "en" else cut_words(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Occurrences of something: what (`item`), in which unit (`row`), from where to where."""

    item: Integers
    row: Integers
    start: Integers
    end: Integers


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A batch of units as read once: n-grams, words, terms and cues with their places.

    `words` are all words of all units, `word_row`, `word_start` and `word_end` where they stand.
    Units of one document share headings: each different context is read once, `head_of` gives its row.
    """

    count: int
    characters: Characters
    words: list[str]
    word_row: Integers
    word_start: Integers
    word_end: Integers
    terms: Found
    cues: Found
    head: Characters
    head_terms: Found
    head_of: Integers
    phrase_row: Integers
    phrase_start: Integers
    phrase_end: Integers
    looked_up: dict[int, tuple[Found, Found]] = field(default_factory=dict, compare=False)  # by space: read twice

    def phrase_of(self, found: Found) -> Integers:
        """Returns the phrase of each occurrence, -1 where it crosses a boundary."""
        import numpy as np

        keys = (self.phrase_row << ROW) + self.phrase_start
        place = np.searchsorted(keys, (found.row << ROW) + found.start, side="right") - 1
        return np.where(found.end <= self.phrase_end[place], place, -1)


def _found(hits: list[tuple[int, int, int, int]]) -> Found:
    import numpy as np

    table = np.array(hits, dtype=np.int64).reshape(-1, 4)
    return Found(row=table[:, 0], item=table[:, 1], start=table[:, 2], end=table[:, 3])


def _words(texts: Sequence[str], language: str) -> tuple[list[str], Integers, Integers, Integers]:
    """Returns the words of all texts, and the text, start and end of each; line ends part the texts."""
    import numpy as np

    words = split_words("\n".join(texts), language)
    length = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
    end = np.cumsum(length)
    sizes = np.fromiter((len(text) + 1 for text in texts), dtype=np.int64, count=len(texts))
    first = np.cumsum(sizes) - sizes
    row = np.searchsorted(first, end - length, side="right") - 1
    return words, row, end - length - first[row], end - first[row]


def read_units(units: Sequence[Unit], language: str, lexicon: Lexicon, cues: Lexicon) -> Reading:
    """Returns the reading of the units: all that is needed of their text, once."""
    import numpy as np

    texts = [TITLE.sub(lambda match: "。" * len(match.group()), fold(unit.text)) for unit in units]
    heads: dict[str, int] = {}
    head_of = [heads.setdefault(unit.context, len(heads)) for unit in units]
    contexts = list(heads)
    starts = [cut_phrases(text, language) for text in texts]
    ends = [[*begin[1:], len(text)] for begin, text in zip(starts, texts, strict=True)]
    words, word_row, word_start, word_end = _words(texts, language)
    return Reading(
        count=len(units),
        characters=read_characters([unit.text for unit in units]),
        words=words,
        word_row=word_row,
        word_start=word_start,
        word_end=word_end,
        terms=_found(lexicon.find_all(texts, language)),
        cues=_found(cues.find_all(texts, language)),
        head=read_characters(contexts),
        head_terms=_found(lexicon.find_all([fold(context) for context in contexts], language)),
        head_of=np.array(head_of, dtype=np.int64),
        phrase_row=np.repeat(np.arange(len(units)), [len(begin) for begin in starts]),
        phrase_start=np.fromiter(chain.from_iterable(starts), dtype=np.int64),
        phrase_end=np.fromiter(chain.from_iterable(ends), dtype=np.int64),
    )
