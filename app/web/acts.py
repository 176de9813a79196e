"""What people do, whether over the API or on a page: done under the one writer, noted in the audit log."""

from __future__ import annotations

import shutil
from collections.abc import Sequence

from fastapi import UploadFile

from app.web.intake import keep_original, safe_name
from app.web.people import Person, Role
from app.web.problem import Problem
from app.web.review import accept, correct, undo
from app.web.settings import MEGABYTE
from app.web.state import Shared
from app.web.uploads import Upload
from corpus.judgement import Judgement

_LEAST_FREE = 512 * MEGABYTE  # of the disk, below which nothing more is taken


def correct_code(
    shared: Shared,
    person: Person,
    *,
    document: str,
    address: str,
    primary: str,
    secondary: Sequence[str] = (),
    comment: str = "",
    seen: int | None = None,
) -> Judgement:
    """Stores a person's codes of a clause; see `review.correct`."""
    with shared.writer.take() as library:
        stored = correct(
            library,
            person,
            document=document,
            address=address,
            primary=primary,
            secondary=secondary,
            comment=comment,
            seen=seen,
        )
    return _noted(shared, person, "correct", stored)


def accept_code(shared: Shared, person: Person, *, document: str, address: str, seen: int | None = None) -> Judgement:
    """Stores that a person agrees with the codes of a clause; see `review.accept`."""
    with shared.writer.take() as library:
        stored = accept(library, person, document=document, address=address, seen=seen)
    return _noted(shared, person, "accept", stored)


def undo_code(shared: Shared, person: Person, id: int, *, language: str) -> Judgement:
    """Takes a coding back; see `review.undo`."""
    with shared.writer.take() as library:
        gone = undo(library, person, id, language=language)
    return _noted(shared, person, "undo", gone)


def upload_files(shared: Shared, person: Person, files: Sequence[UploadFile]) -> Upload:
    """Keeps uploaded files, queues them, and returns the state of the upload. All files are on the disk then.

    Raises:
        Problem: there are no files, too many, or no room for them.
    """
    named = [file for file in files if file.filename]
    if not 1 <= len(named) <= shared.settings.most_files:
        raise Problem(422, "no_files", most=shared.settings.most_files)
    if shutil.disk_usage(shared.folder).free < _LEAST_FREE:
        raise Problem(507, "disk")
    paths = [keep_original(shared.folder, str(file.filename), file.file) for file in named]
    started = shared.uploads.start(person.name, paths)
    names = ", ".join(safe_name(str(file.filename)) for file in named)
    shared.desk.audit.record(person.name, "upload", started.id, names)
    return started


def upload_of(shared: Shared, person: Person, id: str) -> Upload:
    """Returns an upload of this person (an admin sees everyone's).

    Raises:
        Problem: there is none.
    """
    found = shared.uploads.state(id)
    if found is None or not is_theirs(found, person):
        raise Problem(404, "no_upload", id=id)
    return found


def is_theirs(upload: Upload, person: Person) -> bool:
    """Whether a person may see an upload."""
    return upload.person == person.name or person.role is Role.ADMIN


def _noted(shared: Shared, person: Person, act: str, one: Judgement) -> Judgement:
    codes = " ".join((one.coding.primary, *one.coding.secondary))
    shared.desk.audit.record(person.name, act, f"{one.document} {one.coding.address}", f"{one.id} {codes}")
    return one
