"""Scores into decisions and probabilities: thresholds, calibration, and when to ask a person.

All of it is learned on out-of-fold scores: each unit is scored by a model that never saw its document.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from classify.arrays import Flags, Floats, Integers

SMOOTH = 9  # neighbours averaged along the F1 curve: its raw peak overfits (design trial)
COVERAGE = 0.85  # share of the units that the machine answers alone; the rest is for review
BINS = 10
STEPS = 60
DIGITS = 6  # of what is learned here: the last ones depend on the number of threads


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A logistic curve from scores to a probability: `1 / (1 + exp(-(slope . score + shift)))`."""

    slope: tuple[float, ...]
    shift: float

    def probability(self, scores: Any) -> Floats:
        """Returns the probabilities of rows of scores (units x scores)."""
        import numpy as np

        line = np.asarray(scores, dtype=np.float64) @ np.array(self.slope) + self.shift
        return np.asarray(1 / (1 + np.exp(-np.clip(line, -30, 30))))


def fit_curve(scores: Any, truth: Any) -> Curve:
    """Returns the curve fitted by Newton steps with Platt's smoothed targets.

    `scores` are units x scores. Where only one side was seen the curve is flat near it.
    Source: Platt 1999, with the targets (n+1)/(n+2) and 1/(n+2).
    """
    import numpy as np

    positive = int(np.sum(truth))
    negative = len(truth) - positive
    target = np.where(truth, (positive + 1) / (positive + 2), 1 / (negative + 2))
    plain = np.asarray(scores, dtype=np.float64)
    table = np.concatenate([plain, np.ones((len(plain), 1))], axis=1)
    weight = np.zeros(table.shape[1])
    weight[-1] = np.log((positive + 1) / (negative + 1))
    ridge = 1e-3 * np.eye(len(weight))
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(table @ weight, -30, 30)))
        slope = table.T @ (chance - target) + 1e-3 * weight
        curve = (table * (chance * (1 - chance))[:, None]).T @ table + ridge
        step = np.linalg.solve(curve, slope)
        weight = weight - np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-8:
            break
    return Curve(
        slope=tuple(round(float(value), DIGITS) for value in weight[:-1]), shift=round(float(weight[-1]), DIGITS)
    )


def best_threshold(scores: Any, truth: Any) -> float:
    """Returns the score from which on to say yes so that F1 is best (smoothed along the curve)."""
    import numpy as np

    if not np.any(truth):
        return float(np.max(scores, initial=0.0)) + 1.0
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(truth[order])
    quality = 2 * hits / (np.arange(1, len(order) + 1) + np.sum(truth))
    width = min(SMOOTH, len(order))
    padded = np.pad(quality, (width // 2, width - 1 - width // 2), mode="edge")
    smooth = np.convolve(padded, np.ones(width) / width, mode="valid")
    place = int(np.argmax(smooth))
    following = min(place + 1, len(order) - 1)
    return round(float((scores[order[place]] + scores[order[following]]) / 2), DIGITS)


def calibration_error(probability: Any, truth: Any, bins: int = BINS) -> float:
    """Returns the expected calibration error over bins of equal width (0 is perfect)."""
    return sum(
        count * abs(stated - seen) for _, count, stated, seen in reliability_bins(probability, truth, bins)
    ) / max(len(truth), 1)


def reliability_bins(probability: Any, truth: Any, bins: int = BINS) -> list[tuple[float, int, float, float]]:
    """Returns the reliability diagram: lower edge, units, mean stated probability, share that is true."""
    import numpy as np

    stated = np.asarray(probability, dtype=np.float64)
    place = np.minimum((stated * bins).astype(int), bins - 1)
    rows: list[tuple[float, int, float, float]] = []
    for number in range(bins):
        inside = place == number
        if inside.any():
            seen = float(np.mean(np.asarray(truth)[inside]))
            rows.append((number / bins, int(inside.sum()), float(stated[inside].mean()), seen))
    return rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How scores become codes.

    `thresholds` and `member` are per category, `none` and `confidence` for the primary decision;
    below `review` the confidence is too low to answer alone.
    """

    thresholds: tuple[float, ...]
    member: tuple[Curve, ...]
    none: Curve
    confidence: Curve
    review: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """Codes of many units: primary class, categories (units x categories), probabilities, confidence."""

    primary: Integers
    member: Flags
    probability: Floats
    confidence: Floats
    review: Flags


def margins(scores: Any) -> Any:
    """Returns the lead of the best class over the second (units x 1)."""
    import numpy as np

    best = np.sort(scores, axis=1)
    return (best[:, -1] - best[:, -2])[:, None]


def lead_of_none(scores: Any) -> Any:
    """Returns the lead of `none` (the last class) over the best category (units x 1)."""
    return (scores[:, -1] - scores[:, :-1].max(axis=1))[:, None]


MOST = 3  # a primary and at most two secondary categories (codebook 0.2)


def decide(scores: Any, rule: Rule) -> Verdicts:
    """Returns the verdicts for blended scores (units x (categories, then categories and `none`))."""
    import numpy as np

    width = len(rule.thresholds)
    member, leading = scores[:, :width], scores[:, width:]
    primary = leading.argmax(axis=1)
    spare = member - np.array(rule.thresholds)
    some = primary < width
    spare[np.flatnonzero(some), primary[some]] = np.inf
    order = np.argsort(np.argsort(-spare, axis=1, kind="stable"), axis=1)
    chosen = (spare >= 0) & (order < MOST) & some[:, None]
    probability = [curve.probability(member[:, [place]]) for place, curve in enumerate(rule.member)]
    probability.append(rule.none.probability(lead_of_none(leading)))
    confidence = rule.confidence.probability(margins(leading))
    return Verdicts(
        primary=primary,
        member=chosen,
        probability=np.stack(probability, axis=1),
        confidence=confidence,
        review=confidence < rule.review,
    )


def fit_rule(scores: Any, member: Any, primary: Any, coverage: float = COVERAGE) -> Rule:
    """Returns the rule learned from out-of-fold scores and the true codes."""
    import numpy as np

    width = member.shape[1]
    leading = scores[:, width:]
    confidence = fit_curve(margins(leading), leading.argmax(axis=1) == primary)
    sure = confidence.probability(margins(leading))
    return Rule(
        thresholds=tuple(best_threshold(scores[:, place], member[:, place]) for place in range(width)),
        member=tuple(fit_curve(scores[:, [place]], member[:, place]) for place in range(width)),
        none=fit_curve(lead_of_none(leading), primary == width),
        confidence=confidence,
        review=round(float(np.quantile(sure, 1 - coverage)), DIGITS),
    )


def class_indices(codes: Sequence[str], categories: Sequence[str]) -> list[int]:
    """Returns the class index of each code; what is no category is `none`, the last class."""
    place = {name: index for index, name in enumerate(categories)}
    return [place.get(code, len(categories)) for code in codes]
