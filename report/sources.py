"""The policy sources of a category as the paper lists them: central, provincial, lower; with the library's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpus.catalogue import load_catalogue, title_key
from corpus.label import LEVELS, Level
from report.parts import Paper, SourceRow

_MOST = 8  # documents of the library listed at each level, besides those of the catalogue


def list_sources(category: str, papers: Sequence[Paper], *, most: int = _MOST) -> Mapping[Level, tuple[SourceRow, ...]]:
    """Returns the sources of a category by level, from the centre down.

    First the catalogue's in the order of the papers, each with the library's document where it is there;
    then the library's documents with the most clauses on the category.
    """
    found: dict[Level, tuple[SourceRow, ...]] = {}
    catalogue = load_catalogue()
    for level in LEVELS:
        known = tuple(_catalogued(category, source.id, papers, level) for source in catalogue.of(category, level))
        used = {row.paper.id for row in known if row.paper}
        own = [p for p in papers if p.level is level and p.counts.get(category) and p.id not in used]
        own.sort(key=lambda paper: (-paper.counts[category], paper.date, paper.id))
        rows = known + tuple(_row(level, paper, category) for paper in _distinct(own)[:most])
        if rows:
            found[level] = rows
    return found


def _distinct(papers: Sequence[Paper]) -> list[Paper]:
    """Returns the papers, one of those that print the same title and date (a page and a PDF of one law)."""
    seen: dict[tuple[str, str], Paper] = {}
    for paper in papers:
        seen.setdefault((title_key(paper.label), paper.date), paper)
    return list(seen.values())


def _catalogued(category: str, source: str, papers: Sequence[Paper], level: Level) -> SourceRow:
    catalogued = next(s for s in load_catalogue().sources if s.id == source)
    matched = [paper for paper in papers if paper.catalogued is not None and paper.catalogued.id == source]
    if not matched:
        return SourceRow(level=level, catalogued=catalogued, paper=None)
    paper = max(matched, key=lambda p: (p.counts.get(category, 0), p.id))
    return _row(level, paper, category)


def _row(level: Level, paper: Paper, category: str) -> SourceRow:
    clauses = paper.counts.get(category, 0)
    return SourceRow(
        level=level,
        catalogued=paper.catalogued,
        paper=paper,
        clauses=clauses,
        share=round(clauses / paper.coded, 4) if paper.coded else 0.0,
    )
