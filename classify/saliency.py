"""Which words of a unit carried a category: the linear weights brought back to the text.

Every known n-gram and word pushes the decision by weight x idf (over the length of the unit's vector),
the weight being that of the category, alone and against the class that came next.
Its push is spread over its characters; a word gets the sum over its own. The words with most of the
push, until they hold three fifths of it, are the evidence; neighbours are joined.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from classify.features import Reading
from classify.joined import PLANE, Found, Joined, table_of
from classify.linear import LinearModel
from classify.space import Space
from classify.sparse import first_of_each

if TYPE_CHECKING:
    from classify.arrays import Flags, Floats, Integers

ENOUGH = 0.6  # of the positive push
FINE = 2.0**30  # pushes are counted in whole parts of this: sums are exact, whatever else is in the batch
GAP = 1  # characters between two chosen words that are joined over (a particle, a comma)


@dataclass(frozen=True, slots=True, kw_only=True)
class Salient:
    """Stretches of text: for which (unit, category) pair, from where to where, share of the push."""

    pair: Integers
    start: Integers
    end: Integers
    share: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """(Unit, category) pairs, rows in ascending order; `rival` is the class next to the category.

    `turn` counts the pairs of a unit: 0 for its first.
    """

    row: Integers
    label: Integers
    rival: Integers
    turn: Integers


def find_pairs(member: Flags, blended: Floats) -> Pairs:
    """Returns the pairs of the given codes; the rival is the best other class of the primary decision."""
    import numpy as np

    row, label = np.nonzero(member)
    leading = blended[:, member.shape[1] :][row]
    leading[np.arange(len(row)), label] = -np.inf
    first = np.searchsorted(row, row)
    rival = leading.argmax(axis=1) if len(row) else label
    return Pairs(row=row, label=label, rival=rival, turn=np.arange(len(row)) - first)


def find_salient(space: Space, linear: LinearModel, reading: Reading, pairs: Pairs) -> Salient:
    """Returns the stretches that carried the pairs: for the category, and for it against its rival."""
    import numpy as np

    grams, words = space.places_of(reading)
    parts = ((grams, space.gram_idf, 0), (words, space.word_idf, len(space.grams)))
    norms = [np.sqrt(np.bincount(one.row, idf[one.item] ** 2.0, minlength=reading.count)) for one, idf, _ in parts]
    solid = np.cumsum(_solid(reading.joined))
    real = solid[reading.word_end - 1] - solid[reading.word_start] + _solid(reading.joined)[reading.word_start] > 0
    chosen: list[tuple[Integers, Integers, Integers, Floats]] = []
    for turn in range(int(pairs.turn.max(initial=-1)) + 1):
        which = np.full(reading.count, -1)
        which[pairs.row[pairs.turn == turn]] = np.flatnonzero(pairs.turn == turn)
        change = np.zeros(len(reading.joined.text) + 1)
        for (found, idf, offset), norm in zip(parts, norms, strict=True):
            weight = linear.weight[offset : offset + len(idf)]
            change += _spread(found, idf, weight, norm, pairs, which, len(change))
        edge = np.concatenate([[0.0], np.cumsum(np.cumsum(change))])
        push = edge[reading.word_end] - edge[reading.word_start]
        word = np.flatnonzero(real & (push > 0) & (which[reading.word_row] >= 0))
        chosen.append((which[reading.word_row[word]], reading.word_start[word], reading.word_end[word], push[word]))
    if not chosen:
        nothing = np.empty(0, dtype=np.int64)
        return Salient(pair=nothing, start=nothing, end=nothing, share=nothing.astype(np.float64))
    return _choose(*(np.concatenate(column) for column in zip(*chosen, strict=True)))


def _solid(joined: Joined) -> Any:
    """Returns for each character whether it is a letter or a digit (a Chinese character is)."""
    import numpy as np

    code = joined.code.astype(np.int64)
    return (table_of("isalnum")[np.minimum(code, PLANE - 1)] | (code >= PLANE)) & ~joined.hidden


def _spread(
    found: Found, idf: Floats, weight: Floats, norm: Floats, pairs: Pairs, which: Integers, total: int
) -> Floats:
    """Returns the change of push at every character (its running sum is the push), one pair a unit."""
    import numpy as np

    width = weight.shape[1] // 2
    pair = which[found.row]
    place = slice(None) if pair.min(initial=0) >= 0 else np.flatnonzero(pair >= 0)
    pair, item, start, end = pair[place], found.item[place], found.start[place], found.end[place]
    label, rival = pairs.label[pair], pairs.rival[pair]
    gain = weight[item, label] + weight[item, width + label] - weight[item, width + rival]
    push = gain * idf[item] / np.maximum(norm[found.row[place]], 1e-9)
    push = np.rint(push / (end - start) * FINE)
    return np.asarray(np.bincount(start, push, minlength=total) - np.bincount(end, push, minlength=total), dtype=float)


def _apart(pair: Integers, start: Integers, end: Integers) -> Flags:
    """Returns for each word whether it begins a stretch: of another pair, or away from the word before."""
    import numpy as np

    apart = np.ones(len(pair), dtype=bool)
    apart[1:] = (pair[1:] != pair[:-1]) | (start[1:] - end[:-1] > GAP)
    return apart


def _choose(pair: Integers, start: Integers, end: Integers, push: Floats) -> Salient:
    """Returns the words that hold most of each pair's push, joined where they touch."""
    import numpy as np

    total = np.bincount(pair, weights=push)[pair]
    share = push / np.maximum(total, 1.0)
    order = np.lexsort((-push, pair))
    before = np.cumsum(push[order]) - push[order]
    opening = first_of_each(pair[order])
    before -= np.repeat(before[opening], np.diff(opening, append=len(order)))
    chosen = np.sort(order[before < ENOUGH * total[order]])
    pair, start, end, part = pair[chosen], start[chosen], end[chosen], share[chosen]
    head = np.flatnonzero(_apart(pair, start, end))
    if not len(head):
        return Salient(pair=pair, start=start, end=end, share=part)
    tail = np.append(head[1:], len(pair)) - 1
    stretch = np.add.reduceat(part, head)
    return Salient(pair=pair[head], start=start[head], end=end[tail], share=stretch)
