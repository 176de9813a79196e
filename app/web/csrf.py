"""Tokens against forged requests: bound to the visitor's cookie, asked for by every unsafe request."""

from __future__ import annotations

import hashlib
import hmac

from fastapi import Request

from app.web.problem import Problem
from app.web.state import visit_of

HEADER = "x-csrf-token"
FIELD = "csrf"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def token_of(secret: bytes, visitor: str) -> str:
    """Returns the token of a visitor's cookie."""
    return hmac.new(secret, visitor.encode(), hashlib.sha256).hexdigest()


async def check_csrf(request: Request) -> None:
    """Lets a request pass that is safe, comes with an API token, or names the visitor's token.

    Raises:
        Problem: it does not.
    """
    visit = visit_of(request)
    if request.method in SAFE or visit.by_token:
        return
    given = request.headers.get(HEADER, "")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not given and kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        field = (await request.form()).get(FIELD)
        given = field if isinstance(field, str) else ""
    if not visit.csrf or not hmac.compare_digest(given.encode(), visit.csrf.encode()):
        raise Problem(403, "csrf")
