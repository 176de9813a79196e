"""Folds that never split a document, and the scores of units by models that never saw theirs."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from classify.calibrate import class_indices
from classify.lexicon import Lexicon
from classify.model import fit_scorer
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


def out_of_fold(
    coded: Sequence[CodedUnit],
    language: str,
    categories: tuple[str, ...],
    lexicon: Lexicon,
    cues: Lexicon,
    fold: Sequence[int],
) -> Floats:
    """Returns the blended scores of every unit by a model trained on the other folds."""
    import numpy as np

    member, primary = encode(coded, categories)
    scores = np.zeros((len(coded), 2 * len(categories) + 1), dtype=np.float32)
    place = np.array(fold)
    for number in sorted(set(fold)):
        inside = np.flatnonzero(place == number).tolist()
        others = np.flatnonzero(place != number).tolist()
        units = [coded[row].unit for row in others]
        space = fit_space(units, language, categories, lexicon, cues)
        scorer = fit_scorer(space, units, member[others], primary[others])
        scores[inside] = scorer.score([coded[row].unit for row in inside]).blended
    return scores
