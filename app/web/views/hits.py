"""A page of search results: hits, facets with what a click on each value does, other pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.web.views.address import document_url, replaced, search_url, with_value, without_value
from app.web.views.names import Code, code, level_name, value_name
from app.web.views.pieces import Piece, cut_pieces
from search.query import Hit, Results

PAGE = 20
MOST_SHOWN = 10  # values of a facet before the rest is folded away
FIELDS = {
    "category": "category",
    "level": "level",
    "topic": "topic",
    "province": "province",
    "issuer_name": "issuer",
    "type": "type",
}
EXCLUDE = "exclude"
Values = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A hit as it is shown."""

    url: str
    title: str
    number: str
    level: str
    province: str
    date: str
    address: str
    heading: str
    page: int | None
    snippet: tuple[Piece, ...]
    primary: Code
    secondary: tuple[Code, ...]
    review: bool
    alike: tuple[tuple[str, str], ...]  # documents with much the same text: title and address


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A value of a facet: `chosen` restricts to it, `barred` leaves it out; the addresses do or undo that."""

    name: str
    count: int
    colour: int
    chosen: bool
    barred: bool
    choose_url: str
    bar_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """A field with its values, those beyond the first few apart."""

    field: str
    first: tuple[Choice, ...]
    rest: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What the search page shows."""

    query: str
    total: int
    documents: int
    loose: bool
    synonyms: tuple[tuple[str, str], ...]  # a word of the query, and the other names that were looked for
    synonyms_on: bool
    synonyms_url: str
    query_string: str
    lines_url: str
    hits: tuple[Found, ...]
    facets: tuple[Facet, ...]
    years: tuple[tuple[str, int], ...]
    kept: tuple[tuple[str, str], ...]  # values that the search form carries along
    sort: str
    sort_urls: Mapping[str, str]
    exports: Mapping[str, str]
    first: int
    previous_url: str
    next_url: str
    reset_url: str


def make_page(
    results: Results, values: Values, titles: Mapping[str, str], *, page: int, sort: str, language: str
) -> Page:
    """Returns the page of results for the values of an address; `titles` are those of the clusters' documents."""
    pages = -(-results.total // PAGE)
    query = search_url({name: some for name, some in values.items() if name not in ("page", "sort")}).partition("?")[2]
    facets = tuple(_facet(name, results, values, language) for name in FIELDS if results.facets.get(name))
    return Page(
        query=results.query,
        total=results.total,
        documents=results.documents,
        loose=results.loose,
        synonyms=tuple((word, "、".join(others)) for word, others in results.synonyms),
        synonyms_on=_on(values, "synonyms"),
        query_string=query,
        synonyms_url=search_url(replaced(_first(values), "synonyms", "" if _on(values, "synonyms") else "true")),
        lines_url=search_url(replaced(_first(values), "view", "lines")),
        hits=tuple(_found(hit, _alike(hit.document, results, titles), language) for hit in results.hits),
        facets=(*facets, _review(results, values, language)),
        years=tuple(sorted(results.facets.get("year", ()))),
        kept=tuple((name, one) for name, some in values.items() for one in some if name not in ("q", "page")),
        sort=sort,
        sort_urls={name: search_url(replaced(_first(values), "sort", name)) for name in ("relevance", "date")},
        exports={kind: f"/api/v1/export/hits.{kind}?{query}" for kind in ("xlsx", "csv", "jsonl", "ris")},
        first=(page - 1) * PAGE + 1,
        previous_url=search_url(replaced(values, "page", str(page - 1))) if page > 1 else "",
        next_url=search_url(replaced(values, "page", str(page + 1))) if page < pages else "",
        reset_url=search_url({"q": values.get("q", ())}),
    )


def _first(values: Values) -> dict[str, tuple[str, ...]]:
    return {name: tuple(some) for name, some in values.items() if name != "page"}


def _on(values: Values, name: str) -> bool:
    return values.get(name, ("",))[-1].lower() in ("true", "1", "on", "yes")


def _alike(document: str, results: Results, titles: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    others = (other for group in results.clusters if document in group for other in group if other != document)
    return tuple((titles.get(other) or other, document_url(other)) for other in others)


def _found(hit: Hit, alike: tuple[tuple[str, str], ...], language: str) -> Found:
    return Found(
        url=document_url(hit.document, hit.address),
        title=hit.title,
        number=hit.number,
        level=level_name(str(hit.level), language),
        province=hit.province,
        date=hit.date,
        address=hit.address,
        heading=" / ".join(hit.heading),
        page=hit.page,
        snippet=cut_pieces(hit.snippet, [(start, end, 0) for start, end in hit.highlights]),
        primary=code(hit.primary, language),
        secondary=tuple(code(one, language) for one in hit.secondary),
        review=hit.review,
        alike=alike,
    )


def _facet(name: str, results: Results, values: Values, language: str) -> Facet:
    field = FIELDS[name]
    choices = [_choice(field, value, count, values, language) for value, count in results.facets[name] if value]
    known = {value for value, _ in results.facets[name]}
    barred = [pair.partition(":")[2] for pair in values.get(EXCLUDE, ()) if pair.startswith(f"{field}:")]
    choices += [_choice(field, value, 0, values, language) for value in barred if value not in known]
    choices.sort(key=lambda one: not (one.chosen or one.barred))
    return Facet(field=field, first=tuple(choices[:MOST_SHOWN]), rest=tuple(choices[MOST_SHOWN:]))


def _choice(field: str, value: str, count: int, values: Values, language: str) -> Choice:
    pair = f"{field}:{value}"
    chosen, barred = value in values.get(field, ()), pair in values.get(EXCLUDE, ())
    free = without_value(without_value(values, field, value), EXCLUDE, pair)
    return Choice(
        name=value_name(field, value, language),
        count=count,
        colour=code(value, language).colour if field == "category" else 0,
        chosen=chosen,
        barred=barred,
        choose_url=search_url(free if chosen else with_value(free, field, value)),
        bar_url=search_url(free if barred else with_value(free, EXCLUDE, pair)),
    )


def _review(results: Results, values: Values, language: str) -> Facet:
    """Returns the facet of clauses that ask for review: yes or no, never both."""
    choices = []
    for value, count in results.facets.get("review", ()):
        truth = "true" if value == "yes" else "false"
        chosen = truth in values.get("review", ())
        after = without_value(values, "review", truth) if chosen else replaced(_first(values), "review", truth)
        choices.append(
            Choice(
                name=value_name("review", truth, language),
                count=count,
                colour=0,
                chosen=chosen,
                barred=False,
                choose_url=search_url(after),
                bar_url="",
            )
        )
    return Facet(field="review", first=tuple(choices), rest=())
