"""Training: coded units in, a model out. The same function makes the shipped model and a user's own."""

from __future__ import annotations

from collections.abc import Sequence

from classify.artefact import Artefact
from classify.calibrate import fit_rule
from classify.features import language_of
from classify.folds import FOLDS, assign_folds, encode, out_of_fold
from classify.lexicon import Lexicon, empty_lexicon, load_cues, load_lexicon
from classify.model import Model, fit_scorer
from classify.space import fit_space
from classify.unit import CodedUnit
from corpus.codebook import Codebook, load_codebook
from corpus.errors import XietongError

LEAST_UNITS = 40  # fewer coded units of a language make no model of their own
LEAST_DOCUMENTS = 2


def train(
    coded: Sequence[CodedUnit],
    codebook: Codebook | None = None,
    *,
    version: str = "xietong-linear@user",
    lexicon: Lexicon | None = None,
    cues: Lexicon | None = None,
    seed: int = 0,
) -> Artefact:
    """Returns the model learned from the coded units, one for each language with enough of them.

    Without a lexicon the shipped codebook brings its own and any other codebook none.

    Raises:
        XietongError: too few units or documents, or a code that the codebook does not know.
    """
    book = codebook or load_codebook()
    _check(coded, book)
    if lexicon is None:
        lexicon = load_lexicon() if book.id == load_codebook().id else empty_lexicon()
    groups: dict[str, list[CodedUnit]] = {}
    for one in coded:
        groups.setdefault(language_of(one.unit.text), []).append(one)
    order = sorted(groups, key=lambda language: (-len(groups[language]), language))
    models = {
        language: _train_language(groups[language], language, book.ids, lexicon, cues or load_cues(), seed)
        for rank, language in enumerate(order)
        if rank == 0 or len(groups[language]) >= LEAST_UNITS
    }
    return Artefact(version=version, codebook=f"{book.id}@{book.version}", categories=book.ids, models=models)


def _check(coded: Sequence[CodedUnit], book: Codebook) -> None:
    known = {*book.ids, "none"}
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
    coded: Sequence[CodedUnit],
    language: str,
    categories: tuple[str, ...],
    lexicon: Lexicon,
    cues: Lexicon,
    seed: int,
) -> Model:
    documents = [one.document for one in coded]
    fold = assign_folds(documents, min(FOLDS, len(set(documents))), seed)
    member, primary = encode(coded, categories)
    rule = fit_rule(out_of_fold(coded, language, categories, lexicon, cues, fold), member, primary)
    units = [one.unit for one in coded]
    space = fit_space(units, language, categories, lexicon, cues)
    return Model(scorer=fit_scorer(space, units, member, primary), rule=rule)
