"""Who is at the other end: a person, a role, and what a request knows of both."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person may do; each role may do what those before it may."""

    READER = "reader"  # look, search, export
    CODER = "coder"  # correct codes, upload documents
    ADMIN = "admin"  # accounts, audit log, settings

    def allows(self, needed: Role) -> bool:
        """Whether someone of this role may do what needs another."""
        order = tuple(Role)
        return order.index(self) >= order.index(needed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person: the name that codings carry, and the role."""

    name: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What one request knows: the person (None before signing in), the language, the token of its forms.

    `by_token` says that the request came with an API token, not with a cookie.
    """

    person: Person | None
    language: str
    csrf: str
    by_token: bool = False

    def may(self, role: Role) -> bool:
        """Whether the visitor may do what needs this role."""
        return self.person is not None and self.person.role.allows(role)
