"""The shipped coder: plain cases of every category, evidence that lies in the text, same bytes twice."""

from __future__ import annotations

import pytest

from classify.coder import Coder, load_coder
from classify.unit import Unit
from corpus.codec import coding_from_dict, coding_to_dict
from corpus.errors import XietongError
from corpus.label import CATEGORIES, NONE

CASES = (
    # text, primary: one plain act for each category
    ("到2025年，全市农村居民人均可支配收入力争达到两万元，脱贫人口收入增速高于全市平均水平。", "strategy"),
    ("成立青禾县乡村建设工作领导小组，由县长任组长，办公室设在县农业农村局，负责日常工作。", "organization"),
    ("低保家庭的老人看病，政策范围内的住院费用报销比例提高到百分之八十五。", "policy"),
    ("鼓励民营企业、商会和社会组织通过捐赠、志愿服务等方式参与山区助学。", "society"),
    ("县财政每年安排专项资金三千万元，专款专用，六十日内拨付到乡镇，严禁挤占挪用。", "fund"),
    ("充分利用广播、电视和新媒体开展宣传报道，大力宣传脱贫致富先进典型，营造良好氛围。", "publicity"),
    ("建设全县低收入人口大数据监测平台，实现与民政、医保部门数据共享比对。", "technology"),
    ("选派优秀干部担任驻村第一书记，县直单位与脱贫村结对帮扶。", "assistance"),
    ("本办法自印发之日起施行，由县农业农村局负责解释。", NONE),
)


@pytest.fixture(scope="module")
def coder() -> Coder:
    return load_coder()


def _unit(text: str, number: int = 0) -> Unit:
    return Unit(id=f"t{number}", text=text)


@pytest.mark.parametrize(("text", "primary"), CASES)
def test_plain_acts(coder: Coder, text: str, primary: str) -> None:
    assert coder.code([_unit(text)])[0].primary == primary


def test_codings_follow_the_order_of_the_units(coder: Coder) -> None:
    units = [_unit(text, number) for number, (text, _) in enumerate(CASES)]
    assert [coding.address for coding in coder.code(units)] == [unit.id for unit in units]


def test_a_unit_is_coded_alike_alone_and_in_a_batch(coder: Coder) -> None:
    units = [_unit(text, number) for number, (text, _) in enumerate(CASES)]
    together = coder.code(units)
    alone = [coder.code([unit])[0] for unit in units]
    assert [(one.primary, one.secondary, one.evidence) for one in together] == [
        (one.primary, one.secondary, one.evidence) for one in alone
    ]


def test_evidence_lies_in_the_text(coder: Coder) -> None:
    text = "　　加大投入。《资金管理办法》规定：县财政安排专项资金300万元，\n用于ＶＲ培训平台建设；组织宣讲团进村宣讲。"
    for coding in coder.code([_unit(text)]):
        assert coding.evidence
        for evidence in coding.evidence:
            assert evidence.span is not None
            assert text[evidence.span.start : evidence.span.end] == evidence.text
            assert evidence.label in coding.categories


@pytest.mark.parametrize("text", ["", " ", "\n", "。", "《资金管理办法》", "x", "𠀀𠀁", "\ud800", "\0资金\0"])
def test_odd_texts_are_coded_without_error(coder: Coder, text: str) -> None:
    coding = coder.code([_unit(text)])[0]
    assert set(coding.probabilities) == {*CATEGORIES, NONE}
    assert coding.coder == coder.version


def test_nothing_to_code(coder: Coder) -> None:
    assert coder.code([]) == []


def test_a_folder_without_a_model_is_refused(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(XietongError):
        load_coder(tmp_path)


def test_english_units_in_a_batch_keep_their_own_words(coder: Coder) -> None:
    texts = ("Allocate the funds to villages. ", "Train two hundred workers.", "The rules take effect in May. ")
    for unit, coding in zip((units := [_unit(text) for text in texts]), coder.code(units), strict=True):
        assert all(one.span is None or unit.text[one.span.start : one.span.end] == one.text for one in coding.evidence)


def test_whether_a_clause_concerns_poverty_is_told_and_survives_the_codec(coder: Coder) -> None:
    near, far = coder.code(
        [
            Unit(id="1", text="对建档立卡贫困户新建住房给予补助，确保搬迁后稳定脱贫。"),
            Unit(id="2", text="证券公司应当按照规定保存客户交易记录，保存期限不少于二十年。"),
        ]
    )
    assert near.poverty is not None
    assert far.poverty is not None
    assert far.poverty < 0.3
    assert near.poverty > 0.7
    assert coding_from_dict(coding_to_dict(near), near.address) == near
