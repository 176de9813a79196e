"""Pages of PDFs as pictures, drawn by one isolated process and remembered for a while."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TypeVar

from app.web.paint import Boxes, DrawPage, FindBoxes, Picture, pack
from app.web.problem import Problem
from corpus.errors import ReadError
from extract.isolate import Parsers

_SECONDS = 60.0  # a scanned page is recognised again to find a passage on it
_MEGABYTES = 1024
_PATIENCE = 20.0  # seconds for which one waits for the pages of others
_REMEMBERED = 64  # answers
Key = tuple[str, DrawPage | FindBoxes]
Kind = TypeVar("Kind", Picture, Boxes)


class Painter:
    """The painting process: started when it is first needed, one task at a time."""

    def __init__(self) -> None:
        self._parsers = Parsers(workers=1, seconds=_SECONDS, megabytes=_MEGABYTES, parse="app.web.paint:paint")
        self._lock = threading.Lock()
        self._answers: OrderedDict[Key, Picture | Boxes] = OrderedDict()

    def draw(self, document: str, pdf: bytes, task: DrawPage) -> Picture:
        """Returns a page as a picture.

        Raises:
            ReadError: it cannot be drawn.
            Problem: too many others wait (503).
        """
        return self._answer(document, pdf, task, Picture)

    def find(self, document: str, pdf: bytes, task: FindBoxes) -> Boxes:
        """Returns where a passage stands on a page.

        Raises:
            ReadError: the page cannot be read.
            Problem: too many others wait (503).
        """
        return self._answer(document, pdf, task, Boxes)

    def close(self) -> None:
        """Ends the process."""
        with self._lock:
            self._parsers.close()

    def _answer(self, document: str, pdf: bytes, task: DrawPage | FindBoxes, kind: type[Kind]) -> Kind:
        if not self._lock.acquire(timeout=_PATIENCE):
            raise Problem(503, "crowded", headers={"Retry-After": "10"})
        try:
            known = self._answers.get((document, task))
            if isinstance(known, kind):
                self._answers.move_to_end((document, task))
                return known
            ((_, answer),) = self._parsers.map([(document, pack(task, pdf))])
            if isinstance(answer, ReadError):
                raise answer
            assert isinstance(answer, kind)
            self._answers[document, task] = answer
            while len(self._answers) > _REMEMBERED:
                self._answers.popitem(last=False)
            return answer
        finally:
            self._lock.release()
