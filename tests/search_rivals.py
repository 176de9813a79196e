"""Plain SQLite FTS5 over the same clauses, to compare with; and the measures of a ranking."""

from __future__ import annotations

import math
import re
import sqlite3
from collections.abc import Iterable, Mapping

from corpus.document import Document
from corpus.library import Library
from extract.parse import parse_text
from search.query import search
from search.terms import fold_for_search

Clause = tuple[str, str]  # (document, address)
_WORD = re.compile(r'(?:title:|number:)?"[^"]+"|[^\s]+')
_DEEP = 500  # clauses looked at to find ten documents


class Fts:
    """An FTS5 table of clauses: title, number, folded text. It is given the folding that the index has."""

    def __init__(self, tokenizer: str, documents: Iterable[Document]) -> None:
        self._connection = sqlite3.connect(":memory:")
        self._connection.execute(
            f"CREATE VIRTUAL TABLE clauses USING fts5(document UNINDEXED, address UNINDEXED, title, number, text,"
            f" tokenize = '{tokenizer}')"
        )
        for document in documents:
            number = document.header.number.value if document.header.number else ""
            self._connection.executemany(
                "INSERT INTO clauses VALUES (?, ?, ?, ?, ?)",
                (
                    (document.id, unit.address, *map(fold_for_search, (document.title, number, unit.text)))
                    for unit in document.units
                ),
            )

    def rank(self, query: str) -> list[str]:
        """Returns the documents best first: all words, or some where no clause has all."""
        words = []
        for part in _WORD.findall(fold_for_search(query)):
            field, _, rest = part.rpartition(":")
            quoted = '"' + rest.strip('"').replace('"', "") + '"'
            words.append(f"{field} : {quoted}" if field in ("title", "number") else quoted)
        found = self._clauses(" AND ".join(words)) or self._clauses(" OR ".join(words))
        return list(dict.fromkeys(document for document, _ in found))

    def phrase(self, phrase: str) -> set[Clause]:
        """Returns the clauses whose text holds the phrase, as FTS5 sees it."""
        return set(self._clauses(f'text : "{fold_for_search(phrase)}"', limit=-1))

    def _clauses(self, match: str, limit: int = _DEEP) -> list[Clause]:
        cursor = self._connection.execute(
            "SELECT document, address FROM clauses WHERE clauses MATCH ?"
            " ORDER BY bm25(clauses, 0, 0, 2.0, 2.0, 1.0), rowid LIMIT ?",
            (match, limit),
        )
        return [(str(document), str(address)) for document, address in cursor]


def rank_ours(library: Library, query: str) -> list[str]:
    """Returns the documents of our search, best first."""
    return list(dict.fromkeys(hit.document for hit in search(library, query, limit=_DEEP).hits))


def phrase_ours(library: Library, phrase: str) -> set[Clause]:
    """Returns the clauses whose text our search says holds the phrase."""
    hits = search(library, f'text:"{phrase}"', limit=100_000).hits
    return {(hit.document, hit.address) for hit in hits}


def gain(ranked: list[str], grades: Mapping[str, int], depth: int = 10) -> float:
    """Returns nDCG at a depth: gain 2^grade - 1, discount log2(place + 1)."""
    best = sorted(grades.values(), reverse=True)[:depth]
    got = [grades.get(document, 0) for document in ranked[:depth]]
    return _sum(got) / _sum(best)


def recall(ranked: list[str], grades: Mapping[str, int], depth: int = 50) -> float:
    """Returns the share of the judged documents among the first ones."""
    return len(set(ranked[:depth]) & set(grades)) / len(grades)


def _sum(grades: list[int]) -> float:
    return sum(((1 << grade) - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def read_documents(records: Iterable[Mapping[str, str]]) -> dict[str, Document]:
    """Returns record id -> parsed document."""
    return {str(record["id"]): parse_text(str(record["text"]), f"{record['id']}.txt") for record in records}
