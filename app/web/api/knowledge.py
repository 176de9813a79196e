"""What the library knows beside documents: categories, sources, topics, the ledger, who you are."""

from __future__ import annotations

import json
from typing import Annotated, Literal

from fastapi import APIRouter, Query

from app.web.api.shapes import Limit, Offset, Shape
from app.web.people import Role
from app.web.problem import Problem
from app.web.sources import shown_source
from app.web.state import Reader, TheLibrary, TheShared, TheVisit
from corpus.catalogue import load_catalogue
from corpus.codebook import load_codebook
from corpus.codec import Plain
from corpus.counts import count_library
from corpus.label import Level

router = APIRouter(tags=["library"])


class CategoryShape(Shape):
    """A category of the codebook with the number of clauses whose primary code it is, by level."""

    id: str
    name_zh: str
    name_en: str
    definition_zh: str
    definition_en: str
    clauses: dict[str, int]


class SourceShape(Shape):
    """A policy source of the catalogue."""

    id: str
    kind: str
    title_zh: str
    title_en: str
    categories: list[str]
    level: str
    number: str
    issuers: list[str]
    date: str


class TopicsShape(Shape):
    """The topics of one scope as the last run found them; `scopes` names all there are.

    A topic: `id`, `name`, `terms` with weights, `share`, `stability`, `clauses`, `exemplars`, `by_year`, `by_level`.
    There are none where the scope has too few clauses.
    """

    scope: str
    scopes: list[str]
    clauses: int
    topics: list[Plain]


class LedgerLine(Shape):
    """An input and what became of it."""

    source: str
    outcome: str
    document: str
    reason: str
    message: str
    size: int


class LedgerShape(Shape):
    """A part of the ledger, how many lines it has in all, and how many of each outcome."""

    total: int
    counts: dict[str, int]
    lines: list[LedgerLine]


class MeShape(Shape):
    """Who you are, what you may do, and the token that unsafe requests with your cookie carry (`X-CSRF-Token`)."""

    name: str
    role: str
    language: str
    csrf: str


@router.get("/me")
async def get_me(visit: TheVisit, person: Reader) -> MeShape:
    """Who you are."""
    return MeShape(name=person.name, role=person.role, language=visit.language, csrf=visit.csrf)


@router.get("/categories")
def get_categories(shared: TheShared, library: TheLibrary, person: Reader) -> list[CategoryShape]:
    """The categories of the codebook, with how often each was coded."""
    matrix = shared.remembered.get("counts", lambda: count_library(library)).matrix
    return [
        CategoryShape(
            id=one.id,
            name_zh=one.name_zh,
            name_en=one.name_en,
            definition_zh=one.definition_zh,
            definition_en=one.definition_en,
            clauses={str(level): count for (id, level), count in sorted(matrix.items()) if id == one.id},
        )
        for one in load_codebook().categories
    ]


@router.get("/sources")
def get_sources(
    person: Reader,
    category: Annotated[str | None, Query(max_length=60)] = None,
    level: Level | None = None,
) -> list[SourceShape]:
    """The policy sources of the catalogue, of a category and a level."""
    return [
        SourceShape(
            id=one.id,
            kind=one.kind,
            title_zh=one.title_zh,
            title_en=one.title_en,
            categories=list(one.categories),
            level=str(one.level),
            number=one.number,
            issuers=list(one.issuers),
            date=one.date,
        )
        for one in load_catalogue().sources
        if (category is None or category in one.categories) and level in (None, one.level)
    ]


@router.get("/topics")
def get_topics(
    library: TheLibrary, person: Reader, scope: Annotated[str, Query(max_length=120)] = "all"
) -> TopicsShape:
    """The topics of a scope: `all`, a category, a level, or `CATEGORY/LEVEL`."""
    scopes = json.loads(library.stored("topics") or "{}")
    if scope not in scopes:
        raise Problem(404, "no_topics", scope=scope)
    found = scopes[scope]
    return TopicsShape(
        scope=scope,
        scopes=sorted(scopes),
        clauses=found.get("clauses", found.get("count", 0)),
        topics=found.get("topics", []),
    )


@router.get("/ledger")
def get_ledger(
    library: TheLibrary,
    visit: TheVisit,
    person: Reader,
    outcome: Literal["stored", "duplicate", "failed"] | None = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> LedgerShape:
    """Every input ever given and what became of it."""
    counted = library.rows("SELECT outcome, count(*) FROM inputs GROUP BY outcome ORDER BY outcome")
    counts = {str(name): int(str(count)) for name, count in counted}
    rows = library.rows(
        "SELECT source, outcome, coalesce(document, ''), reason, message, size FROM inputs"
        " WHERE (? IS NULL OR outcome = ?) ORDER BY source LIMIT ? OFFSET ?",
        (outcome, outcome, limit, offset),
    )
    whole = visit.may(Role.ADMIN)
    return LedgerShape(
        total=counts.get(outcome, 0) if outcome else sum(counts.values()),
        counts=counts,
        lines=[
            LedgerLine(
                source=shown_source(str(source), whole=whole),
                outcome=str(became),
                document=str(document),
                reason=str(reason),
                message=str(message) if whole else "",
                size=int(str(size)),
            )
            for source, became, document, reason, message, size in rows
        ],
    )
