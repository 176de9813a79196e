"""Errors: a bad request raises, a bad input becomes a record and the run goes on."""

from __future__ import annotations

from dataclasses import dataclass


class XietongError(Exception):
    """A request that cannot be carried out; its message is one line, `hint` says what to do."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class ReadError(Exception):
    """An input that cannot be read. `reason` is a stable word, the message a sentence.

    Reasons: `empty`, `encrypted`, `damaged`, `unsupported`, `mismatch`, `too_large`, `unreadable`,
    `timeout`, `memory`, `crash`, `no_text`, `needs_ocr`, `needs_office`, `needs_7z`, `archive_limit`, `loop`.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(reason, message)
        self.reason = reason
        self.message = message

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A `ReadError` as a record of the ledger."""

    source: str
    reason: str
    message: str
