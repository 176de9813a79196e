"""The search page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from app.web.api.search import TheFilters
from app.web.find import find
from app.web.problem import Problem
from app.web.render import render
from app.web.state import Reader, TheLibrary, TheShared, TheVisit
from app.web.views.hits import PAGE, make_page
from corpus.errors import XietongError
from search.query import SORTS

router = APIRouter()


@router.get("/search")
def get_search(
    request: Request,
    shared: TheShared,
    library: TheLibrary,
    visit: TheVisit,
    person: Reader,
    wanted: TheFilters,
    q: Annotated[str, Query(max_length=500)] = "",
    sort: str = "relevance",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Response:
    """Clauses that a query finds, with facets; what is wrong with a query is said on the page."""
    if sort not in SORTS:
        raise Problem(422, "invalid", fields="sort")
    values = values_of(request)
    try:
        results = find(library, q, filters=wanted, limit=PAGE, offset=(page - 1) * PAGE, sort=sort)
    except XietongError as error:
        return render(request, "search.html", status=422, view=None, asked=q, error=error, busy=False)
    view = make_page(results, values, page=page, sort=sort, language=visit.language)
    return render(request, "search.html", view=view, asked=q, error=None, busy=shared.indexer.busy)


def values_of(request: Request) -> Mapping[str, tuple[str, ...]]:
    """Returns the values of the address, by name."""
    pairs = request.query_params.multi_items()
    return {name: tuple(value for key, value in pairs if key == name) for name, _ in pairs if name != "lang"}
