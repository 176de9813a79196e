"""Evidence: the words of a unit that carried a code, mapped back to its own text.

Three kinds stand side by side. `lexicon`: a term of the category, with its weight. `model`: the words
with most of the push of the linear weights, with their share of it. `phrase`: the act phrases that
the phrase model gave to the category, with their part of its characters.
"""

from __future__ import annotations

from collections.abc import Sequence

from classify.calibrate import Verdicts
from classify.model import Model, Scores
from classify.saliency import Pairs, find_pairs, find_salient
from classify.unit import Unit
from corpus.document import Span
from corpus.label import Evidence

MOST = 6  # stretches and phrases shown for a code, the strongest
CLEAR = 0.3  # a phrase counts for a category from this posterior on; its best phrase always does
EDGES = " \t\r\n　，,。；;：:、！!？?"


def find_evidence(
    units: Sequence[Unit], verdicts: Verdicts, scores: Scores, categories: Sequence[str], model: Model
) -> list[tuple[Evidence, ...]]:
    """Returns the evidence of every unit for each of its categories: by category, kind and weight."""
    found: list[list[Evidence]] = [[] for _ in units]
    pairs = _Pairs(units, find_pairs(verdicts.member, scores.blended), categories, found)
    _add_words(pairs, scores, model)
    _add_phrases(pairs, scores)
    _add_terms(pairs, scores, model)
    return [tuple(sorted(some, key=lambda one: (one.label, one.source, -one.weight))) for some in found]


class _Pairs:
    """The (unit, category) pairs that need evidence, and the lists it goes to."""

    def __init__(
        self, units: Sequence[Unit], pairs: Pairs, categories: Sequence[str], found: list[list[Evidence]]
    ) -> None:
        self.units, self.pairs, self.categories, self.found = units, pairs, categories, found
        self.row, self.label = pairs.row, pairs.label

    def add(self, row: int, label: int, start: int, end: int, source: str, weight: float) -> None:
        """Adds the words between two places, without white space and punctuation at the edges."""
        text = self.units[row].text
        while start < end and text[start] in EDGES:
            start += 1
        while end > start and text[end - 1] in EDGES:
            end -= 1
        if start < end:
            self.found[row].append(
                Evidence(
                    label=self.categories[label],
                    text=text[start:end],
                    span=Span(start=start, end=end),
                    source=source,
                    weight=round(weight, 4),
                )
            )


def _add_words(pairs: _Pairs, scores: Scores, model: Model) -> None:
    salient = find_salient(model.scorer.space, model.scorer.linear, scores.reading, pairs.pairs)
    stretches: dict[int, list[tuple[float, int, int]]] = {}
    columns = (salient.pair.tolist(), salient.share.tolist(), salient.start.tolist(), salient.end.tolist())
    for pair, share, start, end in zip(*columns, strict=True):
        stretches.setdefault(pair, []).append((share, start, end))
    rows, labels = pairs.row.tolist(), pairs.label.tolist()
    for pair, some in stretches.items():
        for share, start, end in sorted(some, reverse=True)[:MOST]:
            pairs.add(rows[pair], labels[pair], start, end, "model", share)


def _add_phrases(pairs: _Pairs, scores: Scores) -> None:
    import numpy as np

    reading = scores.reading
    bounds = np.searchsorted(reading.phrase_row, np.arange(len(pairs.units) + 1)).tolist()
    length = reading.phrase_end - reading.phrase_start
    spans = list(zip(reading.phrase_start.tolist(), reading.phrase_end.tolist(), strict=True))
    sure = scores.posterior.T.tolist()
    mass = (scores.posterior * length[:, None]).T.tolist()
    for row, label in zip(pairs.row.tolist(), pairs.label.tolist(), strict=True):
        places = range(bounds[row], bounds[row + 1])
        part, chance = mass[label], sure[label]
        total = sum(part[place] for place in places) or 1.0
        for rank, place in enumerate(sorted(places, key=lambda place: -part[place])[:MOST]):
            if rank == 0 or chance[place] >= CLEAR:
                pairs.add(row, label, *spans[place], "phrase", part[place] / total)


def _add_terms(pairs: _Pairs, scores: Scores, model: Model) -> None:
    lexicon = model.scorer.space.lexicon
    place = {name: index for index, name in enumerate(pairs.categories)}
    wanted = set(zip(pairs.row.tolist(), pairs.label.tolist(), strict=True))
    hits = scores.reading.terms
    columns = (hits.item.tolist(), hits.row.tolist(), hits.start.tolist(), hits.end.tolist())
    for item, row, start, end in zip(*columns, strict=True):
        term = lexicon.terms[item]
        label = place.get(term.category, -1)
        if (row, label) in wanted:
            pairs.add(row, label, start, end, "lexicon", term.weight)
