"""Filters beside a query: what hits must have, and what they must not have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.errors import XietongError
from search.compile import between_years, in_province
from search.index import FACETS, schema
from search.values import category_of, level_of_name

if TYPE_CHECKING:
    import tantivy


_NAMED = {"category": category_of, "level": level_of_name}
# The filters that take several values.
LISTED = ("category", "level", "province", "issuer", "type", "topic")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What hits must have; several values of one filter are alternatives. Empty: no restriction."""

    category: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    province: tuple[str, ...] = ()
    issuer: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    year: tuple[int, int] | None = None
    review: bool | None = None
    exclude: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def restrict(query: tantivy.Query, filters: Filters) -> tantivy.Query:
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
        "category": tuple(map(category_of, filters.category)),
        "level": tuple(map(level_of_name, filters.level)),
        "issuer_name": filters.issuer,
        "type": filters.type,
        "topic": filters.topic,
    }
    for name, values in named.items():
        if len(values) == 1:  # a set of terms is gathered from the whole index before anything is compared
            only = tantivy.Query.term_query(schema(), name, values[0])
            parts.append((tantivy.Occur.Must, tantivy.Query.const_score_query(only, 0.0)))
        elif values:
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
    if field_name == "province":
        return in_province(value)
    if field_name != "year":
        named = _NAMED[field_name](value) if field_name in _NAMED else value
        return tantivy.Query.term_query(schema(), field_name, named)
    if not value.isdecimal() or len(value) > 4:
        raise XietongError(f"{value} is not a year", hint="2016")
    return between_years(int(value), int(value))
