"""People over the API: sessions, tokens, accounts, the audit log."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from pydantic import Field

from app.web.accounts import Account
from app.web.api.shapes import CodingId, Limit, Offset, Shape
from app.web.audit import Entry
from app.web.cookies import cookie, cookie_name
from app.web.entrance import address_of
from app.web.people import Role
from app.web.problem import Problem
from app.web.sessions import Token
from app.web.state import Admin, Reader, Shared, TheShared

router = APIRouter(tags=["people"])
Name = Annotated[str, Path(max_length=60)]
Password = Annotated[str, Field(max_length=1000)]


class SignIn(Shape):
    """A name and its password."""

    name: Annotated[str, Field(max_length=200)]
    password: Password


class NewToken(Shape):
    """What a token is for, in its owner's words."""

    label: Annotated[str, Field(max_length=100)] = ""


class TokenWord(Shape):
    """A fresh token: `Authorization: Bearer WORD`. It is shown this once."""

    token: str


class NewAccount(Shape):
    """An account to make."""

    name: Annotated[str, Field(max_length=200)]
    role: Annotated[Role, Field(strict=False)]
    password: Password


class AccountChange(Shape):
    """What changes of an account; what is not given stays."""

    role: Annotated[Role | None, Field(strict=False)] = None
    password: Password | None = None


class OwnPassword(Shape):
    """The old password and the new one."""

    old: Password
    new: Password


def need_accounts(shared: Shared) -> None:
    """Lets pass where people have accounts.

    Raises:
        Problem: they have none.
    """
    if not shared.settings.accounts:
        raise Problem(409, "no_accounts")


@router.post("/session", status_code=204)
def post_session(request: Request, shared: TheShared, given: SignIn) -> Response:
    """Signs in with a cookie. Programs better use a token."""
    need_accounts(shared)
    _, session = shared.desk.sign_in(given.name, given.password, address_of(request))
    answer = Response(status_code=204)
    answer.headers.append("set-cookie", cookie(shared.settings, session))
    return answer


@router.delete("/session", status_code=204)
def delete_session(request: Request, shared: TheShared, person: Reader) -> Response:
    """Signs out."""
    need_accounts(shared)
    shared.desk.sign_out(person, request.cookies.get(cookie_name(shared.settings), ""))
    return Response(status_code=204)


@router.put("/password", status_code=204)
def put_password(request: Request, shared: TheShared, person: Reader, given: OwnPassword) -> Response:
    """Changes your password; all your sessions and tokens end."""
    need_accounts(shared)
    desk, address = shared.desk, address_of(request)
    desk.attempts.begin(person.name, address)
    if desk.accounts.verify(person.name, given.old) is None:
        raise Problem(401, "wrong_password")
    desk.attempts.succeed(person.name, address)
    desk.accounts.set_password(person.name, given.new)
    desk.audit.record(person.name, "password", person.name)
    return Response(status_code=204)


@router.get("/tokens")
def get_tokens(shared: TheShared, person: Reader) -> tuple[Token, ...]:
    """Your API tokens, without the words themselves."""
    return shared.desk.sessions.tokens(person.name)


@router.post("/tokens", status_code=201)
def post_token(shared: TheShared, person: Reader, given: NewToken) -> TokenWord:
    """Makes an API token with your rights, for a year."""
    need_accounts(shared)
    word = shared.desk.sessions.make_token(person.name, given.label)
    shared.desk.audit.record(person.name, "token", given.label)
    return TokenWord(token=word)


@router.delete("/tokens/{id}", status_code=204)
def delete_token(shared: TheShared, person: Reader, id: CodingId) -> Response:
    """Revokes a token of yours (an admin anyone's)."""
    if not shared.desk.sessions.revoke(id, None if person.role is Role.ADMIN else person.name):
        raise Problem(404, "no_token", id=id)
    shared.desk.audit.record(person.name, "token_revoked", str(id))
    return Response(status_code=204)


@router.get("/accounts")
def get_accounts(shared: TheShared, person: Admin) -> tuple[Account, ...]:
    """All accounts."""
    return shared.desk.accounts.all()


@router.post("/accounts", status_code=201)
def post_account(shared: TheShared, person: Admin, given: NewAccount) -> Account:
    """Makes an account."""
    need_accounts(shared)
    made = shared.desk.accounts.add(given.name, given.role, given.password)
    shared.desk.audit.record(person.name, "account", made.name, made.role)
    return made


@router.patch("/accounts/{name}", status_code=204)
def patch_account(shared: TheShared, person: Admin, name: Name, given: AccountChange) -> Response:
    """Changes the role or the password of an account; a new password ends its sessions and tokens."""
    need_accounts(shared)
    if given.role is not None:
        shared.desk.accounts.set_role(name, given.role)
        shared.desk.audit.record(person.name, "role", name, given.role)
    if given.password is not None:
        shared.desk.accounts.set_password(name, given.password)
        shared.desk.audit.record(person.name, "password", name)
    return Response(status_code=204)


@router.delete("/accounts/{name}", status_code=204)
def delete_account(shared: TheShared, person: Admin, name: Name) -> Response:
    """Removes an account with its sessions and tokens; what the person coded stays."""
    need_accounts(shared)
    shared.desk.accounts.remove(name)
    shared.desk.audit.record(person.name, "account_removed", name)
    return Response(status_code=204)


@router.get("/audit")
def get_audit(shared: TheShared, person: Admin, limit: Limit = 50, offset: Offset = 0) -> tuple[Entry, ...]:
    """Who did what when, newest first."""
    return shared.desk.audit.read(limit=limit, offset=offset)
