"""Clauses and documents that are like another: vectors of words (TF-IDF) read from the index, and what they share.

The index tells in how many clauses a word stands: candidates are found by the heaviest words of the text asked for,
then compared by the cosine of their vectors. Nothing else is stored, and nothing has to be kept up to date.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from corpus.errors import XietongError
from corpus.library import Library
from search.index import schema
from search.lookup import phrase
from search.rows import Entry
from search.searcher import Searcher, open_searcher
from search.terms import fold_for_search, words

if TYPE_CHECKING:
    import tantivy

_HEAVIEST = 25  # words by which candidates are found
_CANDIDATES = 100  # clauses compared
_CANDIDATE_DOCUMENTS = 20
_A_DOCUMENT = 400  # clauses looked at to find documents
_SHARED = 8  # words that explain
_COMMON = 0.3  # words in a larger share of the clauses say nothing
_NO_ADDRESS = ""
Vector: TypeAlias = Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """A clause (or a document: `address` is empty) like the one asked for.

    `score` is the cosine of the vectors; `shared` are the words that make most of it, heaviest first.
    """

    document: str
    title: str
    address: str
    text: str
    score: float
    shared: tuple[str, ...]


def related_clauses(library: Library, document: str, address: str, *, limit: int = 10) -> tuple[Related, ...]:
    """Returns the clauses of other documents that are most like a clause.

    Raises:
        XietongError: there is no such clause, or no index.
    """
    text = next((unit.text for unit in library.document(document).units if unit.address == address), None)
    if text is None:
        raise XietongError(f"{document} has no clause {address}")
    searcher = open_searcher(library.folder)
    own = _vector(searcher, text)
    found = [(entry, _vector(searcher, entry.text)) for entry in _candidates(searcher, own, document, _CANDIDATES)]
    return _best(library, own, found, limit)


def related_documents(library: Library, document: str, *, limit: int = 10) -> tuple[Related, ...]:
    """Returns the documents that are most like a document.

    Raises:
        XietongError: there is no such document, or no index.
    """
    text = library.document(document).text
    searcher = open_searcher(library.folder)
    own = _vector(searcher, text)
    weights: Counter[str] = Counter()
    for entry in _candidates(searcher, own, document, _A_DOCUMENT):
        weights[entry.document] += 1
    found = []
    for id, _ in weights.most_common(_CANDIDATE_DOCUMENTS):
        rows = library.rows("SELECT text FROM documents WHERE id = ?", (id,))
        if rows:
            whole = str(rows[0][0])
            entry = Entry(
                document=id, address=_NO_ADDRESS, span=(0, len(whole)), page=None, heading=(), text="", score=0.0
            )
            found.append((entry, _vector(searcher, whole)))
    return _best(library, own, found, limit)


def _vector(searcher: Searcher, text: str) -> Vector:
    """Returns the vector of a text, of length 1: (1 + log tf) x log (N / df) (Salton and Buckley 1988)."""
    counts = Counter(word for word in words(fold_for_search(text)) if len(word) > 1 and not word.isdecimal())
    weights = {}
    for word, count in counts.items():
        present = searcher.clauses_with(word)
        if 0 < present <= max(1.0, _COMMON * searcher.clauses):
            weights[word] = (1 + math.log(count)) * math.log(1 + searcher.clauses / present)
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {word: weight / length for word, weight in weights.items()}


def _candidates(searcher: Searcher, own: Vector, document: str, most: int) -> list[Entry]:
    import tantivy

    heaviest = sorted(own, key=lambda word: (-own[word], word))[:_HEAVIEST]
    if not heaviest:
        return []
    parts: list[tuple[tantivy.Occur, tantivy.Query]] = [
        (tantivy.Occur.Should, tantivy.Query.boost_query(phrase(word, ["text"]), own[word])) for word in heaviest
    ]
    itself = tantivy.Query.term_query(schema(), "document", document)
    query = tantivy.Query.boolean_query(
        [(tantivy.Occur.Must, tantivy.Query.boolean_query(parts)), (tantivy.Occur.MustNot, itself)]
    )
    return searcher.entries(searcher.page(query, most, 0))


def _best(library: Library, own: Vector, found: list[tuple[Entry, Vector]], limit: int) -> tuple[Related, ...]:
    related = []
    for entry, vector in found:
        parts = {word: own[word] * vector[word] for word in own.keys() & vector.keys()}
        rows = library.rows("SELECT title FROM documents WHERE id = ?", (entry.document,))
        if parts and rows:
            related.append(
                Related(
                    document=entry.document,
                    title=str(rows[0][0]),
                    address=entry.address,
                    text=entry.text,
                    score=round(math.fsum(parts.values()), 4),
                    shared=tuple(sorted(parts, key=lambda word: (-parts[word], word))[:_SHARED]),
                )
            )
    related.sort(key=lambda one: (-one.score, one.document, one.address))
    return tuple(related[:limit])
