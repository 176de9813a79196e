"""Features of units: characters, words, heading, lexicon and cues as one sparse matrix.

Blocks and their weights follow the design trial on the shared units (characters 1-3 and words 1-2
as sublinear tf-idf, heading and title at half weight, lexicon sums at a quarter, cues);
`benchmarks/train_shipped.py` measures each again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from classify.joined import Found, Joined, join_texts
from classify.lexicon import Lexicon
from classify.ngrams import Characters, read_characters
from classify.phrases import cut_phrases
from classify.unit import Unit, context_of
from extract.words import cut_words

if TYPE_CHECKING:
    from classify.arrays import Integers

ENGLISH_WORDS = re.compile(r"[a-z]+|\n|[^a-z\n]+")  # a line end parts two texts
APART = re.compile(r"[A-Za-z] [A-Za-z]")
SOME_LATIN = re.compile(r"(?:[^A-Za-z]*[A-Za-z]){9}")
HAN = re.compile(r"[㐀-鿿]")
LATIN = re.compile(r"[A-Za-z]")
WEIGHTS: Mapping[str, float] = {
    "character": 1.0,
    "word": 1.0,
    "heading": 0.5,
    "lexicon": 0.25,
    "heading_lexicon": 0.25,
    "cue": 0.3,
    "phrase_heading": 0.3,
    "phrase_unit": 0.6,
    "phrase_first": 0.2,
}


def language_of(text: str) -> str:
    """Returns `en` where Latin letters outnumber Chinese characters three to one, else `zh`.

    An address in a Chinese line (电邮：someone@example.cn) is no English: that has words with spaces between.

    >>> language_of("邮箱：office@county.gov.cn"), language_of("Funds shall be earmarked (专款专用)")
    ('zh', 'en')
    """
    if SOME_LATIN.match(text) is None:
        return "zh"
    chinese = len(HAN.findall(text))
    if len(LATIN.findall(text)) <= 3 * chinese or (chinese and APART.search(text) is None):
        return "zh"
    return "en"


def split_words(text: str, language: str) -> list[str]:
    """Returns the tokens of a folded text in order; joined they are the text."""
    return ENGLISH_WORDS.findall(text) if language == "en" else cut_words(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A batch of units as read once: n-grams, words, terms and cues with their places in `joined`.

    `words` are all words of all units, `word_row`, `word_start` and `word_end` where they stand.
    Units of one document share headings: each different context is read once, `head_of` gives its row.
    `phrase_row`, `phrase_start` and `phrase_end` are the phrases, `phrase_at` the one of each character.
    """

    count: int
    joined: Joined
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
    phrase_at: Integers
    looked_up: dict[int, tuple[Found, Found]] = field(default_factory=dict, compare=False)  # by space: read twice

    def phrase_of(self, found: Found) -> Integers:
        """Returns the phrase of each occurrence, -1 where it crosses a boundary."""
        import numpy as np

        phrase = self.phrase_at[found.start]
        return np.where(found.end <= self.phrase_end[phrase], phrase, -1)


def _words(joined: Joined, language: str) -> tuple[list[str], Integers, Integers]:
    """Returns the words of all texts, line ends among them, and start and end of each."""
    import numpy as np

    words = split_words(joined.text, language)
    length = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
    end = np.cumsum(length)
    return words, end - length, end


def read_units(units: Sequence[Unit], language: str, lexicon: Lexicon, cues: Lexicon) -> Reading:
    """Returns the reading of the units: all that is needed of their text, once."""
    import numpy as np

    joined = join_texts([unit.text for unit in units])
    heads: dict[tuple[tuple[str, ...], str], int] = {}
    head_of = [heads.setdefault((unit.heading, unit.title), len(heads)) for unit in units]
    contexts = join_texts([context_of(*head) for head in heads])
    words, word_start, word_end = _words(joined, language)
    start = cut_phrases(joined, language)
    end = np.append(start[1:], len(joined.text))
    row = joined.row[start]
    return Reading(
        count=len(units),
        joined=joined,
        characters=read_characters(joined),
        words=words,
        word_row=joined.row[word_start],
        word_start=word_start,
        word_end=word_end,
        terms=lexicon.find_all(joined, language),
        cues=cues.find_all(joined, language),
        head=read_characters(contexts),
        head_terms=lexicon.find_all(contexts, language),
        head_of=np.array(head_of, dtype=np.int64),
        phrase_row=row,
        phrase_start=start,
        phrase_end=np.minimum(end, (joined.first + joined.size)[row]),
        phrase_at=np.repeat(np.arange(len(start)), end - start),
    )
