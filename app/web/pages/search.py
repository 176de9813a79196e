"""The search page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from app.web.api.search import TheFilters
from app.web.find import find, find_lines
from app.web.problem import Problem
from app.web.render import render
from app.web.state import Reader, TheLibrary, TheShared, TheVisit
from app.web.views.address import document_url, replaced, search_url
from app.web.views.hits import PAGE, make_page
from corpus.errors import XietongError
from corpus.library import Library
from search.query import SORTS, Filters, Results

router = APIRouter()
_LINES = 100
_DEEPEST = 100  # pages of lines: each is found by going through those before it


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
    synonyms: bool = False,
    view: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """Clauses that a query finds, with facets; what is wrong with a query is said on the page."""
    if sort not in SORTS:
        raise Problem(422, "invalid", fields="sort")
    if view not in ("", "lines"):
        raise Problem(422, "invalid", fields="view")
    values = values_of(request)
    try:
        if view == "lines":
            return _lines(request, library, wanted, values, asked=q, synonyms=synonyms, page=min(page, _DEEPEST))
        results = find(library, q, filters=wanted, limit=PAGE, offset=(page - 1) * PAGE, sort=sort, synonyms=synonyms)
    except XietongError as error:
        return render(request, "search.html", status=422, view=None, asked=q, error=error, busy=False)
    shown = make_page(results, values, _titles(library, results), page=page, sort=sort, language=visit.language)
    return render(request, "search.html", view=shown, asked=q, error=None, busy=shared.indexer.busy)


def _lines(
    request: Request,
    library: Library,
    wanted: Filters,
    values: Mapping[str, tuple[str, ...]],
    *,
    asked: str,
    synonyms: bool,
    page: int,
) -> Response:
    """Returns the page of keywords in context: a place a line."""
    start = (page - 1) * _LINES
    found = find_lines(library, asked, filters=wanted, limit=_LINES + 1, offset=start, synonyms=synonyms)
    return render(
        request,
        "lines.html",
        lines=[(line, document_url(line.document, line.address)) for line in found[:_LINES]],
        asked=asked,
        kept=[(name, one) for name, some in values.items() for one in some if name not in ("q", "page")],
        clauses_url=search_url({name: some for name, some in values.items() if name not in ("view", "page")}),
        previous_url=search_url(replaced(values, "page", str(page - 1))) if page > 1 else "",
        next_url=search_url(replaced(values, "page", str(page + 1))) if len(found) > _LINES and page < _DEEPEST else "",
    )


def _titles(library: Library, results: Results) -> dict[str, str]:
    """Returns the titles of the documents that are much like those of the hits."""
    wanted = {id for group in results.clusters for id in group}
    found = {id: library.rows("SELECT title FROM documents WHERE id = ?", (id,)) for id in sorted(wanted)}
    return {id: str(rows[0][0]) for id, rows in found.items() if rows}


def values_of(request: Request) -> Mapping[str, tuple[str, ...]]:
    """Returns the values of the address, by name."""
    pairs = request.query_params.multi_items()
    return {name: tuple(value for key, value in pairs if key == name) for name, _ in pairs if name != "lang"}
