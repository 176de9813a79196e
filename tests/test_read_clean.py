"""The cleaned view keeps offsets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.clean import BULLET, clean, has_pinyin


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("中國(guó)務(wù)院", "中國務院"),
        ("脫貧攻堅(jiān)戰（zhàn）的(de)意見", "脫貧攻堅戰的意見"),
        ("一次(yi)", "一次(yi)"),  # a lone bracket is part of the text
        ("国内生产总值(GDP)增长", "国内生产总值(GDP)增长"),
        ("中心(CDC)和(WHO)", "中心(CDC)和(WHO)"),
        ("仲裁事 项", "仲裁事项"),
        ("第一条 【目的】", "第一条【目的】"),
        ("New York 和 London", "New York 和 London"),
        ("2019 年", "2019 年"),
        ("乡\u200b村\ufeff", "乡村"),
        ("\uf06c 项目", f"{BULLET} 项目"),
        ("第一章　总则", "第一章　总则"),
        ("", ""),
    ],
)
def test_cleaned_text(text: str, expected: str) -> None:
    assert clean(text).text == expected


NOISE = ["(guó)", "（wù）", "\u200b", " ", "(de)", "\xa0", "\ufeff"]
TEXTS = st.lists(st.sampled_from(["国", "务", "院", "，", "a", "1", "\n", "\uf06c", *NOISE])).map("".join)


@given(TEXTS)
def test_every_kept_character_leads_back(text: str) -> None:
    view = clean(text)
    for offset, char in enumerate(view.text):
        original = text[view.to_original(offset)]
        assert original == char or (char == BULLET and original == "\uf06c")


@given(TEXTS)
def test_offsets_rise_and_cover(text: str) -> None:
    view = clean(text)
    places = [view.to_original(offset) for offset in range(len(view.text))]
    assert places == sorted(set(places))
    assert view.to_original(len(view.text)) <= len(text)
    if view.text:
        span = view.span(0, len(view.text))
        assert span.start == places[0]
        assert span.end == places[-1] + 1


def test_pinyin_is_noticed() -> None:
    assert has_pinyin("中國(guó)務(wù)院")
    assert not has_pinyin("中国(GDP)")
