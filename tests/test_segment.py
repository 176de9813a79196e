"""The clause tree and the units of coding, on invented texts for each rule and on the real ones."""

from __future__ import annotations

import pytest

from benchmarks.structure import (
    article_runs,
    uncovered,
)
from corpus.document import Page, SegmentKind, Span
from extract.header import find_header
from extract.markers import read_marker
from extract.numerals import numeral
from extract.parse import parse_text
from extract.raw import Draft, Raw
from extract.segment import cut_segments
from extract.units import cut_units
from tests.addresses import addresses

MARKS = [
    ("第八条 县级人民政府应当修路。", "第八条"),
    ("第十条之一 村委会应当公示。", "第十条之一"),
    ("第一百零三条　本法自公布之日起施行。", "第一百零三条"),
    ("一、总体要求", "一"),
    ("（二）加强领导", "（二）"),
    ("(三)加强领导", "（三）"),
    ("3．培训骨干", "3"),
    ("（4）培训骨干", "（4）"),
    ("⑤培训骨干", "⑤"),
    ("Article 7 Villages shall report.", "Article 7"),
    ("一、二、三产业融合发展", None),
    ("三、四线城市", None),
    ("1.5亿元用于修路", None),
    ("2016.5.19召开会议", None),
    ("12、13日召开会议", None),
    ("第六条规定的补助", None),
    ("第六条、第七条", None),
    ("第三十一条的决定", None),
    ("第一书记驻村", None),
]


@pytest.mark.parametrize(("text", "label"), MARKS)
def test_marks(text: str, label: str | None) -> None:
    marker = read_marker(text)
    assert (marker.label if marker else None) == label


LAW = """青禾省梯田保护条例
（2016年5月3日青禾省第十二届人民代表大会常务委员会第二十次会议通过）
目　录
第一章　总则
第二章　保护
第三章　附则
第一章　总则
第一条　为了保护梯田，制定本条例。
第二章　保护
第二条　县级人民政府履行下列职责：
（一）编制保护规划；
（二）依照本条例第一条安排资金。
省人民政府予以补助。
第二条之一　村民委员会应当协助。
第三章　附则
第三条　本条例自2016年7月1日起施行。
"""


def test_law() -> None:
    document = parse_text(LAW)
    assert addresses(document, SegmentKind.CLAUSE, SegmentKind.PARAGRAPH) == [
        "第一章/第一条",
        "第二章/第二条/第一款",
        "第二章/第二条/第一款/（一）",
        "第二章/第二条/第一款/（二）",
        "第二章/第二条/第二款",
        "第二章/第二条之一",
        "第三章/第三条",
    ]
    assert addresses(document, SegmentKind.CONTENTS) == ["目录"]
    item = next(segment for segment in document.segments if segment.address.endswith("（一）"))
    assert item.text == "（一）编制保护规划；"
    assert item.heading[0] == "第二章　保护"
    assert uncovered(document) == ""


NOTICE = """松涛县人民政府关于加快修路的通知
松政发〔2016〕5号
各乡镇人民政府：
为改善交通，现通知如下。
一、总体要求
（一）工作目标。到2020年，村村通硬化路。
（二）重点任务
1.修通断头路，加强养护。
（1）每年养护两次。
①雨季前养护一次。
二、保障措施
加强领导，落实责任。
附件：任务分解表
松涛县人民政府
2016年5月3日
（此件公开发布）
附件
任务分解表
一、交通局负责修路。
"""


def test_notice() -> None:
    document = parse_text(NOTICE)
    assert [(segment.kind, segment.address) for segment in document.segments] == [
        (SegmentKind.TITLE, "标题"),
        (SegmentKind.NUMBER, "发文字号"),
        (SegmentKind.ADDRESSEE, "主送机关"),
        (SegmentKind.PARAGRAPH, "第1段"),
        (SegmentKind.HEADING, "一"),
        (SegmentKind.CLAUSE, "一/（一）"),
        (SegmentKind.HEADING, "一/（二）"),
        (SegmentKind.CLAUSE, "一/（二）/1"),
        (SegmentKind.CLAUSE, "一/（二）/1/（1）"),
        (SegmentKind.CLAUSE, "一/（二）/1/（1）/①"),
        (SegmentKind.HEADING, "二"),
        (SegmentKind.PARAGRAPH, "二/第1段"),
        (SegmentKind.NOTE, "附注"),
        (SegmentKind.SIGNATURE, "落款"),
        (SegmentKind.SIGNATURE, "落款#2"),
        (SegmentKind.NOTE, "附注#2"),
        (SegmentKind.NOTE, "附件/附注"),
        (SegmentKind.TITLE, "附件/标题"),
        (SegmentKind.CLAUSE, "附件/一"),
    ]
    below = next(segment for segment in document.segments if segment.address == "一/（二）/1")
    assert below.heading == ("一、总体要求", "（二）重点任务")


def test_letter_and_what_it_carries_have_addresses_of_their_own() -> None:
    text = (
        "松涛县人民政府关于印发松涛县村道养护办法的通知\n各乡镇人民政府：\n现印发给你们，请执行。\n"
        "松涛县人民政府\n2016年5月3日\n松涛县村道养护办法\n第一条　为了养护村道，制定本办法。\n"
    )
    document = parse_text(text)
    assert addresses(document, SegmentKind.CLAUSE, SegmentKind.PARAGRAPH) == ["通知/第1段", "第一条"]
    assert addresses(document, SegmentKind.TITLE) == ["通知/标题", "标题"]


def test_a_count_that_begins_anew_opens_a_part() -> None:
    text = "松涛县工作要点\n一、修路。\n二、架桥。\n组织保障安排\n一、加强领导。\n二、加强督查。\n"
    document = parse_text(text)
    assert addresses(document, SegmentKind.CLAUSE) == ["一", "二", "第2部分/一", "第2部分/二"]
    assert document.segments[-1].heading == ("组织保障安排",)


def test_lost_line_breaks_are_found_again() -> None:
    text = "青禾省办法\n第一条 为了修路，制定本办法。 第二条 县级人民政府负责。\n第三条 本办法自公布之日起施行。\n"
    assert article_runs(parse_text(text))[0].values == (1, 2, 3)
    text = "松涛县方案\n一、重点任务：（一）修路。每村一条。\n（二）架桥。每乡一座。\n"
    assert addresses(parse_text(text), SegmentKind.CLAUSE)[-1] == "一/（二）"


def test_names_and_tables_are_one_unit() -> None:
    text = "关于成立领导小组的通知\n组　长：甲某某　县长\n副组长：乙某某　副县长\n成　员：丙某某　财政局局长\n丁某某　交通局局长\n"
    assert addresses(parse_text(text), SegmentKind.LIST) == ["第1段"]
    draft = Draft("html")
    draft.add_line("关于修路的通知")
    draft.add_line("一、任务。")
    draft.add_table((("村", "里程"), ("上村", "3公里")))
    raw = draft.finish()
    segments = cut_segments(raw, find_header(raw))
    table = segments[-1]
    assert (table.kind, table.address, table.cells[1]) == (SegmentKind.TABLE, "一/表1", ("上村", "3公里"))


def test_furniture_and_pages() -> None:
    text = "关于修路的通知\n一、修路。\n— 1 —\n二、架桥。\n"
    start = text.index("— 1")
    cut = text.index("二、")
    raw = Raw(
        text=text,
        format="pdf",
        furniture=(Span(start=start, end=start + 5),),
        pages=(Page(number=1, span=Span(start=0, end=cut)), Page(number=2, span=Span(start=cut, end=len(text)))),
    )
    segments = cut_segments(raw, find_header(raw))
    assert [segment.page for segment in segments] == [1, 1, 1, 2]
    assert segments[2].kind is SegmentKind.FURNITURE


def test_long_paragraphs_are_cut_at_sentences() -> None:
    sentence = "县乡两级要把修路、架桥、通水、通电等工作抓实抓细，按月调度进展情况，逐村逐户核实成效。"
    pieces = cut_units(sentence * 16)
    lengths = [end - start for start, end in pieces]
    assert len(pieces) >= 2
    assert max(lengths) <= 350
    assert all((sentence * 16)[end - 1] == "。" for _, end in pieces)
    quoted = "会议强调“" + sentence * 10 + "”"
    assert cut_units(quoted) == [(0, len(quoted))]


def test_arms() -> None:
    first, second = "一是修通全县所有行政村之间的断头路和联网公路。", "二是架设跨越青河的三座桥梁并同步建设引道工程。"
    text = "重点做好：" + first + second
    assert [text[a:b] for a, b in cut_units(text)] == ["重点做好：" + first, second]
    short = "一是修路。二是架桥。三是通水。"
    assert cut_units(short) == [(0, len(short))]


def test_numeral() -> None:
    assert [numeral(value) for value in (1, 10, 12, 20, 105, 120, 111)] == [
        "一",
        "十",
        "十二",
        "二十",
        "一百零五",
        "一百二十",
        "一百一十一",
    ]


@pytest.mark.parametrize(
    "text", ["", "\n", "一、", "（一）", "第一条", "附件", "目录\n\n", "：", "《" * 50, "1." * 400, "一是" * 500]
)
def test_any_text_is_covered(text: str) -> None:
    assert uncovered(parse_text(text)) == ""


SENTENCE = "县级人民政府应当组织村道养护工作并且按季公布养护的结果。"

# The rules of the codebook on units of coding, by number: text below a title, the units that come out.
UNITS = [
    ("0.1.1", "一、保障措施\n各乡镇要落实责任。\n", ["各乡镇要落实责任。"]),
    ("0.1.2", "（二）加强领导。各乡镇要落实责任。\n", ["（二）加强领导。各乡镇要落实责任。"]),
    (
        "0.1.3",
        "（一）县财政局；\n（二）申请书；\n（三）编制养护规划；\n",
        ["（一）县财政局；\n（二）申请书；\n（三）编制养护规划；"],
    ),
    ("0.1.3", "（一）修通断头路；\n（二）架桥。\n", ["（一）修通断头路；", "（二）架桥。"]),
    ("0.1.3", "（一）养护村道；\n（二）申请书。\n", ["（一）养护村道；", "（二）申请书。"]),
    ("0.1.4", SENTENCE * 12, [SENTENCE * 12]),
    ("0.1.4", SENTENCE * 16, [SENTENCE * 8, SENTENCE * 8]),
    ("0.1.4", f"会议指出“{SENTENCE * 14}”", [f"会议指出“{SENTENCE * 14}”"]),
    (
        "0.1.5",
        "要求：一是修通全县行政村之间的断头路和联网公路；二是架设跨越青河的三座桥梁并同步建设引道。",
        ["要求：一是修通全县行政村之间的断头路和联网公路；", "二是架设跨越青河的三座桥梁并同步建设引道。"],
    ),
    ("0.1.5", "要求：一是修路；二是架桥。", ["要求：一是修路；二是架桥。"]),
    (
        "0.1.6",
        "组　长：甲某某　县长\n副组长：乙某某　副县长\n成　员：丙某某　局长\n",
        ["组　长：甲某某　县长\n副组长：乙某某　副县长\n成　员：丙某某　局长"],
    ),
]


@pytest.mark.parametrize(("rule", "body", "units"), UNITS)
def test_units_are_cut_as_the_codebook_says(rule: str, body: str, units: list[str]) -> None:
    document = parse_text(f"松涛县人民政府关于村道的通知\n各乡镇人民政府：\n{body}")
    assert [unit.text for unit in document.units] == units, rule


def test_marks_that_a_gap_shows_are_found_inside_lines() -> None:
    text = "松涛县方案\n一、修路。每村一条。二、架桥。每乡一座。\n三、通水。\n（一）水源。建库五座。(二)管网。铺设百里\n（三）水价。\n"
    assert addresses(parse_text(text), SegmentKind.CLAUSE) == ["一", "二", "三", "三/（一）", "三/（二）", "三/（三）"]
    assert addresses(parse_text("松涛县方案\n一、修路，十三、四公里。\n三、架桥。\n"), SegmentKind.CLAUSE) == [
        "一",
        "三",
    ]


def test_items_that_count_anew_stand_below_the_paragraph_that_leads_to_them() -> None:
    text = "松涛县指南\n一、条件\n（一）在县内注册。\n（二）依法纳税。\n申请专项资金的，还要符合下列条件：\n（一）有厂房。\n（二）有设备。\n二、附则\n"
    assert addresses(parse_text(text), SegmentKind.CLAUSE, SegmentKind.PARAGRAPH) == [
        "一/（一）",
        "一/（二）",
        "一/第1段",
        "一/第1段/（一）",
        "一/第1段/（二）",
    ]


def test_lines_wrapped_at_a_width_are_joined() -> None:
    body = "为了加快全县农村公路建设步伐切实改善群众的出行条件，经研究决定由各乡镇负责组织实施村道养护工作并在年底之前向县人民政府报告完成的情况"
    lines = [body[i : i + 24] for i in range(0, len(body), 24)]
    text = "\n".join(["松涛县方案", *([lines[0], "— 1 —", *lines[1:-1], f"{lines[-1]}。"] * 12)]) + "\n"
    document = parse_text(text)
    paragraphs = [unit.text for unit in document.units]
    assert paragraphs == [f"{body}。"] * 12
    assert parse_text("甲村修路。\n" * 30).text == "甲村修路。\n" * 30
