"""Evidence terms: words that speak for a category, found in one pass over the text.

A lexicon is a CSV file with the columns `category,language,term,weight` (weight 1 weak to 3 decisive).
It belongs to a codebook: a user's own codebook brings its own file or none. Cues are terms that
speak for no category by themselves (verbs, roles, money units); they are rows of `cues.csv`
whose category is the name of the cue.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from classify.joined import Found, Joined, join_texts
from corpus.errors import XietongError

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

    from classify.arrays import Floats, Integers

HERE = Path(__file__).parent
SHORTEST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term, the category (or cue) it speaks for, and how strongly (1 to 3)."""

    category: str
    language: str
    text: str
    weight: float = 1.0


class Lexicon:
    """A set of terms, searched leftmost-longest without overlap, in many texts at once.

    One written form may speak for several categories: it then makes several hits. An English form
    counts only as whole words.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms = tuple(terms)
        self.categories = tuple(dict.fromkeys(term.category for term in self.terms))
        self._indices: dict[tuple[str, str], list[int]] = {}
        for index, term in enumerate(self.terms):
            if len(term.text) < SHORTEST:
                raise XietongError(f"term {term.text!r}: a term has at least {SHORTEST} characters")
            self._indices.setdefault((term.language, term.text.lower()), []).append(index)

    @cached_property
    def columns(self) -> Integers:
        """The place of each term's category in `categories`."""
        import numpy as np

        place = {name: index for index, name in enumerate(self.categories)}
        return np.array([place[term.category] for term in self.terms], dtype=np.int64)

    @cached_property
    def weights(self) -> Floats:
        """The weight of each term."""
        import numpy as np

        return np.array([term.weight for term in self.terms], dtype=np.float64)

    @cache  # noqa: B019  a lexicon lives as long as its model
    def _automaton(self, language: str) -> tuple[AhoCorasick, Integers, Integers]:
        """Returns the automaton of a language's forms, the terms of all forms, and where those of each begin."""
        import numpy as np
        from ahocorasick_rs import AhoCorasick, MatchKind

        forms = {form: indices for (spoken, form), indices in self._indices.items() if spoken == language}
        kind = MatchKind.Standard if language == "en" else MatchKind.LeftmostLongest
        every = [index for indices in forms.values() for index in indices]
        begins = np.cumsum([0, *map(len, forms.values())])
        return AhoCorasick(list(forms), matchkind=kind), np.array(every, dtype=np.int64), begins

    def find_all(self, joined: Joined, language: str = "zh") -> Found:
        """Returns every hit in reading order: the index of the term as item, places in the joined text."""
        import numpy as np

        automaton, terms, begins = self._automaton(language)
        if language == "en":
            hits = _whole_words(joined.text, automaton.find_matches_as_indexes(joined.text, overlapping=True))
        else:
            hits = automaton.find_matches_as_indexes(joined.text)
        table: Integers = np.array(hits, dtype=np.int64).reshape(-1, 3)
        form, start, end = table.T
        many = begins[form + 1] - begins[form]
        if len(terms) > len(begins) - 1:  # some form speaks for several categories
            inside = np.arange(int(many.sum())) - np.repeat(np.cumsum(many) - many, many)
            place, start, end = np.repeat(begins[form], many) + inside, np.repeat(start, many), np.repeat(end, many)
        else:
            place = begins[form]
        return Found(item=terms[place], row=joined.row[start], start=start, end=end)

    def find(self, text: str, language: str = "zh") -> list[tuple[int, int, int]]:
        """Returns (index of the term, start, end) of every hit in one text."""
        found = self.find_all(join_texts([text]), language)
        return list(zip(found.item.tolist(), found.start.tolist(), found.end.tolist(), strict=True))


def _whole_words(text: str, hits: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Returns of all hits those of whole words, the longest from left to right without overlap."""
    kept: list[tuple[int, int, int]] = []
    free = 0
    for hit in sorted(hits, key=lambda hit: (hit[1], -hit[2])):
        if hit[1] >= free and not _inside_word(text, hit[1], hit[2]):
            kept.append(hit)
            free = hit[2]
    return kept


def _inside_word(text: str, start: int, end: int) -> bool:
    """Whether an English form found there is only part of a word."""
    return (start > 0 and text[start - 1].isalnum()) or (end < len(text) and text[end].isalnum())


def read_lexicon(path: Path) -> Lexicon:
    """Returns the lexicon of a CSV file (`category,language,term,weight`).

    Raises:
        XietongError: a column is missing, or a weight is no number.
    """
    terms: list[Term] = []
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        missing = {"category", "language", "term"} - set(reader.fieldnames or ())
        if missing:
            raise XietongError(f"{path.name}: no column {', '.join(sorted(missing))}")
        for row in reader:
            try:
                weight = float(row.get("weight") or 1)
            except ValueError:
                raise XietongError(f"{path.name}, line {reader.line_num}: weight is no number") from None
            terms.append(Term(category=row["category"], language=row["language"], text=row["term"], weight=weight))
    return Lexicon(terms)


def load_lexicon() -> Lexicon:
    """Returns the lexicon shipped for the eight categories (own compilation, zh and en)."""
    return read_lexicon(HERE / "lexicon.csv")


def load_cues() -> Lexicon:
    """Returns the shipped cues: acts, roles, boilerplate, money, relations (own compilation)."""
    return read_lexicon(HERE / "cues.csv")


def empty_lexicon() -> Lexicon:
    """Returns a lexicon without terms, for a codebook that brings none."""
    return Lexicon(())
