"""The review queue: read a clause, accept its codes or correct them, take back what was a slip."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Path, Query, Request
from fastapi.responses import RedirectResponse, Response

from app.web.acts import accept_code, correct_code, undo_code
from app.web.agreement import agreements
from app.web.entrance import local_path
from app.web.progress import progress, waiting
from app.web.queue import Item, Wish, queue
from app.web.render import render
from app.web.state import Coder, TheLibrary, TheShared, TheVisit
from app.web.views.address import document_url
from app.web.views.names import code, codes, level_name
from app.web.views.pieces import Piece, cut_pieces
from app.web.views.reading import STRONG, coded_of
from corpus.codebook import load_codebook
from corpus.judgement import by_people
from corpus.label import LEVELS, NONE

router = APIRouter()
_RECENT = 8
_Id = Annotated[str, Form(max_length=60)]
_Address = Annotated[str, Form(min_length=1, max_length=500)]


@router.get("/review")
def get_review(
    request: Request,
    shared: TheShared,
    library: TheLibrary,
    visit: TheVisit,
    person: Coder,
    category: Annotated[str, Query(max_length=60)] = "",
    level: Annotated[str, Query(max_length=20)] = "",
    second: bool = False,
    skip: Annotated[int | None, Query(ge=1)] = None,
    done: Annotated[int | None, Query(ge=1)] = None,
) -> Response:
    """The most uncertain clause, how far the review is, and what was done last."""
    wish = Wish(category=category or None, level=level or None, second=second, after=skip)
    items = queue(library, person=person.name, wish=wish, limit=1)
    kept = {"category": category, "level": level, "second": "true" if second else ""}
    return render(
        request,
        "review.html",
        item=items[0] if items else None,
        pieces=_pieces(items[0], visit.language) if items else (),
        coded=coded_of(items[0].machine, visit.language) if items and not second else None,
        url=document_url(items[0].document, items[0].address) if items else "",
        waiting=waiting(shared.remembered, library, person=person.name, wish=wish),
        progress=progress(shared.remembered, library),
        agreements=shared.remembered.get("agreement", lambda: agreements(library)),
        recent=[
            (one, code(one.coding.primary, visit.language), document_url(one.document, one.coding.address))
            for one in by_people(library, coder=person.name, limit=_RECENT)
        ],
        codes=codes(visit.language),
        no_code=code(NONE, visit.language),
        levels=[(str(one), level_name(str(one), visit.language)) for one in LEVELS],
        wish=wish,
        here=_with(kept),
        skip_url=_with({**kept, "skip": str(items[0].machine.id)}) if items else "",
        done=done,
    )


def _pieces(item: Item, language: str) -> tuple[Piece, ...]:
    given = {id: code(id, language).colour for id in load_codebook().ids}
    marks = [
        (one.span.start - item.span[0], one.span.end - item.span[0], given[one.label])
        for one in item.machine.coding.evidence
        if one.span is not None and one.source in STRONG and one.label in given
    ]
    return cut_pieces(item.text, marks)


def _with(values: dict[str, str]) -> str:
    some = urlencode({name: value for name, value in values.items() if value})
    return f"/review?{some}" if some else "/review"


@router.post("/review/accept")
def post_accept(
    shared: TheShared,
    person: Coder,
    document: _Id,
    address: _Address,
    seen: Annotated[int | None, Form(ge=1)] = None,
    next: Annotated[str, Form(max_length=2000)] = "/review",
) -> Response:
    """Stores that a person agrees, and goes on."""
    stored = accept_code(shared, person, document=document, address=address, seen=seen)
    return _on(next, stored.id)


@router.post("/review/correct")
def post_correct(
    shared: TheShared,
    person: Coder,
    document: _Id,
    address: _Address,
    primary: Annotated[str, Form(min_length=1, max_length=60)],
    secondary: Annotated[list[str], Form(max_length=20)] = [],  # noqa: B006  # FastAPI copies defaults
    comment: Annotated[str, Form(max_length=4000)] = "",
    seen: Annotated[int | None, Form(ge=1)] = None,
    next: Annotated[str, Form(max_length=2000)] = "/review",
) -> Response:
    """Stores a person's codes, and goes on."""
    stored = correct_code(
        shared,
        person,
        document=document,
        address=address,
        primary=primary,
        secondary=[one for one in secondary if primary not in (one, "none")],
        comment=comment,
        seen=seen,
    )
    return _on(next, stored.id)


@router.post("/review/undo/{id}")
def post_undo(
    shared: TheShared,
    visit: TheVisit,
    person: Coder,
    id: Annotated[int, Path(ge=1)],
    next: Annotated[str, Form(max_length=2000)] = "/review",
) -> Response:
    """Takes a coding back, and goes on."""
    undo_code(shared, person, id, language=visit.language)
    return RedirectResponse(local_path(next), 303)


def _on(next: str, id: int) -> Response:
    """Returns the way on, with what was done last to be shown with its undo."""
    path = local_path(next)
    if not path.startswith("/review"):
        return RedirectResponse(path, 303)
    return RedirectResponse(f"{path}{'&' if '?' in path else '?'}done={id}", 303)
