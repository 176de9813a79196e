"""The REST API under /api/v1."""

from __future__ import annotations

from fastapi import APIRouter

from app.web.api import documents, knowledge, people, review, search, uploads
from app.web.api.shapes import ProblemShape
from app.web.problem import PROBLEM_JSON
from corpus.codec import Plain

_PROBLEMS = {
    400: "Bad request",
    401: "Not signed in",
    403: "Not allowed",
    404: "Not found",
    409: "Changed meanwhile",
    422: "Invalid values",
}
_ROUTERS = (search.router, documents.router, review.router, knowledge.router, uploads.router, people.router)


def router() -> APIRouter:
    """Returns the router of the whole API."""
    problems: dict[int | str, Plain] = {
        status: {"description": words, "model": ProblemShape, "content": {PROBLEM_JSON: {}}}
        for status, words in _PROBLEMS.items()
    }
    whole = APIRouter(prefix="/api/v1", responses=problems)
    for part in _ROUTERS:
        whole.include_router(part)
    return whole
