"""Stable ids: the same bytes have the same id on every machine."""

from __future__ import annotations

import hashlib

_DIGITS = 16  # 64 bits: a collision among a million documents has a chance of 3 in 100 million


def document_id(data: bytes) -> str:
    """Returns the id of a document: `d` and 16 hexadecimal digits of the SHA-256 of its bytes.

    >>> document_id(b"")
    'de3b0c44298fc1c14'
    """
    return "d" + hashlib.sha256(data).hexdigest()[:_DIGITS]
