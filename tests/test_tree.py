"""What stands where in the tree: headings without marks, closings, further letters, enclosures, name lists."""

from __future__ import annotations

from corpus.document import SegmentKind
from extract.parse import parse_text
from tests.addresses import addresses


def test_a_short_lead_to_a_count_is_a_heading() -> None:
    text = "松涛县指南\n一、条件\n（一）在县内注册。\n办理流程：\n1.提交申请。\n2.现场核查。\n（二）依法纳税。\n"
    document = parse_text(text)
    assert addresses(document, SegmentKind.HEADING) == ["一", "一/（一）/第1段"]
    assert addresses(document, SegmentKind.CLAUSE) == [
        "一/（一）",
        "一/（一）/第1段/1",
        "一/（一）/第1段/2",
        "一/（二）",
    ]
    assert document.units[1].heading[-1] == "办理流程："


def test_chapters_without_numbers_are_headings() -> None:
    text = "松涛县村道条例\n第一条 为了养护村道，制定本条例。\n建设管理\n第二条 县交通部门负责建设。\n第三条 乡镇配合。\n法律责任\n第四条 违反的，罚款。\n"
    document = parse_text(text)
    assert addresses(document, SegmentKind.HEADING) == ["建设管理", "法律责任"]
    assert addresses(document, SegmentKind.CLAUSE) == [
        "第一条",
        "建设管理/第二条",
        "建设管理/第三条",
        "法律责任/第四条",
    ]


def test_what_closes_the_whole_stands_on_the_top_level() -> None:
    body = "松涛县实施意见\n一、目标\n（一）修路。\n（二）架桥。\n各乡镇、各部门要抓好落实。\n"
    text = body.replace("各乡镇、各部门", "各地区、各部门") + "松涛县人民政府\n2019年3月1日\n"
    assert addresses(parse_text(text), SegmentKind.PARAGRAPH) == ["第1段"]
    below_heading = "松涛县实施意见\n一、目标\n（一）修路。\n二、落实\n各地区、各部门要抓好落实。\n"
    assert addresses(parse_text(below_heading), SegmentKind.PARAGRAPH) == ["二/第1段"]


def test_a_second_letter_begins_the_text_anew() -> None:
    letter = "各乡镇人民政府：\n现将工作安排如下。\n一、修路。\n二、架桥。\n松涛县人民政府\n2019年3月1日\n"
    document = parse_text(f"松涛县人民政府关于修路的通知\n{letter}{letter}")
    assert addresses(document, SegmentKind.CLAUSE) == ["一", "二", "第2部分/一", "第2部分/二"]
    assert [s.text for s in document.segments if s.kind is SegmentKind.ADDRESSEE] == ["各乡镇人民政府："] * 2
    assert sum(s.kind is SegmentKind.SIGNATURE for s in document.segments) == 4


def test_an_enclosure_has_its_own_addressee_and_signature() -> None:
    text = (
        "松涛县人民政府关于转报村道情况的函\n州人民政府：\n现将报告转上，请审阅。\n松涛县人民政府\n2019年3月1日\n"
        "附件1\n村道情况的报告\n县人民政府：\n现将村道情况报告如下。\n一、修路二十里。\n松涛县交通局\n2019年2月1日\n"
    )
    document = parse_text(text)
    kinds = [(s.kind, s.text) for s in document.segments if s.address.startswith("附件1")]
    assert (SegmentKind.ADDRESSEE, "县人民政府：") in kinds
    assert (SegmentKind.SIGNATURE, "松涛县交通局") in kinds
    assert [field.value for field in document.header.issuers] == ["松涛县人民政府"]


def test_lists_of_people_and_firms_are_one_unit() -> None:
    text = (
        "松涛县通报\n一、先进企业\n松涛县春山茶业有限公司\n松涛县果蔬合作社\n青溪银行\n二、先进个人\n"
        "张 三　县农业局\n李 四　县财政局\n王小五　青溪乡\n三、要求\n继续努力。\n"
    )
    document = parse_text(text)
    lists = [s for s in document.segments if s.kind is SegmentKind.LIST]
    assert [s.address for s in lists] == ["一/第1段", "二/第1段"]
    assert lists[1].text.count("\n") == 2
