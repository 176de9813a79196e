"""The content of a report: everything that its pages, sheets and paragraphs show, gathered once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from corpus.codebook import Category, Codebook, load_codebook
from corpus.errors import XietongError
from corpus.label import CATEGORIES, LEVELS, NONE, Level
from corpus.library import Library
from report.distinct import compare_levels
from report.issuers import LevelIssuers, read_issuers
from report.mentions import read_mentions
from report.parts import CategoryPart, LedgerLine, Pair, Paper, TopicSet
from report.quotes import pick_quotes
from report.records import Record, read_ledger, read_papers, read_records
from report.shares import count_pairs, estimate_shares
from report.sources import list_sources
from report.synergy import SynergyPart, measure_synergy
from report.topic_parts import topic_set

ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Documents, coded clauses, and those for review."""

    documents: int
    clauses: int
    review: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a report shows.

    `matrix` counts clauses by primary category and level, `timeline` by year and primary category;
    `levels` are those that the library has, from the centre down; `coders` the versions of the models
    and the people whose codings are in force; `expected` is the mean probability of the machine's primary
    codes, which is the part of them that should be right as far as the probabilities are calibrated. `only` names the
    categories asked for; figures over all categories stay as they are.
    """

    codebook: Codebook
    totals: Totals
    coded: int
    levels: tuple[Level, ...]
    years: tuple[int, ...]
    matrix: Mapping[tuple[str, Level], int]
    timeline: Mapping[tuple[int, str], int]
    undated: int
    categories: tuple[CategoryPart, ...]
    topics: TopicSet
    pairs: tuple[Pair, ...]
    synergy: SynergyPart
    papers: tuple[Paper, ...]
    ledger: tuple[LedgerLine, ...]
    coders: tuple[tuple[str, int], ...]
    expected: float | None
    mentions: Mapping[str, tuple[tuple[str, int], ...]]
    issuers: tuple[LevelIssuers, ...]
    only: frozenset[str] = frozenset()

    @property
    def chapters(self) -> tuple[CategoryPart, ...]:
        """The categories that have a chapter of their own: those of `only`, or all."""
        return tuple(part for part in self.categories if not self.only or part.category.id in self.only)

    @property
    def is_empty(self) -> bool:
        """Whether the library has no documents."""
        return not self.papers

    def category(self, id: str) -> CategoryPart:
        """Returns a category's part.

        Raises:
            KeyError: there is none.
        """
        for part in self.categories:
            if part.category.id == id:
                return part
        raise KeyError(id)

    def name(self, id: str, language: str) -> str:
        """Returns the name of a category; its id where the codebook does not know it."""
        for part in self.categories:
            if part.category.id == id:
                return part.category.name(language)
        return id


def gather(library: Library, topics: Mapping[str, object], only: frozenset[str] = frozenset()) -> Content:
    """Returns the content of a library's report; `topics` are the plain scopes of `models.scopes`.

    Raises:
        XietongError: a category of `only` is not known.
    """
    codebook = load_codebook()
    records = read_records(library)
    papers = read_papers(library, records)
    coded = [record for record in records if record.primary != NONE]
    categories = _categories(codebook, coded)
    ids = tuple(category.id for category in categories)
    if not only <= set(ids):
        raise XietongError(f"no category {sorted(only - set(ids))[0]!r}", hint=f"there are: {', '.join(ids)}")
    levels = tuple(level for level in LEVELS if any(paper.level is level for paper in papers))
    return Content(
        codebook=codebook,
        totals=Totals(documents=len(papers), clauses=len(records), review=sum(record.review for record in records)),
        coded=len(coded),
        levels=levels,
        years=tuple(sorted({record.year for record in coded if record.year is not None})),
        matrix=Counter((record.primary, record.level) for record in coded),
        timeline=Counter((record.year, record.primary) for record in coded if record.year is not None),
        undated=sum(record.year is None for record in coded),
        categories=_parts(library, categories, papers, coded, topics),
        topics=topic_set(topics, ALL),
        pairs=count_pairs(coded, ids),
        synergy=measure_synergy(records, ids),
        papers=papers,
        ledger=read_ledger(library, papers),
        expected=_expected(records),
        mentions=read_mentions(library),
        issuers=read_issuers(library),
        coders=tuple(sorted(Counter(record.coder for record in records).items())),
        only=only,
    )


def _parts(
    library: Library,
    categories: tuple[Category, ...],
    papers: tuple[Paper, ...],
    coded: list[Record],
    topics: Mapping[str, object],
) -> tuple[CategoryPart, ...]:
    ids = tuple(category.id for category in categories)
    shares = estimate_shares(coded, ids)
    quotes = pick_quotes(library, papers, coded, ids)
    contrasts = compare_levels(library, coded, ids)
    parts = []
    for category in categories:
        own = [record for record in coded if record.primary == category.id]
        mentions = [record for record in coded if category.id in record.categories]
        by_level: Counter[Level] = Counter(record.level for record in own)
        scopes = {level: topic_set(topics, f"{category.id}/{level}") for level in by_level}
        parts.append(
            CategoryPart(
                category=category,
                clauses=len(own),
                mentions=len(mentions),
                documents=len({record.document for record in own}),
                review=sum(record.review for record in own),
                share=shares[category.id],
                by_level=by_level,
                by_year=dict(sorted(Counter(record.year for record in own if record.year is not None).items())),
                sources=list_sources(category.id, papers),
                quotes=quotes[category.id],
                contrasts=contrasts[category.id],
                topics=topic_set(topics, category.id),
                topics_by_level={level: scopes[level] for level in LEVELS if level in scopes},
            )
        )
    return tuple(parts)


def _expected(records: list[Record]) -> float | None:
    machine = [record.probability for record in records if not record.by_person]
    return round(sum(machine) / len(machine), 4) if machine else None


def _categories(codebook: Codebook, coded: list[Record]) -> tuple[Category, ...]:
    """Returns the codebook's categories, then those that only the codings know."""
    found = {record.primary for record in coded} - set(codebook.ids)
    order = sorted(found, key=lambda id: (CATEGORIES.index(id) if id in CATEGORIES else len(CATEGORIES), id))
    return codebook.categories + tuple(Category(id=id, name_zh=id, name_en=id) for id in order)
