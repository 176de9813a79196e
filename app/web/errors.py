"""What the rooms below say of requests that cannot be carried out, as problems in both languages."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.web.problem import Problem
from corpus.errors import XietongError

_RETRY_SECONDS = "2"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """A pattern of messages, and what they become."""

    pattern: re.Pattern[str]
    zh: str
    en: str
    status: int
    code: str


@cache
def rules() -> tuple[_Rule, ...]:
    """Returns the rules of `errors.toml`, the first that fits counts."""
    tables = tomllib.loads(Path(__file__).with_name("errors.toml").read_text(encoding="utf-8"))["error"]
    return tuple(
        _Rule(
            pattern=re.compile(table["pattern"]),
            zh=table["zh"],
            en=table.get("en", ""),
            status=table.get("status", 400),
            code=table.get("code", "request"),
        )
        for table in tables
    )


def problem_of(error: XietongError, language: str) -> Problem:
    """Returns an error as a problem; one without a Chinese form keeps its English words."""
    message = f"{error} ({error.hint})" if error.hint else str(error)
    for rule in rules():
        found = rule.pattern.fullmatch(message)
        if found is None:
            continue
        groups = ("", *(group or "" for group in found.groups()))
        detail = _filled(rule.zh, groups) if language == "zh" else rule.en or message
        headers = {"Retry-After": _RETRY_SECONDS} if rule.status == 503 else {}
        return Problem(rule.status, rule.code, detail=detail, headers=headers)
    return Problem(400, "request", message=message)


def _filled(words: str, groups: tuple[str, ...]) -> str:
    return re.sub(r"\{(\d)\}", lambda found: groups[int(found[1])], words)
