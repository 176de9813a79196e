"""Evidence terms: longest match, whole English words, and the shipped files."""

from __future__ import annotations

from pathlib import Path

import pytest

from classify.lexicon import Lexicon, Term, empty_lexicon, load_cues, load_lexicon, read_lexicon
from corpus.errors import XietongError
from corpus.label import CATEGORIES
from extract.fold import fold


def _lexicon(*forms: str, language: str = "zh") -> Lexicon:
    return Lexicon(Term(category="fund", language=language, text=form) for form in forms)


def _found(lexicon: Lexicon, text: str, language: str = "zh") -> list[str]:
    return [text[start:end] for _, start, end in lexicon.find(text, language)]


def test_the_longest_form_wins_at_a_place() -> None:
    assert _found(_lexicon("资金", "资金管理", "资金管理办法"), "专项资金管理和资金") == ["资金管理", "资金"]


def test_a_longer_form_that_fails_falls_back() -> None:
    assert _found(_lexicon("资金", "资金管理办法"), "资金管理好") == ["资金"]


def test_english_forms_match_whole_words() -> None:
    assert _found(_lexicon("fund", "fund supervision", language="en"), "refund the fund, funding", "en") == ["fund"]


def test_pattern_characters_are_literal() -> None:
    assert _found(_lexicon("互联网+", "(一)"), "互联网+(一)") == ["互联网+", "(一)"]


def test_one_form_may_speak_for_two_categories() -> None:
    both = Lexicon([Term(category=name, language="zh", text="引导") for name in ("society", "publicity")])
    assert [index for index, _, _ in both.find("引导")] == [0, 1]


def test_an_empty_lexicon_finds_nothing() -> None:
    assert empty_lexicon().find("资金") == []


def test_shipped_lexicon_covers_every_category_in_both_languages() -> None:
    pairs = {(term.category, term.language) for term in load_lexicon().terms}
    assert pairs == {(name, language) for name in CATEGORIES for language in ("zh", "en")}


@pytest.mark.parametrize("load", [load_lexicon, load_cues])
def test_shipped_forms_are_folded_and_unique(load) -> None:  # type: ignore[no-untyped-def]
    terms = load().terms
    assert all(term.text == fold(term.text) for term in terms)
    assert len({(term.category, term.language, term.text) for term in terms}) == len(terms)
    assert all(1 <= term.weight <= 3 for term in terms)


def test_a_bad_file_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_text("category,language,term,weight\nfund,zh,资金,heavy\n", encoding="utf-8")
    with pytest.raises(XietongError, match="line 2"):
        read_lexicon(path)
    path.write_text("term\n资金\n", encoding="utf-8")
    with pytest.raises(XietongError, match="column"):
        read_lexicon(path)
