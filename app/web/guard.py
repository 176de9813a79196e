"""What stands before every handler: host name, size, who it is, and the headers of every answer."""

from __future__ import annotations

import re
import secrets
from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.answer import answer_problem
from app.web.cookies import cookie, cookie_name
from app.web.csrf import SAFE, token_of
from app.web.desk import Desk
from app.web.headers import HEADERS
from app.web.people import Person, Role, Visit
from app.web.problem import Problem
from app.web.settings import MEGABYTE, WebSettings, is_loopback
from app.web.words import LANGUAGE_COOKIE, choose_language

_VISITOR = re.compile(r"[A-Za-z0-9_-]{43}")
STATIC = "/static/"
_OPEN = frozenset({"/login", "/health", "/favicon.ico", "/api/v1/session"})


class Guard:
    """The outermost layer of the app (ASGI)."""

    def __init__(self, app: ASGIApp, settings: WebSettings, desk: Desk) -> None:
        self._app = app
        self._settings = settings
        self._desk = desk
        self._secret = desk.register.secret()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a request through with its visit, or answers it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        request = Request(scope)
        visitor, fresh = self._visitor(request)
        language = choose_language(
            request.query_params.get("lang"),
            request.cookies.get(LANGUAGE_COOKIE),
            request.headers.get("accept-language", ""),
            self._settings.language,
        )
        person, by_token = self._person(request, visitor)
        csrf = token_of(self._secret, visitor)
        request.state.visitor = visitor
        request.state.visit = Visit(person=person, language=language, csrf=csrf, by_token=by_token)

        async def reply(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", self._cached(request.url.path))
                if fresh:
                    headers.append("set-cookie", cookie(self._settings, visitor))
            await send(message)

        try:
            self._check(request)
        except Problem as problem:
            await answer_problem(request, problem)(scope, receive, reply)
            return
        await self._app(scope, self._limited(request, receive), reply)

    def _person(self, request: Request, visitor: str) -> tuple[Person | None, bool]:
        """Returns who it is, and whether an API token says so."""
        if not self._settings.accounts:
            return Person(name=self._settings.person, role=Role.ADMIN), False
        scheme, _, word = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            person = self._desk.sessions.token_person(word.strip())
            return person, person is not None
        return self._desk.sessions.person(visitor), False

    def _visitor(self, request: Request) -> tuple[str, bool]:
        """Returns the visitor's cookie, and whether it is new."""
        known = request.cookies.get(cookie_name(self._settings), "")
        return (known, False) if _VISITOR.fullmatch(known) else (secrets.token_urlsafe(32), True)

    def _cached(self, path: str) -> str:
        """Returns how long a browser may keep an answer; on a shared machine it keeps none of what people see."""
        if path.startswith(STATIC):
            return "max-age=600"
        return "no-store" if self._settings.accounts else "no-cache"

    def _check(self, request: Request) -> None:
        host = _host(request.headers.get("host", ""))
        if not (is_loopback(host) or host == self._settings.host or host in self._settings.hosts):
            raise Problem(421, "host")
        if request.state.visit.person is None and not _is_open(request.url.path):
            raise Problem(401, "sign_in")
        if request.method in SAFE:
            return
        origin = request.headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
            raise Problem(403, "csrf")
        if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            raise Problem(403, "csrf")
        size = request.headers.get("content-length", "0")
        if not size.isdecimal() or int(size) > self._most(request):
            raise self._too_large(request)

    def _most(self, request: Request) -> int:
        multipart = request.headers.get("content-type", "").lower().startswith("multipart/")
        return self._settings.largest_upload if multipart else self._settings.largest_body

    def _too_large(self, request: Request) -> Problem:
        return Problem(413, "too_large", megabytes=self._most(request) // MEGABYTE)

    def _limited(self, request: Request, receive: Receive) -> Receive:
        """Returns a way to the body that ends where the limit is passed, whatever its stated length."""
        most = self._most(request)
        taken = 0

        async def limited() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > most:
                raise HTTPException(413, str(most // MEGABYTE))  # the one exception that body parsers let through
            return message

        return limited


def _is_open(path: str) -> bool:
    """Whether a path is for those too who have not signed in."""
    return path in _OPEN or path.startswith((STATIC, "/language/"))


def _host(header: str) -> str:
    """Returns the host name of a Host header, without port and brackets."""
    return (urlsplit(f"//{header}").hostname or "") if not re.search(r"[/@\s]", header) else ""
