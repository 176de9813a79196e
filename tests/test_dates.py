"""Dates in official texts."""

from __future__ import annotations

import pytest

from extract.dates import iter_dates, whole_date

DATES = [
    ("2015年11月29日", ["2015-11-29"]),
    ("2015 年 11 月 29 日", ["2015-11-29"]),
    ("二〇一五年十一月二十九日", ["2015-11-29"]),
    ("二○一○年四月三十日", ["2010-04-30"]),  # U+25CB, as many pages print it
    ("一九九六年七月十七日", ["1996-07-17"]),
    ("２０１６年５月", ["2016-05"]),
    ("2015-11-29 与 2015/11/30", ["2015-11-29", "2015-11-30"]),
    ("2016.5.19", ["2016-05-19"]),
    ("2016年13月1日", []),  # no such month
    ("投资1.5亿元", []),
    ("November 29, 2015 and 3 May 2016", ["2015-11-29", "2016-05-03"]),
]


@pytest.mark.parametrize(("text", "values"), DATES)
def test_dates(text: str, values: list[str]) -> None:
    found = list(iter_dates(text))
    assert [date.value for date in found] == values
    assert all(0 <= date.span.start < date.span.end <= len(text) for date in found)


def test_whole_date_is_nothing_but_a_date() -> None:
    assert whole_date("（2018年12月18日）") == "2018-12-18"
    assert whole_date("2018年12月18日印发") == ""
