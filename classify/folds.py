"""Folds that never split a document, and the scores of units by models that never saw theirs."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from classify.calibrate import class_indices
from classify.features import WEIGHTS
from classify.lexicon import Lexicon
from classify.model import BLEND, Scorer, fit_scorer
from classify.space import fit_space
from classify.unit import CodedUnit

if TYPE_CHECKING:
    from classify.arrays import Flags, Floats, Integers

FOLDS = 5


def assign_folds(documents: Sequence[str], folds: int = FOLDS, seed: int = 0) -> list[int]:
    """Returns the fold of each unit: documents in an order drawn by the seed fill the emptiest fold."""
    size = Counter(documents)
    order = sorted(size, key=lambda name: hashlib.sha256(f"{seed}:{name}".encode()).digest())
    load = [0] * folds
    fold: dict[str, int] = {}
    for name in order:
        fold[name] = load.index(min(load))
        load[fold[name]] += size[name]
    return [fold[name] for name in documents]


def encode(coded: Sequence[CodedUnit], categories: tuple[str, ...]) -> tuple[Flags, Integers]:
    """Returns the codes as arrays: `member` (units x categories) and the primary class index."""
    import numpy as np

    primary = np.array(class_indices([one.primary for one in coded], categories), dtype=np.int64)
    member = np.zeros((len(coded), len(categories)), dtype=bool)
    for row, one in enumerate(coded):
        for place in class_indices(one.categories, categories):
            if place < len(categories):
                member[row, place] = True
    return member, primary


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What a model is made of besides the coded units."""

    language: str
    categories: tuple[str, ...]
    lexicon: Lexicon
    cues: Lexicon
    weights: Mapping[str, float] = field(default_factory=lambda: dict(WEIGHTS))
    blend: float = BLEND

    def fit(self, coded: Sequence[CodedUnit]) -> Scorer:
        """Returns the scorer fitted to the coded units."""
        units = [one.unit for one in coded]
        member, primary = encode(coded, self.categories)
        space = fit_space(units, self.language, self.categories, self.lexicon, self.cues, weights=self.weights)
        marks = [
            (row, start, class_indices([name], self.categories)[0])
            for row, one in enumerate(coded)
            for start, name in one.phrases
        ]
        return fit_scorer(space, units, member, primary, self.blend, marks)


def out_of_fold(
    coded: Sequence[CodedUnit], recipe: Recipe, fold: Sequence[int], extra: Sequence[CodedUnit] = ()
) -> Floats:
    """Returns the blended scores of every unit by a model trained on the other folds (and `extra`)."""
    import numpy as np

    scores = np.zeros((len(coded), 2 * len(recipe.categories) + 1), dtype=np.float32)
    for number in sorted(set(fold)):
        inside = [row for row, place in enumerate(fold) if place == number]
        others = [one for one, place in zip(coded, fold, strict=True) if place != number]
        held = {coded[row].document for row in inside}
        scorer = recipe.fit([*others, *(one for one in extra if one.document not in held)])
        scores[inside] = scorer.score([coded[row].unit for row in inside]).blended
    return scores
