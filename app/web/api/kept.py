"""Keyword in context, related texts, and saved searches over the API."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from app.web.api.documents import DocumentId, document_or_problem
from app.web.api.search import TheFilters, Words
from app.web.api.shapes import Limit, Offset, Shape
from app.web.find import find_lines
from app.web.keep import LONGEST, Kept, forget_kept, keep_search, kept_searches, mark_seen, new_of
from app.web.state import Reader, TheLibrary, TheShared
from search.kwic import Line
from search.related import Related, related_clauses, related_documents

router = APIRouter(tags=["search"])
_MOST = 20
_NameQuery = Annotated[str, Query(min_length=1, max_length=LONGEST)]


class NewSearch(Shape):
    """A search to save: `search` is what stands after `?` in the address of the search page."""

    name: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    search: Annotated[str, Field(max_length=4000)] = ""


class NewHit(Shape):
    """A clause in a document that had no hit when the search was last looked at."""

    document: str
    title: str
    date: str
    address: str
    text: str


@router.get("/kwic")
def get_kwic(
    library: TheLibrary,
    person: Reader,
    wanted: TheFilters,
    q: Words = "",
    synonyms: bool = False,
    limit: Limit = 50,
    offset: Annotated[Offset, Query(le=10_000)] = 0,
) -> tuple[Line, ...]:
    """Every place where a query stands, with what is left and right of it."""
    return find_lines(library, q, filters=wanted, limit=limit, offset=offset, synonyms=synonyms)


@router.get("/documents/{document}/related")
def get_related(
    library: TheLibrary,
    person: Reader,
    document: DocumentId,
    address: Annotated[str, Query(max_length=500, description="Of a clause; without it, documents.")] = "",
    limit: Annotated[int, Query(ge=1, le=_MOST)] = 10,
) -> tuple[Related, ...]:
    """Clauses of other documents (or documents) with much the same words, and the words they share."""
    document_or_problem(library, document)
    if address:
        return related_clauses(library, document, address, limit=limit)
    return related_documents(library, document, limit=limit)


@router.get("/saved")
def get_saved(shared: TheShared, library: TheLibrary, person: Reader) -> tuple[Kept, ...]:
    """Your saved searches."""
    return kept_searches(library, shared, person)


@router.post("/saved", status_code=201)
def post_saved(shared: TheShared, person: Reader, given: NewSearch) -> Kept:
    """Saves a search, in place of one of the same name."""
    return keep_search(shared, person, given.name, given.search)


@router.get("/saved/new")
def get_new(shared: TheShared, library: TheLibrary, person: Reader, name: _NameQuery) -> list[NewHit]:
    """What a saved search finds in documents that had no hit when it was last looked at."""
    _, hits = new_of(library, shared, person, name)
    return [NewHit(**{field: getattr(hit, field) for field in NewHit.model_fields}) for hit in hits]


@router.post("/saved/seen", status_code=204)
def post_seen(shared: TheShared, person: Reader, name: _NameQuery) -> Response:
    """Makes what a saved search finds now count as seen."""
    mark_seen(shared, person, name)
    return Response(status_code=204)


@router.delete("/saved", status_code=204)
def delete_saved(shared: TheShared, person: Reader, name: _NameQuery) -> Response:
    """Removes a saved search."""
    forget_kept(shared, person, name)
    return Response(status_code=204)
