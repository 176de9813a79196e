"""Synergy measures against figures worked out by hand."""

from __future__ import annotations

import math

import pytest

from corpus.label import Level
from models.clauses import Clause
from models.synergy import coordination, coupling, pairs, profile, score_clauses, shannon, simpson

_NAMES = ("fund", "policy", "society")


def _clause(document: str, primary: str, *secondary: str, length: int = 100) -> Clause:
    return Clause(
        document=document,
        address="p1",
        text="扶" * length,
        title="",
        level=Level.COUNTY,
        year=None,
        page=None,
        primary=primary,
        secondary=secondary,
        review=False,
    )


def test_weights_of_clauses() -> None:
    clauses = [_clause("a", "fund", "policy"), _clause("a", "fund", length=10_000), _clause("a", "none")]
    assert score_clauses(clauses, _NAMES) == pytest.approx({"fund": 3.0, "policy": 0.5, "society": 0.0})


def test_profile_has_shares_within_their_intervals() -> None:
    clauses = [_clause(f"d{i}", "fund" if i % 4 else "policy") for i in range(40)]
    shares = profile(clauses, _NAMES, seed=1)
    assert [s.share for s in shares] == pytest.approx([0.75, 0.25, 0.0])
    assert shares[0].low < 0.75 < shares[0].high
    assert shares[0].low > 0.55
    assert shares[0].high < 0.92
    assert profile(clauses, _NAMES, seed=1) == shares


def test_clauses_of_one_document_are_one_observation() -> None:
    many = [_clause(f"d{i}", "fund" if i % 2 else "policy") for i in range(40)]
    few = [_clause(f"d{i % 2}", "fund" if i % 2 else "policy") for i in range(40)]
    wide, narrow = profile(few, _NAMES)[0], profile(many, _NAMES)[0]
    assert wide.high - wide.low > 2 * (narrow.high - narrow.low)


def test_profile_without_codes_is_zero() -> None:
    assert [s.share for s in profile([_clause("a", "none")], _NAMES)] == [0.0, 0.0, 0.0]
    assert [s.share for s in profile([], _NAMES)] == [0.0, 0.0, 0.0]


def test_pairs_by_hand() -> None:
    """Three with both, one with neither: Fisher's p is 1 / C(4, 3) = 1 / 4."""
    clauses = [_clause("a", "fund", "policy")] * 3 + [_clause("a", "society"), _clause("a", "none")]
    first = pairs(clauses, _NAMES)[0]
    assert (first.first, first.second, first.both, first.odds) == ("fund", "policy", 3, math.inf)
    assert first.p == pytest.approx(0.25)
    assert all(pair.q >= pair.p for pair in pairs(clauses, _NAMES))


def test_coupling_and_coordination() -> None:
    assert coupling([0.4, 0.4, 0.4]) == pytest.approx(1.0)
    assert coupling([0.2, 0.8]) == pytest.approx(0.8)
    assert coupling([0.0, 0.8]) == 0.0
    assert coordination([0.2, 0.8]) == pytest.approx(math.sqrt(0.8 * 0.5))
    with pytest.raises(ValueError, match="zero or more"):
        coupling([-0.1, 1.0])
    with pytest.raises(ValueError, match=r"\[0, 1\]"):
        coordination([1.5, 1.0])


def test_diversity() -> None:
    assert shannon({"fund": 1.0, "policy": 1.0}) == pytest.approx(1.0)
    assert shannon({"fund": 1.0, "policy": 0.0}) == 0.0
    assert simpson({"fund": 1.0, "policy": 1.0, "society": 2.0}) == pytest.approx(1 - 0.375)
    assert simpson({"fund": 0.0}) == 0.0
