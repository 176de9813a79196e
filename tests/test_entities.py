"""Entities: what is found, where it stands, what it is worth. The sentences are made up."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import Document
from extract.entities import actor_type, find_entities, find_places
from extract.entity_rules import chinese_value

SENTENCES = [
    # a body with its place is one actor, the place is found too
    ("由云南省财政厅会同宁洱县人民政府组织实施。", "actor", [("云南省财政厅", "local_gov"), ("宁洱县人民政府", "local_gov")]),
    ("国务院扶贫办、教育部负责指导。", "actor", [("国务院扶贫办", "central_gov"), ("教育部", "central_gov")]),
    ("县委组织部选派第一书记到村党支部任职。", "actor", [("县委组织部", "party"), ("第一书记", "individuals"), ("村党支部", "party")]),
    ("中国农业发展银行与龙头企业、合作社签约。", "actor",
     [("中国农业发展银行", "finance"), ("龙头企业", "private_enterprise"), ("合作社", "coop_collective")]),
    ("昆明理工大学派出专家。", "actor", [("昆明理工大学", "university_research"), ("专家", "university_research")]),
    ("每户补助2万元，共1.5亿元。", "amount", [("2万元", "20000 CNY"), ("1.5亿元", "150000000 CNY")]),
    ("从300万元增加到600万元，另有7.08万元。", "amount", [("300万元", "3000000 CNY"), ("600万元", "6000000 CNY"), ("7.08万元", "70800 CNY")]),
    ("三千元以内不计，20,000元以上报批。", "amount", [("三千元", "3000 CNY"), ("20,000元", "20000 CNY")]),
    ("元旦前，元江县完成任务。", "amount", []),
    ("涉及88个贫困县、28.56万人，下降4.28个百分点。", "quantity",
     [("88个贫困县", "88 个贫困县"), ("28.56万人", "285600 人"), ("4.28个百分点", "4.28 个百分点")]),
    ("2016年5月19日印发，到2020年完成。", "date", [("2016年5月19日", "2016-05-19"), ("2020年", "2020")]),
    ("规划期为2016—2020年，即“十三五”期间。", "period", [("2016—2020年", "2016/2020"), ("十三五", "2016/2020")]),
    ("根据《松涛县扶贫办法》（松政发〔2016〕5号）制定。", "citation", [("《松涛县扶贫办法》", "松涛县扶贫办法")]),
    ("原文件（松政发〔2016〕5号）由松政办发[2017]12号代替。", "number",
     [("松政发〔2016〕5号", "松政发〔2016〕5号"), ("松政办发[2017]12号", "松政办发〔2017〕12号")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "expected"), SENTENCES)
def test_entities(text: str, kind: str, expected: list[tuple[str, str]]) -> None:
    found = [(entity.text, entity.value) for entity in find_entities(text) if entity.kind == kind]
    assert found == expected


def test_places_carry_codes_and_ambiguity() -> None:
    found = {entity.text: entity.value for entity in find_places("雲南省普洱市宁洱县与朝阳区")}
    assert found["宁洱县"] == "530821"
    assert found["普洱市"] == "530800"
    assert found["雲南省"] == "530000"
    assert "|" in found["朝阳区"]


def test_a_place_in_a_number_is_no_actor() -> None:
    assert [entity.kind for entity in find_entities("国办发〔2016〕5号")] == ["number"]


def test_actor_types() -> None:
    assert actor_type("国家某某局") == "central_gov"
    assert actor_type("松涛县扶贫办") == "local_gov"


@pytest.mark.parametrize(("text", "value"), [("1,200.5", 1200.5), ("三千二百", 3200), ("十", 10), ("二十一", 21)])
def test_chinese_value(text: str, value: float) -> None:
    assert chinese_value(text) == value


@given(st.text(st.sampled_from("云南省宁洱县财政局元万亿《》〔2016〕号年月日一二三、。 \n财农雲"), max_size=80))
@settings(max_examples=150, deadline=None)
def test_every_entity_stands_where_it_says(text: str) -> None:
    # The document checks that the text of each entity is the text under its span.
    Document(id="d", source="s", text=text, entities=find_entities(text))


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("创建全国示范县和示范区。", []),
        ("范县人民政府安排资金。", ["范县"]),
        ("河南省范县的做法。", ["河南省", "范县"]),
        ("市城区优良天数比例达到九成，推进老城区更新。", []),
        ("山西省大同市城区的通知", ["山西省", "大同市", "城区"]),
        ("围绕“三地一区”定位，设区的市和县应当编制规划。", []),
        ("云南省景东县安排资金。", ["云南省", "景东县"]),
    ],
)
def test_a_place_is_no_piece_of_a_word(text: str, places: list[str]) -> None:
    assert [entity.text for entity in find_places(text)] == places


def test_a_deployment_is_no_actor() -> None:
    assert [e.text for e in find_entities("贯彻党中央决策部署，审计署开展审计。") if e.kind == "actor"][-1] == "审计署"
    assert "部署" not in {e.text for e in find_entities("按照统一部署推进工作，签署协议。")}
