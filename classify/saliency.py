"""Which words of a unit carried a category: the linear weights brought back to the text.

Every known n-gram and word pushes the decision by weight x idf (over the length of the unit's vector),
the weight being that of the category, alone and against the class that came next.
Its push is spread over its characters; a word gets the sum over its own. The words with most of the
push, until they hold three fifths of it, are the evidence; neighbours are joined.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from classify.features import Found, Reading
from classify.linear import LinearModel
from classify.space import Space

if TYPE_CHECKING:
    from classify.arrays import Flags, Floats, Integers

ENOUGH = 0.6  # of the positive push
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
    """(Unit, category) pairs, rows in ascending order; `rival` is the class next to the category."""

    row: Integers
    label: Integers
    rival: Integers


def find_pairs(member: Flags, blended: Floats) -> Pairs:
    """Returns the pairs of the given codes; the rival is the best other class of the primary decision."""
    import numpy as np

    row, label = np.nonzero(member)
    leading = blended[:, member.shape[1] :][row].copy()
    leading[np.arange(len(row)), label] = -np.inf
    return Pairs(row=row, label=label, rival=leading.argmax(axis=1) if len(row) else label)


def _is_word(token: str) -> bool:
    return token.isalnum() or any(map(str.isalnum, token))


def find_salient(space: Space, linear: LinearModel, reading: Reading, pairs: Pairs) -> Salient:
    """Returns the stretches that carried the pairs: for the category, and for it against its rival."""
    import numpy as np

    grams, words = space.places_of(reading)
    # A unit is as long as what was found in it reaches: words alone need not cover it.
    size = np.zeros(reading.count, dtype=np.int64)
    for found_row, found_end in ((reading.word_row, reading.word_end), (grams.row, grams.end), (words.row, words.end)):
        np.maximum.at(size, found_row, found_end.astype(np.int64))
    size += 1
    row = pairs.row
    base = np.cumsum(size[row]) - size[row]
    pushes = np.zeros(int(size[row].sum()))
    first = len(space.grams)
    for found, idf, offset in ((grams, space.gram_idf, 0), (words, space.word_idf, first)):
        weight = linear.weight[offset : offset + len(idf)]
        pushes += _spread(found, idf, weight, reading.count, pairs, base, len(pushes))
    edge = np.concatenate([[0.0], np.cumsum(np.cumsum(pushes))])
    pair, word = _repeat(reading.word_row, row, reading.count)
    start, end = reading.word_start[word], reading.word_end[word]
    push = edge[base[pair] + end] - edge[base[pair] + start]
    real = np.fromiter(map(_is_word, reading.words), dtype=bool, count=len(reading.words))
    return _choose(pair, start, end, np.where(real[word], np.maximum(push, 0), 0))


def _repeat(found_row: Integers, row: Integers, count: int) -> tuple[Integers, Integers]:
    """Returns (pair, occurrence) for every pair of an occurrence's unit, pairs in order."""
    import numpy as np

    order = np.argsort(found_row, kind="stable")
    many = np.bincount(found_row, minlength=count)
    first = np.cumsum(many) - many
    pair = np.repeat(np.arange(len(row)), many[row])
    inside = np.arange(len(pair)) - np.repeat(np.cumsum(many[row]) - many[row], many[row])
    return pair, order[first[row][pair] + inside]


def _spread(found: Found, idf: Floats, weight: Floats, count: int, pairs: Pairs, base: Integers, total: int) -> Floats:
    """Returns the change of push at every character of every pair (its running sum is the push)."""
    import numpy as np

    row, width = pairs.row, weight.shape[1] // 2
    norm = np.sqrt(np.bincount(found.row, weights=idf[found.item].astype(np.float64) ** 2, minlength=count))
    pair, place = _repeat(found.row, row, count)
    item = found.item[place]
    label, rival = pairs.label[pair], pairs.rival[pair]
    gain = weight[item, label] + weight[item, width + label] - weight[item, width + rival]
    push = gain * idf[item] / np.maximum(norm[row[pair]], 1e-9)
    push /= found.end[place] - found.start[place]
    begin = np.bincount(base[pair] + found.start[place], weights=push, minlength=total)
    stop = np.bincount(base[pair] + found.end[place], weights=push, minlength=total)
    change: Floats = np.asarray(begin - stop, dtype=np.float64)
    return change


def _choose(pair: Integers, start: Integers, end: Integers, push: Any) -> Salient:
    """Returns the words that hold most of each pair's push, joined where they touch."""
    import numpy as np

    count = int(pair.max(initial=-1)) + 1
    total = np.bincount(pair, weights=push, minlength=count)
    share = push / np.maximum(total[pair], 1e-12)
    order = np.lexsort((-share, pair))
    before: Any = np.cumsum(share[order]) - share[order]
    opening = np.concatenate([[True], np.diff(pair[order]) > 0]) if len(order) else np.empty(0, dtype=bool)
    before -= np.repeat(before[opening], np.diff(np.concatenate([np.flatnonzero(opening), [len(order)]])))
    chosen = np.sort(order[(before < ENOUGH) & (share[order] > 0)])
    pair, start, end, part = pair[chosen], start[chosen], end[chosen], np.asarray(share[chosen])
    if not len(pair):
        return Salient(pair=pair, start=start, end=end, share=part)
    apart = np.concatenate([[True], (np.diff(pair) > 0) | (start[1:] - end[:-1] > GAP)])
    head = np.flatnonzero(apart)
    tail = np.concatenate([head[1:], [len(pair)]]) - 1
    return Salient(pair=pair[head], start=start[head], end=end[tail], share=np.add.reduceat(part, head))
