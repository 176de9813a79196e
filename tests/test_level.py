"""The level of documents: gold cases, properties, spans, English, the papers' sources, real document numbers."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classify.body import RANKS
from classify.issuers import read_bodies
from classify.level import LevelInput, decide_level, level_of
from classify.level_title import read_title
from classify.prefixes import read_prefix
from corpus.document import Document, Field, Header, Span
from corpus.label import Level
from extract.bodies import successors_of
from extract.places import load_gazetteer

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
GOLDEN = Path(__file__).with_name("golden") / "levels_titles.jsonl"
LEVELS = {"province": Level.PROVINCIAL, "prefecture": Level.PREFECTURE, "county": Level.COUNTY}
CURRENT = sorted(
    {
        row.name
        for code in (f"{number:06d}" for number in range(110000, 660000))
        for row in load_gazetteer().by_code(code)
        if not row.end
    }
)
BODIES = (
    "人民政府",
    "人民政府办公室",
    "教育局",
    "扶贫开发领导小组办公室",
    "人民代表大会常务委员会",
    "发展和改革委员会",
)
MATTERS = ("做好扶贫工作的通知", "加强农村低保工作的意见", "印发年度计划的通知", "易地扶贫搬迁的实施方案")
CITATIONS = (
    "《中华人民共和国乡村振兴促进法》",
    "《云南省农村扶贫开发条例》",
    "《宁洱县扶贫办法》",
    "《国务院关于扶贫工作的意见》",
)


def _shared(*parts: str) -> Path:
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip("needs the reference material beside the checkout")
    return path


def _gold(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.shared
@pytest.mark.parametrize(("with_issuer", "floor"), [(True, 0.99), (False, 0.97)])
def test_gold_cases(with_issuer: bool, floor: float) -> None:
    cases = _gold(_shared("gold", "levels_dev.jsonl"))
    right = 0
    for case in cases:
        issuer = case["issuer"] if with_issuer else ""
        record = LevelInput(title=case["title"], issuer=issuer, number=case["doc_number"], addressee=case["addressee"])
        right += decide_level(record).level == case["expect_level"]
    assert right / len(cases) >= floor


@pytest.fixture(scope="module")
def documents() -> dict[str, dict[str, str]]:
    with gzip.open(_shared("data", "documents.jsonl.gz"), "rt", encoding="utf-8") as lines:
        return {row["id"]: row for row in map(json.loads, lines)}


@pytest.mark.shared
def test_titles_checked_by_hand(documents: dict[str, dict[str, str]]) -> None:
    """150 real titles: what the title alone shows (`unknown` where a reader could not tell), and the document."""
    answers = [json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").splitlines()]
    alone = place = whole = 0
    for answer in answers:
        document = documents[answer["id"]]
        decision = decide_level(LevelInput(title=document["title"]))
        alone += decision.level == answer["title_level"]
        place += decision.province == answer["title_province"]
        record = LevelInput(
            title=document["title"],
            issuer=document["issuer"],
            number=document.get("doc_number") or "",
            text=document["text"],
        )
        whole += decide_level(record).level == answer["level"]
    assert alone / len(answers) >= 0.97
    assert place / len(answers) >= 0.97
    assert whole / len(answers) >= 0.98


@given(st.sampled_from(CURRENT), st.sampled_from(BODIES), st.sampled_from(MATTERS))
@settings(max_examples=300, deadline=None)
def test_a_body_never_outranks_its_place(place: str, body: str, matter: str) -> None:
    decision = decide_level(LevelInput(title=f"{place}{body}关于{matter}"))
    highest = min(RANKS[LEVELS[row.tier]] for row in load_gazetteer().named(place) if row.tier in LEVELS)
    assert RANKS[decision.level] >= highest
    assert all(RANKS[issuer.level] >= highest for issuer in decision.issuers)


@given(st.sampled_from(CURRENT), st.sampled_from(BODIES[:3]), st.sampled_from(("国务院", "教育部", "云南省人民政府")))
@settings(max_examples=200, deadline=None)
def test_forwarding_never_changes_the_forwarder(place: str, body: str, higher: str) -> None:
    plain = decide_level(LevelInput(title=f"{place}{body}关于做好控辍保学工作的通知"))
    forward = decide_level(LevelInput(title=f"{place}{body}转发{higher}关于做好控辍保学工作文件的通知"))
    assert forward.level == plain.level
    assert not plain.province or forward.province == plain.province  # whom one forwards may show the province
    assert forward.relation == "forward"


TITLES = st.one_of(
    st.builds(
        lambda p, b, m: f"{p}{b}关于{m}", st.sampled_from(CURRENT), st.sampled_from(BODIES), st.sampled_from(MATTERS)
    ),
    st.builds(lambda m: f"关于{m}", st.sampled_from(MATTERS)),
    st.builds(lambda p: f"{p}脱贫攻坚规划", st.sampled_from(CURRENT)),
    st.sampled_from(
        ("国务院关于扶贫工作的通知", "农村供养工作条例", "省教育厅关于资助的通知", "县委办公室关于值班的通知")
    ),
)


@given(TITLES, st.sampled_from(CITATIONS))
@settings(max_examples=300, deadline=None)
def test_a_citation_never_changes_the_level(title: str, citation: str) -> None:
    plain = decide_level(LevelInput(title=title)).level
    for cited in (title.replace("关于", f"关于贯彻{citation}", 1), f"{title}（依据{citation}）"):
        assert decide_level(LevelInput(title=cited)).level == plain


@given(
    st.text(
        st.sampled_from("云南省人民政府关于印发转发《》〔2016〕号县市委办公室国务院、（） \n的通知和州"), max_size=50
    )
)
@settings(max_examples=300, deadline=None)
def test_anything_can_be_asked_and_spans_hold(text: str) -> None:
    record = LevelInput(title=text, issuer=text, number=text, text=text, addressee=text)
    decision = decide_level(record)
    fields = {"title": record.title, "issuer": record.issuer, "number": record.number, "addressee": record.addressee}
    for evidence in decision.evidence:
        if evidence.span is not None:
            field = fields.get(evidence.source, record.text)
            assert evidence.span.end <= len(field)


def test_spans_point_into_the_title_as_printed() -> None:
    title = "云南省人民政府 办公厅\n关于印发《规划》的通知"
    (evidence,) = decide_level(LevelInput(title=title)).evidence
    assert evidence.span == Span(start=0, end=11)
    assert evidence.text == "云南省人民政府 办公厅"


def test_level_of_a_document_points_into_its_text() -> None:
    text = "松政发〔2016〕5号\n青阳县人民政府关于修路的通知\n各乡镇人民政府，县直各部门：\n现就修路通知如下。\n青阳县人民政府\n2016年5月3日\n"
    start = text.index("青阳县")
    title = Field(value="青阳县人民政府关于修路的通知", span=Span(start=start, end=start + 14))
    decision = level_of(Document(id="d", source="s", text=text, header=Header(title=title)))
    assert (decision.level, decision.province, decision.county) == (Level.COUNTY, "安徽省", "青阳县")
    assert {evidence.source for evidence in decision.evidence} >= {"title", "addressee", "signature"}
    for evidence in decision.evidence:
        assert evidence.span is not None
        assert text[evidence.span.start : evidence.span.end] == evidence.text


@pytest.mark.parametrize(
    ("text", "level", "province"),
    [
        ("贵州省人民政府办公厅文件\n关于修路的通知\n各市（州）人民政府：\n现通知如下。", Level.PROVINCIAL, "贵州省"),
        (
            "某某条例\n（2014年7月27日云南省第十二届人民代表大会常务委员会第十次会议通过）\n第一条 为了保护。",
            Level.PROVINCIAL,
            "云南省",
        ),
        ("某某办法\n1998年2月3日 国务院令第9号发布\n第一条 为了管理。", Level.CENTRAL, ""),
        ("关于修路的通知\n各村民委员会，镇属各站所：\n我镇决定修路。", Level.TOWNSHIP, ""),
        ("关于修路的通知\n各县（市、区）人民政府，州直各部门：\n全州上下。", Level.PREFECTURE, ""),
        ("索引号 532929000/2020-1\n修路。我县决定修路，全县动员。", Level.COUNTY, "云南省"),
    ],
)
def test_text_alone(text: str, level: Level, province: str) -> None:
    decision = decide_level(LevelInput(text=text))
    assert (decision.level, decision.province) == (level, province)


@pytest.mark.parametrize(
    ("name", "kind", "level"),
    [
        ("中共云南省委农村工作领导小组办公室", "leading_group", Level.PROVINCIAL),
        ("国家税务总局普洱市税务局", "vertical_agency", Level.PREFECTURE),
        ("中国农业发展银行云南省分行", "bank", Level.PROVINCIAL),
        ("云南省高级人民法院", "court_procuratorate", Level.PROVINCIAL),
        ("宁洱县人大常委会", "congress", Level.COUNTY),
        ("共青团云南省委", "association", Level.PROVINCIAL),
        ("广西壮族自治区党委", "party", Level.PROVINCIAL),
        ("教育部办公厅", "department", Level.CENTRAL),
        ("福州市大数据发展管理委员会", "department", Level.PREFECTURE),
        ("和平县人民政府", "government", Level.COUNTY),
    ],
)
def test_bodies(name: str, kind: str, level: Level) -> None:
    (body,) = read_bodies(name)
    assert (body.name, body.kind, body.level) == (name, kind, level)


def test_predecessors_and_successors() -> None:
    assert successors_of("国家计划委员会")[-1] == "国家发展和改革委员会"
    assert successors_of("中国银行业监督管理委员会") == ("中国银行保险监督管理委员会", "国家金融监督管理总局")


@pytest.mark.parametrize(
    ("prefix", "level", "code"),
    [("国开办发", Level.CENTRAL, ""), ("财农", Level.CENTRAL, ""), ("云财农", Level.PROVINCIAL, "53"), ("川办发", Level.PROVINCIAL, "51"),
     ("苏府", Level.PREFECTURE, "3205"), ("甘区政办发", Level.COUNTY, ""), ("宁政发", Level.UNKNOWN, ""), ("大政发", Level.UNKNOWN, ""),
     ("酉阳府发", Level.COUNTY, "500242"), ("交政发", Level.UNKNOWN, "")],
)  # fmt: skip
def test_prefixes(prefix: str, level: Level, code: str) -> None:
    reading = read_prefix(prefix)
    assert (reading.level, reading.code) == (level, code)


# What the papers list under a level but what names neither a body nor a place: the level is that of the section.
PAPER_EXCEPTIONS = {
    "s043": "two kinds of bodies that every tier has",
    "s045": "five fields of work",
    "s046": "a target figure",
    "s048": "a way of linking firms and households",
    "s051": "a kind of meeting",
    "s056": "a laboratory, named without its county",
    "s057": "a training project, named without its county",
    "s058": "a training project, named without its county",
    "s059": "a training course, named without its county",
    "s068": "a count of persons",
}


@pytest.mark.shared
def test_sources_of_the_papers() -> None:
    with _shared("domain", "paper_sources.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["level"]]
    assert len(rows) > 60
    for row in rows:
        record = LevelInput(
            title=row["title_zh_best"], issuer=row["issuer"], number=row["doc_number"], date=row["date"]
        )
        expected = "unknown" if row["id"] in PAPER_EXCEPTIONS else row["level"]
        assert (row["id"], decide_level(record).level.value) == (row["id"], expected)


@pytest.mark.parametrize(
    ("title", "level", "province"),
    [
        ("Decision of the CPC Central Committee and the State Council on Rural Roads", Level.CENTRAL, ""),
        ("Implementation Opinions of the People's Government of Yunnan Province on Roads", Level.PROVINCIAL, "云南省"),
        ("Opinions of Jingdong Yi Autonomous County on Roads", Level.COUNTY, "云南省"),
        ("Measures for Personnel in Nujiang Prefecture", Level.PREFECTURE, "云南省"),
        ("Framework Agreement for Zhejiang University to Help Mojiang Hani Autonomous County", Level.COUNTY, "云南省"),
        ("Guidelines on Roads", Level.UNKNOWN, ""),
    ],
)
def test_english(title: str, level: Level, province: str) -> None:
    decision = decide_level(LevelInput(title=title))
    assert (decision.level, decision.province) == (level, province)


def test_traditional_characters() -> None:
    decision = decide_level(LevelInput(title="雲南省人民政府關於扶貧的意見"))
    assert (decision.level, decision.province) == (Level.PROVINCIAL, "云南省")
    assert decision.evidence[0].text == "雲南省人民政府"


def test_nothing_shown_is_unknown() -> None:
    decision = decide_level(LevelInput())
    assert (decision.level, decision.evidence) == (Level.UNKNOWN, ())


def test_title_in_brackets_after_its_number() -> None:
    title = read_title("农办计〔2016〕9号《农业部办公厅关于规划的批复》")
    assert [body.name for body in title.bodies] == ["农业部办公厅"]
    assert title.span == (12, 18)
