"""Review over the API: the queue, corrections, undo, history, progress, agreement."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query

from app.web.acts import accept_code, correct_code, undo_code
from app.web.agreement import Agreement, agreements
from app.web.api.shapes import (
    Acceptance,
    CodingId,
    CodingShape,
    Correction,
    Limit,
    QueueShape,
    coding_shape,
    item_shape,
)
from app.web.problem import Problem
from app.web.progress import Progress, progress, waiting
from app.web.queue import Wish, queue
from app.web.state import Coder, Reader, TheLibrary, TheShared, TheVisit
from corpus.judgement import by_people, history

router = APIRouter(tags=["review"])
DocumentId = Annotated[str, Path(max_length=60, description="Id of a document.")]


@router.get("/queue")
def get_queue(
    shared: TheShared,
    library: TheLibrary,
    person: Coder,
    category: Annotated[str | None, Query(max_length=60)] = None,
    level: Annotated[str | None, Query(max_length=60)] = None,
    document: Annotated[str | None, Query(max_length=60)] = None,
    second: bool = False,
    after: CodingId | None = None,
    limit: Limit = 20,
) -> QueueShape:
    """Clauses that wait for a person, the most uncertain first; `second`: what others judged and you have not."""
    wish = Wish(category=category, level=level, document=document, second=second, after=after)
    items = queue(library, person=person.name, wish=wish, limit=limit)
    count = waiting(shared.remembered, library, person=person.name, wish=wish)
    return QueueShape(waiting=count, items=[item_shape(item) for item in items])


@router.post("/documents/{document}/codings", status_code=201)
def post_coding(shared: TheShared, person: Coder, document: DocumentId, given: Correction) -> CodingShape:
    """Stores codes of a clause beside the machine's; 409 where someone was faster than `seen`."""
    stored = correct_code(
        shared,
        person,
        document=document,
        address=given.address,
        primary=given.primary,
        secondary=given.secondary,
        comment=given.comment,
        seen=given.seen,
    )
    return coding_shape(stored)


@router.post("/documents/{document}/accept", status_code=201)
def post_accept(shared: TheShared, person: Coder, document: DocumentId, given: Acceptance) -> CodingShape:
    """Stores that you agree with the codes of a clause."""
    return coding_shape(accept_code(shared, person, document=document, address=given.address, seen=given.seen))


@router.delete("/codings/{id}")
def delete_coding(shared: TheShared, person: Coder, visit: TheVisit, id: CodingId) -> CodingShape:
    """Takes a coding of yours back (an admin anyone's); it is kept in the history."""
    return coding_shape(undo_code(shared, person, id, language=visit.language))


@router.get("/documents/{document}/history")
def get_history(
    library: TheLibrary, person: Reader, document: DocumentId, address: Annotated[str, Query(max_length=500)]
) -> list[CodingShape]:
    """Everything that was said of a clause, oldest first, also what was taken back."""
    found = history(library, document, address)
    if not found:
        raise Problem(404, "no_clause", address=address)
    return [coding_shape(one) for one in found]


@router.get("/codings")
def get_codings(
    library: TheLibrary,
    person: Reader,
    coder: Annotated[str | None, Query(max_length=60)] = None,
    limit: Limit = 20,
) -> list[CodingShape]:
    """Codings of people (of one of them), newest first."""
    return [coding_shape(one) for one in by_people(library, coder=coder, limit=limit)]


@router.get("/progress")
def get_progress(shared: TheShared, library: TheLibrary, person: Reader) -> Progress:
    """How far the review is."""
    return progress(shared.remembered, library)


@router.get("/agreement")
def get_agreement(shared: TheShared, library: TheLibrary, person: Reader) -> tuple[Agreement, ...]:
    """How far the machine and people, and people among themselves, agree on what two of them judged."""
    return shared.remembered.get("agreement", lambda: agreements(library))
