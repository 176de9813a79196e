"""Searches that a reader keeps under a name, and what is new for each since it was last looked at."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from corpus.errors import XietongError
from corpus.library import Library
from search.filters import LISTED, Filters
from search.language import parse_query
from search.query import iter_hits
from search.results import Hit

_NAME, _VERSION = "searches", "1"
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearch:
    """A query with its filters; `seen` are the documents that had hits when it was last looked at."""

    name: str
    query: str
    filters: Filters
    synonyms: bool
    seen: frozenset[str]


def saved_searches(library: Library) -> tuple[SavedSearch, ...]:
    """Returns the saved searches by name."""
    stored = library.derived(_NAME, _VERSION)
    plain: dict[str, dict[str, object]] = json.loads(stored) if stored else {}
    return tuple(_read(name, plain[name]) for name in sorted(plain))


def save_search(
    library: Library, name: str, query: str, *, filters: Filters | None = None, synonyms: bool = False
) -> SavedSearch:
    """Saves a search under a name, in place of an older one; what it finds now is not new.

    Raises:
        XietongError: the name is blank or too long, or the query is not well formed.
    """
    name = " ".join(name.split())
    if not 0 < len(name) <= _LONGEST_NAME:
        raise XietongError("a saved search needs a name", hint=f"1 to {_LONGEST_NAME} characters")
    parse_query(query)
    wanted = filters or Filters()
    seen = frozenset(hit.document for hit in iter_hits(library, query, filters=wanted, synonyms=synonyms))
    saved = SavedSearch(name=name, query=query, filters=wanted, synonyms=synonyms, seen=seen)
    _store(library, [*(one for one in saved_searches(library) if one.name != name), saved])
    return saved


def forget_search(library: Library, name: str) -> None:
    """Removes a saved search.

    Raises:
        XietongError: there is none of that name.
    """
    gone = find_saved(library, name)
    _store(library, [one for one in saved_searches(library) if one.name != gone.name])


def find_saved(library: Library, name: str) -> SavedSearch:
    """Returns the saved search of a name.

    Raises:
        XietongError: there is none; the hint lists those there are.
    """
    known = {one.name: one for one in saved_searches(library)}
    found = known.get(" ".join(name.split()))
    if found is None:
        raise XietongError(f"there is no saved search {name}", hint=", ".join(known) or "xietong search --save NAME")
    return found


def new_hits(library: Library, name: str, *, mark: bool = True) -> tuple[Hit, ...]:
    """Returns the hits in documents that had none when the search was last looked at.

    Args:
        library: where the search is saved; with `mark` it is written to.
        name: of the saved search.
        mark: whether they count as seen from now on.

    Raises:
        XietongError: there is none of that name.
    """
    saved = find_saved(library, name)
    hits = tuple(iter_hits(library, saved.query, filters=saved.filters, synonyms=saved.synonyms))
    if mark:
        seen = frozenset(hit.document for hit in hits)
        others = [one for one in saved_searches(library) if one.name != saved.name]
        _store(library, [*others, replace(saved, seen=seen)])
    return tuple(hit for hit in hits if hit.document not in saved.seen)


def _store(library: Library, searches: list[SavedSearch]) -> None:
    plain: dict[str, Mapping[str, object]] = {
        one.name: {
            "query": one.query,
            "filters": asdict(one.filters),
            "synonyms": one.synonyms,
            "seen": sorted(one.seen),
        }
        for one in sorted(searches, key=lambda one: one.name)
    }
    library.store_derived(_NAME, _VERSION, json.dumps(plain, ensure_ascii=False))


def _read(name: str, plain: Mapping[str, object]) -> SavedSearch:
    given, seen = plain["filters"], plain["seen"]
    assert isinstance(given, dict)
    assert isinstance(seen, list)
    years, without = given["year"], given["exclude"]
    values = {name: tuple(given.get(name, ())) for name in LISTED}
    return SavedSearch(
        name=name,
        query=str(plain["query"]),
        filters=Filters(
            **values,
            year=(int(years[0]), int(years[1])) if years else None,
            review=given["review"],
            exclude={field: tuple(some) for field, some in without.items()},
        ),
        synonyms=bool(plain["synonyms"]),
        seen=frozenset(map(str, seen)),
    )
