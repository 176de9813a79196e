"""The categories of a document (codebook 0.6), each rule once."""

from __future__ import annotations

import pytest

from classify.profile import MIXED, profile_document, title_categories, unit_weight
from corpus.label import NONE, Coding


def _codings(*codes: str) -> list[Coding]:
    parts = [code.split("+") for code in codes]
    return [
        Coding(address=str(number), primary=part[0], secondary=tuple(part[1:])) for number, part in enumerate(parts)
    ]


def test_weight_grows_with_the_root_of_the_length_up_to_two() -> None:
    assert [unit_weight(length) for length in (0, 25, 100, 400, 9000)] == [0, 0.5, 1, 2, 2]


def test_shares_count_a_secondary_code_half() -> None:
    found = profile_document(_codings("policy+fund", "fund"), [100, 100])
    shares = {one.category: one.share for one in found.shares}
    assert shares["policy"] == pytest.approx(0.4)
    assert shares["fund"] == pytest.approx(0.6)
    assert found.primary == "fund"
    assert found.labels == ("fund", "policy")


def test_none_units_weigh_nothing_in_the_shares() -> None:
    found = profile_document(_codings("policy", "none", "none"), [100, 100, 100])
    assert found.primary == "policy"
    assert found.none_share == pytest.approx(2 / 3)


def test_a_close_race_is_decided_by_the_title_or_not_at_all() -> None:
    codings, lengths = _codings("policy", "fund"), [100, 100]
    assert profile_document(codings, lengths).primary == MIXED
    decided = profile_document(codings, lengths, title="青禾县扶贫资金管理办法")
    assert (decided.primary, decided.by_title) == ("fund", True)


def test_a_title_for_another_category_does_not_decide() -> None:
    assert profile_document(_codings("policy", "fund"), [100, 100], title="宣传工作要点").primary == MIXED


def test_a_document_of_boilerplate_is_none_unless_its_title_speaks() -> None:
    codings, lengths = _codings(*["none"] * 10), [100] * 10
    assert profile_document(codings, lengths).primary == NONE
    assert profile_document(codings, lengths).labels == ()
    assert profile_document(codings, lengths, title="关于拨付资金的通知").primary == "fund"


def test_three_units_of_ten_make_a_label() -> None:
    codes = ["policy"] * 22 + ["publicity"] * 3
    found = profile_document(_codings(*codes), [100] * 25)
    assert "publicity" in found.labels  # 12 % of the weight, but primary in three units
    assert "publicity" not in profile_document(_codings(*codes[:-1]), [100] * 24).labels


def test_intervals_hold_the_share_and_are_the_same_twice() -> None:
    codings, lengths = _codings("policy", "fund", "policy", "society+fund", "policy"), [80, 120, 300, 50, 100]
    first, second = profile_document(codings, lengths), profile_document(codings, lengths)
    assert first == second
    assert all(one.low <= one.share <= one.high for one in first.shares)
    assert sum(one.share for one in first.shares) == pytest.approx(1)


def test_an_empty_document() -> None:
    assert profile_document([], []).primary == NONE


@pytest.mark.parametrize(
    ("title", "first"),
    [
        ("关于调整乡村振兴领导小组组成人员的通知", "organization"),
        ("关于深化沪滇对口协作的意见", "assistance"),
        ("广泛动员社会力量参与的实施方案", "society"),
        ("大数据平台建设方案", "technology"),
        ("农村扶贫开发纲要", "strategy"),
        ("产业扶贫实施意见", "policy"),
        ("关于做好值班工作的通知", ""),
    ],
)
def test_title_rules(title: str, first: str) -> None:
    assert next(iter(title_categories(title)), "") == first
