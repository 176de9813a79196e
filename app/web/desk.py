"""Everything about people in one place: accounts, sessions, attempts to sign in, the audit log."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.web.accounts import Accounts, clean_name
from app.web.attempts import Attempts
from app.web.audit import Audit
from app.web.people import Person
from app.web.problem import Problem
from app.web.register import Register
from app.web.sessions import Sessions


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The desk at the entrance of a server."""

    register: Register
    accounts: Accounts
    sessions: Sessions
    audit: Audit
    attempts: Attempts

    def sign_in(self, name: str, password: str, address: str) -> tuple[Person, str]:
        """Returns the person and a fresh session.

        Raises:
            Problem: name or password is wrong (401), or there were too many attempts (429).
        """
        name = clean_name(name)[:60]
        self.attempts.begin(name, address)
        person = self.accounts.verify(name, password)
        if person is None:
            self.audit.record(name, "sign_in_failed", address)
            raise Problem(401, "wrong_password")
        self.attempts.succeed(name, address)
        self.audit.record(person.name, "sign_in", address)
        return person, self.sessions.open(person.name)

    def sign_out(self, person: Person, session: str) -> None:
        """Ends a session."""
        self.sessions.close(session)
        self.audit.record(person.name, "sign_out")


def open_desk(folder: Path) -> Desk:
    """Returns the desk of a library; its register is made where there is none."""
    register = Register(folder)
    return Desk(
        register=register,
        accounts=Accounts(register),
        sessions=Sessions(register),
        audit=Audit(register),
        attempts=Attempts(),
    )
