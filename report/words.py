"""The words of reports in Chinese and English."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path

Words = Callable[..., str]


@cache
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def words(language: str) -> Words:
    """Returns the function that gives a report's word by its key, filled with values.

    >>> words("en")("page", page=3)
    'p. 3'
    """

    def word(key: str, **values: object) -> str:
        return _table()[key][language].format(**values)

    return word
