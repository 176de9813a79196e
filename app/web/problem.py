"""Errors as the web shows them: RFC 9457 problem documents for programs, a page for people."""

from __future__ import annotations

from collections.abc import Mapping

from app.web.words import phrase

PROBLEM_JSON = "application/problem+json"


class Problem(Exception):  # noqa: N818  # the word of RFC 9457
    """A request that cannot be carried out: HTTP status, key of its words, values of the words.

    `code` is a stable word of the API (`not_found`, `csrf`, ...); title and detail are the phrases
    `problem.CODE` and `problem.CODE.detail`, in the visitor's language.
    """

    def __init__(
        self, status: int, code: str, *, headers: Mapping[str, str] | None = None, detail: str = "", **values: object
    ) -> None:
        super().__init__(status, code, detail)
        self.status = status
        self.code = code
        self.headers = dict(headers or {})
        self.values = values
        self._detail = detail

    def title(self, language: str) -> str:
        """Returns what went wrong, in a few words."""
        return phrase(f"problem.{self.code}", language)

    def detail(self, language: str) -> str:
        """Returns what went wrong here and what to do."""
        return self._detail or phrase(f"problem.{self.code}.detail", language, **self.values)

    def to_dict(self, language: str, instance: str) -> dict[str, object]:
        """Returns the problem document."""
        return {
            "type": f"urn:xietong:problem:{self.code}",
            "title": self.title(language),
            "status": self.status,
            "detail": self.detail(language),
            "instance": instance,
            "code": self.code,
        }
