"""What a report shows, gathered from a library: plain values in the order in which they are shown."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from corpus.catalogue import load_catalogue
from corpus.codebook import Category, load_codebook
from corpus.counts import Totals, count_units, level_matrix
from corpus.label import LEVELS, NONE, Coding, Level
from corpus.library import Library
from corpus.store import Input
from models.clauses import Clause, read_clauses
from models.sources import CategorySource, DocumentFacts, PaperRow, category_sources, paper_rows

_EXEMPLARS = 8
_SURE = 0.6  # an exemplar's probability, at least
_SHORT, _LONG = 30, 260  # characters of an exemplar
_MENTIONS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of a clause: marked where it is evidence."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A clause shown with its evidence."""

    clause: Clause
    coding: Coding
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryPage:
    """What the page of a category shows."""

    category: Category
    clauses: int
    secondary: int
    review: int
    central: tuple[CategorySource, ...]
    lower: tuple[CategorySource, ...]
    papers: tuple[PaperRow, ...]
    examples: tuple[Example, ...]
    topics: Mapping[str, object] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Everything a report shows."""

    totals: Totals
    failed: int
    levels: tuple[Level, ...]
    matrix: Mapping[tuple[str, Level], int]
    years: tuple[int, ...]
    by_year: Mapping[tuple[str, int], int]
    pages: tuple[CategoryPage, ...]
    documents: tuple[DocumentFacts, ...]
    ledger: tuple[Input, ...]
    topics: Mapping[str, object] | None
    mentions: Mapping[str, tuple[tuple[str, int], ...]]
    coder: str
    codebook: str
    none: int = 0
    names: Mapping[str, str] = field(default_factory=dict)


def gather(library: Library, topics: Mapping[str, object], *, language: str) -> Content:
    """Returns the content of the report on a library; `topics` are those of `models.scopes.scopes_to_dict`."""
    clauses = read_clauses(library)
    documents = document_facts(library)
    book = load_codebook()
    matrix = level_matrix(library)
    by_year = Counter((clause.primary, clause.year) for clause in clauses if clause.year is not None)
    ledger = tuple(library.ledger().values())
    return Content(
        totals=count_units(library),
        failed=sum(entry.outcome == "failed" for entry in ledger),
        levels=tuple(level for level in LEVELS if any(key[1] is level for key in matrix)),
        matrix=matrix,
        years=tuple(sorted({year for _, year in by_year})),
        by_year={(category, year): count for (category, year), count in by_year.items() if year is not None},
        pages=tuple(_page(library, category, clauses, documents, topics) for category in book.categories),
        documents=tuple(documents.values()),
        ledger=ledger,
        topics=_scope(topics, "all"),
        mentions=_mentions(library),
        coder=_coder(library),
        codebook=f"{book.id} {book.version}",
        none=sum(clause.primary == NONE for clause in clauses),
        names={category.id: category.name(language) for category in book.categories},
    )


def document_facts(library: Library) -> dict[str, DocumentFacts]:
    """Returns id -> facts of all documents, in the order of their sources, matched with the catalogue."""
    catalogue = load_catalogue()
    facts = {}
    for id, title, number, date, header, level, province in library.rows(
        "SELECT id, title, number, date, header, coalesce(level, 'unknown'), coalesce(province, '') FROM documents"
        " LEFT JOIN levels ON document = id ORDER BY source, id"
    ):
        match = catalogue.match(title=str(title), number=str(number))
        facts[str(id)] = DocumentFacts(
            id=str(id),
            title=str(title),
            number=str(number),
            date=str(date),
            issuers=tuple(field["value"] for field in json.loads(str(header))["issuers"]),
            level=Level(str(level)),
            province=str(province),
            source=match.source if match else None,
        )
    return facts


def _page(
    library: Library,
    category: Category,
    clauses: Sequence[Clause],
    documents: Mapping[str, DocumentFacts],
    topics: Mapping[str, object],
) -> CategoryPage:
    own = [clause for clause in clauses if clause.primary == category.id]
    sources = category_sources(clauses, documents, category.id)
    return CategoryPage(
        category=category,
        clauses=len(own),
        secondary=sum(category.id in clause.secondary for clause in clauses),
        review=sum(clause.review for clause in own),
        central=tuple(source for source in sources if source.document.level is Level.CENTRAL),
        lower=tuple(source for source in sources if source.document.level is not Level.CENTRAL),
        papers=paper_rows(load_catalogue(), documents, category.id),
        examples=_examples(library, category.id, own),
        topics=_scope(topics, category.id),
    )


def _scope(topics: Mapping[str, object], name: str) -> Mapping[str, object] | None:
    found = topics.get(name)
    return found if isinstance(found, Mapping) else None


def _examples(library: Library, category: str, own: Sequence[Clause]) -> tuple[Example, ...]:
    """Returns the surest clauses of a category, each of another document as far as that goes, levels in turn."""
    fitting = [c for c in own if _SHORT <= len(c.text) <= _LONG and not c.review and not c.secondary]
    per_document: dict[str, list[Clause]] = defaultdict(list)
    for clause in fitting:
        per_document[clause.document].append(clause)
    found: list[Example] = []
    for document, members in per_document.items():
        codings = library.codings(document)
        best = max(members, key=lambda c: (codings[c.address].probability, len(codings[c.address].evidence)))
        coding = codings[best.address]
        if coding.probability >= _SURE:
            found.append(Example(clause=best, coding=coding, pieces=_pieces(library, best, coding, category)))
    found.sort(key=lambda e: (-e.coding.probability, e.clause.document))
    by_level: dict[Level, list[Example]] = defaultdict(list)
    for example in found:
        by_level[example.clause.level].append(example)
    chosen: list[Example] = []
    while len(chosen) < _EXEMPLARS and any(by_level.values()):
        for level in LEVELS:
            if by_level[level] and len(chosen) < _EXEMPLARS:
                chosen.append(by_level[level].pop(0))
    return tuple(chosen)


def _pieces(library: Library, clause: Clause, coding: Coding, category: str) -> tuple[Piece, ...]:
    start = library.rows(
        "SELECT start FROM segments WHERE document = ? AND address = ?", (clause.document, clause.address)
    )[0][0]
    marked = [False] * len(clause.text)
    for evidence in coding.evidence:
        if evidence.label == category and evidence.span is not None and isinstance(start, int):
            for i in range(max(evidence.span.start - start, 0), min(evidence.span.end - start, len(marked))):
                marked[i] = True
    pieces: list[Piece] = []
    position = 0
    for i in range(1, len(marked) + 1):
        if i == len(marked) or marked[i] != marked[position]:
            pieces.append(Piece(text=clause.text[position:i], marked=marked[position]))
            position = i
    return tuple(pieces)


def _mentions(library: Library) -> dict[str, tuple[tuple[str, int], ...]]:
    """Returns the actors, places and documents mentioned in most documents, with in how many."""
    found = {}
    for kind in ("actor", "place", "citation"):
        name = "e.value" if kind == "citation" else "substr(d.text, e.start + 1, e.stop - e.start)"
        rows = library.rows(
            f"SELECT {name} AS name, count(DISTINCT document) AS n FROM entities e JOIN documents d ON d.id = e.document"  # noqa: S608  # no input
            " WHERE kind = ? AND name <> '' GROUP BY name ORDER BY n DESC, name LIMIT ?",
            (kind, _MENTIONS),
        )
        found[kind] = tuple((str(value), int(str(count))) for value, count in rows)
    return found


def _coder(library: Library) -> str:
    rows = library.rows("SELECT coder FROM codings WHERE machine = 1 ORDER BY id DESC LIMIT 1")
    return str(rows[0][0]) if rows else ""
