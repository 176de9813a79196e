"""Keyword in context: every place where a query stands, one a line, with what is left and right of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from corpus.library import Library
from search.filters import Filters
from search.query import iter_hits

WIDTH = 30  # characters on either side


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One place. `span` is that of the match in the text of the document."""

    document: str
    title: str
    date: str
    address: str
    span: tuple[int, int]
    left: str
    match: str
    right: str


def iter_kwic(
    library: Library,
    query: str,
    *,
    filters: Filters | None = None,
    width: int = WIDTH,
    most: int | None = None,
    synonyms: bool = False,
) -> Iterator[Line]:
    """Yields the places in the order of the hits, `most` of them.

    Raises:
        XietongError: the query is not well formed, or the library has no index.
    """
    yield from islice(_iter_lines(library, query, filters, width, synonyms=synonyms), most)


def _iter_lines(library: Library, query: str, filters: Filters | None, width: int, *, synonyms: bool) -> Iterator[Line]:
    for hit in iter_hits(library, query, filters=filters, synonyms=synonyms):
        for start, end in hit.found:
            yield Line(
                document=hit.document,
                title=hit.title,
                date=hit.date,
                address=hit.address,
                span=(hit.span[0] + start, hit.span[0] + end),
                left=_one_line(hit.text[max(0, start - width) : start]),
                match=_one_line(hit.text[start:end]),
                right=_one_line(hit.text[end : end + width]),
            )


def _one_line(text: str) -> str:
    return text.translate({ord("\n"): " ", ord("\t"): " ", ord("\r"): " "})
