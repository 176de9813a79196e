"""A decision that is repeated is the decision that would be made."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.level import LevelInput, decide_level
from classify.level_memo import forget

HEADS = (
    "国务院办公厅", "云南省人民政府", "云龙县人民政府办公室", "市财政局", "区教育局", "教育部 财政部", "大理州", "中国农业银行昆明分行",
    "浙江大学", "普洱市宁洱县磨黑镇人民政府", "北京市朝阳区", "思茅市人民政府", "某某省人民政府", "", "全省", "县委办公室",
)  # fmt: skip
MATTERS = (
    "关于修路的通知", "印发《云南省扶贫条例》的通知", "关于与云县合作的协议书", "2016年政府工作报告",
    "转发国务院文件的通知", "修路规定_银发2013_226号", "召开会议",
)  # fmt: skip
NUMBERS = ("", "云政发〔2015〕53号", "云政办发〔2016〕1号", "国发〔2011〕10号", "第5号令", "Yun Zheng Fa [2015] No. 53")
records = st.builds(
    LevelInput,
    title=st.builds(str.__add__, st.sampled_from(HEADS), st.sampled_from(MATTERS)),
    issuer=st.sampled_from((*HEADS, "国务院办公厅等部门")),
    number=st.sampled_from(NUMBERS),
    date=st.sampled_from(("", "2003-05-01", "2016")),
)


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    forget()
    yield
    forget()


@given(st.lists(records, min_size=2, max_size=12))
def test_what_was_decided_before_changes_nothing(given_records: list[LevelInput]) -> None:
    repeated = [decide_level(record) for record in [*given_records, *given_records]][len(given_records) :]
    for record, decision in zip(given_records, repeated, strict=True):
        forget()
        assert decide_level(record) == decision


def test_evidence_is_that_of_the_title_at_hand() -> None:
    first = decide_level(LevelInput(title="云南省人民政府关于修路的通知", number="云政发〔2015〕53号"))
    other = decide_level(LevelInput(title="【转载】云南省人民政府关于种茶的通知", number="云政发〔2016〕7号"))
    assert first.level == other.level
    (title,) = [item for item in other.evidence if item.source == "title"]
    assert title.span is not None
    assert "【转载】云南省人民政府关于种茶的通知"[title.span.start : title.span.end] == title.text
