"""The REST API under /api/v1."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI

from app.web.api import documents, kept, knowledge, people, review, search, uploads
from app.web.api.shapes import ProblemShape
from app.web.problem import PROBLEM_JSON
from corpus.codec import Plain

_ROUTERS = (
    search.router,
    kept.router,
    documents.router,
    review.router,
    knowledge.router,
    uploads.router,
    people.router,
)
_PROBLEM = {"description": "A problem (RFC 9457), in the language asked for", "model": ProblemShape}


def router() -> APIRouter:
    """Returns the router of the whole API."""
    whole = APIRouter(prefix="/api/v1", responses={"default": _PROBLEM})
    for part in _ROUTERS:
        whole.include_router(part)
    return whole


def describe(app: FastAPI) -> None:
    """Makes the description of an app say of which type problems are; FastAPI knows one type alone."""
    plain = app.openapi

    def described() -> Plain:
        if app.openapi_schema is None:
            found = plain()
            for methods in found["paths"].values():
                for operation in methods.values():
                    problem = operation["responses"].get("default")
                    if problem is not None:
                        problem["content"] = {PROBLEM_JSON: problem["content"].popitem()[1]}
        return plain()

    app.openapi = described  # type: ignore[method-assign]  # as FastAPI's documentation has it
