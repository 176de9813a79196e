"""The routers of the server-rendered pages."""

from __future__ import annotations

from fastapi import APIRouter

from app.web.pages.documents import router as documents
from app.web.pages.knowledge import router as knowledge
from app.web.pages.overview import router as overview
from app.web.pages.people import router as people
from app.web.pages.review import router as review
from app.web.pages.saved import router as saved
from app.web.pages.search import router as search
from app.web.pages.uploads import router as uploads


def routers() -> list[APIRouter]:
    """Returns the routers of all pages."""
    return [overview, search, saved, documents, knowledge, review, uploads, people]
