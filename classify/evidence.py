"""Evidence: the words of a unit that carried a code, mapped back to its own text.

Three kinds stand side by side. `lexicon`: a term of the category, with its weight. `model`: the words
with most of the push of the linear weights, with their share of it. `phrase`: the act phrases that
the phrase model gave to the category, with their part of its characters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from classify.calibrate import Verdicts
from classify.model import Model, Scores
from classify.saliency import Pairs, find_pairs, find_salient
from classify.sparse import first_of_each
from classify.unit import Unit
from corpus.document import Span
from corpus.label import Evidence

if TYPE_CHECKING:
    from classify.arrays import Flags, Floats, Integers
    from classify.joined import Joined

MOST = 6  # stretches and phrases shown for a code, the strongest
CLEAR = 0.3  # a phrase counts for a category from this posterior on; its best phrase always does
EDGES = " \t\r\n　，,。；;：:、！!？?"
SOURCES = ("lexicon", "model", "phrase")


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Pieces of evidence as columns: the pair each is for, places in the joined text, weight."""

    pair: Integers
    start: Integers
    end: Integers
    weight: Floats


def find_evidence(
    units: Sequence[Unit], verdicts: Verdicts, scores: Scores, categories: Sequence[str], model: Model
) -> list[tuple[Evidence, ...]]:
    """Returns the evidence of every unit for each of its categories: by category, kind and weight."""
    pairs = find_pairs(verdicts.member, scores.blended)
    parts = (_terms(pairs, scores, categories, model), _words(pairs, scores, model), _phrases(pairs, scores))
    return _spell(units, pairs, parts, categories, scores.reading.joined)


def _words(pairs: Pairs, scores: Scores, model: Model) -> Columns:
    """Returns the strongest stretches of each pair."""
    salient = find_salient(model.scorer.space, model.scorer.linear, scores.reading, pairs)
    kept = _strongest(salient.pair, salient.share)
    return Columns(
        pair=salient.pair[kept], start=salient.start[kept], end=salient.end[kept], weight=salient.share[kept]
    )


def _phrases(pairs: Pairs, scores: Scores) -> Columns:
    """Returns the phrases of each pair that the phrase model gave to it, the strongest."""
    import numpy as np

    reading = scores.reading
    begin = np.searchsorted(reading.phrase_row, pairs.row)
    many = np.searchsorted(reading.phrase_row, pairs.row, side="right") - begin
    pair = np.repeat(np.arange(len(many)), many)
    phrase = np.arange(len(pair)) - np.repeat(np.cumsum(many) - many, many) + begin[pair]
    chance = scores.posterior[phrase, pairs.label[pair]].astype(np.float64)
    mass = chance * (reading.phrase_end - reading.phrase_start)[phrase]
    total = np.bincount(pair, mass, minlength=len(many))
    best = np.zeros(len(pair), dtype=bool)
    best[_strongest(pair, mass, 1)] = True
    kept = _strongest(pair, mass)
    kept = kept[best[kept] | (chance[kept] >= CLEAR)]
    return Columns(
        pair=pair[kept],
        start=reading.phrase_start[phrase[kept]],
        end=reading.phrase_end[phrase[kept]],
        weight=mass[kept] / np.maximum(total[pair[kept]], 1e-12),
    )


def _terms(pairs: Pairs, scores: Scores, categories: Sequence[str], model: Model) -> Columns:
    """Returns the terms of each pair's category that stand in its unit."""
    import numpy as np

    lexicon, hits = model.scorer.space.lexicon, scores.reading.terms
    place = {name: index for index, name in enumerate(categories)}
    label_of = np.array([place.get(name, -1) for name in lexicon.categories], dtype=np.int64)
    pair_of = np.full((scores.reading.count, len(categories) + 1), -1)  # the last column: no category of ours
    pair_of[pairs.row, pairs.label] = np.arange(len(pairs.row))
    pair = pair_of[hits.row, label_of[lexicon.columns[hits.item]]] if len(hits.item) else hits.item
    kept = np.flatnonzero(pair >= 0)
    return Columns(pair=pair[kept], start=hits.start[kept], end=hits.end[kept], weight=lexicon.weights[hits.item[kept]])


def _strongest(pair: Integers, weight: Floats, most: int = MOST) -> Integers:
    """Returns the indices of the `most` heaviest rows of each pair, heaviest first."""
    import numpy as np

    order = np.lexsort((-weight, pair))
    opening = first_of_each(pair[order])
    rank = np.arange(len(order)) - np.repeat(opening, np.diff(opening, append=len(order)))
    return order[rank < most]


def _spell(
    units: Sequence[Unit], pairs: Pairs, parts: Sequence[Columns], categories: Sequence[str], joined: Joined
) -> list[tuple[Evidence, ...]]:
    """Returns the columns as evidence of each unit, without white space and punctuation at the edges."""
    import numpy as np

    pair, start, end = (np.concatenate([getattr(part, name) for part in parts]) for name in ("pair", "start", "end"))
    weight = np.round(np.concatenate([part.weight for part in parts]), 4)
    source = np.repeat(np.arange(len(parts)), [len(part.pair) for part in parts])
    start, end = _trim(joined, start, end)
    row = pairs.row[pair]
    alphabet = np.argsort(np.argsort(np.array(categories)))
    order = np.lexsort((start, -weight, source, alphabet[pairs.label[pair]], row))
    order = order[start[order] < end[order]]
    row, start, end = row[order], start[order] - joined.first[row[order]], end[order] - joined.first[row[order]]
    columns = (row, pairs.label[pair][order], source[order], start, end, weight[order])
    found: list[list[Evidence]] = [[] for _ in units]
    for at, label, kind, begin, stop, heavy in zip(*(column.tolist() for column in columns), strict=True):
        unit = units[at]
        found[at].append(
            Evidence(
                label=categories[label],
                text=unit.text[begin:stop],
                span=Span(start=unit.start + begin, end=unit.start + stop),
                source=SOURCES[kind],
                weight=heavy,
            )
        )
    return [tuple(some) for some in found]


def _trim(joined: Joined, start: Integers, end: Integers) -> tuple[Integers, Integers]:
    """Returns the places moved inward over edge characters; start meets end where nothing else is there."""
    import numpy as np

    edge: Flags = np.isin(joined.code, np.array([ord(one) for one in EDGES], dtype=np.uint64))
    place = np.arange(len(edge))
    following = np.minimum.accumulate(np.where(edge, len(edge), place)[::-1])[::-1]
    previous = np.maximum.accumulate(np.where(edge, -1, place))
    start = np.minimum(following[start], end)
    return start, np.maximum(previous[np.maximum(end - 1, 0)] + 1, start)
