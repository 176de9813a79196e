"""Searching: a query and filters to hits, facets and snippets on the original text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from corpus.codec import Plain
from corpus.document import Span
from corpus.errors import XietongError
from corpus.label import NONE, Level
from corpus.library import Library
from search.compile import between_years, compile_query, in_province
from search.index import FACETS, FOLDER, open_index, schema
from search.language import Node, parse_query
from search.snippet import cut_snippet, find_spans, sought

if TYPE_CHECKING:
    import tantivy

_MOST_VALUES = 50  # of a facet
SORTS = ("relevance", "date")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What hits must have; several values of one filter are alternatives. Empty: no restriction."""

    category: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    province: tuple[str, ...] = ()
    issuer: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    year: tuple[int, int] | None = None
    review: bool | None = None
    exclude: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A clause that was found. `highlights` are spans of `snippet`, `found` spans of `text`."""

    document: str
    title: str
    number: str
    level: Level
    province: str
    date: str
    source: str
    address: str
    heading: tuple[str, ...]
    page: int | None
    span: tuple[int, int]
    text: str
    score: float
    snippet: str
    highlights: tuple[tuple[int, int], ...]
    found: tuple[tuple[int, int], ...]
    primary: str
    secondary: tuple[str, ...]
    review: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """Hits of one page, how many there are in all, in how many documents, and the facets.

    `loose` says that no clause has all the words and those with some are shown.
    """

    query: str
    total: int
    documents: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    loose: bool = False


def results_to_dict(results: Results) -> Plain:
    """Returns the results as `xietong search --json` prints them."""
    plain = asdict(results)
    plain["facets"] = {name: [{"value": v, "count": n} for v, n in values] for name, values in results.facets.items()}
    return plain


def search(
    library: Library,
    query: str,
    *,
    filters: Filters | None = None,
    limit: int = 20,
    offset: int = 0,
    sort: str = "relevance",
) -> Results:
    """Returns the clauses that a query finds; a blank query finds all that pass the filters.

    Raises:
        XietongError: the query is not well formed, or the library has no index.
    """
    node = parse_query(query)
    searcher = _searcher(library)
    restricted, loose = _query(searcher, node, filters or Filters())
    found, total = _page(searcher, restricted, limit, offset, sort)
    keys = [_key(searcher, address) for _, address in found]
    patterns = sought(node)
    facets = _facets(searcher, restricted)
    return Results(
        query=query,
        total=total,
        documents=_count_documents(searcher, restricted) if total else 0,
        hits=tuple(_hit(library, key, float(found[i][0]), patterns) for i, key in enumerate(keys)),
        facets=facets,
        loose=loose,
    )


def _page(
    searcher: tantivy.Searcher, query: tantivy.Query, limit: int, offset: int, sort: str
) -> tuple[list[tuple[float, tantivy.DocAddress]], int]:
    """Returns (score, address) of one page, and how many there are in all."""
    import tantivy

    if limit < 0 or offset < 0:
        raise XietongError("limit and offset must not be negative")
    if sort not in SORTS:
        raise XietongError(f"cannot sort by {sort}", hint=" or ".join(SORTS))
    most = searcher.num_docs  # the engine reserves memory for as many as it is asked for
    order = {"order_by_field": "day", "order": tantivy.Order.Desc} if sort == "date" else {}
    found = searcher.search(query, max(1, min(limit, most)), count=True, offset=min(offset, most), **order)
    return found.hits[:limit], found.count or 0


def iter_all(library: Library, query: str, *, filters: Filters | None = None) -> Iterator[Plain]:
    """Yields every hit as a plain row, best first, for exports."""
    node = parse_query(query)
    searcher = _searcher(library)
    restricted, _ = _query(searcher, node, filters or Filters())
    found, _ = _page(searcher, restricted, searcher.num_docs, 0, "relevance")
    patterns = sought(node)
    for score, address in found:
        row = asdict(_hit(library, _key(searcher, address), float(score), patterns))
        for name in ("snippet", "highlights", "found"):
            del row[name]
        yield row


def _searcher(library: Library) -> tantivy.Searcher:
    if not (library.folder / FOLDER / "meta.json").is_file():
        raise XietongError(f"{library.folder} has no index", hint="xietong run, or xietong search builds it")
    try:
        return open_index(library.folder).searcher()
    except (ValueError, OSError) as error:
        raise XietongError("the index is damaged", hint="delete its folder: it is made again") from error


def _count_documents(searcher: tantivy.Searcher, query: tantivy.Query) -> int:
    counted = searcher.aggregate(query, {"all": {"terms": {"field": "document", "size": searcher.num_docs}}})
    return len(counted["all"]["buckets"])


def _query(searcher: tantivy.Searcher, node: Node | None, filters: Filters) -> tuple[tantivy.Query, bool]:
    """Returns the query with its filters; a loose one where no clause has all the words."""
    import tantivy

    if node is None:
        return _restrict(tantivy.Query.all_query(), filters), False
    strict = _restrict(compile_query(node), filters)
    if searcher.search(strict, 1, count=False).hits:
        return strict, False
    loose = _restrict(compile_query(node, loose=True), filters)
    return (loose, True) if searcher.search(loose, 1, count=False).hits else (strict, False)


def _restrict(query: tantivy.Query, filters: Filters) -> tantivy.Query:
    """Returns the query with its filters.

    Raises:
        XietongError: a filter has a value that is no text or no year, or an unknown name.
    """
    try:
        return _restricted(query, filters)
    except ValueError as error:
        raise XietongError("a filter has a value that cannot be looked up") from error


def _restricted(query: tantivy.Query, filters: Filters) -> tantivy.Query:
    import tantivy

    parts = [(tantivy.Occur.Must, query)]
    named = {
        "category": filters.category,
        "level": filters.level,
        "issuer_name": filters.issuer,
        "type": filters.type,
    }
    for name, values in named.items():
        if values:
            terms = tantivy.Query.term_set_query(schema(), name, list(values))
            parts.append((tantivy.Occur.Must, tantivy.Query.const_score_query(terms, 0.0)))
    if filters.province:
        places = [(tantivy.Occur.Should, in_province(name)) for name in filters.province]
        parts.append((tantivy.Occur.Must, tantivy.Query.const_score_query(tantivy.Query.boolean_query(places), 0.0)))
    if filters.year is not None:
        parts.append((tantivy.Occur.Must, tantivy.Query.const_score_query(between_years(*filters.year), 0.0)))
    if filters.review is not None:
        flag = tantivy.Query.term_query(schema(), "review", "yes" if filters.review else "no")
        parts.append((tantivy.Occur.Must, tantivy.Query.const_score_query(flag, 0.0)))
    for name, values in filters.exclude.items():
        parts += [(tantivy.Occur.MustNot, _excluded(name, value)) for value in values]
    return tantivy.Query.boolean_query(parts)


def _excluded(name: str, value: str) -> tantivy.Query:
    import tantivy

    field_name = "issuer_name" if name == "issuer" else name
    if field_name not in FACETS:
        raise XietongError(f"cannot exclude by {name}", hint=", ".join(FACETS))
    if field_name != "year":
        return tantivy.Query.term_query(schema(), field_name, value)
    if not value.isdecimal() or len(value) > 4:
        raise XietongError(f"{value} is not a year", hint="2016")
    return between_years(int(value), int(value))


def _facets(searcher: tantivy.Searcher, query: tantivy.Query) -> dict[str, tuple[tuple[str, int], ...]]:
    wanted = {name: {"terms": {"field": name, "size": _MOST_VALUES}} for name in FACETS}
    counted = searcher.aggregate(query, wanted)
    facets = {}
    for name in FACETS:
        buckets = [(_shown(bucket["key"]), int(bucket["doc_count"])) for bucket in counted[name]["buckets"]]
        facets[name] = tuple(sorted(buckets, key=lambda pair: (-pair[1], pair[0])))
    return facets


def _shown(key: object) -> str:
    return str(int(key)) if isinstance(key, float) else str(key)


def _key(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> tuple[str, str]:
    document, _, place = str(searcher.doc(address).get_first("key")).partition("\t")
    return document, place


_ROW = """
SELECT d.title, d.number, coalesce(l.level, 'unknown'), coalesce(l.province, ''), d.date, d.source, s.heading, s.page,
       s.start, s.stop, substr(d.text, s.start + 1, s.stop - s.start),
       coalesce(c."primary", ''), coalesce(c.secondary, '[]'), coalesce(c.review, 0)
FROM segments s JOIN documents d ON d.id = s.document LEFT JOIN levels l ON l.document = d.id
LEFT JOIN (SELECT * FROM codings WHERE document = ? AND address = ? ORDER BY machine, id DESC LIMIT 1) c
WHERE s.document = ? AND s.address = ?
"""


def _hit(library: Library, key: tuple[str, str], score: float, patterns: tuple[re.Pattern[str], ...]) -> Hit:
    import json

    rows = library.rows(_ROW, (*key, *key))
    if not rows:
        raise XietongError("the index is older than the library", hint="search again: it is brought up to date")
    title, number, level, province, date, source, heading, page, start, stop, text, primary, secondary, review = rows[0]
    spans = find_spans(str(text), patterns)
    snippet, inside, _ = cut_snippet(str(text), spans)
    return Hit(
        document=key[0],
        title=str(title),
        number=str(number),
        level=Level(str(level)),
        province=str(province),
        date=str(date),
        source=str(source),
        address=key[1],
        heading=tuple(json.loads(str(heading))),
        page=page if isinstance(page, int) else None,
        span=(int(str(start)), int(str(stop))),
        text=str(text),
        score=round(score, 4),
        snippet=snippet,
        highlights=_pairs(inside),
        found=_pairs(spans),
        primary=str(primary) or NONE,
        secondary=tuple(json.loads(str(secondary))),
        review=bool(review),
    )


def _pairs(spans: tuple[Span, ...]) -> tuple[tuple[int, int], ...]:
    return tuple((span.start, span.end) for span in spans)
