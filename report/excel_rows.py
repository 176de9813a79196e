"""The rows of the workbook's sheets, each with its head: column names and widths."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from corpus.codec import Plain
from corpus.label import LEVELS
from corpus.library import Library
from report.content import Content
from report.exports import flatten, iter_codes
from report.labels import Labels
from report.parts import SourceRow, TopicSet
from report.synergy_tables import synergy_notes, synergy_tables

Row = Sequence[object]


def clause_head(content: Content, labels: Labels) -> list[tuple[str, int]]:
    """Returns the columns of that sheet with their widths in characters."""
    widths = {"title": 40, "number": 16, "date": 12, "level": 10, "province": 12, "address": 18, "page": 7,
              "heading": 24, "text": 70, "primary": 14, "secondary": 18, "probability": 10, "poverty": 10, "review": 8,
              "evidence": 40, "coder": 18}  # fmt: skip
    shares = [(f"p {part.category.name(labels.language)}", 10) for part in content.categories]
    return [(labels(name), width) for name, width in widths.items()] + shares


def clauses(library: Library, content: Content, labels: Labels) -> Iterator[Row]:
    """Yields the coded units, as the export has them: all, or those of the categories asked for."""
    names = {part.category.id: part.category.name(labels.language) for part in content.categories}
    levels = {str(level): labels.level(level) for level in LEVELS}
    for row in iter_codes(library):
        if content.only and content.only.isdisjoint((row["primary"], *row["secondary"])):
            continue
        yield _clause(row, names, levels, labels)


def _clause(row: Plain, names: Mapping[str, str], levels: Mapping[str, str], labels: Labels) -> Row:
    flat = flatten(row)
    probabilities = row["probabilities"]
    return (
        row["title"], row["number"], row["date"], levels[row["level"]], row["province"], row["address"], row["page"],
        flat["heading"], row["text"], names.get(row["primary"], ""),
        "; ".join(names.get(name, name) for name in row["secondary"]), probabilities.get(row["primary"]), row["poverty"],
        labels("yes") if row["review"] else labels("no"), flat["evidence"], row["coder"],
        *(probabilities.get(id) for id in names),
    )  # fmt: skip


def source_head(labels: Labels) -> list[tuple[str, int]]:
    """Returns the columns of that sheet with their widths in characters."""
    widths = {"category": 14, "level": 10, "title": 60, "number": 20, "issuer": 30, "date": 12, "in_library": 12,
              "clauses": 10, "share_of_document": 14, "file": 40}  # fmt: skip
    return [(labels(name), width) for name, width in widths.items()]


def sources(content: Content, labels: Labels) -> Iterator[Row]:
    """Yields the policy sources of every category and level."""
    for part in content.chapters:
        name = part.category.name(labels.language)
        for level, rows in part.sources.items():
            for row in rows:
                yield (name, labels.level(level), *_source(row, labels))


def _source(row: SourceRow, labels: Labels) -> Row:
    return (
        row.title(labels.language), row.number, "; ".join(row.issuers), row.date,
        labels("yes") if row.paper else labels("no"), row.clauses if row.paper else None,
        row.share if row.paper else None, row.paper.source if row.paper else "",
    )  # fmt: skip


def document_head(content: Content, labels: Labels) -> list[tuple[str, int]]:
    """Returns the columns of that sheet with their widths in characters."""
    widths = {"title": 60, "number": 20, "issuer": 30, "date": 12, "type": 12, "level": 10, "province": 12,
              "units": 10, "clauses": 10}  # fmt: skip
    counts = [(part.category.name(labels.language), 10) for part in content.categories]
    return [(labels(name), width) for name, width in widths.items()] + [*counts, (labels("file"), 40)]


def documents(content: Content, labels: Labels) -> Iterator[Row]:
    """Yields the documents with their clauses by category."""
    for paper in content.papers:
        counts = (paper.counts.get(part.category.id, 0) for part in content.categories)
        yield (
            paper.label, paper.number, "; ".join(paper.issuers), paper.date, paper.type, labels.level(paper.level),
            paper.province, paper.units, paper.coded, *counts, paper.source,
        )  # fmt: skip


def topic_head(labels: Labels) -> list[tuple[str, int]]:
    """Returns the columns of that sheet with their widths in characters."""
    widths = {"category": 14, "level": 10, "topic": 30, "share": 10, "stability": 10, "clauses": 10, "terms": 60,
              "exemplars": 80}  # fmt: skip
    return [(labels(name), width) for name, width in widths.items()]


def topics(content: Content, labels: Labels) -> Iterator[Row]:
    """Yields the topics of the library, of each category, and of each category at each level."""
    yield from _topic_rows(labels("total"), "", content.topics)
    for part in content.chapters:
        name = part.category.name(labels.language)
        yield from _topic_rows(name, "", part.topics)
        for level, topics in part.topics_by_level.items():
            yield from _topic_rows(name, labels.level(level), topics)


def _topic_rows(category: str, level: str, topics: TopicSet) -> Iterator[Row]:
    for topic in topics.topics:
        exemplars = "\n".join(f"{title} {address}: {text}" for title, address, _, text in topic.exemplars)
        terms = ", ".join(term for term, _ in topic.terms)
        yield (category, level, topic.name, topic.share, topic.stability, topic.clauses, terms, exemplars)


def synergy(content: Content, labels: Labels) -> Iterator[Row]:
    """Yields the tables of the synergy chapter under one another, a line between; none where nothing is measured."""
    for table in synergy_tables(content, labels, pairs=len(content.pairs)):
        yield (table.caption,)
        yield table.head
        yield from table.rows
        yield ()
    yield from ((note,) for note in synergy_notes(content, labels))


def ledger_head(labels: Labels) -> list[tuple[str, int]]:
    """Returns the columns of that sheet with their widths in characters."""
    widths = {"file": 50, "outcome": 12, "title": 50, "reason": 16, "message": 60}
    return [(labels(name), width) for name, width in widths.items()]


def ledger(content: Content, labels: Labels) -> Iterator[Row]:
    """Yields every input with its outcome."""
    for line in content.ledger:
        yield (line.source, labels(line.outcome), line.title, line.reason, line.message)
