"""The policy sources of a category, as the catalogue has them, with the documents of the library that are they."""

from __future__ import annotations

from dataclasses import dataclass

from app.web.views.address import document_url
from app.web.views.names import level_name
from corpus.catalogue import load_catalogue
from corpus.label import LEVELS
from corpus.library import Library


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source: title, number, date, issuers, and the page of the document where the library has it."""

    title: str
    number: str
    date: str
    issuers: str
    url: str


def sources_of(library: Library, category: str, language: str) -> tuple[tuple[str, tuple[Source, ...]], ...]:
    """Returns the sources of a category by level, levels from the top."""
    catalogue = load_catalogue()
    held: dict[str, str] = {}
    for id, title, number in library.rows("SELECT id, title, number FROM documents ORDER BY id"):
        match = catalogue.match(title=str(title), number=str(number))
        if match is not None:
            held.setdefault(match.source.id, str(id))
    found: list[tuple[str, tuple[Source, ...]]] = []
    for level in LEVELS:
        some = tuple(
            Source(
                title=(one.title_zh if language == "zh" else one.title_en) or one.title_zh or one.title_en,
                number=one.number,
                date=one.date,
                issuers="、".join(one.issuers),
                url=document_url(held[one.id]) if one.id in held else "",
            )
            for one in catalogue.sources
            if category in one.categories and one.level == level
        )
        if some:
            found.append((level_name(str(level), language), some))
    return tuple(found)
