"""The parts of a report as plain values: documents, clauses, sources, topics, lines of the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from corpus.catalogue import PolicySource
from corpus.codebook import Category
from corpus.document import Span
from corpus.label import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document of the library as a report cites it.

    `counts` are its clauses by category (primary or secondary), `coded` its clauses with any category,
    `units` all its clauses; `source` is the path within the folder that was read.
    """

    id: str
    title: str
    number: str
    issuers: tuple[str, ...]
    date: str
    type: str
    level: Level
    province: str
    language: str
    format: str
    source: str
    units: int
    coded: int
    counts: Mapping[str, int]
    catalogued: PolicySource | None = None

    @property
    def label(self) -> str:
        """The title, or the name of the file where no title was found."""
        return self.title or PurePosixPath(self.source.replace("\\", "/")).name

    @property
    def year(self) -> int | None:
        """The year of its date."""
        return int(self.date[:4]) if self.date[:4].isdigit() else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A clause as it is shown: `marks` are the spans of its evidence within `text`, apart and in order."""

    document: str
    title: str
    level: Level
    address: str
    heading: tuple[str, ...]
    page: int | None
    text: str
    marks: tuple[Span, ...]
    primary: str
    secondary: tuple[str, ...]
    probability: float
    review: bool
    coder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """A policy source of a category: of the catalogue, of the library, or of both.

    `clauses` of the document speak to the category, `share` is their part of its coded clauses.
    """

    level: Level
    catalogued: PolicySource | None
    paper: Paper | None
    clauses: int = 0
    share: float = 0.0

    def title(self, language: str) -> str:
        """Returns the title: in Chinese the document's own or the catalogue's, in English the catalogue's first."""
        if self.catalogued is not None and (language != "zh" or self.paper is None):
            return self.catalogued.title(language)
        return self.paper.label if self.paper else ""

    @property
    def number(self) -> str:
        """The document number, as the document prints it or as the catalogue knows it."""
        own = self.paper.number if self.paper else ""
        return own or (self.catalogued.number if self.catalogued else "")

    @property
    def date(self) -> str:
        """The date, as far as it is known."""
        own = self.paper.date if self.paper else ""
        return own or (self.catalogued.date if self.catalogued else "")

    @property
    def issuers(self) -> tuple[str, ...]:
        """The issuing bodies."""
        own = self.paper.issuers if self.paper else ()
        return own or (self.catalogued.issuers if self.catalogued else ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A share with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicPart:
    """A topic as it is shown."""

    name: str
    terms: tuple[tuple[str, float], ...]
    share: float
    stability: float
    clauses: int
    exemplars: tuple[tuple[str, str, int | None, str], ...]  # title, address, page, text
    by_year: Mapping[str, int]
    by_level: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicSet:
    """The topics of a scope; none and `needed` set where there are too few of its `clauses`.

    `curve` has (topics, c_npmi, c_v, diversity, stability, score) for each number of topics that was tried, `terms`
    (word, x, y, clauses, topic from 1) of the map of words.
    """

    scope: str
    topics: tuple[TopicPart, ...]
    clauses: int
    needed: int = 0
    curve: tuple[tuple[int, float, float, float, float, float], ...] = ()
    terms: tuple[tuple[str, float, float, int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """What tells a level from those above it: words with z-scores.

    It `adds` what those above never say, `stresses` and `narrows` what both say, `omits` what it never says;
    `clauses` are those compared, of the level and of those above.
    """

    level: Level
    adds: tuple[tuple[str, float], ...]
    stresses: tuple[tuple[str, float], ...]
    narrows: tuple[tuple[str, float], ...]
    omits: tuple[tuple[str, float], ...]
    clauses: tuple[int, int]

    @property
    def columns(self) -> tuple[tuple[str, tuple[tuple[str, float], ...]], ...]:
        """The four lists, each with the key of its name."""
        return (
            ("contrast_adds", self.adds),
            ("contrast_stresses", self.stresses),
            ("contrast_narrows", self.narrows),
            ("contrast_omits", self.omits),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryPart:
    """Everything about a category.

    `clauses` counts the clauses with it as primary category, `mentions` those with it as primary or
    secondary; `share` is the part of `clauses` among all clauses with a category, resampled by document.
    """

    category: Category
    clauses: int
    mentions: int
    documents: int
    review: int
    share: Estimate
    by_level: Mapping[Level, int]
    by_year: Mapping[int, int]
    sources: Mapping[Level, tuple[SourceRow, ...]]
    quotes: Mapping[Level, tuple[Quote, ...]]
    contrasts: tuple[Contrast, ...]
    topics: TopicSet
    topics_by_level: Mapping[Level, TopicSet]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two categories together: in how many clauses, against what chance alone would give (`lift`), and how surely.

    `q` and `document_q` are those of Fisher's exact test after Benjamini and Hochberg, over clauses and over documents;
    `document_odds` is the odds ratio over documents (inf possible, nan where one side is everywhere).
    """

    first: str
    second: str
    clauses: int
    documents: int
    lift: float
    q: float
    document_odds: float
    document_q: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """An input and what became of it."""

    source: str
    outcome: str
    document: str
    title: str
    reason: str
    message: str
