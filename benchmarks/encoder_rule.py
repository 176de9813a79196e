"""The rule for the joint scores of linear model and encoder, and what it reaches on documents neither has seen."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from classify.calibrate import Rule, Verdicts, calibration_error, decide, fit_rule
from classify.folds import encode
from classify.lexicon import load_cues, load_lexicon
from classify.model import fit_scorer
from classify.space import fit_space
from classify.unit import CodedUnit
from corpus.label import CATEGORIES


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Held-out units with the scores of both models (units x 17)."""

    linear: Any
    encoder: Any
    coded: tuple[CodedUnit, ...]


def held_out_scores(learned: Sequence[CodedUnit], test: Sequence[CodedUnit]) -> Any:
    """Returns the scores of a linear model, trained on the ones, for the others."""
    units = [one.unit for one in learned]
    space = fit_space(units, "zh", CATEGORIES, load_lexicon(), load_cues())
    scorer = fit_scorer(space, units, *encode(learned, CATEGORIES))
    return scorer.score([one.unit for one in test]).blended


def fit_joint_rule(held: Held, weight: float) -> tuple[Rule, dict[str, dict[str, float]]]:
    """Returns the rule fitted to all, and figures where the rule was fitted on the other half of the documents."""
    member, primary = encode(held.coded, CATEGORIES)
    half = np.array([_half(one.document) for one in held.coded])
    figures = {}
    for name, scores in (("linear", held.linear), ("joint", held.linear + weight * held.encoder)):
        parts = [
            (half == side, fit_rule(scores[half != side], member[half != side], primary[half != side]))
            for side in (0, 1)
        ]
        verdicts = [(here, decide(scores[here], rule)) for here, rule in parts]
        figures[name] = _measure(verdicts, member, primary)
    return fit_rule(held.linear + weight * held.encoder, member, primary), figures


def _half(document: str) -> int:
    return int(hashlib.sha256(f"half {document}".encode()).hexdigest(), 16) % 2


def _measure(verdicts: Sequence[tuple[Any, Verdicts]], member: Any, primary: Any) -> dict[str, float]:
    """Returns macro-F1, accuracy, calibration error, and the first two of what is not flagged for review."""
    given = np.zeros_like(member)
    leading = np.zeros_like(primary)
    review = np.zeros(len(primary), dtype=bool)
    chance = np.zeros((len(primary), member.shape[1] + 1))
    for here, verdict in verdicts:
        given[here], leading[here] = verdict.member, verdict.primary
        review[here], chance[here] = verdict.review, verdict.probability
    truth = np.concatenate([member, (primary == member.shape[1])[:, None]], axis=1)
    figures = {
        "macro_f1": _macro(given, member),
        "accuracy": float((leading == primary).mean()),
        "calibration_error": float(np.mean([calibration_error(chance[:, one], truth[:, one]) for one in range(9)])),
        "kept": float(1 - review.mean()),
        "kept_macro_f1": _macro(given[~review], member[~review]),
        "kept_accuracy": float((leading == primary)[~review].mean()),
    }
    for place, name in enumerate(CATEGORIES):
        figures[f"f1_{name}"] = _f1(given[:, place], member[:, place])
    return {name: round(value, 4) for name, value in figures.items()}


def _macro(given: Any, truth: Any) -> float:
    return float(np.mean([_f1(given[:, place], truth[:, place]) for place in range(truth.shape[1])]))


def _f1(given: Any, truth: Any) -> float:
    return float(2 * (given & truth).sum() / max(1, given.sum() + truth.sum()))
