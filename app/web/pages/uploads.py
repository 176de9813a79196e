"""Adding documents, with what becomes of each file as it happens."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Path, Request, UploadFile
from fastapi.responses import RedirectResponse, Response

from app.web.acts import is_theirs, upload_files, upload_of
from app.web.render import render
from app.web.sources import shown_source
from app.web.state import Coder, TheShared

router = APIRouter()
_UploadId = Annotated[str, Path(max_length=60)]


@router.get("/upload")
def get_upload(request: Request, shared: TheShared, person: Coder) -> Response:
    """The form, and the uploads since the server was started."""
    mine = [one for one in shared.uploads.states() if is_theirs(one, person)]
    return render(request, "upload.html", uploads=mine, most=shared.settings.most_files)


@router.post("/upload")
def post_upload(shared: TheShared, person: Coder, files: Annotated[list[UploadFile], File()]) -> Response:
    """Keeps the files and shows how they are read."""
    started = upload_files(shared, person, files)
    return RedirectResponse(f"/upload/{started.id}", 303)


@router.get("/upload/{id}")
def get_progress(request: Request, shared: TheShared, person: Coder, id: _UploadId) -> Response:
    """An upload; the part that changes is asked for again until it has ended."""
    found = upload_of(shared, person, id)
    part = request.headers.get("hx-request") == "true" and request.headers.get("hx-boosted") != "true"
    lines = [(one, shown_source(one.source, whole=False)) for one in found.lines]
    return render(request, "upload_part.html" if part else "upload_one.html", upload=found, lines=lines)
