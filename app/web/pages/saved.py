"""Saved searches: the list, what is new for one, saving, marking as seen, removing."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from app.web.keep import LONGEST, forget_kept, keep_search, kept_searches, mark_seen, new_of
from app.web.render import render
from app.web.state import Reader, TheLibrary, TheShared
from app.web.views.address import document_url

router = APIRouter()
_MOST_SHOWN = 100
_Name = Annotated[str, Form(max_length=LONGEST)]


@router.get("/saved")
def get_saved(request: Request, shared: TheShared, library: TheLibrary, person: Reader) -> Response:
    """The searches that a person saved."""
    rows = [(one, f"/saved/new?{urlencode({'name': one.name})}") for one in kept_searches(library, shared, person)]
    return render(request, "saved.html", rows=rows, kept=None, hits=(), more=0)


@router.get("/saved/new")
def get_new(
    request: Request,
    shared: TheShared,
    library: TheLibrary,
    person: Reader,
    name: Annotated[str, Query(max_length=LONGEST)],
) -> Response:
    """What a saved search finds in documents that had no hit when it was last looked at."""
    kept, hits = new_of(library, shared, person, name)
    shown = [(hit, document_url(hit.document, hit.address)) for hit in hits[:_MOST_SHOWN]]
    return render(request, "saved.html", rows=(), kept=kept, hits=shown, more=len(hits) - len(shown))


@router.post("/saved")
def post_saved(
    shared: TheShared, person: Reader, name: _Name, search: Annotated[str, Form(max_length=4000)] = ""
) -> Response:
    """Saves a search."""
    keep_search(shared, person, name, search)
    return RedirectResponse("/saved", 303)


@router.post("/saved/seen")
def post_seen(shared: TheShared, person: Reader, name: _Name) -> Response:
    """Makes what a saved search finds now count as seen."""
    mark_seen(shared, person, name)
    return RedirectResponse("/saved", 303)


@router.post("/saved/forget")
def post_forget(shared: TheShared, person: Reader, name: _Name) -> Response:
    """Removes a saved search."""
    forget_kept(shared, person, name)
    return RedirectResponse("/saved", 303)
