"""Topics as the last run found them."""

from __future__ import annotations

import json
from dataclasses import dataclass

from app.web.views.address import document_url, search_url
from app.web.views.names import value_name
from app.web.words import phrase
from corpus.label import LEVELS
from corpus.library import Library

_TERMS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic: name, words with the search for each, share of the clauses, stability, exemplar clauses."""

    name: str
    words: tuple[tuple[str, str], ...]
    share: float
    stability: float
    exemplars: tuple[tuple[str, str, str], ...]  # address of the page, where it stands, text


def scope_name(scope: str, language: str) -> str:
    """Returns what topics were looked for in: all, a category, a level, both."""
    if scope == "all":
        return phrase("topics.all", language)
    levels = {str(level) for level in LEVELS}
    parts = [value_name("level" if part in levels else "category", part, language) for part in scope.split("/")]
    return " · ".join(parts)


def topic_rows(library: Library, scope: str, language: str) -> tuple[Topic, ...]:
    """Returns the topics of a scope, none where there are none."""
    scopes = json.loads(library.stored("topics") or "{}")
    found = scopes.get(scope, {}).get("topics", [])
    return tuple(
        Topic(
            name=str(one["name"]),
            words=tuple((str(term[0]), search_url({"q": (str(term[0]),)})) for term in one["terms"][:_TERMS]),
            share=float(one["share"]),
            stability=float(one["stability"]),
            exemplars=tuple(
                (document_url(str(x["document"]), str(x["address"])), str(x["address"]), str(x["text"]))
                for x in one.get("exemplars", [])
            ),
        )
        for one in found
    )
