"""Tokens against forged requests: bound to the visitor's cookie, asked for by every unsafe request."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from fastapi import Request

from app.web.problem import Problem
from app.web.state import shared, visit_of

HEADER = "x-csrf-token"
FIELD = "csrf"
_BYTES = hashlib.sha256().digest_size
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def token_of(secret: bytes, visitor: str) -> str:
    """Returns a token for the visitor with this cookie.

    It looks different each time (a mask and the masked value), so that the length of a compressed page
    does not betray it (BREACH).
    """
    mask = secrets.token_bytes(_BYTES)
    return (mask + _masked(_value(secret, visitor), mask)).hex()


def is_token(given: str, secret: bytes, visitor: str) -> bool:
    """Whether a text is a token of the visitor with this cookie."""
    try:
        raw = bytes.fromhex(given)
    except ValueError:
        return False
    value = _masked(raw[_BYTES:], raw[:_BYTES])
    return len(raw) == 2 * _BYTES and hmac.compare_digest(value, _value(secret, visitor))


def _value(secret: bytes, visitor: str) -> bytes:
    return hmac.new(secret, visitor.encode(), hashlib.sha256).digest()


def _masked(value: bytes, mask: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(value, mask, strict=False))


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
    if not is_token(given, shared(request).desk.register.secret(), request.state.visitor):
        raise Problem(403, "csrf")
