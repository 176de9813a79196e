"""Categories with their sources, topics, and the ledger."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from app.web.api.knowledge import get_ledger, get_topics
from app.web.problem import Problem
from app.web.render import render
from app.web.state import Reader, TheLibrary, TheShared, TheVisit
from app.web.views.names import code, codes, level_name
from app.web.views.sources import sources_of
from app.web.views.topics import scope_name, topic_rows
from corpus.codebook import load_codebook
from corpus.counts import count_library
from corpus.label import LEVELS
from corpus.library import Library

router = APIRouter()
_PAGE = 100
OUTCOMES = ("stored", "duplicate", "failed")


@router.get("/categories")
def get_categories(
    request: Request, shared: TheShared, library: TheLibrary, visit: TheVisit, person: Reader
) -> Response:
    """The categories of the codebook with their definitions and counts."""
    matrix = shared.remembered.get("counts", lambda: count_library(library)).matrix
    rows = [
        (code(one.id, visit.language), one.definition(visit.language), sum(matrix.get((one.id, x), 0) for x in LEVELS))
        for one in load_codebook().categories
    ]
    return render(request, "categories.html", rows=rows)


@router.get("/categories/{id}")
def get_category(
    request: Request,
    shared: TheShared,
    library: TheLibrary,
    visit: TheVisit,
    person: Reader,
    id: Annotated[str, Path(max_length=60)],
) -> Response:
    """A category: definition, counts by level, its sources by level, its topics."""
    if id not in load_codebook().ids:
        raise Problem(404, "not_found")
    category = load_codebook().category(id)
    matrix = shared.remembered.get("counts", lambda: count_library(library)).matrix
    counts = [(level_name(str(level), visit.language), str(level), matrix.get((id, level), 0)) for level in LEVELS]
    return render(
        request,
        "category.html",
        category=code(id, visit.language),
        definition=category.definition(visit.language),
        rule=category.rule_zh if visit.language == "zh" else category.rule_en,
        counts=[row for row in counts if row[2]],
        most=max((count for _, _, count in counts), default=0),
        years=shared.remembered.get(f"years {id}", lambda: _years(library, id)),
        sources=sources_of(library, id, visit.language),
        topics=topic_rows(library, id, visit.language),
        codes=codes(visit.language),
    )


@router.get("/topics")
def get_topics_page(
    request: Request,
    library: TheLibrary,
    visit: TheVisit,
    person: Reader,
    scope: Annotated[str, Query(max_length=120)] = "all",
) -> Response:
    """The topics of a scope."""
    try:
        found = get_topics(library, person, scope)
    except Problem:
        if scope != "all":
            raise
        return render(request, "topics.html", scopes=(), scope=scope, clauses=0, topics=())
    return render(
        request,
        "topics.html",
        scopes=[(one, scope_name(one, visit.language)) for one in found.scopes],
        scope=scope,
        clauses=found.clauses,
        topics=topic_rows(library, scope, visit.language),
    )


@router.get("/ledger")
def get_ledger_page(
    request: Request,
    library: TheLibrary,
    visit: TheVisit,
    person: Reader,
    outcome: Annotated[str, Query(max_length=20)] = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Response:
    """Every input ever given and what became of it."""
    if outcome and outcome not in OUTCOMES:
        raise Problem(422, "invalid", fields="outcome")
    wanted = next((one for one in OUTCOMES if one == outcome), None)
    found = get_ledger(library, visit, person, wanted, _PAGE, (page - 1) * _PAGE)  # type: ignore[arg-type]  # one of the three
    return render(
        request,
        "ledger.html",
        ledger=found,
        outcome=outcome,
        outcomes=OUTCOMES,
        page=page,
        pages=max(1, -(-found.total // _PAGE)),
    )


def _years(library: Library, category: str) -> tuple[tuple[str, int], ...]:
    """Returns how many clauses have a category as their primary code, by year of the document."""
    rows = library.rows(
        "SELECT substr(d.date, 1, 4) y, count(*) FROM codings_in_force c JOIN documents d ON d.id = c.document"
        " WHERE c.\"primary\" = ? AND d.date <> '' GROUP BY y ORDER BY y",
        (category,),
    )
    return tuple((str(year), int(str(count))) for year, count in rows)
