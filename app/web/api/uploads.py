"""Uploads over the API, with live progress as server-sent events."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, File, Path, Request, UploadFile
from fastapi.responses import StreamingResponse

from app.web.acts import is_theirs, upload_files, upload_of
from app.web.api.shapes import Shape
from app.web.sources import shown_source
from app.web.state import Coder, Shared, TheShared
from app.web.uploads import Upload

router = APIRouter(tags=["uploads"])
UploadId = Annotated[str, Path(max_length=60)]
_PAUSE = 0.25  # seconds between two looks at an upload
_HEARTBEAT = 60  # looks after which a comment keeps proxies from closing the connection


class LineShape(Shape):
    """A file of an upload: `waiting`, `stored`, `duplicate`, `unchanged` or `failed` with a reason."""

    source: str
    outcome: str
    document: str
    reason: str
    message: str


class UploadShape(Shape):
    """An upload: `stage` is `waiting`, `reading`, `indexing`, `done` or `failed` with a message."""

    id: str
    person: str
    started: str
    stage: str
    message: str
    settled: int
    lines: list[LineShape]


def upload_shape(one: Upload) -> UploadShape:
    """Returns an upload as the API shows it."""
    return UploadShape(
        id=one.id,
        person=one.person,
        started=one.started,
        stage=one.stage,
        message=one.message,
        settled=one.settled,
        lines=[
            LineShape(
                source=shown_source(line.source, whole=False),
                outcome=line.outcome,
                document=line.document,
                reason=line.reason,
                message=line.message,
            )
            for line in one.lines
        ],
    )


@router.post("/uploads", status_code=202)
def post_upload(shared: TheShared, person: Coder, files: Annotated[list[UploadFile], File()]) -> UploadShape:
    """Adds documents (PDF, Word, HTML, text, archives): kept at once, read in the background."""
    return upload_shape(upload_files(shared, person, files))


@router.get("/uploads")
def get_uploads(shared: TheShared, person: Coder) -> list[UploadShape]:
    """Your uploads since the server was started, newest first (an admin sees everyone's)."""
    return [upload_shape(one) for one in shared.uploads.states() if is_theirs(one, person)]


@router.get("/uploads/{id}")
def get_upload(shared: TheShared, person: Coder, id: UploadId) -> UploadShape:
    """The state of an upload."""
    return upload_shape(upload_of(shared, person, id))


@router.get(
    "/uploads/{id}/events",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {}}}},
)
async def get_events(request: Request, shared: TheShared, person: Coder, id: UploadId) -> StreamingResponse:
    """The state of an upload whenever it changes (server-sent events named `upload`), until it has ended."""
    upload_of(shared, person, id)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_events(request, shared, id), media_type="text/event-stream", headers=headers)


async def _events(request: Request, shared: Shared, id: str) -> AsyncIterator[str]:
    told, looks = -1, 0
    while not await request.is_disconnected():
        state = shared.uploads.state(id)
        if state is None:
            return
        if state.changes != told:
            told = state.changes
            yield f"event: upload\ndata: {upload_shape(state).model_dump_json()}\n\n"
        if state.ended:
            return
        looks += 1
        if looks % _HEARTBEAT == 0:
            yield ": waiting\n\n"
        await asyncio.sleep(_PAUSE)
