"""The words of the command line in Chinese and English: `messages.toml`, looked up by key."""

from __future__ import annotations

import locale
import os
import tomllib
from functools import cache
from pathlib import Path

LANGUAGES = ("zh", "en")
_chosen: list[str] = []  # set once by --lang


def set_language(language: str) -> None:
    """Sets the language of everything said from here on."""
    _chosen[:] = [language]


def language() -> str:
    """Returns the language in force: --lang, else XIETONG_LANG, else that of the locale, else English."""
    if _chosen:
        return _chosen[0]
    wished = os.environ.get("XIETONG_LANG") or locale.getlocale()[0] or ""
    return "zh" if wished.lower().startswith(("zh", "chinese")) else "en"


@cache
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("messages.toml").read_text(encoding="utf-8"))


def say(key: str, **values: object) -> str:
    """Returns a message in the language in force.

    Raises:
        KeyError: there is no such message.
    """
    return _table()[key][language()].format(**values)
