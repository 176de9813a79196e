"""Signing in and out, and the language, for browsers; whether the server is well."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Path, Query, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from jinja2 import TemplateNotFound
from markupsafe import escape

from app.messages import LANGUAGES
from app.web.cookies import cookie, cookie_name
from app.web.problem import Problem
from app.web.render import render
from app.web.state import TheShared, TheVisit
from app.web.words import LANGUAGE_COOKIE, phrase

router = APIRouter()
_YEAR_SECONDS = 365 * 24 * 3600
_PLAIN = """<!doctype html><html lang="{language}"><meta charset="utf-8"><title>{title}</title><h1>{title}</h1><p>{problem}</p>
<form method="post" action="/login"><input type="hidden" name="csrf" value="{csrf}">
<input type="hidden" name="next" value="{next}"><input name="name" aria-label="{name}" autocomplete="username">
<input type="password" name="password" aria-label="{password}" autocomplete="current-password"><button>{title}</button></form>"""


def local_path(path: str) -> str:
    """Returns a path on this server, and `/` for whatever leads elsewhere.

    >>> local_path("/search?q=1"), local_path("//evil.example"), local_path("https://evil.example")
    ('/search?q=1', '/', '/')
    """
    inside = path.startswith("/") and path.isprintable() and not path.startswith(("//", "/\\"))
    return path if inside else "/"


def to_login(path: str, query: str) -> Response:
    """Returns the way to the sign-in page and from there back to where one wanted to go."""
    wanted = f"{path}?{query}" if query else path
    return RedirectResponse(f"/login?next={quote(wanted)}", 303)


@router.get("/login")
def get_login(request: Request, shared: TheShared, next: Annotated[str, Query(max_length=2000)] = "/") -> Response:
    """The page for signing in."""
    if not shared.settings.accounts:
        return RedirectResponse(local_path(next), 303)
    return _page(request, local_path(next), None)


@router.post("/login")
def post_login(
    request: Request,
    shared: TheShared,
    name: Annotated[str, Form(max_length=200)],
    password: Annotated[str, Form(max_length=1000)],
    next: Annotated[str, Form(max_length=2000)] = "/",
) -> Response:
    """Signs in: a fresh cookie, and on to where one wanted to go."""
    if not shared.settings.accounts:
        raise Problem(404, "not_found")
    try:
        _, session = shared.desk.sign_in(name, password, address_of(request))
    except Problem as problem:
        return _page(request, local_path(next), problem)
    answer = RedirectResponse(local_path(next), 303)
    answer.headers.append("set-cookie", cookie(shared.settings, session))
    return answer


@router.post("/logout")
def post_logout(request: Request, shared: TheShared, visit: TheVisit) -> Response:
    """Signs out."""
    if shared.settings.accounts and visit.person is not None:
        shared.desk.sign_out(visit.person, request.cookies.get(cookie_name(shared.settings), ""))
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(cookie_name(shared.settings), secure=shared.settings.secure, httponly=True, samesite="lax")
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@router.get("/language/{language}")
def get_language(
    shared: TheShared,
    language: Annotated[str, Path(pattern="^(zh|en)$")],
    next: Annotated[str, Query(max_length=2000)] = "/",
) -> Response:
    """Chooses the language for this browser."""
    assert language in LANGUAGES
    answer = RedirectResponse(local_path(next), 303)
    answer.set_cookie(
        LANGUAGE_COOKIE, language, max_age=_YEAR_SECONDS, secure=shared.settings.secure, httponly=True, samesite="lax"
    )
    return answer


@router.get("/health")
async def get_health() -> PlainTextResponse:
    """Whether the server answers."""
    return PlainTextResponse("ok")


def address_of(request: Request) -> str:
    """Returns the visitor's network address."""
    return request.client.host if request.client else ""


def _page(request: Request, next: str, problem: Problem | None) -> Response:
    status, headers = (problem.status, problem.headers) if problem else (200, {})
    try:
        page = render(request, "login.html", status=status, next=next, problem=problem)
    except TemplateNotFound:
        visit = request.state.visit
        words = {key: phrase(f"entrance.{key}", visit.language) for key in ("title", "name", "password")}
        shown = {"next": next, "csrf": visit.csrf, "problem": problem.detail(visit.language) if problem else ""}
        escaped = {key: escape(value) for key, value in {**words, **shown, "language": visit.language}.items()}
        page = HTMLResponse(_PLAIN.format(**escaped), status)
    page.headers.update(headers)
    return page
