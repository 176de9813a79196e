"""Evaluation: every figure against a case that can be counted by hand."""

from __future__ import annotations

import json

import pytest

from classify.calibrate import best_threshold, calibration_error, fit_curve
from classify.score import evaluate
from classify.unit import CodedUnit, Unit
from corpus.errors import XietongError
from corpus.label import NONE, Coding

CATEGORIES = ("red", "blue")


def _gold(id: str, primary: str, *secondary: str, document: str = "", sampling: str = "") -> CodedUnit:
    return CodedUnit(
        unit=Unit(id=id, text=id), document=document or id, primary=primary, secondary=secondary, sampling=sampling
    )


def _coding(id: str, primary: str, *secondary: str, sure: float = 0.9, review: bool = False) -> Coding:
    return Coding(address=id, primary=primary, secondary=secondary, probabilities={primary: sure}, review=review)


GOLD = [
    _gold("1", "red", "blue", sampling="random"),
    _gold("2", "red", sampling="strat:red"),
    _gold("3", "blue", sampling="random2"),
    _gold("4", NONE),
]
CODINGS = [_coding("1", "red"), _coding("2", "blue", sure=0.3, review=True), _coding("3", "blue"), _coding("4", NONE)]


def test_counts_by_hand() -> None:
    found = evaluate(GOLD, CODINGS, CATEGORIES)
    red, blue, none = found.categories
    assert (red.precision, red.recall, red.f1.value, red.support) == (1.0, 0.5, round(2 / 3, 4), 2)
    assert (blue.precision, blue.recall, blue.f1.value, blue.given) == (0.5, 0.5, 0.5, 2)
    assert none.f1.value == 1.0
    assert found.macro_f1.value == pytest.approx((2 / 3 + 0.5) / 2, abs=1e-3)
    assert found.micro_f1.value == pytest.approx(4 / 7, abs=1e-3)
    assert found.accuracy.value == 0.75
    assert found.confusion == ((1, 1, 0), (0, 1, 0), (0, 0, 1))


def test_a_category_without_support_is_not_in_the_average() -> None:
    found = evaluate([_gold("1", "red")], [_coding("1", "red")], CATEGORIES)
    assert found.macro_f1.value == 1.0


def test_what_is_answered_alone_is_better_here() -> None:
    found = evaluate(GOLD, CODINGS, CATEGORIES)
    assert (found.answered.units, found.answered.accuracy) == (3, 1.0)
    assert found.selective[-1].units == 4
    assert found.selective[0].accuracy == 1.0


def test_random_sample_apart() -> None:
    names = {part.name: part.units for part in evaluate(GOLD, CODINGS, CATEGORIES).parts}
    assert names == {"sampling: random": 2, "sampling: stratified": 1}


def test_intervals_widen_when_units_share_a_document() -> None:
    apart = [_gold(str(number), "red") for number in range(40)]
    together = [_gold(str(number), "red", document=f"d{number // 20}") for number in range(40)]
    codings = [_coding(str(number), "red" if number < 20 else "blue") for number in range(40)]
    wide, narrow = (evaluate(gold, codings, CATEGORIES).accuracy for gold in (together, apart))
    assert wide.high - wide.low > 2 * (narrow.high - narrow.low)
    assert narrow.low <= narrow.value <= narrow.high


def test_an_uncoded_unit_is_an_error() -> None:
    with pytest.raises(XietongError):
        evaluate(GOLD, CODINGS[:2], CATEGORIES)
    with pytest.raises(XietongError):
        evaluate([], [], CATEGORIES)


def test_a_code_outside_the_codebook_is_an_error() -> None:
    with pytest.raises(XietongError):
        evaluate([_gold("1", "red")], [_coding("1", "green")], CATEGORIES)


def test_plain_values_are_json() -> None:
    plain = evaluate(GOLD, CODINGS, CATEGORIES).to_dict()
    assert json.loads(json.dumps(plain))["accuracy"]["value"] == 0.75


def test_calibration_error_by_hand() -> None:
    assert calibration_error([0.95, 0.95, 0.05, 0.05], [True, False, False, False]) == pytest.approx(0.25)
    assert calibration_error([1.0, 0.0], [True, False]) == 0.0


def test_a_fitted_curve_is_calibrated_and_rises() -> None:
    import numpy as np

    generator = np.random.default_rng(3)
    score = generator.normal(size=4000)
    truth = generator.random(4000) < 1 / (1 + np.exp(-(2 * score - 1)))
    curve = fit_curve(score[:, None], truth)
    assert curve.slope[0] == pytest.approx(2, abs=0.2)
    assert curve.shift == pytest.approx(-1, abs=0.2)
    assert calibration_error(curve.probability(score[:, None]), truth) < 0.02


def test_threshold_splits_what_can_be_split() -> None:
    import numpy as np

    score = np.linspace(-1, 1, 101)
    assert best_threshold(score, score > 0.5) == pytest.approx(0.5, abs=0.15)
    assert best_threshold(score, score > 9) > 1
