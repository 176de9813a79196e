"""The report as a sequence of blocks, for formats that are text from top to bottom: Word and Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.label import Level
from report.blocks import Block, Clause, Heading, Table, Text
from report.charts import level_totals
from report.cite import Bibliography, format_gbt, paper_reference, source_reference
from report.content import Content
from report.labels import Labels
from report.parts import CategoryPart, Quote, SourceRow, TopicSet
from report.synergy_tables import synergy_notes, synergy_tables

_WORDS = 8  # of a contrast
_QUOTES = 3  # key clauses at each level; more are in the workbook


def tell(content: Content, labels: Labels) -> Iterator[Block]:
    """Yields the blocks of the report: overview, a chapter per category, topics, ledger, methods, references."""
    bibliography = Bibliography()
    language = labels.language
    yield Heading(text=labels("subtitle"), depth=0)
    if content.is_empty:
        yield Text(text=labels("empty_library"))
    yield Heading(text=labels("overview"), depth=1)
    yield Text(
        text=labels(
            "coverage",
            units=labels.number(content.totals.clauses),
            coded=labels.number(content.coded),
            review=labels.number(content.totals.review),
        )
    )
    yield _shares(content, labels)
    if content.levels:
        yield _matrix(content, labels)
    if content.years:
        yield _timeline(content, labels)
    yield from _synergy(content, labels)
    for part in content.chapters:
        yield Heading(text=part.category.name(language), depth=1)
        yield from _category(part, labels, bibliography)
    if content.topics.topics:
        yield Heading(text=labels("topics"), depth=1)
        yield _topics(content.topics, labels("topics"), labels)
    yield Heading(text=labels("ledger"), depth=1)
    yield from _ledger(content, labels)
    yield Heading(text=labels("methods"), depth=1)
    yield from (Text(text=text) for text in methods(content, labels))
    yield Heading(text=labels("references"), depth=1)
    for number, reference in enumerate(bibliography.references, start=1):
        yield Text(text=f"[{number}] {format_gbt(reference)}")


def methods(content: Content, labels: Labels) -> tuple[str, ...]:
    """Returns the paragraphs of the methods: coders, labels, shares, sources, topics."""
    coders = ("、" if labels.language == "zh" else ", ").join(name for name, _ in content.coders) or "—"
    texts = [labels("methods_coding", coders=coders)]
    if content.expected is not None:
        texts.append(labels("methods_expected", share=labels.percent(content.expected)))
    keys = ("methods_gold", "methods_share", "methods_sources", "methods_topics")
    return (*texts, *(labels(key) for key in keys))


def _shares(content: Content, labels: Labels) -> Table:
    rows = tuple(
        (
            part.category.name(labels.language),
            labels.number(part.clauses),
            labels.number(part.mentions),
            labels.number(part.documents),
            labels.percent(part.share.value),
            f"{labels.percent(part.share.low)}–{labels.percent(part.share.high)}",
        )
        for part in content.categories
    )
    head = ("category", "clauses", "mentions", "documents", "share", "interval")
    return Table(caption=labels("categories"), head=tuple(map(labels, head)), rows=rows, numeric=frozenset(range(1, 6)))


def _matrix(content: Content, labels: Labels) -> Table:
    rows = tuple(
        (
            part.category.name(labels.language),
            *(labels.number(content.matrix.get((part.category.id, level), 0)) for level in content.levels),
            labels.number(part.clauses),
        )
        for part in content.categories
    )
    head = (labels("category"), *(labels.level(level) for level in content.levels), labels("total"))
    totals = level_totals(content)
    depth = tuple(
        ((row, column), content.matrix.get((part.category.id, level), 0) / totals[level])
        for row, part in enumerate(content.categories)
        for column, level in enumerate(content.levels, start=1)
        if totals[level]
    )
    return Table(caption=labels("matrix"), head=head, rows=rows, numeric=frozenset(range(1, len(head))), depth=depth)


def _timeline(content: Content, labels: Labels) -> Table:
    rows = tuple(
        (str(year), *(labels.number(content.timeline.get((year, p.category.id), 0)) for p in content.categories))
        for year in content.years
    )
    head = (labels("year"), *(short_name(part.category.name(labels.language)) for part in content.categories))
    return Table(caption=labels("timeline"), head=head, rows=rows, numeric=frozenset(range(1, len(head))))


def short_name(name: str) -> str:
    """Returns the name of a category for a narrow head.

    >>> short_name("资金协同"), short_name("Fund synergy")
    ('资金', 'Fund')
    """
    return name.removesuffix("协同").removesuffix(" synergy") or name


def _category(part: CategoryPart, labels: Labels, bibliography: Bibliography) -> Iterator[Block]:
    yield Text(label=labels("definition"), text=part.category.definition(labels.language))
    yield Text(text=share_sentence(part, labels))
    groups = (
        ("central_sources", (Level.CENTRAL,)),
        ("provincial_sources", (Level.PROVINCIAL,)),
        ("lower_sources", (Level.PREFECTURE, Level.COUNTY, Level.TOWNSHIP, Level.UNKNOWN)),
    )
    for title, levels in groups:
        rows = [row for level in levels for row in part.sources.get(level, ())]
        if rows:
            yield _sources(rows, labels(title), labels, bibliography)
    if not part.clauses:
        yield Text(text=labels("empty_category"))
        return
    yield Heading(text=labels("key_clauses"), depth=2)
    for level, quotes in part.quotes.items():
        for quote in quotes[:_QUOTES]:
            yield Clause(quote=quote, where=where(quote, level, labels))
    if part.contrasts:
        yield _contrasts(part, labels)
    yield Heading(text=labels("topics"), depth=2)
    if part.topics.topics:
        yield _topics(part.topics, f"{part.category.name(labels.language)}: {labels('topics')}", labels)
    else:
        yield Text(text=labels("too_few", count=part.topics.clauses, needed=part.topics.needed))


def share_sentence(part: CategoryPart, labels: Labels) -> str:
    """Returns the sentence that gives a category's clauses, documents and share."""
    return labels(
        "share_sentence",
        clauses=labels.number(part.clauses),
        mentions=labels.number(part.mentions),
        documents=labels.number(part.documents),
        share=labels.percent(part.share.value),
        low=labels.percent(part.share.low),
        high=labels.percent(part.share.high),
    )


def where(quote: Quote, level: Level, labels: Labels) -> str:
    """Returns where a clause stands: title, level, address, page, probability, whether it needs review."""
    parts = [quote.title, labels.level(level), quote.address]
    if quote.page is not None:
        parts.append(labels("page_short", page=quote.page))
    if quote.probability:
        parts.append(f"{labels('probability')} {labels.probability(quote.probability)}")
    if quote.review:
        parts.append(labels("review"))
    return " · ".join(parts)


def _sources(rows: list[SourceRow], caption: str, labels: Labels, bibliography: Bibliography) -> Table:
    def line(row: SourceRow) -> tuple[str, ...]:
        if row.paper is not None:
            number = bibliography.cite(paper_reference(row.paper))
        else:
            assert row.catalogued is not None
            number = bibliography.cite(source_reference(row.catalogued, labels.language))
        counts = (labels.number(row.clauses), labels.percent(row.share, 0)) if row.paper else ("—", "—")
        return (f"{row.title(labels.language)} [{number}]", row.number, row.date, labels.level(row.level), *counts)

    head = ("source", "number", "date", "level", "clauses", "share_of_document")
    return Table(caption=caption, head=tuple(map(labels, head)), rows=tuple(map(line, rows)), numeric=frozenset({4, 5}))


def _contrasts(part: CategoryPart, labels: Labels) -> Table:
    rows = tuple(
        (
            labels(f"contrast_{contrast.level}"),
            *(labels.join([word for word, _ in words[:_WORDS]]) or "—" for _, words in contrast.columns),
        )
        for contrast in part.contrasts
    )
    head = ("level", "contrast_adds", "contrast_stresses", "contrast_narrows", "contrast_omits")
    return Table(caption=labels("contrast"), head=tuple(map(labels, head)), rows=rows)


def _topics(topics: TopicSet, caption: str, labels: Labels) -> Table:
    rows = tuple(
        (
            topic.name,
            ", ".join(term for term, _ in topic.terms[:8]),
            labels.percent(topic.share),
            f"{topic.stability:.2f}",
        )
        for topic in topics.topics
    )
    head = ("topic", "terms", "share", "stability")
    return Table(caption=caption, head=tuple(map(labels, head)), rows=rows, numeric=frozenset({2, 3}))


def _synergy(content: Content, labels: Labels) -> Iterator[Block]:
    tables = tuple(synergy_tables(content, labels))
    if tables:
        yield Heading(text=labels("synergy"), depth=1)
        yield from (Text(text=text) for text in synergy_notes(content, labels))
        yield from tables


def _ledger(content: Content, labels: Labels) -> Iterator[Block]:
    outcomes = ("stored", "duplicate", "failed")
    counts = {outcome: sum(line.outcome == outcome for line in content.ledger) for outcome in outcomes}
    yield Text(text=" · ".join(f"{labels(outcome)} {labels.number(count)}" for outcome, count in counts.items()))
    missing = [line for line in content.ledger if line.outcome != "stored"]
    if missing:
        yield Table(
            caption=labels("ledger_table"),
            head=tuple(map(labels, ("file", "outcome", "reason", "message"))),
            rows=tuple((line.source, labels(line.outcome), line.reason, line.message) for line in missing),
        )
