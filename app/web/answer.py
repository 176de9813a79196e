"""Problems as answers: a problem document under /api, a page elsewhere."""

from __future__ import annotations

import logging
import sqlite3

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from jinja2 import TemplateNotFound
from markupsafe import escape
from starlette.exceptions import HTTPException

from app.web.entrance import to_login
from app.web.errors import problem_of
from app.web.headers import HEADERS
from app.web.people import Visit
from app.web.problem import PROBLEM_JSON, Problem
from app.web.render import render
from corpus.errors import XietongError

API = "/api/"
_LOG = logging.getLogger("xietong.web")
_OF_STATUS = {401: "sign_in", 404: "not_found", 405: "method", 413: "too_large"}


def answer_problem(request: Request, problem: Problem) -> Response:
    """Returns the answer for a problem, in the visitor's language."""
    visit: Visit = request.state.visit
    if request.url.path.startswith(API):
        plain = problem.to_dict(visit.language, request.url.path)
        return JSONResponse(plain, problem.status, problem.headers, media_type=PROBLEM_JSON)
    if problem.code == "sign_in" and request.method == "GET":
        return to_login(request.url.path, request.url.query)
    try:
        page = render(request, "error.html", status=problem.status, problem=problem)
    except TemplateNotFound:
        title, detail = escape(problem.title(visit.language)), escape(problem.detail(visit.language))
        page = HTMLResponse(f"<!doctype html><title>{title}</title><h1>{title}</h1><p>{detail}</p>", problem.status)
    page.headers.update(problem.headers)
    return page


def add_handlers(app: FastAPI) -> None:
    """Makes an app answer every error with a problem."""

    @app.exception_handler(Problem)
    async def problem(request: Request, error: Problem) -> Response:
        return answer_problem(request, error)

    @app.exception_handler(XietongError)
    async def request_error(request: Request, error: XietongError) -> Response:
        return answer_problem(request, problem_of(error, request.state.visit.language))

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        fields = ", ".join(
            dict.fromkeys(".".join(map(str, one["loc"][1:])) or str(one["loc"][0]) for one in error.errors())
        )
        return answer_problem(request, Problem(422, "invalid", fields=fields))

    @app.exception_handler(HTTPException)
    async def http_error(request: Request, error: HTTPException) -> Response:
        code = _OF_STATUS.get(error.status_code, "request")
        headers = dict(error.headers or {})
        if code == "request":
            return answer_problem(request, Problem(error.status_code, code, headers=headers, message=error.detail))
        return answer_problem(request, Problem(error.status_code, code, headers=headers, megabytes=error.detail))

    @app.exception_handler(sqlite3.OperationalError)
    async def busy(request: Request, error: sqlite3.OperationalError) -> Response:
        if "locked" in str(error) or "busy" in str(error):
            return answer_problem(request, Problem(503, "busy", headers={"Retry-After": "5"}))
        _LOG.exception("database", exc_info=error)
        return answer_problem(request, Problem(500, "internal"))

    @app.exception_handler(Exception)
    async def bug(request: Request, error: Exception) -> Response:
        answer = answer_problem(request, Problem(500, "internal"))  # the server logs the error itself
        answer.headers.update(HEADERS)  # this answer does not pass the guard
        return answer
