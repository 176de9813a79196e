"""Accounts: names, roles, passwords (argon2id)."""

from __future__ import annotations

import re
import threading
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from app.manifest import now
from app.web.agreement import MACHINE
from app.web.people import Person, Role
from app.web.problem import Problem
from app.web.register import Register

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST_PASSWORD = 10  # characters
LONGEST_PASSWORD = 200
_NAME = re.compile(r"[\w.-]{1,40}")
_AT_ONCE = 2  # passwords checked at a time: each takes 64 MiB


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account as others may see it."""

    name: str
    role: Role
    created: str


class Accounts:
    """The accounts of a register."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._turn = threading.Semaphore(_AT_ONCE)

    @cached_property
    def _hasher(self) -> PasswordHasher:
        from argon2 import PasswordHasher

        return PasswordHasher()

    @cached_property
    def _decoy(self) -> str:
        """A hash that no password has: an unknown name takes as long as a wrong password."""
        return str(self._hasher.hash("\x00 nobody has this password \x00"))

    def all(self) -> tuple[Account, ...]:
        """Returns the accounts by name."""
        rows = self._register.rows("SELECT name, role, created FROM accounts ORDER BY name")
        return tuple(Account(name=str(n), role=Role(str(r)), created=str(c)) for n, r, c in rows)

    def person(self, name: str) -> Person | None:
        """Returns the person of an account, or None."""
        rows = self._register.rows("SELECT name, role FROM accounts WHERE name = ?", (clean_name(name),))
        return Person(name=str(rows[0][0]), role=Role(str(rows[0][1]))) if rows else None

    def add(self, name: str, role: Role, password: str) -> Account:
        """Makes an account.

        Raises:
            Problem: the name cannot be used or is taken, or the password is too weak.
        """
        name = clean_name(name)
        if not _NAME.fullmatch(name) or name == MACHINE:
            raise Problem(422, "name")
        hashed, created = self._hash(name, password), now()
        added = self._register.write(
            "INSERT OR IGNORE INTO accounts VALUES (?, ?, ?, ?)", (name, str(role), hashed, created)
        )
        if not added:
            raise Problem(409, "name_taken", name=name)
        return Account(name=name, role=role, created=created)

    def set_password(self, name: str, password: str) -> None:
        """Changes a password; all sessions and tokens of the account end.

        Raises:
            Problem: there is no such account, or the password is too weak.
        """
        name = clean_name(name)
        hashed = self._hash(name, password)
        if not self._register.write("UPDATE accounts SET password = ? WHERE name = ?", (hashed, name)):
            raise Problem(404, "no_account", name=name)
        self._register.write("DELETE FROM sessions WHERE name = ?", (name,))
        self._register.write("DELETE FROM tokens WHERE name = ?", (name,))

    def set_role(self, name: str, role: Role) -> None:
        """Changes a role, from the account's next request on.

        Raises:
            Problem: there is no such account, or it is the last admin.
        """
        name = clean_name(name)
        changed = self._register.write(
            f"UPDATE accounts SET role = ? WHERE name = ? AND (? = 'admin' OR {_NOT_LAST})",  # noqa: S608
            (str(role), name, str(role), name),
        )
        if not changed:
            raise self._why(name)

    def remove(self, name: str) -> None:
        """Removes an account with its sessions and tokens; what it coded stays.

        Raises:
            Problem: there is no such account, or it is the last admin.
        """
        name = clean_name(name)
        if not self._register.write(f"DELETE FROM accounts WHERE name = ? AND {_NOT_LAST}", (name, name)):  # noqa: S608
            raise self._why(name)

    def verify(self, name: str, password: str) -> Person | None:
        """Returns the person whose password this is, or None; takes as long for a name that there is not."""
        from argon2.exceptions import Argon2Error, InvalidHashError

        rows = self._register.rows("SELECT password FROM accounts WHERE name = ?", (clean_name(name),))
        decoy = self._decoy  # made whoever asks first, so that its making tells nothing
        hashed = str(rows[0][0]) if rows else decoy
        with self._turn:
            try:
                self._hasher.verify(hashed, password[:LONGEST_PASSWORD])
            except (Argon2Error, InvalidHashError):
                return None
        return self.person(name) if rows else None

    def _why(self, name: str) -> Problem:
        return Problem(409, "last_admin") if self.person(name) else Problem(404, "no_account", name=name)

    def _hash(self, name: str, password: str) -> str:
        if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD or password.casefold() == name.casefold():
            raise Problem(422, "password", least=SHORTEST_PASSWORD, most=LONGEST_PASSWORD)
        with self._turn:
            return str(self._hasher.hash(password))


# Of an account of this name: it is no admin, or there is another one.
_NOT_LAST = "(role <> 'admin' OR EXISTS (SELECT 1 FROM accounts a WHERE a.role = 'admin' AND a.name <> ?))"


def clean_name(name: str) -> str:
    """Returns a name as it is stored: composed, without blanks around it."""
    return unicodedata.normalize("NFC", name).strip()
