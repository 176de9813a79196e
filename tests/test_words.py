"""Words and folding: identity with jieba, offsets, nothing lost."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.fold import fold, simplify, traditional_table
from extract.words import cut_words, iter_words, read_domain_words

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
TEXTS = st.text(
    st.one_of(
        st.sampled_from("云南省贫困县的脱贫攻坚2015年（）、，。 \t\n\r%.-+#A型aＢ〔〕号"),
        st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF),
        st.characters(),
    ),
    max_size=60,
)
SENTENCES = [
    "云南省人民政府关于打赢脱贫攻坚战的实施意见",
    "云政发〔2015〕38号 GB/T 9704-2012 增长12.5% 2016—2020年",
    "C++与T恤、110.220.33、a_b @#$ 1+1=2",
    "𠀀𠀁县㐀乡\r\n\t第一书记 Pu’er",
    "怒江州福贡县的建档立卡贫困户享受扶贫小额信贷",
]


@pytest.fixture(scope="module")
def reference():  # type: ignore[no-untyped-def]
    """jieba itself with our vocabulary, in an instance of its own."""
    import jieba

    jieba.setLogLevel(60)
    tokenizer = jieba.Tokenizer()
    for word in read_domain_words():
        tokenizer.add_word(word)
    return tokenizer


@pytest.mark.parametrize("text", SENTENCES)
def test_words_are_those_of_jieba(text: str, reference) -> None:  # type: ignore[no-untyped-def]
    assert cut_words(text) == reference.lcut(text)


@pytest.mark.shared
def test_words_are_those_of_jieba_on_documents(reference) -> None:  # type: ignore[no-untyped-def]
    path = SHARED / "data" / "documents.jsonl.gz"
    if not path.exists():
        pytest.skip("needs the reference documents beside the checkout")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"][:3000] for index, line in enumerate(lines) if index % 100 == 0]
    assert texts
    for text in texts:
        assert cut_words(text) == reference.lcut(text)


def test_domain_words_stay_whole() -> None:
    for word in read_domain_words():
        assert cut_words(word) == [word]
    assert cut_words("云南") == ["云南"]


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_words_joined_are_the_text(text: str) -> None:
    assert "".join(cut_words(text)) == text


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_offsets_point_at_the_words(text: str) -> None:
    assert all(text[start:end] == word and start < end for word, start, end in iter_words(text))


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_fold_keeps_every_place(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded
    for index, character in enumerate(text):
        assert fold(character) == folded[index]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("國務院關於印發《扶貧開發規劃》的通知", "国务院关于印发《扶贫开发规划》的通知"),
        ("雲南省　ＡＢｃ１２％", "云南省 abc12%"),
        ("臨滄、怒江傈僳族自治州", "临沧、怒江傈僳族自治州"),
        ("覆盖、瞭望、著名", "覆盖、瞭望、著名"),
        ("Pu'er İ", "pu'er İ"),
    ],
)
def test_fold(text: str, expected: str) -> None:
    assert fold(text) == expected


def test_simplify_leaves_width_and_case() -> None:
    assert simplify("雲政發〔２０１５〕５３號ABC") == "云政发〔２０１５〕５３号ABC"


def test_simplified_forms_are_final() -> None:
    table = traditional_table()
    assert len(table) > 3500
    assert not {simple for simple in table.values() if ord(simple) in table}


def test_the_reference_engine_cuts_the_same() -> None:
    """Where rjieba is not to be had, jieba takes its place and nothing changes."""
    from extract import words

    reference = words.Reference()
    for word in words.read_domain_words():
        reference.add_word(word, None, None)
    for text in (
        "云南省打赢脱贫攻坚战，到2020年实现两不愁三保障。",
        "国办发〔2014〕58号文件要求2015-11-29前下达1.5亿元",
        "Notice of Songtao County, 2016",
    ):
        assert words._cut_block(reference, text) == words._cut_block(words._engine(), text)
