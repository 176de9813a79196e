"""Distinctive words: the figures by hand, and the two sides as mirror images."""

from __future__ import annotations

import math

import pytest

from models.contrast import contrast

_LEFT = [("a", ("统筹",) * 30 + ("扶贫",) * 30), ("b", ("统筹",) * 30 + ("扶贫",) * 30)]
_RIGHT = [("c", ("村级",) * 30 + ("扶贫",) * 30), ("d", ("村级",) * 30 + ("扶贫",) * 30)]


def test_each_side_has_its_word_and_shared_words_belong_to_none() -> None:
    left, right = contrast(_LEFT, _RIGHT)
    assert [term.word for term in left] == ["统筹"]
    assert [term.word for term in right] == ["村级"]


def test_figures_are_those_of_the_formula() -> None:
    (term,), _ = contrast(_LEFT, _RIGHT)
    prior = 500 * 60 / 240
    odds = math.log((60 + prior) / (120 + 500 - 60 - prior)) - math.log(prior / (120 + 500 - prior))
    assert term.odds == pytest.approx(odds)
    assert term.z == pytest.approx(odds / math.sqrt(1 / (60 + prior) + 1 / prior))


def test_sides_swapped_swap_the_words() -> None:
    left, right = contrast(_LEFT, _RIGHT)
    other_left, other_right = contrast(_RIGHT, _LEFT)
    assert [term.word for term in left] == [term.word for term in other_right]
    assert [term.word for term in right] == [term.word for term in other_left]
    assert [term.z for term in left] == pytest.approx([-term.z for term in other_right])
    assert [term.z for term in right] == pytest.approx([-term.z for term in other_left])


def test_a_word_of_one_document_is_not_typical_of_the_set() -> None:
    left, _ = contrast([("a", ("青禾",) * 60 + ("扶贫",) * 60), ("b", ("扶贫",))], _RIGHT)
    assert left == ()


def test_an_empty_side_has_no_contrast() -> None:
    assert contrast([], _RIGHT) == ((), ())
