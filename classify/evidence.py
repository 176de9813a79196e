"""Evidence: the words of a unit that carried a code, mapped back to its own text.

Two kinds stand side by side. `lexicon`: a term of the category, with its weight. `model`: the act
phrase that the phrase model gave to the category, weighted by its part of the category's characters.
"""

from __future__ import annotations

from collections.abc import Sequence

from classify.calibrate import Verdicts
from classify.lexicon import Lexicon
from classify.model import Scores
from classify.unit import Unit
from corpus.document import Span
from corpus.label import Evidence

MOST_PHRASES = 3
CLEAR = 0.3  # a phrase counts for a category from this posterior on; its best phrase always does
EDGES = " \t\r\n　，,。；;：:、！!？?"


def find_evidence(
    units: Sequence[Unit], verdicts: Verdicts, scores: Scores, categories: Sequence[str], lexicon: Lexicon
) -> list[tuple[Evidence, ...]]:
    """Returns the evidence of every unit for each of its categories, the strongest first."""
    import numpy as np

    wanted = [set(np.flatnonzero(row).tolist()) for row in verdicts.member]
    found: list[list[Evidence]] = [[] for _ in units]
    _add_phrases(found, units, wanted, scores, categories)
    _add_terms(found, units, wanted, scores, categories, lexicon)
    return [tuple(sorted(some, key=lambda one: (one.label, one.source, -one.weight))) for some in found]


def _add_phrases(
    found: list[list[Evidence]],
    units: Sequence[Unit],
    wanted: Sequence[set[int]],
    scores: Scores,
    categories: Sequence[str],
) -> None:
    import numpy as np

    reading = scores.reading
    bounds = np.searchsorted(reading.phrase_row, np.arange(len(units) + 1)).tolist()
    starts, ends = reading.phrase_start.tolist(), reading.phrase_end.tolist()
    mass = scores.posterior * (reading.phrase_end - reading.phrase_start)[:, None]
    for row, unit in enumerate(units):
        first, last = bounds[row], bounds[row + 1]
        for label in wanted[row]:
            part = mass[first:last, label]
            total = float(part.sum()) or 1.0
            best = np.argsort(-part, kind="stable")[:MOST_PHRASES].tolist()
            for rank, place in enumerate(best):
                if rank and scores.posterior[first + place, label] < CLEAR:
                    continue
                span = _trim(unit.text, starts[first + place], ends[first + place])
                if len(span):
                    words = unit.text[span.start : span.end]
                    weight = round(float(part[place]) / total, 4)
                    found[row].append(
                        Evidence(label=categories[label], text=words, span=span, source="model", weight=weight)
                    )


def _add_terms(
    found: list[list[Evidence]],
    units: Sequence[Unit],
    wanted: Sequence[set[int]],
    scores: Scores,
    categories: Sequence[str],
    lexicon: Lexicon,
) -> None:
    place = {name: index for index, name in enumerate(categories)}
    hits = scores.reading.terms
    for item, row, start, end in zip(
        hits.item.tolist(), hits.row.tolist(), hits.start.tolist(), hits.end.tolist(), strict=True
    ):
        term = lexicon.terms[item]
        if place.get(term.category, -1) in wanted[row]:
            found[row].append(
                Evidence(
                    label=term.category,
                    text=units[row].text[start:end],
                    span=Span(start=start, end=end),
                    source="lexicon",
                    weight=term.weight,
                )
            )


def _trim(text: str, start: int, end: int) -> Span:
    """Returns the span without white space and punctuation at its edges."""
    while start < end and text[start] in EDGES:
        start += 1
    while end > start and text[end - 1] in EDGES:
        end -= 1
    return Span(start=start, end=end)
