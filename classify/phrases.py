"""Act phrases: where a unit is cut, and a model that decides phrase by phrase.

The codebook defines the primary category by the act that occupies most characters and a secondary
one by an act phrase of its own (0.2, 0.4, R9, R19, R22). So the unit is cut into phrases, each
phrase gets a distribution over the categories and `none`, and the unit their character shares.
The unit's labels train the phrase weights (multiple-instance learning); of some clauses the phrases are labelled too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from classify.arrays import Floats, Integers
    from classify.joined import Joined

STOPS = "。;!?\n"
STOP_ENGLISH = re.compile(r"[;!?\n]|\.(?=\s|$)")  # a point within a number or a name is none
LONG = 45  # a sentence longer than this is cut at commas ...
SHORT = 18  # ... into pieces of at least this many characters (design trial: finer was a bit better)
ENGLISH = 3  # an English text has about three letters where Chinese has one character


def cut_phrases(joined: Joined, language: str = "zh") -> Integers:
    """Returns the starts of the phrases of joined texts; together they cover them.

    >>> from classify.joined import join_texts
    >>> cut_phrases(join_texts(["建立机制;拨付资金。"])).tolist()
    [0, 5]
    """
    import numpy as np

    text = joined.text
    scale = ENGLISH if language == "en" else 1
    begins = _sentences(joined, language)
    row = joined.row[begins]
    ends = np.minimum(np.append(begins[1:], len(text)), (joined.first + joined.size)[row])
    long = np.flatnonzero(ends - begins > LONG * scale)
    cuts: list[int] = []
    for begin, end in zip(begins[long].tolist(), ends[long].tolist(), strict=True):
        comma = text.find(",", begin + SHORT * scale - 1, end)
        while comma != -1 and end - comma - 1 >= SHORT * scale:
            cuts.append(comma + 1)
            comma = text.find(",", comma + SHORT * scale, end)
    return np.union1d(begins, np.array(cuts, dtype=np.int64))


def _sentences(joined: Joined, language: str) -> Integers:
    """Returns the starts of the sentences: of each text, and after every run of stops."""
    import numpy as np

    stop = np.zeros(len(joined.text), dtype=bool)
    if language == "en":
        stop[[match.start() for match in STOP_ENGLISH.finditer(joined.text)]] = True
    else:
        code = np.where(joined.hidden, ord("。"), joined.code)
        for one in STOPS:
            stop |= code == ord(one)
    opening = np.zeros(len(stop), dtype=bool)
    opening[1:] = stop[:-1] & ~stop[1:]
    opening[joined.first] = True
    return np.flatnonzero(opening)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bags:
    """Units as bags of phrases, ready for training or scoring.

    `phrase` (phrases x features) and `context` (units x features) are blocks, `unit` gives the
    unit of each phrase, `length` its characters, `count` the number of units.
    """

    phrase: Any
    context: Any
    unit: Integers
    length: Floats
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseModel:
    """Weights of the phrase decision: one softmax over the categories and `none`."""

    phrase: Floats
    context: Floats
    bias: Floats

    def posterior(self, bags: Bags) -> Floats:
        """Returns the distribution of every phrase (phrases x classes)."""
        local = bags.phrase.dot(self.phrase)
        local += bags.context.dot(self.context)[bags.unit]
        local += self.bias
        return softmax(local)


def softmax(scores: Floats) -> Floats:
    """Returns the row-wise softmax, in place."""
    import numpy as np

    scores -= scores.max(axis=1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=1, keepdims=True)
    return scores


def shares(posterior: Floats, bags: Bags) -> Floats:
    """Returns the character share of every class in every unit (units x classes)."""
    import numpy as np

    total = np.zeros((bags.count, posterior.shape[1]), dtype=np.float32)
    weighted = posterior * bags.length[:, None]
    starts = np.flatnonzero(np.diff(bags.unit, prepend=-1))
    total[bags.unit[starts]] = np.add.reduceat(weighted, starts, axis=0)
    total /= np.maximum(total.sum(axis=1, keepdims=True), 1e-6)
    return total


GIVEN = 80.0  # weight of a phrase that a reader labelled
STEPS = 60
RATE = 0.1
PENALTY = 2e-4
FLOOR = 1e-6
DECAY_FIRST, DECAY_SECOND = 0.9, 0.999


def fit_phrases(bags: Bags, member: Any, primary: Integers, given: Integers | None = None) -> PhraseModel:
    """Returns the phrase model fitted to unit labels by full-batch Adam.

    `member` (units x classes, the last one `none`) says which classes a unit has, `primary` which
    one leads. The loss of a unit is the mean over its characters of -log P(phrase in the unit's
    classes), plus -log(share of the primary), plus -log P(at least one phrase) of every class it has;
    a unit weighs by the root of the inverse frequency of its primary class. `given` is the class of every phrase
    that a reader labelled, -1 for the others: such a phrase may be in that class alone.
    """
    import numpy as np

    units, classes = member.shape
    count = np.maximum(np.bincount(primary, minlength=classes), 1)
    weight = np.sqrt(units / classes / count)[primary].astype(np.float32) / units
    loss = _Loss(bags, member, primary, weight, given)
    forward = (bags.phrase.stack(), bags.context.stack())
    backward = tuple(matrix.T.tocsr() for matrix in forward)
    values = [
        np.zeros((forward[0].shape[1], classes), dtype=np.float32),
        np.zeros((forward[1].shape[1], classes), dtype=np.float32),
        np.zeros((1, classes), dtype=np.float32),
    ]
    first = [np.zeros_like(value) for value in values]
    second = [np.zeros_like(value) for value in values]
    for step in range(STEPS):
        posterior = softmax(forward[0] @ values[0] + (forward[1] @ values[1])[bags.unit] + values[2])
        slope = loss.slope(posterior)
        slopes = (
            backward[0] @ slope + PENALTY * units / 1000 * values[0],
            backward[1] @ loss.by_unit(slope) + PENALTY * units / 1000 * values[1],
            slope.sum(axis=0, keepdims=True),
        )
        rate = RATE * (1 - step / STEPS)
        rate *= np.sqrt(1 - DECAY_SECOND ** (step + 1)) / (1 - DECAY_FIRST ** (step + 1))
        for place, gradient in enumerate(slopes):
            first[place] += (1 - DECAY_FIRST) * (gradient - first[place])
            second[place] += (1 - DECAY_SECOND) * (gradient * gradient - second[place])
            values[place] -= np.float32(rate) * first[place] / (np.sqrt(second[place]) + np.float32(1e-8))
    return PhraseModel(phrase=values[0], context=values[1], bias=values[2])


class _Loss:
    """The gradient of the loss with respect to the phrase scores."""

    def __init__(
        self, bags: Bags, member: Any, primary: Integers, weight: Floats, given: Integers | None = None
    ) -> None:
        import numpy as np

        self.unit = bags.unit
        self.starts = np.flatnonzero(np.diff(bags.unit, prepend=-1))
        total = np.add.reduceat(bags.length, self.starts)
        self.part = (bags.length / total[bags.unit])[:, None]
        self.member = member.astype(np.float32)
        self.own = self.member[bags.unit]
        if given is not None:
            labelled = np.flatnonzero(given >= 0)
            self.own[labelled] = np.eye(member.shape[1], dtype=np.float32)[given[labelled]]
        self.primary = primary
        self.weight = weight[:, None]
        self.local = weight[bags.unit][:, None]
        if given is not None:
            self.local[labelled] *= GIVEN

    def by_unit(self, values: Floats) -> Floats:
        """Returns the sums over the phrases of each unit."""
        import numpy as np

        sums: Floats = np.add.reduceat(values, self.starts, axis=0)
        return sums

    def slope(self, posterior: Floats) -> Floats:
        """Returns d loss / d score (phrases x classes)."""
        import numpy as np

        inside = posterior * self.own
        result = self.part * self.local * (posterior - inside / np.maximum(inside.sum(1, keepdims=True), FLOOR))
        share = self.by_unit(self.part * posterior)
        rows = np.arange(len(share))
        pull = np.zeros_like(share)
        pull[rows, self.primary] = -self.weight[:, 0] / np.maximum(share[rows, self.primary], FLOOR)
        push = self.part * pull[self.unit]
        rest = np.clip(1 - posterior, FLOOR, 1)
        none_of = np.exp(self.by_unit(np.log(rest)))
        odds = self.member * none_of / np.maximum(1 - none_of, FLOOR) * self.weight
        push -= odds[self.unit] / rest
        result += posterior * (push - (push * posterior).sum(axis=1, keepdims=True))
        slope: Floats = result
        return slope
