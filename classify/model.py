"""The model of one language: space, linear machines, phrase model and decision rule together.

Score of a class = decision value of its machine + 0.3 x log-odds of its character share. The two
halves err differently; a fixed blend beat every learned one (design trial).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from classify.calibrate import Curve, Rule, Verdicts, decide
from classify.features import Reading
from classify.linear import LinearModel, fit_linear
from classify.phrases import PhraseModel, fit_phrases, shares
from classify.space import Space
from classify.unit import Unit

if TYPE_CHECKING:
    from classify.arrays import Flags, Floats, Integers

BLEND = 0.3
EDGE = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorer:
    """What turns units into scores: a space and the two models over it."""

    space: Space
    linear: LinearModel
    phrase: PhraseModel
    blend: float = BLEND

    def score(self, units: Sequence[Unit], facet: Facet | None = None) -> Scores:
        """Returns the scores of the units, with the probabilities of a facet if one is given."""
        reading = self.space.read(units)
        matrix, bags = self.space.matrices(reading)
        posterior = self.phrase.posterior(bags)
        share = shares(posterior, bags)
        values = self.linear.score(matrix)
        return Scores(
            reading=reading,
            posterior=posterior,
            share=share,
            blended=blend(values, share, self.blend),
            poverty=None if facet is None else facet.curve.probability(facet.linear.score(matrix)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Scores of a batch: `blended` (units x (categories, then categories and `none`)), and its parts.

    `poverty` is the probability of that facet for each unit, None where the model has none.
    """

    reading: Reading
    posterior: Floats
    share: Floats
    blended: Floats
    poverty: Floats | None = None


def blend(values: Any, share: Any, weight: float = BLEND) -> Any:
    """Returns decision values plus the weighted log-odds of the character shares."""
    import numpy as np

    sure = np.clip(share, EDGE, 1 - EDGE)
    odds = np.log(sure / (1 - sure))
    return values + np.float32(weight) * np.concatenate([odds[:, :-1], odds], axis=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """A yes-or-no facet over the unit features: one machine and its calibration."""

    linear: LinearModel
    curve: Curve


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A scorer with its rule: units in, verdicts out.

    With a `base` the scores of the base are added to `weight` x the scorer's own: a user's codes on
    top of the shipped model. `poverty` is the facet "concerns poverty or rural development".
    """

    scorer: Scorer
    rule: Rule
    base: Scorer | None = None
    weight: float = 1.0
    poverty: Facet | None = None

    def decide(self, units: Sequence[Unit]) -> tuple[Verdicts, Scores]:
        """Returns verdicts and scores of the units."""
        scores = self.score(units)
        return decide(scores.blended, self.rule), scores

    def score(self, units: Sequence[Unit]) -> Scores:
        """Returns the scores of the units, those of the base added."""
        scores = self.scorer.score(units, self.poverty)
        if self.base is not None:
            scores = add_scores(self.base.score(units), scores, self.weight, self.scorer.linear.seen)
        return scores


def add_scores(first: Scores, second: Scores, weight: float, seen: Flags) -> Scores:
    """Returns the first scores plus `weight` x the second (same units, so the same phrases).

    The second have no say on the columns of classes that they have never seen: who codes money alone does
    not thereby say that nothing else exists.
    """
    total = 1 + weight
    return Scores(
        reading=second.reading,
        posterior=(first.posterior + weight * second.posterior) / total,
        share=(first.share + weight * second.share) / total,
        blended=first.blended + weight * second.blended * seen,
        poverty=second.poverty,
    )


def fit_scorer(
    space: Space,
    units: Sequence[Unit],
    member: Flags,
    primary: Integers,
    weight: float = BLEND,
    marks: Sequence[tuple[int, int, int]] = (),
) -> Scorer:
    """Returns the scorer fitted to units with their codes (`member` units x categories, class index).

    `marks` are phrases that a reader labelled: row of the unit, a character of the phrase, class index.
    """
    import numpy as np

    reading = space.read(units)
    matrix, bags = space.matrices(reading)
    given = np.full(len(bags.unit), -1, dtype=np.int64)
    for row, start, label in marks:
        given[reading.phrase_at[reading.joined.first[row] + start]] = label
    classes = np.concatenate([member, (primary == member.shape[1])[:, None]], axis=1)
    return Scorer(
        space=space,
        linear=fit_linear(matrix.stack(), member, primary),
        phrase=fit_phrases(bags, classes, primary, given),
        blend=weight,
    )
