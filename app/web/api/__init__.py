"""The REST API under /api/v1."""

from __future__ import annotations

from fastapi import APIRouter


def router() -> APIRouter:
    """Returns the router of the whole API."""
    return APIRouter(prefix="/api/v1")
