"""Settings: language, who one is, and for admins the accounts and what was done."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from app.web.api.people import (
    AccountChange,
    NewToken,
    OwnPassword,
    delete_account,
    delete_token,
    need_accounts,
    patch_account,
    post_token,
    put_password,
)
from app.web.people import Person, Role, Visit
from app.web.render import render
from app.web.state import Admin, Reader, Shared, TheShared, TheVisit
from corpus.codebook import load_codebook

router = APIRouter()
_RECENT = 50
_Name = Annotated[str, Form(max_length=60)]
_Password = Annotated[str, Form(max_length=1000)]


@router.get("/settings")
def get_settings(request: Request, shared: TheShared, visit: TheVisit, person: Reader) -> Response:
    """What can be chosen, and what this server is."""
    return _page(request, shared, visit, person)


def _page(request: Request, shared: Shared, visit: Visit, person: Person, *, token: str = "") -> Response:
    """Returns the page; a fresh token is shown on it this once."""
    book = load_codebook()
    has_accounts = shared.settings.accounts
    admin = has_accounts and visit.may(Role.ADMIN)
    return render(
        request,
        "settings.html",
        book=book,
        book_name=book.name_zh if visit.language == "zh" else book.name_en,
        accounts=shared.desk.accounts.all() if admin else (),
        log=shared.desk.audit.read(limit=_RECENT) if admin else (),
        roles=tuple(Role),
        has_accounts=has_accounts,
        tokens=shared.desk.sessions.tokens(person.name) if has_accounts else (),
        fresh=token,
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


@router.post("/settings/people/role")
def post_role(shared: TheShared, person: Admin, name: _Name, role: Annotated[Role, Form()]) -> Response:
    """Changes the role of an account."""
    patch_account(shared, person, name, AccountChange(role=role))
    return RedirectResponse("/settings", 303)


@router.post("/settings/people/password")
def post_password(shared: TheShared, person: Admin, name: _Name, password: _Password) -> Response:
    """Gives an account a new password; its sessions and tokens end."""
    patch_account(shared, person, name, AccountChange(password=password))
    return RedirectResponse("/settings", 303)


@router.post("/settings/people/remove")
def post_removed(shared: TheShared, person: Admin, name: _Name) -> Response:
    """Removes an account; what the person coded stays."""
    delete_account(shared, person, name)
    return RedirectResponse("/settings", 303)


@router.post("/settings/password")
def post_own_password(request: Request, shared: TheShared, person: Reader, old: _Password, new: _Password) -> Response:
    """Changes one's own password; all one's sessions end, so one signs in again."""
    put_password(request, shared, person, OwnPassword(old=old, new=new))
    return RedirectResponse("/login", 303)


@router.post("/settings/tokens")
def post_fresh_token(
    request: Request,
    shared: TheShared,
    visit: TheVisit,
    person: Reader,
    label: Annotated[str, Form(max_length=100)] = "",
) -> Response:
    """Makes an API token and shows it once."""
    made = post_token(shared, person, NewToken(label=label))
    return _page(request, shared, visit, person, token=made.token)


@router.post("/settings/tokens/revoke")
def post_revoked(shared: TheShared, person: Reader, id: Annotated[int, Form(ge=1, le=2**53 - 1)]) -> Response:
    """Revokes an API token."""
    delete_token(shared, person, id)
    return RedirectResponse("/settings", 303)
