"""Training: coded units in, a model out. The same function makes the shipped model and a user's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from classify.artefact import SHIPPED, Artefact, read_artefact
from classify.calibrate import fit_curve, fit_rule
from classify.features import language_of
from classify.folds import FOLDS, Recipe, assign_folds, encode, out_of_fold
from classify.lexicon import Lexicon, empty_lexicon, load_cues, load_lexicon
from classify.linear import fit_binary
from classify.model import Facet, Model, Scorer
from classify.unit import CodedUnit
from corpus.codebook import Codebook, load_codebook
from corpus.errors import XietongError
from corpus.label import NONE

if TYPE_CHECKING:
    from classify.arrays import Floats, Integers

LEAST_UNITS = 40  # fewer coded units of a language make no model of their own
LEAST_DOCUMENTS = 2
WEIGHTS = (0.0, 0.25, 0.5, 1.0, 2.0, 4.0)  # of a user's model over the shipped one


def train(
    coded: Sequence[CodedUnit],
    codebook: Codebook | None = None,
    *,
    base: bool = True,
    extra: Sequence[CodedUnit] = (),
    version: str = "xietong-linear@user",
    lexicon: Lexicon | None = None,
    cues: Lexicon | None = None,
    seed: int = 0,
) -> Artefact:
    """Returns the model learned from the coded units, one for each language with enough of them.

    With `base` the model stands on the shipped one where the codebook has the same categories: the
    scores of both are added, the weight of the new part being the one of `WEIGHTS` with the best
    out-of-fold accuracy. `extra` units only train: thresholds and probabilities come from `coded`
    (unless a language has too few of them). Without a lexicon the shipped codebook brings its own, any
    other codebook none.

    Raises:
        XietongError: too few units or documents, or a code that the codebook does not know.
    """
    book = codebook or load_codebook()
    _check([*coded, *extra], book)
    if lexicon is None:
        lexicon = load_lexicon() if book.ids == load_codebook().ids else empty_lexicon()
    shipped = read_artefact(SHIPPED) if base and book.ids == load_codebook().ids else None
    groups = _by_language(coded)
    others = _by_language(extra)
    sizes = {name: len(groups.get(name, ())) + len(others.get(name, ())) for name in {*groups, *others}}
    models: dict[str, Model] = {}
    for language in sorted(sizes, key=lambda name: (-sizes[name], name)):
        own, added = groups.get(language, []), others.get(language, [])
        if len(own) < LEAST_UNITS:
            own, added = [*own, *added], []
        if len({one.document for one in own}) < LEAST_DOCUMENTS or (models and sizes[language] < LEAST_UNITS):
            continue
        recipe = Recipe(language=language, categories=book.ids, lexicon=lexicon, cues=cues or load_cues())
        under = shipped.models.get(language) if shipped else None
        models[language] = _train_language(own, added, recipe, under, seed)
    if shipped:
        models = {**shipped.models, **models}
    return Artefact(version=version, codebook=f"{book.id}@{book.version}", categories=book.ids, models=models)


def _by_language(coded: Sequence[CodedUnit]) -> dict[str, list[CodedUnit]]:
    groups: dict[str, list[CodedUnit]] = {}
    for one in coded:
        groups.setdefault(language_of(one.unit.text), []).append(one)
    return groups


def _check(coded: Sequence[CodedUnit], book: Codebook) -> None:
    known = {*book.ids, NONE}
    for one in coded:
        strange = sorted({one.primary, *one.secondary} - known)
        if strange:
            raise XietongError(
                f"unit {one.unit.id}: no category {', '.join(strange)}", hint=f"categories: {', '.join(book.ids)}"
            )
    documents = len({one.document for one in coded})
    if len(coded) < LEAST_UNITS or documents < LEAST_DOCUMENTS:
        raise XietongError(
            f"{len(coded)} coded units of {documents} documents are too few to train on",
            hint=f"code at least {LEAST_UNITS} units of {LEAST_DOCUMENTS} documents; `xietong queue` proposes them",
        )


def _train_language(
    coded: Sequence[CodedUnit], extra: Sequence[CodedUnit], recipe: Recipe, under: Model | None, seed: int
) -> Model:
    documents = [one.document for one in coded]
    fold = assign_folds(documents, min(FOLDS, len(set(documents))), seed)
    member, primary = encode(coded, recipe.categories)
    scores = out_of_fold(coded, recipe, fold, extra)
    scorer = recipe.fit([*coded, *extra])
    weight, base = 1.0, None
    if under is not None:
        base = under.scorer
        below = base.score([one.unit for one in coded]).blended
        scores = scores * scorer.linear.seen
        weight = _best_weight(below, scores, primary, len(recipe.categories))
        scores = below + weight * scores
    return Model(
        scorer=scorer,
        rule=fit_rule(scores, member, primary),
        base=base,
        weight=weight,
        poverty=_fit_poverty(coded, scorer, fold) or (under.poverty if under and not base else None),
    )


def _best_weight(below: Floats, own: Floats, primary: Integers, width: int) -> float:
    """Returns the weight of the own scores with the best accuracy, the smaller one on a tie."""

    def accuracy(weight: float) -> float:
        return float(((below + weight * own)[:, width:].argmax(axis=1) == primary).mean())

    return max(WEIGHTS, key=lambda weight: (round(accuracy(weight), 3), -weight))


def _fit_poverty(coded: Sequence[CodedUnit], scorer: Scorer, fold: Sequence[int]) -> Facet | None:
    """Returns the facet fitted to the units where it was coded, None where that is one-sided."""
    import numpy as np

    known = [row for row, one in enumerate(coded) if one.poverty is not None]
    truth = np.array([coded[row].poverty for row in known], dtype=bool)
    place = np.array([fold[row] for row in known])
    if len(known) < LEAST_UNITS or truth.all() or not truth.any():
        return None
    space = scorer.space
    matrix = space.matrices(space.read([coded[row].unit for row in known]))[0].stack()
    held = np.zeros((len(known), 1))
    for number in sorted(set(place.tolist())):
        machine = fit_binary(matrix[place != number], truth[place != number])
        held[place == number] = matrix[place == number] @ machine.weight + machine.bias
    return Facet(linear=fit_binary(matrix, truth), curve=fit_curve(held, truth))
