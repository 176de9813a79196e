"""The words of reports in Chinese and English: `words.toml`, looked up by key."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from corpus.label import Level

LANGUAGES = ("zh", "en")


class Labels:
    """The words of one language.

    Raises:
        ValueError: there is no such language.
    """

    def __init__(self, language: str) -> None:
        if language not in LANGUAGES:
            raise ValueError(f"no words in {language!r}")
        self.language = language

    def __call__(self, key: str, **values: object) -> str:
        """Returns a text with the values filled in.

        Raises:
            KeyError: there is no such text.
        """
        text = _table()[key][self.language]
        return text.format(**values) if values else text

    def has(self, key: str) -> bool:
        """Whether there is such a text."""
        return key in _table()

    def join(self, names: Iterable[str]) -> str:
        """Returns the names as a list in a sentence."""
        return ("、" if self.language == "zh" else ", ").join(names)

    def level(self, level: Level) -> str:
        """Returns the name of a level."""
        return self(f"level_{level}")

    def percent(self, share: float, digits: int = 1) -> str:
        """Returns a share as a percentage; one that rounds to nothing is said to be below the smallest shown."""
        smallest = 10**-digits
        if 0 < 100 * share < smallest / 2:
            return f"<{smallest:.{digits}f}%"
        return f"{100 * share:.{digits}f}%"

    def probability(self, value: float) -> str:
        """Returns a probability with two digits; none is shown as certain."""
        return ">0.99" if value >= 0.995 else f"{value:.2f}"

    def number(self, value: int) -> str:
        """Returns a number with its thousands apart."""
        return f"{value:,}"


@cache
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
