"""Shares corrected for the classifier's confusions, and measures that carry its error."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.measures import measure
from models.prevalence import Confusion, correct_shares, draw_tables, expected_table

CONFUSION = Confusion(labels=("fund", "policy", "none"), counts=((80, 20, 0), (10, 190, 0), (0, 5, 45)))


@dataclass(frozen=True)
class One:
    """A coded clause."""

    document: str
    address: str
    primary: str


def _rates() -> np.ndarray:
    counts = np.array(CONFUSION.counts, dtype=float)
    rates: np.ndarray = counts / counts.sum(axis=1, keepdims=True)
    return rates


def test_correction_moves_counts_towards_the_truth() -> None:
    rates = _rates()
    truth = np.array([0.3, 0.6, 0.1])
    seen = 10_000 * truth @ rates
    corrected = correct_shares(seen, rates)
    counted = seen / seen.sum()
    assert abs(corrected - truth).sum() < 0.4 * abs(counted - truth).sum()
    assert corrected.sum() == pytest.approx(1)


@given(st.lists(st.integers(0, 500), min_size=3, max_size=3))
def test_corrected_shares_are_shares(seen: list[int]) -> None:
    shares = correct_shares(np.array(seen, dtype=float), _rates())
    assert (shares >= 0).all()
    assert shares.sum() == pytest.approx(1 if sum(seen) else 0)


def test_a_classifier_without_errors_is_left_as_it_is() -> None:
    sharp = Confusion(labels=CONFUSION.labels, counts=((10**6, 0, 0), (0, 10**6, 0), (0, 0, 10**6)))
    machine = np.array([[5.0, 3.0, 1.0], [0.0, 4.0, 2.0]])
    assert expected_table(machine, np.zeros((2, 3)), sharp) == pytest.approx(machine, abs=1e-4)


def test_draws_keep_the_number_of_clauses_of_a_document_and_people_are_believed() -> None:
    machine = np.array([[6.0, 3.0, 1.0]])
    sure = np.array([[0.0, 0.0, 2.0]])
    for table in draw_tables(machine, sure, CONFUSION, draws=20, seed=1):
        assert table.sum() == 12
        assert table[0, 2] >= 2
    first, second = (list(draw_tables(machine, sure, CONFUSION, draws=3, seed=4)) for _ in range(2))
    assert all((a == b).all() for a, b in zip(first, second, strict=True))


def _library(documents: int = 30) -> list[One]:
    return [One(f"d{i}", f"p{j}", "fund" if (i + j) % 3 == 0 else "policy") for i in range(documents) for j in range(6)]


def test_intervals_hold_the_figure_and_widen_with_the_classifiers_error() -> None:
    plain = measure(_library(), ("fund", "policy"), None)
    noisy = measure(_library(), ("fund", "policy"), CONFUSION)
    assert plain is not None
    assert noisy is not None
    assert plain.shares["fund"].value == pytest.approx(1 / 3, abs=1e-4)
    for figure in (*noisy.shares.values(), *noisy.breadth.values(), noisy.coupling, noisy.coordination, noisy.evenness):
        assert 0 <= figure.low <= figure.value <= figure.high <= 1
    assert noisy.shares["fund"].high - noisy.shares["fund"].low > plain.shares["fund"].high - plain.shares["fund"].low
    assert plain.breadth["fund"].value == 1  # every document has a clause of each
    assert plain.coupling.value == pytest.approx(1)


def test_codes_of_people_are_not_corrected() -> None:
    clauses = _library()
    people = frozenset((one.document, one.address) for one in clauses)
    by_people = measure(clauses, ("fund", "policy"), CONFUSION, people=people)
    assert by_people == measure(clauses, ("fund", "policy"), Confusion(
        labels=CONFUSION.labels, counts=((10**6, 0, 0), (0, 10**6, 0), (0, 0, 10**6))), people=people)  # fmt: skip
    assert by_people is not None
    assert by_people.shares["fund"].value == pytest.approx(1 / 3, abs=1e-4)


def test_too_few_documents_are_not_measured() -> None:
    assert measure(_library(4), ("fund", "policy"), None) is None
    assert measure([One("a", "p1", "none")], ("fund",), None) is None


@pytest.mark.parametrize("counts", [((1, 2),), ((1, -1), (0, 1)), ((1, 2, 3), (1, 2, 3))])
def test_a_confusion_is_square_and_not_negative(counts: tuple[tuple[int, ...], ...]) -> None:
    with pytest.raises(ValueError):
        Confusion(labels=("fund", "policy"), counts=counts)
