"""The words of the web in Chinese and English: `words.toml` here and in `views`, looked up by key and language."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from app.messages import LANGUAGES

LANGUAGE_COOKIE = "xietong-lang"


@cache
def table() -> dict[str, dict[str, str]]:
    """Returns all words: those of the server and those of the pages."""
    here = Path(__file__).parent
    files = (here / "words.toml", here / "views" / "words.toml")
    found: dict[str, dict[str, str]] = {}
    for path in files:
        if path.is_file():
            found |= tomllib.loads(path.read_text(encoding="utf-8"))
    return found


def phrase(key: str, language: str, **values: object) -> str:
    """Returns a phrase in a language.

    Raises:
        KeyError: there is no such phrase.
    """
    return table()[key][language].format(**values)


def choose_language(asked: str | None, cookie: str | None, accepted: str, default: str) -> str:
    """Returns `zh` or `en`: what the address asks for, else the cookie, else the browser's first wish, else the default.

    >>> choose_language(None, None, "fr, en;q=0.5, zh;q=0.8", "en")
    'zh'
    """
    for wish in (asked, cookie):
        if wish in LANGUAGES:
            return str(wish)
    wishes: list[tuple[float, int, str]] = []
    for place, part in enumerate(accepted.split(",")):
        name, _, parameters = part.strip().partition(";")
        language = name.split("-")[0].lower()
        if language in LANGUAGES:
            wishes.append((-_weight(parameters), place, language))
    return min(wishes)[2] if wishes else default


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0
