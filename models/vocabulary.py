"""Clauses as bags of words and phrases: what topic models count."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
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
_ROUNDS = 2  # the second joins a phrase with a third word
_BETWEEN = " "
_MOST_COMMON = 0.35  # a word in more clauses than this tells nothing
JOINT = ""  # Chinese words of a phrase are joined without a mark


Tokens: TypeAlias = tuple[str, ...]
Phrases: TypeAlias = frozenset[str]  # pairs of tokens, with `_BETWEEN` between them


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


def runs_of(text: str) -> list[list[str]]:
    """Returns the words of a clause that may carry a topic, in runs of words that stand side by side.

    Titles, numbers, article marks, punctuation and stop words are left out; each ends a run.
    """
    stop = stop_words()
    runs: list[list[str]] = [[]]
    for word in cut_words(_QUOTED.sub("。", fold(text))):
        if _WORD.fullmatch(word) and word not in stop:
            runs[-1].append(word)
        elif runs[-1]:
            runs.append([])
    return runs if runs[-1] else runs[:-1]


def find_phrases(runs: Sequence[Sequence[Sequence[str]]]) -> Phrases:
    """Returns the pairs of tokens that belong together; tokens of the second round may be pairs themselves.

    Source of the association score: Bouma (2009), normalised pointwise mutual information (gensim Phrases).
    """
    from gensim.models.phrases import Phrases as Finder

    lines = [list(run) for clause in runs for run in clause if len(run) > 1]
    found: set[str] = set()
    for _ in range(_ROUNDS):
        finder = Finder(lines, min_count=_PHRASE_COUNT, threshold=_PHRASE_SCORE, scoring="npmi", delimiter=_BETWEEN)
        found |= finder.export_phrases().keys()
        lines = [_join(line, found) for line in lines]
    return frozenset(found)


def cut_tokens(texts: Sequence[str], phrases: Phrases | None = None) -> list[Tokens]:
    """Returns the tokens of the texts: words, and phrases where two or three words belong together.

    The phrases are found in the texts themselves where none are given.
    """
    runs = [runs_of(text) for text in texts]
    return join_runs(runs, find_phrases(runs) if phrases is None else phrases)


def join_runs(runs: Sequence[Sequence[Sequence[str]]], phrases: Phrases) -> list[Tokens]:
    """Returns the tokens of clauses cut into runs, their phrases joined."""
    made: list[Tokens] = []
    for clause in runs:
        tokens: list[str] = []
        for run in clause:
            line = list(run)
            for _ in range(_ROUNDS):
                line = _join(line, phrases)
            tokens += line
        made.append(tuple(_print(token) for token in tokens))
    return made


def _join(words: list[str], phrases: Set[str]) -> list[str]:
    joined: list[str] = []
    i = 0
    while i < len(words):
        pair = _BETWEEN.join(words[i : i + 2])
        found = i + 1 < len(words) and pair in phrases
        joined.append(pair if found else words[i])
        i += 2 if found else 1
    return joined


def _print(token: str) -> str:
    """Returns a token as people write it: Chinese words without a mark between them."""
    return token if token.isascii() else token.replace(_BETWEEN, JOINT)


def make_bags(tokens: Sequence[Tokens]) -> Bags:
    """Returns the bags of clauses already cut; words in one or two clauses and in most are left out."""
    from gensim.corpora import Dictionary

    dictionary = Dictionary(tokens)
    smallest = 2 if len(tokens) < 300 else 3 if len(tokens) < 3000 else 5
    dictionary.filter_extremes(no_below=smallest, no_above=_MOST_COMMON, keep_n=20_000)
    dictionary.compactify()
    return Bags(tokens=tuple(tokens), dictionary=dictionary)
