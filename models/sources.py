"""Policy sources: which documents speak to a category, at which level, how much; matched with the catalogue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.catalogue import Catalogue, PolicySource
from corpus.label import NONE, Level
from models.clauses import Clause

_LEAST_SHARE = 0.05  # of a document's coded clauses; less is a mention
_LEAST_CLAUSES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFacts:
    """What a source table says of a document."""

    id: str
    title: str
    number: str
    date: str
    issuers: tuple[str, ...]
    level: Level
    province: str
    source: PolicySource | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CategorySource:
    """A document as a source of a category: how many of its coded clauses speak to it, and their share."""

    document: DocumentFacts
    clauses: int
    primary: int
    share: float


def category_sources(
    clauses: Sequence[Clause], documents: Mapping[str, DocumentFacts], category: str
) -> tuple[CategorySource, ...]:
    """Returns the sources of a category, the one with most clauses first.

    A document is a source where at least two clauses and a twentieth of its coded clauses speak to the
    category, or where the catalogue lists it.
    """
    total: dict[str, int] = defaultdict(int)
    spoken: dict[str, int] = defaultdict(int)
    primary: dict[str, int] = defaultdict(int)
    for clause in clauses:
        if clause.primary == NONE:
            continue
        total[clause.document] += 1
        spoken[clause.document] += category in clause.categories
        primary[clause.document] += category == clause.primary
    found = []
    for id, count in spoken.items():
        facts = documents[id]
        listed = facts.source is not None and category in facts.source.categories
        share = count / total[id]
        if listed or (count >= _LEAST_CLAUSES and share >= _LEAST_SHARE):
            found.append(CategorySource(document=facts, clauses=count, primary=primary[id], share=round(share, 4)))
    return tuple(sorted(found, key=lambda s: (-s.clauses, -s.share, s.document.title, s.document.id)))


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRow:
    """A source that the papers list under a category, with the library's document where it is there."""

    source: PolicySource
    document: str | None


def paper_rows(catalogue: Catalogue, documents: Mapping[str, DocumentFacts], category: str) -> tuple[PaperRow, ...]:
    """Returns the papers' own table of a category: central sources first, as they print it."""
    present = {facts.source.id: facts.id for facts in documents.values() if facts.source is not None}
    order = list(Level)
    rows = [PaperRow(source=s, document=present.get(s.id)) for s in catalogue.of(category)]
    return tuple(sorted(rows, key=lambda row: order.index(row.source.level)))
