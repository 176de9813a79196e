"""What the handlers share (readers, the writer, settings) and what each request gets by dependency."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request

from app.web.desk import Desk
from app.web.indexer import Indexer
from app.web.painter import Painter
from app.web.people import Person, Role, Visit
from app.web.problem import Problem
from app.web.remembered import Remembered
from app.web.settings import WebSettings
from app.web.uploads import Uploads
from app.web.words import phrase
from corpus.library import Library

_MOST_IDLE = 32  # readers kept open
_PATIENCE = 30.0  # seconds a request waits for the writer


class Readers:
    """Open libraries that can only read; a request takes one and gives it back."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._idle: deque[Library] = deque()
        self._closed = False

    @contextmanager
    def take(self) -> Iterator[Library]:
        """Lends an open library."""
        try:
            library = self._idle.pop()
        except IndexError:
            library = Library(self._folder, read_only=True)
        try:
            yield library
        finally:
            if len(self._idle) < _MOST_IDLE and not self._closed:
                self._idle.append(library)
            else:
                library.close()

    def close(self) -> None:
        """Closes those that are not lent, and the others when they come back."""
        self._closed = True
        while self._idle:
            self._idle.pop().close()


class Writer:
    """The one library of this server that writes; writers wait for each other."""

    def __init__(self, folder: Path, changed: Callable[[], None]) -> None:
        self._library = Library(folder)
        self._library.keep_every_commit()
        self._lock = threading.Lock()
        self._changed = changed

    @contextmanager
    def take(self) -> Iterator[Library]:
        """Lends the library to one writer.

        Raises:
            Problem: others took too long.
        """
        if not self._lock.acquire(timeout=_PATIENCE):
            raise Problem(503, "busy", headers={"Retry-After": "5"})
        try:
            yield self._library
        finally:
            self._lock.release()
        self._changed()

    def close(self) -> None:
        """Closes the library once nobody writes."""
        with self._lock:
            self._library.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What all requests of one server share."""

    folder: Path
    settings: WebSettings
    readers: Readers
    writer: Writer
    indexer: Indexer
    uploads: Uploads
    painter: Painter
    remembered: Remembered
    desk: Desk

    def close(self) -> None:
        """Ends what runs in the background and closes what is open."""
        self.uploads.stop()
        self.indexer.stop()
        self.painter.close()
        self.writer.close()
        self.readers.close()
        self.desk.register.close()


def shared(request: Request) -> Shared:
    """Returns what all requests share."""
    found = request.app.state.shared
    assert isinstance(found, Shared)
    return found


def visit_of(request: Request) -> Visit:
    """Returns what the guard found out about this request."""
    found = request.state.visit
    assert isinstance(found, Visit)
    return found


async def _shared(request: Request) -> Shared:
    return shared(request)


async def _visit(request: Request) -> Visit:
    return visit_of(request)


async def _reader(request: Request) -> AsyncIterator[Library]:
    with shared(request).readers.take() as library:
        yield library


def require(role: Role) -> Callable[[Request], Person]:
    """Returns a dependency that yields the person, who must have this role."""

    async def person(request: Request) -> Person:
        visit = visit_of(request)
        if visit.person is None:
            raise Problem(401, "sign_in")
        if not visit.may(role):
            raise Problem(403, "role", role=phrase(f"role.{role}", visit.language))
        return visit.person

    return person  # type: ignore[return-value]  # FastAPI awaits it


# What handlers write in their signatures.
TheShared = Annotated[Shared, Depends(_shared)]
TheVisit = Annotated[Visit, Depends(_visit)]
TheLibrary = Annotated[Library, Depends(_reader)]
Reader = Annotated[Person, Depends(require(Role.READER))]
Coder = Annotated[Person, Depends(require(Role.CODER))]
Admin = Annotated[Person, Depends(require(Role.ADMIN))]
