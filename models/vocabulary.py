"""Clauses as bags of words and phrases: what topic models count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from extract.fold import fold
from extract.words import cut_words

if TYPE_CHECKING:
    from gensim.corpora import Dictionary

_STOP = Path(__file__).with_name("stopwords.txt")
_QUOTED = re.compile(r"《[^《》]{2,60}》|〔\d{4}〕\d+号|第[一二三四五六七八九十百零\d]+[章节条款项]")
_WORD = re.compile(r"[\u3400-\u9fff]{2,}|[a-z]{3,}")
_PHRASE_COUNT = 8  # a pair of words is a phrase from this count and this normalised association on
_PHRASE_SCORE = 0.55
_MOST_COMMON = 0.35  # a word in more clauses than this tells nothing
JOINT = ""  # Chinese words of a phrase are joined without a mark


Tokens: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bags:
    """The tokens of each clause and the dictionary over them."""

    tokens: tuple[Tokens, ...]
    dictionary: Dictionary

    def counts(self) -> Any:
        """Returns the counts as a sparse matrix, clauses by words."""
        from gensim.matutils import corpus2csc

        corpus = [self.dictionary.doc2bow(tokens) for tokens in self.tokens]
        return corpus2csc(corpus, num_terms=len(self.dictionary)).T.tocsr()


@cache
def stop_words() -> frozenset[str]:
    """Returns words that say nothing about a topic: function words and the formulas of official style."""
    lines = _STOP.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def tokens_of(text: str) -> list[str]:
    """Returns the words of a clause that may carry a topic; titles, numbers and article marks left out."""
    stop = stop_words()
    words = cut_words(_QUOTED.sub("。", fold(text)))
    return [word for word in words if _WORD.fullmatch(word) and word not in stop]


def cut_tokens(texts: Sequence[str]) -> list[Tokens]:
    """Returns the tokens of the texts: words, and phrases where two words belong together (gensim Phrases).

    Source of the association score: Bouma (2009), normalised pointwise mutual information.
    """
    from gensim.models.phrases import Phrases

    words = [tokens_of(text) for text in texts]
    phrases = Phrases(words, min_count=_PHRASE_COUNT, threshold=_PHRASE_SCORE, scoring="npmi", delimiter=" ").freeze()
    return [tuple(_join(token) for token in phrases[line]) for line in words]


def make_bags(tokens: Sequence[Tokens]) -> Bags:
    """Returns the bags of clauses already cut; words in one or two clauses and in most are left out."""
    from gensim.corpora import Dictionary

    dictionary = Dictionary(tokens)
    smallest = 2 if len(tokens) < 300 else 3 if len(tokens) < 3000 else 5
    dictionary.filter_extremes(no_below=smallest, no_above=_MOST_COMMON, keep_n=20_000)
    dictionary.compactify()
    return Bags(tokens=tuple(tokens), dictionary=dictionary)


def _join(token: str) -> str:
    parts = token.split(" ")
    return token if token.isascii() else JOINT.join(parts)
