"""Plain SQLite FTS5 and plain tantivy over the same clauses, to compare with; and the measures of a ranking."""

from __future__ import annotations

import json
import math
import re
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Protocol

from corpus.document import Document
from corpus.library import Library
from extract.parse import parse_text
from search.filters import Filters
from search.language import parse_query
from search.query import search
from search.searcher import open_searcher
from search.terms import fold_for_search

Clause = tuple[str, str]  # (document, address)
_WORD = re.compile(r'(?:title:|number:)?"[^"]+"|[^\s]+')
_OPERATORS = ("AND", "OR", "NOT")
_FIELDS = ("title", "number", "text")
_DEEP = 5000  # clauses looked at to find fifty documents


class Rival(Protocol):
    """Another engine: documents best first, and the clauses with a phrase."""

    def rank(self, query: str) -> list[str]: ...
    def phrase(self, phrase: str) -> set[Clause]: ...


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
        if " AND " in query or " OR " in query or " NOT " in query:  # FTS5 has these operators itself
            operators = re.sub(r"[^\s()]+", lambda m: m.group() if m.group() in _OPERATORS else f'"{m.group()}"', query)
            return list(dict.fromkeys(document for document, _ in self._clauses(operators.replace("AND NOT", "NOT"))))
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


class Tantivy:
    """A plain index of tantivy: title, number, folded text, its own query parser and a tokenizer of its own.

    `default` cuts at marks and spaces, `ngram` into all runs of one and two characters.
    """

    def __init__(self, tokenizer: str, documents: Iterable[Document]) -> None:
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_text_field("key", stored=True, tokenizer_name="raw")
        for name in _FIELDS:
            builder.add_text_field(name, tokenizer_name=tokenizer)
        self._index = tantivy.Index(builder.build())
        grams = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(min_gram=1, max_gram=2)).build()
        self._index.register_tokenizer("ngram", grams)
        writer = self._index.writer(60_000_000, 1)
        for document in documents:
            number = document.header.number.value if document.header.number else ""
            for unit in document.units:
                texts = map(fold_for_search, (document.title, number, unit.text))
                entry = dict(zip(_FIELDS, texts, strict=True)) | {"key": f"{document.id}\t{unit.address}"}
                writer.add_json(json.dumps(entry))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def rank(self, query: str) -> list[str]:
        """Returns the documents best first: all words, or some where no clause has all."""
        found = self._clauses(fold_for_search(query), every=True) or self._clauses(fold_for_search(query), every=False)
        return list(dict.fromkeys(document for document, _ in found))

    def phrase(self, phrase: str) -> set[Clause]:
        """Returns the clauses whose text holds the phrase, as tantivy sees it."""
        return set(self._clauses(f'text:"{fold_for_search(phrase)}"', every=True, limit=100_000))

    def _clauses(self, query: str, *, every: bool, limit: int = _DEEP) -> list[Clause]:
        boosts = {"title": 2.0, "number": 2.0}
        operators = re.sub(r"\b(and|or|not)\b", lambda match: match.group().upper(), query)
        parsed, _ = self._index.parse_query_lenient(
            operators, list(_FIELDS), field_boosts=boosts, conjunction_by_default=every
        )
        found = []
        for _, at in self._searcher.search(parsed, limit, count=False).hits:
            document, _, address = str(self._searcher.doc(at).get_first("key")).partition("\t")
            found.append((document, address))
        return found


def rank_ours(library: Library, query: str) -> list[str]:
    """Returns the documents of our search, best first."""
    searcher = open_searcher(library.folder)
    asked = searcher.ask(parse_query(query), Filters(), ())
    return list(dict.fromkeys(entry.document for entry in searcher.entries(searcher.page(asked.query, _DEEP, 0))))


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
    """Returns the share of the judged documents among the first ones (of as many as fit in)."""
    return len(set(ranked[:depth]) & set(grades)) / min(len(grades), depth)


def _sum(grades: list[int]) -> float:
    return sum(((1 << grade) - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def read_documents(records: Iterable[Mapping[str, str]]) -> dict[str, Document]:
    """Returns record id -> parsed document."""
    return {str(record["id"]): parse_text(str(record["text"]), f"{record['id']}.txt") for record in records}
