"""The web application of one library."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from fastapi import Depends, FastAPI
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles

from app.web import api, entrance, pages
from app.web.answer import add_handlers
from app.web.csrf import check_csrf
from app.web.desk import open_desk
from app.web.find import find
from app.web.guard import Guard
from app.web.indexer import Indexer
from app.web.painter import Painter
from app.web.remembered import Remembered
from app.web.settings import WebSettings
from app.web.state import Readers, Shared, Writer
from app.web.uploads import Uploads
from corpus.errors import XietongError

STATIC = Path(__file__).with_name("static")
ASSETS = Path(__file__).resolve().parents[2] / "report" / "assets"


def create_app(library: Path, *, settings: WebSettings) -> FastAPI:
    """Returns the app that serves a library: the API under /api/v1, the pages, the static files.

    Raises:
        XietongError: there is no library in the folder.
    """
    indexer, remembered = Indexer(library), Remembered(library)

    def changed() -> None:
        remembered.touch()
        indexer.wake()

    shared = Shared(
        folder=library,
        settings=settings,
        readers=Readers(library),
        writer=Writer(library, changed=changed),
        indexer=indexer,
        uploads=Uploads(library, settings, indexer),
        painter=Painter(),
        remembered=remembered,
        desk=open_desk(library),
    )

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        indexer.start()
        threading.Thread(target=_warm, args=(shared.readers,), name="warm", daemon=True).start()
        shared.uploads.resume()
        yield
        shared.close()

    app = FastAPI(
        title="Xietong 协同",
        lifespan=life,
        docs_url=None,  # they load scripts from elsewhere
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )
    app.state.shared = shared
    add_handlers(app)
    app.include_router(api.router(), dependencies=[Depends(check_csrf)])
    app.include_router(entrance.router, dependencies=[Depends(check_csrf)], include_in_schema=False)
    for router in pages.routers():
        app.include_router(router, dependencies=[Depends(check_csrf)], include_in_schema=False)
    api.describe(app)
    app.add_api_route("/static/echarts.min.js", _echarts, include_in_schema=False)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_middleware(Guard, settings=settings, desk=shared.desk)
    return app


async def _echarts() -> FileResponse:
    """Sends the library that draws charts: the report's, so that there is one copy."""
    return FileResponse(ASSETS / "echarts.min.js", media_type="text/javascript")


def _warm(readers: Readers) -> None:
    """Searches once, so that nobody waits for the dictionary (0.7 s)."""
    with readers.take() as library, suppress(XietongError):
        find(library, "协同", limit=1)
