"""Settings: language, who one is, and for admins the accounts and what was done."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from app.web.api.people import need_accounts
from app.web.people import Role
from app.web.render import render
from app.web.state import Admin, Reader, TheShared, TheVisit
from corpus.codebook import load_codebook

router = APIRouter()
_RECENT = 50


@router.get("/settings")
def get_settings(request: Request, shared: TheShared, visit: TheVisit, person: Reader) -> Response:
    """What can be chosen, and what this server is."""
    book = load_codebook()
    admin = shared.settings.accounts and visit.may(Role.ADMIN)
    return render(
        request,
        "settings.html",
        book=book,
        book_name=book.name_zh if visit.language == "zh" else book.name_en,
        accounts=shared.desk.accounts.all() if admin else (),
        log=shared.desk.audit.read(limit=_RECENT) if admin else (),
        roles=tuple(Role),
        has_accounts=shared.settings.accounts,
    )


@router.post("/settings/people")
def post_person(
    shared: TheShared,
    person: Admin,
    name: Annotated[str, Form(max_length=60)],
    password: Annotated[str, Form(max_length=1000)],
    role: Annotated[Role, Form()],
) -> Response:
    """Adds an account."""
    need_accounts(shared)
    made = shared.desk.accounts.add(name, role, password)
    shared.desk.audit.record(person.name, "account", made.name, made.role)
    return RedirectResponse("/settings", 303)
