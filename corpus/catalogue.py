"""The catalogue: the policy sources that the two papers name, per category and level.

`sources.csv` holds facts only: titles, numbers, issuers, dates, and where the papers cite each.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.errors import XietongError
from corpus.label import Level

SHIPPED = Path(__file__).with_name("sources.csv")
_COLUMNS = ("id", "kind", "title_zh", "title_en", "aliases", "categories", "level", "number", "issuers", "date")
_INNER = re.compile(r"《([^《》]+)》的通知$|(?<=关于印发)(.+)的通知$")
_DROP = re.compile(r"[^0-9a-z\u3400-\u9fff]+")
_SMALLEST_KEY = 8  # a shorter title ("实施方案") would match by chance
_ALIAS_CONFIDENCE = 0.9
_CONTAINED_CONFIDENCE = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicySource:
    """A source: `categories` is the set the papers list it under, `cited` where they do.

    `date` is ISO 8601 as far as it is known (`2016`, `2016-07`); `confidence` says how sure the
    Chinese title is (`high`, `med`, `low`).
    """

    id: str
    kind: str
    title_zh: str
    title_en: str
    aliases: tuple[str, ...]
    categories: tuple[str, ...]
    level: Level
    number: str
    issuers: tuple[str, ...]
    date: str
    confidence: str
    cited: tuple[str, ...]

    def title(self, language: str) -> str:
        """Returns the title in `zh` or `en`."""
        return self.title_zh if language == "zh" else self.title_en


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A source found for a document: `by` is `number`, `title`, `alias` or `contained`."""

    source: PolicySource
    by: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """The sources with their look-up tables."""

    sources: tuple[PolicySource, ...]
    _numbers: Mapping[str, PolicySource]
    _titles: Mapping[str, PolicySource]
    _aliases: Mapping[str, PolicySource]

    def of(self, category: str, level: Level | None = None) -> tuple[PolicySource, ...]:
        """Returns the sources of a category (and level), in the order of the papers."""
        return tuple(s for s in self.sources if category in s.categories and level in (None, s.level))

    def match(self, *, title: str = "", number: str = "") -> Match | None:
        """Returns the source that a title or document number stands for, else None.

        A number alone decides only where the title does not speak against it: offices of several
        places use the same number, so the number must be the catalogue's whole `prefix〔year〕N号`.
        """
        source = self._numbers.get(title_key(number)) if number else None
        if source is not None:
            return Match(source=source, by="number", confidence=1.0)
        for candidate in _title_candidates(title):
            key = title_key(candidate)
            if key in self._titles:
                return Match(source=self._titles[key], by="title", confidence=1.0)
            if key in self._aliases:
                return Match(source=self._aliases[key], by="alias", confidence=_ALIAS_CONFIDENCE)
        whole = title_key(title)
        for key, source in self._titles.items():
            if len(key) >= _SMALLEST_KEY and whole.endswith((key, f"关于印发{key}的通知")):
                return Match(source=source, by="contained", confidence=_CONTAINED_CONFIDENCE)
        return None


def title_key(title: str) -> str:
    """Returns the title without case, spaces, marks and brackets: what two printings share.

    >>> title_key("中国农村扶贫开发纲要（2011—2020年）") == title_key("《中国农村扶贫开发纲要(2011-2020年)》")
    True
    """
    return _DROP.sub("", title.lower())


def _title_candidates(title: str) -> list[str]:
    """Returns the title and, for a letter that issues a plan, the plan's title."""
    found = [title]
    inner = _INNER.search(title)
    if inner:
        found.append(inner.group(1) or inner.group(2))
    return found


def _split(value: str) -> tuple[str, ...]:
    return tuple(part for part in value.split("|") if part)


def _source(row: dict[str, str]) -> PolicySource:
    return PolicySource(
        id=row["id"],
        kind=row["kind"],
        title_zh=row["title_zh"],
        title_en=row["title_en"],
        aliases=_split(row["aliases"]),
        categories=_split(row["categories"]),
        level=Level(row["level"]),
        number=row["number"],
        issuers=_split(row["issuers"]),
        date=row["date"],
        confidence=row.get("confidence", ""),
        cited=_split(row.get("cited", "")),
    )


@cache
def load_catalogue(path: Path | None = None) -> Catalogue:
    """Returns the catalogue in a CSV file, the shipped one by default.

    Raises:
        XietongError: the file is missing or lacks a column.
    """
    file = path or SHIPPED
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            missing = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
            if missing:
                raise XietongError(f"catalogue {file}: no column {missing[0]!r}", hint="see docs/catalogue.md")
            sources = tuple(_source(row) for row in reader)
    except OSError as error:
        raise XietongError(f"catalogue {file}: {error.strerror}") from error
    except ValueError as error:
        raise XietongError(f"catalogue {file}: {error}") from error
    titles = {title_key(title): s for s in sources for title in (s.title_zh, s.title_en)}
    aliases = {title_key(alias): s for s in sources for alias in s.aliases}
    numbers = {title_key(s.number): s for s in sources if s.number}
    return Catalogue(sources=sources, _numbers=numbers, _titles=titles, _aliases=aliases)
