"""Saved searches of a person: each has those under names of their own."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs

from app.web.api.search import filters
from app.web.people import Person
from app.web.problem import Problem
from app.web.state import Shared
from app.web.views.address import search_url
from corpus.library import Library
from search.filters import LISTED, Filters
from search.query import Hit
from search.saved import SavedSearch, find_saved, forget_search, new_hits, save_search, saved_searches

_BETWEEN = "\u241f"  # between a person and the name they gave; no name can hold it
LONGEST = 60
MOST = 200  # saved searches of a person


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A saved search as its person sees it."""

    name: str
    query: str
    url: str
    documents: int  # that had hits when it was last looked at


def kept_searches(library: Library, shared: Shared, person: Person) -> tuple[Kept, ...]:
    """Returns a person's saved searches by name."""
    before = _prefix(shared, person)
    return tuple(_kept(one, before) for one in saved_searches(library) if _owns(one.name, before))


def keep_search(shared: Shared, person: Person, name: str, given: str) -> Kept:
    """Saves a search (the part of an address after `?`) under a name.

    Raises:
        XietongError: the name is blank or too long, or the query is not well formed.
        Problem: the person has too many.
    """
    before = _prefix(shared, person)
    query, wanted, synonyms = read_search(given)
    plain = " ".join(name.replace(_BETWEEN, " ").split())[:LONGEST]
    with shared.writer.take() as library:
        known = kept_searches(library, shared, person)
        if len(known) >= MOST and plain not in {one.name for one in known}:
            raise Problem(409, "too_many_saved", most=MOST)
        saved = save_search(library, before + plain if plain else "", query, filters=wanted, synonyms=synonyms)
    return _kept(saved, before)


def forget_kept(shared: Shared, person: Person, name: str) -> None:
    """Removes a person's saved search.

    Raises:
        XietongError: there is none of that name.
    """
    with shared.writer.take() as library:
        forget_search(library, _prefix(shared, person) + name)


def new_of(library: Library, shared: Shared, person: Person, name: str) -> tuple[Kept, tuple[Hit, ...]]:
    """Returns a person's saved search and its hits in documents that had none when it was last looked at.

    Raises:
        XietongError: there is none of that name.
    """
    before = _prefix(shared, person)
    saved = find_saved(library, before + name)
    return _kept(saved, before), new_hits(library, before + name, mark=False)


def mark_seen(shared: Shared, person: Person, name: str) -> None:
    """Makes what a saved search finds now count as seen.

    Raises:
        XietongError: there is none of that name.
    """
    with shared.writer.take() as library:
        new_hits(library, _prefix(shared, person) + name)


def read_search(given: str) -> tuple[str, Filters, bool]:
    """Returns query, filters and whether other names count of the part of an address after `?`.

    Raises:
        Problem: a value is not one.
    """
    try:
        values = parse_qs(given, max_num_fields=100)
        years = [int(values[name][-1]) if name in values else None for name in ("year_from", "year_to")]
    except ValueError as error:
        raise Problem(422, "invalid", fields="search") from error
    if any(year is not None and not 0 <= year <= 9999 for year in years):
        raise Problem(422, "invalid", fields="search")
    lists = {name: values.get(name, []) for name in (*LISTED, "exclude")}
    review = values.get("review", [""])[-1]
    wanted = filters(
        **lists,
        year_from=years[0],
        year_to=years[1],
        review={"true": True, "false": False}.get(review),
    )
    return values.get("q", [""])[-1][:500], wanted, values.get("synonyms", [""])[-1] == "true"


def _prefix(shared: Shared, person: Person) -> str:
    """Returns what stands before a person's names: nothing where there is one person, so the command shares them."""
    return f"{person.name}{_BETWEEN}" if shared.settings.accounts else ""


def _owns(name: str, before: str) -> bool:
    return name.startswith(before) if before else _BETWEEN not in name


def _kept(saved: SavedSearch, before: str) -> Kept:
    given = saved.filters
    values: dict[str, tuple[str, ...]] = {
        "q": (saved.query,),
        **{name: getattr(given, name) for name in LISTED},
        "exclude": tuple(f"{field}:{value}" for field, some in given.exclude.items() for value in some),
        "year_from": (str(given.year[0]),) if given.year else (),
        "year_to": (str(given.year[1]),) if given.year else (),
        "review": () if given.review is None else (str(given.review).lower(),),
        "synonyms": ("true",) if saved.synonyms else (),
    }
    return Kept(
        name=saved.name.removeprefix(before),
        query=saved.query,
        url=search_url(values),
        documents=len(saved.seen),
    )
