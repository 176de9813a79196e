"""The tables of the synergy chapter, the same in every format."""

from __future__ import annotations

import math
from collections.abc import Iterator

from models.measures import Interval, Measures
from report.blocks import Table
from report.content import Content
from report.labels import Labels
from report.parts import Pair

_PAIRS = 10
_SMALLEST = 0.001  # a q below is not printed with more digits


def synergy_tables(content: Content, labels: Labels, *, pairs: int = _PAIRS) -> Iterator[Table]:
    """Yields the measures by category and by level, and the pairs of categories; nothing where nothing is known."""
    if content.synergy.total is not None:
        yield _by_category(content, content.synergy.total, labels)
        yield _by_level(content, content.synergy.total, labels)
    if content.pairs:
        yield _pairs(content, labels, pairs)


def synergy_notes(content: Content, labels: Labels) -> tuple[str, ...]:
    """Returns the paragraphs that say how to read the tables."""
    corrected = "synergy_corrected" if content.synergy.corrected else "synergy_uncorrected"
    return (labels(corrected), labels("synergy_note"))


def _by_category(content: Content, total: Measures, labels: Labels) -> Table:
    rows = tuple(
        (
            part.category.name(labels.language),
            labels.percent(part.share.value),
            labels.percent(total.shares[part.category.id].value),
            _range(total.shares[part.category.id], labels),
            labels.percent(total.breadth[part.category.id].value, 0),
            _range(total.breadth[part.category.id], labels, 0),
        )
        for part in content.categories
    )
    share = "share_corrected" if content.synergy.corrected else "share_expected"
    head = ("category", "share_counted", share, "interval", "breadth", "interval")
    return Table(
        caption=labels("synergy_by_category"), head=tuple(map(labels, head)), rows=rows, numeric=frozenset(range(1, 6))
    )


def _by_level(content: Content, total: Measures, labels: Labels) -> Table:
    found = [(labels.level(level), measures) for level, measures in content.synergy.by_level.items()]
    rows = tuple(
        (
            name,
            labels.number(measures.documents),
            labels.number(measures.clauses),
            *map(_degree, (measures.coupling, measures.coordination, measures.evenness, measures.diversity)),
        )
        for name, measures in [*found, (labels("total"), total)]
    )
    head = ("level", "documents", "clauses", "coupling", "coordination", "evenness", "diversity")
    return Table(
        caption=labels("synergy_by_level"), head=tuple(map(labels, head)), rows=rows, numeric=frozenset(range(1, 7))
    )


def _pairs(content: Content, labels: Labels, most: int) -> Table:
    rows = tuple(pair_row(content, pair, labels) for pair in content.pairs[:most])
    head = ("categories", "clauses", "lift", "q_clauses", "documents", "odds_documents", "q_documents")
    return Table(
        caption=labels("cooccurrence"), head=tuple(map(labels, head)), rows=rows, numeric=frozenset(range(1, 7))
    )


def pair_row(content: Content, pair: Pair, labels: Labels) -> tuple[str, ...]:
    """Returns the cells of a pair of categories."""
    name = content.name
    odds = pair.document_odds
    return (
        f"{name(pair.first, labels.language)} + {name(pair.second, labels.language)}",
        labels.number(pair.clauses),
        f"{pair.lift:.2f}",
        _q(pair.q),
        labels.number(pair.documents),
        "—" if math.isnan(odds) else "∞" if math.isinf(odds) else f"{odds:.1f}",
        _q(pair.document_q),
    )


def _q(value: float) -> str:
    return f"<{_SMALLEST}" if value < _SMALLEST else f"{value:.3f}"


def _range(figure: Interval, labels: Labels, digits: int = 1) -> str:
    return f"{labels.percent(figure.low, digits)} – {labels.percent(figure.high, digits)}"


def _degree(figure: Interval) -> str:
    return f"{figure.value:.2f} ({figure.low:.2f}–{figure.high:.2f})"
