"""Evidence terms: words that speak for a category, found in one pass over the text.

A lexicon is a CSV file with the columns `category,language,term,weight` (weight 1 weak to 3 decisive).
It belongs to a codebook: a user's own codebook brings its own file or none. Cues are terms that
speak for no category by themselves (verbs, roles, money units); they are rows of `cues.csv`
whose category is the name of the cue.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import XietongError

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term, the category (or cue) it speaks for, and how strongly (1 to 3)."""

    category: str
    language: str
    text: str
    weight: float = 1.0


class Lexicon:
    """A set of terms, searched leftmost-longest without overlap.

    One written form may speak for several categories: then `indices_of` returns several terms.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms = tuple(terms)
        self.categories = tuple(dict.fromkeys(term.category for term in self.terms))
        self._indices: dict[str, tuple[int, ...]] = {}
        for index, term in enumerate(self.terms):
            form = term.text.lower()
            self._indices[form] = (*self._indices.get(form, ()), index)
        self._patterns: dict[str, re.Pattern[str] | None] = {}

    def _pattern(self, language: str) -> re.Pattern[str] | None:
        """Returns the compiled search pattern of a language, built at its first use."""
        if language not in self._patterns:
            forms = sorted({term.text.lower() for term in self.terms if term.language == language})
            self._patterns[language] = re.compile(_pattern_text(forms, language)) if forms else None
        return self._patterns[language]

    def find(self, text: str, language: str = "zh") -> list[tuple[int, int, int]]:
        """Returns (index of the term, start, end) of every hit in reading order.

        `text` must be folded (lower case, half width): `extract.words.fold` keeps its length.
        """
        pattern = self._pattern(language)
        if pattern is None:
            return []
        indices = self._indices
        return [
            (index, match.start(), match.end()) for match in pattern.finditer(text) for index in indices[match.group()]
        ]


def _pattern_text(forms: list[str], language: str) -> str:
    """Returns a regular expression that matches the longest of the forms at a place.

    Forms are folded into a tree so that a place is decided by its first characters; English
    forms match whole words, with an optional plural.
    """
    tree: dict[str, dict] = {}  # type: ignore[type-arg]
    for form in forms:
        node = tree
        for character in form:
            node = node.setdefault(character, {})
        node[""] = {}
    body = _branch(tree)
    return rf"\b{body}\b" if language == "en" else body


def _branch(node: dict[str, dict]) -> str:  # type: ignore[type-arg]
    """Returns the alternatives below one node of the tree, longest first."""
    arms = [re.escape(character) + _branch(child) for character, child in sorted(node.items()) if character]
    if not arms:
        return ""
    joined = arms[0] if len(arms) == 1 else f"(?:{'|'.join(arms)})"
    return f"(?:{joined})?" if "" in node else joined


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
