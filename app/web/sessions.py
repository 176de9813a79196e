"""Sessions and API tokens: random words of which the register holds only the hashes."""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime

from app.manifest import now
from app.web.people import Person, Role
from app.web.register import Register

IDLE_SECONDS = 12 * 3600.0
LONGEST_SECONDS = 7 * 24 * 3600.0
TOKEN_DAYS = 365
TOKEN_MARK = "xt_"  # noqa: S105  # by which a leaked token is recognised
_TOUCH_SECONDS = 60.0  # how exactly the time of the last request is kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """An API token as its owner may see it afterwards."""

    id: int
    name: str
    label: str
    created: str
    expires: str


class Sessions:
    """The sessions and tokens of a register."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def open(self, name: str) -> str:
        """Returns a fresh session of an account; those that have ended are forgotten."""
        word, moment = secrets.token_urlsafe(32), time.time()
        self._register.write(
            "DELETE FROM sessions WHERE seen < ? OR opened < ?", (moment - IDLE_SECONDS, moment - LONGEST_SECONDS)
        )
        self._register.write("INSERT INTO sessions VALUES (?, ?, ?, ?)", (_hash(word), name, moment, moment))
        return word

    def person(self, word: str) -> Person | None:
        """Returns whose session this is, or None where it never was or has ended."""
        rows = self._register.rows(
            "SELECT a.name, a.role, s.opened, s.seen FROM sessions s JOIN accounts a USING (name) WHERE s.hash = ?",
            (_hash(word),),
        )
        if not rows:
            return None
        name, role, opened, seen = rows[0]
        moment = time.time()
        if moment - float(str(seen)) > IDLE_SECONDS or moment - float(str(opened)) > LONGEST_SECONDS:
            self.close(word)
            return None
        if moment - float(str(seen)) > _TOUCH_SECONDS:
            self._register.write("UPDATE sessions SET seen = ? WHERE hash = ?", (moment, _hash(word)))
        return Person(name=str(name), role=Role(str(role)))

    def close(self, word: str) -> None:
        """Ends a session."""
        self._register.write("DELETE FROM sessions WHERE hash = ?", (_hash(word),))

    def make_token(self, name: str, label: str) -> str:
        """Returns a fresh API token of an account; it cannot be shown again."""
        word = TOKEN_MARK + secrets.token_urlsafe(32)
        expires = time.time() + TOKEN_DAYS * 24 * 3600
        self._register.write(
            "INSERT INTO tokens (name, label, hash, created, expires) VALUES (?, ?, ?, ?, ?)",
            (name, label, _hash(word), now(), expires),
        )
        return word

    def token_person(self, word: str) -> Person | None:
        """Returns whose token this is, or None."""
        rows = self._register.rows(
            "SELECT a.name, a.role FROM tokens t JOIN accounts a USING (name) WHERE t.hash = ? AND t.expires > ?",
            (_hash(word), time.time()),
        )
        return Person(name=str(rows[0][0]), role=Role(str(rows[0][1]))) if rows else None

    def tokens(self, name: str) -> tuple[Token, ...]:
        """Returns the tokens of an account, without the words themselves."""
        rows = self._register.rows(
            "SELECT id, name, label, created, expires FROM tokens WHERE name = ? ORDER BY id", (name,)
        )
        return tuple(
            Token(
                id=int(str(id)),
                name=str(owner),
                label=str(label),
                created=str(created),
                expires=datetime.fromtimestamp(float(str(expires)), UTC).isoformat(timespec="seconds"),
            )
            for id, owner, label, created, expires in rows
        )

    def revoke(self, id: int, name: str | None) -> bool:
        """Whether a token (of this account; None: of any) was there and is no more."""
        query = "DELETE FROM tokens WHERE id = ? AND (? IS NULL OR name = ?)"
        return bool(self._register.write(query, (id, name, name)))


def _hash(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()
