"""The codebook: categories with names, definitions and rules; replaceable by a user's own."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.errors import XietongError
from corpus.label import NONE

SHIPPED = Path(__file__).with_name("codebook.toml")
_ID = re.compile(r"[a-z][a-z0-9_-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A category: its id, and names, definition and decision rule in both languages."""

    id: str
    name_zh: str
    name_en: str
    definition_zh: str = ""
    definition_en: str = ""
    rule_zh: str = ""
    rule_en: str = ""

    def name(self, language: str) -> str:
        """Returns the name in `zh` or `en`."""
        return self.name_zh if language == "zh" else self.name_en

    def definition(self, language: str) -> str:
        """Returns the definition in `zh` or `en`."""
        return self.definition_zh if language == "zh" else self.definition_en


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """A versioned list of categories."""

    id: str
    version: str
    name_zh: str
    name_en: str
    categories: tuple[Category, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The category ids in the order of the codebook."""
        return tuple(category.id for category in self.categories)

    def category(self, id: str) -> Category:
        """Returns the category with this id.

        Raises:
            XietongError: there is none.
        """
        for category in self.categories:
            if category.id == id:
                return category
        raise XietongError(f"no category {id!r}", hint=f"categories: {', '.join(self.ids)}")


def _text(table: dict[str, object], key: str, where: str, default: str | None = None) -> str:
    value = table.get(key, default)
    if not isinstance(value, str):
        raise XietongError(f"codebook: {where} needs a text {key!r}", hint="see docs/codebook.md")
    return value


def _category(table: dict[str, object]) -> Category:
    id = _text(table, "id", "a category")
    if not _ID.fullmatch(id) or id == NONE:
        raise XietongError(f"codebook: {id!r} cannot be a category id", hint="use a lower-case word other than none")
    name_en = _text(table, "name_en", id, id)
    return Category(
        id=id,
        name_zh=_text(table, "name_zh", id, name_en),
        name_en=name_en,
        definition_zh=_text(table, "definition_zh", id, ""),
        definition_en=_text(table, "definition_en", id, ""),
        rule_zh=_text(table, "rule_zh", id, ""),
        rule_en=_text(table, "rule_en", id, ""),
    )


@cache
def load_codebook(path: Path | None = None) -> Codebook:
    """Returns the codebook in a TOML file, the shipped one by default.

    Raises:
        XietongError: the file is missing, not TOML, or not a codebook.
    """
    file = path or SHIPPED
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise XietongError(f"codebook {file}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise XietongError(f"codebook {file}: {error}") from error
    tables = data.get("category")
    if not isinstance(tables, list) or not tables:
        raise XietongError(f"codebook {file}: no [[category]]", hint="see docs/codebook.md")
    categories = tuple(_category(table) for table in tables)
    if len({category.id for category in categories}) != len(categories):
        raise XietongError(f"codebook {file}: a category id is used twice")
    name_en = _text(data, "name_en", "the codebook", "")
    return Codebook(
        id=_text(data, "id", "the codebook"),
        version=_text(data, "version", "the codebook"),
        name_zh=_text(data, "name_zh", "the codebook", name_en),
        name_en=name_en,
        categories=categories,
    )
