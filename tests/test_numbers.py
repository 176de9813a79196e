"""Document numbers in all their printed forms, and what only looks like one."""

from __future__ import annotations

import pytest

from extract.numbers import iter_numbers, parse_number
from extract.numerals import numeral_value

FORMS = [
    ("松政发〔2015〕34号", "松政发〔2015〕34号"),
    ("松政发﹝2015﹞34號", "松政发〔2015〕34号"),
    ("松政发[2015]139号", "松政发〔2015〕139号"),
    ("松政发［2015］139号", "松政发〔2015〕139号"),
    ("松财教【2017】6号", "松财教〔2017〕6号"),
    ("松政发(2015)53号", "松政发〔2015〕53号"),
    ("松政发（2015）53号", "松政发〔2015〕53号"),
    ("松发<2011>11号", "松发〔2011〕11号"),
    ("松政办发„2009‟3号", "松政办发〔2009〕3号"),
    ("松发〔201816号", "松发〔2018〕16号"),  # the closing bracket lost
    ("松发〔2016〕13", "松发〔2016〕13号"),
    ("松府发〔2018〕第7号", "松府发〔2018〕7号"),
    ("松政办发〔２０１４ 〕58 号", "松政办发〔2014〕58号"),
    ("松政发〔一九九五〕10号", "松政发〔1995〕10号"),
    ("松发(94)30号", "松发〔1994〕30号"),
    ("国务院令第456号", "国务院令第456号"),
    ("主席令第七十七号", "主席令第77号"),
    ("根据松政发〔2015〕34号", "松政发〔2015〕34号"),
    ("(Song Zheng Fa [2015] No. 53)", "Song Zheng Fa [2015] No. 53"),
]
REFUSED = ["GB/T 9704-2012", "15XJC810001", "国道214号", "2017，17（04）：2-8", "电话12346", "松山路12号"]


@pytest.mark.parametrize(("text", "value"), FORMS)
def test_form(text: str, value: str) -> None:
    number = parse_number(text)
    assert number is not None
    assert number.value == value
    assert text[number.span.end - 1] in "号號)0123456789"


@pytest.mark.parametrize("text", REFUSED)
def test_refused(text: str) -> None:
    assert parse_number(text) is None


def test_a_window_does_not_cut_through_a_number() -> None:
    text = "松政发〔2015〕34号"
    assert [number.value for number in iter_numbers(text, 0, text.index("34") + 1)] == ["松政发〔2015〕34号"]


@pytest.mark.parametrize(
    ("text", "value"),
    [("一百零三", 103), ("一千二百六十", 1260), ("二〇一五", 2015), ("十", 10), ("二十", 20), ("甲", None)],
)
def test_numerals(text: str, value: int | None) -> None:
    assert numeral_value(text) == value
