"""Evidence terms: words that speak for a category, found in one pass over the text.

A lexicon is a CSV file with the columns `category,language,term,weight` (weight 1 weak to 3 decisive).
It belongs to a codebook: a user's own codebook brings its own file or none. Cues are terms that
speak for no category by themselves (verbs, roles, money units); they are rows of `cues.csv`
whose category is the name of the cue.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from classify.ngrams import BITS, KeyIndex
from corpus.errors import XietongError

if TYPE_CHECKING:
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

    A place is looked at only where its first two characters begin a term (found for all places at
    once by hashing). One written form may speak for several categories: it then makes several hits.
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
    def _starts(self, language: str) -> tuple[KeyIndex, list[list[tuple[str, list[int]]]]]:
        """Returns the two-character beginnings of a language's terms, and the terms of each, longest first."""
        import numpy as np

        by_start: dict[int, list[tuple[str, list[int]]]] = {}
        for (spoken, form), indices in self._indices.items():
            if spoken == language:
                by_start.setdefault((ord(form[0]) << BITS) | ord(form[1]), []).append((form, indices))
        keys = sorted(by_start)
        forms = [sorted(by_start[key], key=lambda pair: -len(pair[0])) for key in keys]
        return KeyIndex(np.array(keys, dtype=np.uint64)), forms

    def find_all(self, texts: Sequence[str], language: str = "zh") -> list[tuple[int, int, int, int]]:
        """Returns (text, index of the term, start, end) of every hit in reading order.

        The texts must be folded (lower case, half width): `extract.fold.fold` keeps their length.
        """
        import numpy as np

        joined = "\n".join((*texts, ""))
        codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
        index, forms = self._starts(language)
        if len(codes) < SHORTEST or not len(index):
            return []
        begins = index.find((codes[:-1] << np.uint64(BITS)) | codes[1:])
        places = np.flatnonzero(begins >= 0)
        sizes = np.fromiter((len(text) + 1 for text in texts), dtype=np.int64, count=len(texts))
        first = np.cumsum(sizes) - sizes
        rows = np.searchsorted(first, places, side="right") - 1
        hits: list[tuple[int, int, int, int]] = []
        free = 0
        triples = zip(places.tolist(), begins[places].tolist(), rows.tolist(), first[rows].tolist(), strict=True)
        for place, begin, row, offset in triples:
            if place < free:
                continue
            for form, indices in forms[begin]:
                if joined.startswith(form, place):
                    end = place + len(form)
                    if language == "en" and _inside_word(joined, place, end):
                        continue
                    hits.extend((row, one, place - offset, end - offset) for one in indices)
                    free = end
                    break
        return hits

    def find(self, text: str, language: str = "zh") -> list[tuple[int, int, int]]:
        """Returns (index of the term, start, end) of every hit in one folded text."""
        return [(index, start, end) for _, index, start, end in self.find_all([text], language)]


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
