"""Searching: a query and filters to hits, facets and snippets on the original text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from corpus.codec import Plain
from corpus.errors import XietongError
from corpus.library import Library
from search.filters import Filters
from search.index import FACETS
from search.language import parse_query
from search.results import Hit, Results, results_to_dict
from search.rows import read_hits
from search.searcher import Searcher, open_searcher
from search.snippet import sought
from search.synonyms import with_synonyms

__all__ = ["SORTS", "Filters", "Hit", "Results", "iter_all", "results_to_dict", "search"]
SORTS = ("relevance", "date")
_AT_ONCE = 500  # hits read together for an export


def search(
    library: Library,
    query: str,
    *,
    filters: Filters | None = None,
    limit: int = 20,
    offset: int = 0,
    sort: str = "relevance",
    facets: Sequence[str] = FACETS,
    synonyms: bool = False,
) -> Results:
    """Returns the clauses that a query finds; a blank query finds all that pass the filters.

    Args:
        library: where the clauses are.
        query: as a reader writes it.
        filters: what hits must have.
        limit: hits of a page.
        offset: hits before the page.
        sort: `relevance` or `date`.
        facets: the fields whose values are counted.
        synonyms: whether other names of the same thing count too; `Results.synonyms` tells which.

    Raises:
        XietongError: the query is not well formed, or the library has no index.
    """
    if limit < 0 or offset < 0:
        raise XietongError("limit and offset must not be negative")
    if sort not in SORTS:
        raise XietongError(f"cannot sort by {sort}", hint=" or ".join(SORTS))
    node, used = with_synonyms(parse_query(query)) if synonyms else (parse_query(query), {})
    searcher = open_searcher(library.folder)
    asked, found = searcher.ask_and_page(
        node, filters or Filters(), tuple(facets), limit, offset, by_day=sort == "date"
    )
    hits = tuple(read_hits(library, searcher.entries(found), sought(node)))
    return Results(
        query=query,
        total=asked.total,
        documents=asked.documents,
        hits=hits,
        facets=asked.facets,
        loose=asked.loose,
        synonyms=tuple(used.items()),
        clusters=searcher.clusters(library).among(hit.document for hit in hits),
    )


def iter_all(
    library: Library, query: str, *, filters: Filters | None = None, synonyms: bool = False
) -> Iterator[Plain]:
    """Yields every hit as a plain row, best first, for exports."""
    for hit in iter_hits(library, query, filters=filters, synonyms=synonyms):
        row = asdict(hit)
        for name in ("snippet", "highlights", "found"):
            del row[name]
        yield row


def iter_hits(library: Library, query: str, *, filters: Filters | None = None, synonyms: bool = False) -> Iterator[Hit]:
    """Yields every hit, best first."""
    node = parse_query(query)
    if synonyms:
        node, _ = with_synonyms(node)
    searcher: Searcher = open_searcher(library.folder)
    asked = searcher.ask(node, filters or Filters(), ())
    found = searcher.page(asked.query, searcher.clauses, 0)
    patterns = sought(node)
    for start in range(0, len(found), _AT_ONCE):
        yield from read_hits(library, searcher.entries(found[start : start + _AT_ONCE]), patterns)
