"""Honest evaluation of a recipe: every unit coded by a model and a rule that never saw its document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from classify.calibrate import decide, fit_rule
from classify.coder import make_codings
from classify.features import language_of
from classify.folds import FOLDS, Recipe, assign_folds, encode, out_of_fold
from classify.lexicon import load_cues, load_lexicon
from classify.score import Evaluation, evaluate
from classify.unit import CodedUnit
from corpus.label import CATEGORIES, Coding

if TYPE_CHECKING:
    from classify.arrays import Floats


def shipped_recipe(language: str = "zh", categories: tuple[str, ...] = CATEGORIES) -> Recipe:
    """Returns the recipe of the shipped model."""
    return Recipe(language=language, categories=categories, lexicon=load_lexicon(), cues=load_cues())


def cross_validate(
    coded: Sequence[CodedUnit],
    folds: int = FOLDS,
    seed: int = 0,
    *,
    recipe: Recipe | None = None,
    extra: Sequence[CodedUnit] = (),
) -> Evaluation:
    """Returns the evaluation over folds of documents.

    The scores of a unit come from a model of the other folds; thresholds and calibration of a fold
    from the out-of-fold scores of the others. Units of another language than the recipe's are left out.
    """
    used = recipe or shipped_recipe()
    own = [one for one in coded if language_of(one.unit.text) == used.language]
    fold = assign_folds([one.document for one in own], folds, seed)
    scores = out_of_fold(own, used, fold, extra)
    return evaluate(own, code_by_fold(own, scores, fold, used.categories), used.categories)


def code_by_fold(
    coded: Sequence[CodedUnit], scores: Floats, fold: Sequence[int], categories: tuple[str, ...]
) -> list[Coding]:
    """Returns codings from out-of-fold scores, each fold by the rule of the others."""
    import numpy as np

    member, primary = encode(coded, categories)
    place = np.array(fold)
    codings: list[Coding] = []
    for number in sorted(set(fold)):
        inside = place == number
        rule = fit_rule(scores[~inside], member[~inside], primary[~inside])
        units = [coded[row].unit for row in np.flatnonzero(inside).tolist()]
        verdicts = decide(scores[inside], rule)
        codings += make_codings(units, verdicts, [()] * len(units), categories, "cross-validation")
    return codings
