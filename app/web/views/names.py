"""How categories, levels and values of facets are called."""

from __future__ import annotations

from dataclasses import dataclass

from app.web.words import phrase, table
from corpus.codebook import load_codebook
from corpus.label import LEVELS, NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A category as it is shown: id, name, and the place that gives its colour (0: none)."""

    id: str
    name: str
    colour: int


def codes(language: str) -> tuple[Code, ...]:
    """Returns the categories in the order of the codebook."""
    book = load_codebook().categories
    return tuple(Code(id=one.id, name=one.name(language), colour=place) for place, one in enumerate(book, start=1))


def code(id: str, language: str) -> Code:
    """Returns a category; `none` and what the codebook does not know have no colour."""
    found = next((one for one in codes(language) if one.id == id), None)
    if found is not None:
        return found
    return Code(id=id, name=phrase("code.none", language) if id in (NONE, "") else id, colour=0)


def level_name(level: str, language: str) -> str:
    """Returns the name of a level."""
    return phrase(f"level.{level}", language) if level in {str(one) for one in LEVELS} else level


def value_name(field: str, value: str, language: str) -> str:
    """Returns how a value of a facet is called."""
    if field == "category":
        return code(value, language).name
    if field == "level":
        return level_name(value, language)
    key = f"value.{field}.{value}"
    return phrase(key, language) if key in table() else value
