"""Agreement figures against published and hand-counted values."""

from __future__ import annotations

import math

import pytest

from classify.reliability import Judgement, alpha, cohen_kappa, holsti, masi, measure_reliability, scott_pi
from corpus.errors import XietongError

# Krippendorff's own example of four observers and twelve units (2011, "Computing Krippendorff's
# Alpha-Reliability", C): nominal alpha 0.743, with missing values.
OBSERVERS = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)


def _published() -> list[list[str]]:
    rows = [row.split() for row in OBSERVERS]
    return [[row[place] for row in rows if row[place] != "."] for place in range(12)]


def test_alpha_of_the_published_example() -> None:
    assert alpha(_published()) == pytest.approx(0.743, abs=5e-4)


def test_alpha_of_two_observers_published() -> None:
    # the same paper, A: two observers, ten units, binary, alpha 0.095
    first, second = "0100000000", "1110010010"
    assert alpha(list(zip(first, second, strict=True))) == pytest.approx(0.095, abs=5e-4)


def test_alpha_at_its_ends() -> None:
    assert alpha([("a", "a"), ("b", "b")]) == 1.0
    assert alpha([("a", "b"), ("b", "a")]) < 0
    assert alpha([("a", "a"), ("a", "a")]) == 1.0
    assert math.isnan(alpha([("a",), ("b",)]))


@pytest.mark.parametrize(
    ("first", "second", "distance"),
    [("a", "a", 0), ("a", "b", 1), ("a", "ab", 1 - 2 / 3 / 2), ("ab", "bc", 1 - 1 / 3 / 3), ("ab", "abc", 1 - 4 / 9)],
)
def test_masi(first: str, second: str, distance: float) -> None:
    assert masi(frozenset(first), frozenset(second)) == pytest.approx(distance)
    assert masi(frozenset(second), frozenset(first)) == pytest.approx(distance)


def test_two_coder_coefficients_by_hand() -> None:
    first, second = ["y"] * 25 + ["n"] * 25, ["y"] * 20 + ["n"] * 5 + ["y"] * 10 + ["n"] * 15
    assert holsti(first, second) == pytest.approx(0.7)
    assert cohen_kappa(first, second) == pytest.approx(0.4)  # (0.7 - 0.5) / 0.5
    expected = 0.55**2 + 0.45**2
    assert scott_pi(first, second) == pytest.approx((0.7 - expected) / (1 - expected))


def test_nothing_to_compare() -> None:
    with pytest.raises(XietongError):
        holsti([], [])
    with pytest.raises(XietongError):
        holsti(["a"], ["a", "b"])


def _judgements() -> list[Judgement]:
    rows = [("policy", ("fund",), "policy", ()), ("fund", (), "fund", ()), ("none", (), "none", ())] * 4
    rows += [("strategy", (), "policy", ())]
    return [
        Judgement(unit=f"u{number}", coder=coder, primary=primary, secondary=secondary, document=f"d{number % 5}")
        for number, row in enumerate(rows)
        for coder, primary, secondary in (("ann", row[0], row[1]), ("bo", row[2], row[3]))
    ]


def test_all_figures_of_an_exercise() -> None:
    found = measure_reliability(_judgements())
    assert (found.units, found.documents, found.coders) == (13, 5, ("ann", "bo"))
    assert found.none.value == 1.0
    assert found.primary.low <= found.primary.value <= found.primary.high
    assert found.sets.value < found.primary.value  # the missing secondary codes count here only
    assert found.categories["fund"].value < 1.0
    assert found.categories["society"].value == 1.0
    assert found.pairs[0].holsti == pytest.approx(12 / 13, abs=1e-4)


def test_refusals() -> None:
    some = _judgements()
    with pytest.raises(XietongError):
        measure_reliability([one for one in some if one.coder == "ann"])
    with pytest.raises(XietongError):
        measure_reliability([*some, some[0]])
