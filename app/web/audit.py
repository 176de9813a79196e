"""The audit log: who did what, to what, when."""

from __future__ import annotations

from dataclasses import dataclass

from app.manifest import now
from app.web.register import Register


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the log: `act` is a stable word (`sign_in`, `correct`, `undo`, `upload`, ...)."""

    id: int
    time: str
    person: str
    act: str
    subject: str
    detail: str


class Audit:
    """The audit log of a register: lines are only ever added."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def record(self, person: str, act: str, subject: str = "", detail: str = "") -> None:
        """Adds a line."""
        self._register.write(
            "INSERT INTO audit (time, person, act, subject, detail) VALUES (?, ?, ?, ?, ?)",
            (now(), person, act, subject[:500], detail[:500]),
        )

    def read(self, *, limit: int, offset: int = 0) -> tuple[Entry, ...]:
        """Returns lines, newest first."""
        rows = self._register.rows(
            "SELECT id, time, person, act, subject, detail FROM audit ORDER BY id DESC LIMIT ? OFFSET ?",
            (limit, offset),
        )
        return tuple(
            Entry(id=int(str(id)), time=str(t), person=str(p), act=str(a), subject=str(s), detail=str(d))
            for id, t, p, a, s, d in rows
        )
