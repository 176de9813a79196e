"""The list of documents and the page of one."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from app.web.api.documents import DocumentId, document_or_problem
from app.web.documents import SORTS, Only, count_documents, list_documents
from app.web.people import Role
from app.web.problem import Problem
from app.web.render import render
from app.web.sources import shown_source
from app.web.state import Reader, TheLibrary, TheVisit
from app.web.views.address import document_url
from app.web.views.names import code, codes, level_name
from app.web.views.reading import coded_of, read_document
from corpus.judgement import history, in_force_of
from corpus.label import LEVELS, NONE
from corpus.library import Library
from search.related import Related, related_clauses, related_documents

router = APIRouter()
_PAGE = 50
_ALIKE = 8  # texts shown as like another


@router.get("/documents")
def get_documents(
    request: Request,
    library: TheLibrary,
    visit: TheVisit,
    person: Reader,
    title: Annotated[str, Query(max_length=100)] = "",
    level: Annotated[str, Query(max_length=20)] = "",
    sort: str = "date",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Response:
    """The documents of the library."""
    if sort not in SORTS:
        raise Problem(422, "invalid", fields="sort")
    only = Only(level=level or None, words=title or None)
    total = count_documents(library, only)
    found = list_documents(library, only, sort=sort, limit=_PAGE, offset=(page - 1) * _PAGE)
    whole = visit.may(Role.ADMIN)
    rows = [
        (one, document_url(one.id), level_name(one.level, visit.language), shown_source(one.source, whole=whole))
        for one in found
    ]
    return render(
        request,
        "documents.html",
        rows=rows,
        total=total,
        title=title,
        level=level,
        levels=[(str(one), level_name(str(one), visit.language)) for one in LEVELS],
        sort=sort,
        page=page,
        pages=max(1, -(-total // _PAGE)),
    )


@router.get("/documents/{document}")
def get_document(
    request: Request,
    library: TheLibrary,
    visit: TheVisit,
    person: Reader,
    document: DocumentId,
    at: Annotated[str, Query(max_length=500)] = "",
    like: Literal["", "clause", "document"] = "",
) -> Response:
    """A document with its clauses, codes and evidence; `at` is the open clause, `like` what to find the like of."""
    found = document_or_problem(library, document)
    view = read_document(
        found,
        library.level(document),
        in_force_of(library, document),
        at=at,
        source=shown_source(found.source, whole=visit.may(Role.ADMIN)),
        language=visit.language,
    )
    chosen = next((row for row in view.rows if row.chosen), None)
    said = [coded_of(one, visit.language) for one in history(library, document, at)] if at else []
    return render(
        request,
        "document.html",
        view=view,
        chosen=chosen,
        like=like,
        alike=_alike(library, document, at if chosen is not None and chosen.coded else "", like),
        said=said,
        codes=codes(visit.language),
        no_code=code(NONE, visit.language),
        may_code=visit.may(Role.CODER),
    )


def _alike(library: Library, document: str, at: str, like: str) -> list[tuple[Related, str]]:
    """Returns what is like the document or the open clause, with addresses; nothing where neither is asked for."""
    if like == "document":
        found = related_documents(library, document, limit=_ALIKE)
    elif like == "clause" and at:
        found = related_clauses(library, document, at, limit=_ALIKE)
    else:
        return []
    return [(one, document_url(one.document, one.address)) for one in found]
