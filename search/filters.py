"""Filters beside a query: what hits must have, and what they must not have."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.errors import XietongError
from search.compile import between_years, having
from search.index import FACETS
from search.lookup import any_of

if TYPE_CHECKING:
    import tantivy


_FIELDS = {"issuer": "issuer_name"}  # of the index, where they are named otherwise
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


def restrict(query: tantivy.Query, filters: Filters, categories: Collection[str] = ()) -> tantivy.Query:
    """Returns the query with its filters; `categories` are those that the index has.

    Raises:
        XietongError: a filter has a value that is no text or no year, or an unknown name.
    """
    import tantivy

    try:
        wanted = [tantivy.Query.const_score_query(part, 0.0) for part in _wanted(filters, categories)]
        unwanted = [_excluded(name, value, categories) for name, values in filters.exclude.items() for value in values]
    except ValueError as error:
        raise XietongError("a filter has a value that cannot be looked up") from error
    return tantivy.Query.boolean_query(
        [
            *((tantivy.Occur.Must, part) for part in (query, *wanted)),
            *((tantivy.Occur.MustNot, part) for part in unwanted),
        ]
    )


def _wanted(filters: Filters, categories: Collection[str]) -> Iterator[tantivy.Query]:
    for name in LISTED:
        values = getattr(filters, name)
        if values:
            yield any_of([having(_FIELDS.get(name, name), value, categories) for value in values])
    if filters.year is not None:
        yield between_years(*filters.year)
    if filters.review is not None:
        yield having("review", "yes" if filters.review else "no")


def _excluded(name: str, value: str, categories: Collection[str]) -> tantivy.Query:
    field_name = _FIELDS.get(name, name)
    if field_name not in FACETS:
        raise XietongError(f"cannot exclude by {name}", hint=", ".join(FACETS))
    if field_name != "year":
        return having(field_name, value, categories)
    if not value.isdecimal() or len(value) > 4:
        raise XietongError(f"{value} is not a year", hint="2016")
    return between_years(int(value), int(value))
