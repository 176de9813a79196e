"""The routers of the server-rendered pages."""

from __future__ import annotations

from fastapi import APIRouter


def routers() -> list[APIRouter]:
    """Returns the routers of all pages."""
    return []
