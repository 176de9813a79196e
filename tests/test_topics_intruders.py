"""The intruder test: a fair sheet, a key that fits it, a score that counts."""

from __future__ import annotations

from pathlib import Path

from benchmarks.topic_intruders import LETTERS, draw_items, score, write_sheet

_FIELDS = (
    "财政 资金 预算 拨付 审计 贷款 贴息",
    "培训 技术 农民 技能 课程 专家 示范",
    "企业 捐赠 商会 慈善 市场 订单 公益",
)
_SCOPE = {
    "topics": [{"name": words[:5], "terms": [[word, 0.3] for word in words.split()]} for words in _FIELDS],
    "reading": {"weights": [dict.fromkeys(words.split(), 1.0) for words in _FIELDS]},
}
_SCOPES = {"all": _SCOPE, "fund": _SCOPE, "fund/central": _SCOPE, "water": {"count": 3, "needed": 30}}


def test_each_line_has_five_words_of_a_topic_and_one_of_another() -> None:
    items = draw_items(_SCOPES, 10, seed=1)
    assert len(items) == 6  # all topics of two scopes, none of a category at a level
    fields = [set(words.split()) for words in _FIELDS]
    for item in items:
        intruder = item.words[LETTERS.index(item.intruder)]
        (own,) = [field for field in fields if set(item.words) - {intruder} <= field]
        assert intruder not in own
    assert draw_items(_SCOPES, 10, seed=1) == items
    assert draw_items(_SCOPES, 10, seed=2) != items


def test_the_score_counts_what_was_found(tmp_path: Path) -> None:
    items = draw_items(_SCOPES, 4, seed=1)
    write_sheet(items, tmp_path)
    sheet = (tmp_path / "sheet.txt").read_text(encoding="utf-8")
    assert all(f"A {item.words[0]}" in sheet for item in items)
    wrong = LETTERS[(LETTERS.index(items[1].intruder) + 1) % 6]
    answers = tmp_path / "answers.csv"
    answers.write_text(f"1,{items[0].intruder}\n2,{wrong}\n3, {items[2].intruder.lower()}\n", encoding="utf-8")
    assert score(tmp_path / "key.csv", answers).startswith("2 of 4 intruders found: 50 %".replace(" %", "%"))
