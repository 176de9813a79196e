"""Header fields of invented documents, and of real ones against what was read by eye."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.structure import iter_records, page_figures
from corpus.document import Document, Header
from extract.header import find_header
from extract.parse import parse_text
from extract.raw import Hint, Raw

GOLDEN = Path(__file__).parent / "golden" / "structure.jsonl"

NOTICE = """青禾州人民政府办公室文件
青禾州人民政府办公室
关于印发青禾州产业扶贫实施方案的通知
青政办发〔2017〕12号
各县（市）人民政府，州直各部门：
《青禾州产业扶贫实施方案》已经州人民政府同意，现印发给你们，请认真贯彻执行。
青禾州人民政府办公室
2017年5月3日
青禾州产业扶贫实施方案
一、总体要求
到2020年，全州贫困村产业覆盖率达到百分之百。
（一）工作目标。每村培育一个合作社。
二、附则
本方案自2017年6月1日起施行。
附件：1.任务分解表
2.联系人名单
"""
ORDER = """青禾省人民政府令
第12号
现公布修订后的《青禾省梯田保护办法》，自2019年1月1日起施行。
省长　　李某某
2018年12月18日
青禾省梯田保护办法
（2001年3月2日青禾省人民政府令第3号发布　2018年12月18日修订）
第一条　为了保护梯田，制定本办法。
第二条　本办法由省农业主管部门解释。
"""
LETTER = """各乡镇人民政府，县直各部门：
现将《松涛县村道养护办法》印发给你们，请遵照执行。
松涛县人民政府
2016年4月1日
松涛县村道养护办法
第一条　为了养护村道，制定本办法。
"""


def test_notice() -> None:
    document = parse_text(NOTICE)
    header = document.header
    assert document.title == "青禾州人民政府办公室关于印发青禾州产业扶贫实施方案的通知"
    assert header.number and header.number.value == "青政办发〔2017〕12号"
    assert [issuer.value for issuer in header.issuers] == ["青禾州人民政府办公室"]
    assert [field.value for field in header.addressees] == ["各县（市）人民政府", "州直各部门"]
    assert {date.kind: date.value for date in header.dates} == {"signature": "2017-05-03", "in_force": "2017-06-01"}
    assert header.type and header.type.value == "通知"
    assert header.inner_title and header.inner_title.value == "青禾州产业扶贫实施方案"
    assert header.inner_type and header.inner_type.value == "实施方案"
    assert header.relation and header.relation.value == "issue"
    assert [field.value for field in header.attachments] == ["任务分解表", "联系人名单"]
    _spans_hold(document)


def _spans_hold(document: Document) -> None:
    header = document.header
    for field in (*header.addressees, *header.attachments):
        assert field.span is not None
        assert document.text[field.span.start : field.span.end] == field.value


def test_order_takes_the_title_of_what_it_carries() -> None:
    header = parse_text(ORDER).header
    assert header.title and header.title.value == "青禾省梯田保护办法"
    assert header.number and header.number.value == "青禾省人民政府令第12号"
    assert [issuer.value for issuer in header.issuers] == ["青禾省人民政府"]
    assert header.date("signature") and header.date("signature").value == "2018-12-18"  # type: ignore[union-attr]


def test_letter_without_title() -> None:
    header = parse_text(LETTER).header
    assert header.title and header.title.value == "松涛县村道养护办法"
    assert header.title.confidence < 0.7
    assert [issuer.value for issuer in header.issuers] == ["松涛县人民政府"]


@pytest.mark.parametrize(
    "text",
    [
        "各位代表：\n现在，我代表县人民政府报告工作，请予审议。\n一、工作回顾\n二、工作安排\n",
        "为贯彻落实省委部署，持续深入推进消费帮扶工作，结合实际，\n续深入实施数字化行动，以满足群众需要\n",
        "一、总体要求\n（一）指导思想\n深入贯彻全会精神。\n",
    ],
)
def test_body_is_no_title(text: str) -> None:
    header = parse_text(text, name="关于某事的通知.txt").header
    assert header.title is None
    assert header.number is None


def test_flattened_first_line() -> None:
    body = "近年来，我县电商快速发展，群众收入稳步增加，产业结构不断优化。" * 4
    text = f"松涛县人民政府关于加快电商发展的意见松政发〔2019〕17号各乡镇人民政府，县直各部门：{body}"
    document = parse_text(text)
    assert document.title == "松涛县人民政府关于加快电商发展的意见"
    assert document.header.number and document.header.number.value == "松政发〔2019〕17号"
    assert len(document.header.addressees) == 2


def test_spaced_title_and_joint_issuers() -> None:
    text = (
        "中共松涛县委 松涛县人民政府\n关于印发松 涛 县 应 急 预 案 的 通 知\n松发〔2018〕3号\n各乡镇党委：\n请执行。\n"
    )
    header = parse_text(text).header
    assert header.title and header.title.value.endswith("关于印发松涛县应急预案的通知")
    assert [issuer.value for issuer in header.issuers] == ["中共松涛县委", "松涛县人民政府"]


def test_header_table_is_the_best_evidence() -> None:
    hints = (
        Hint(name="number", value="松政发[2018]5号", span=None, source="header_table"),
        Hint(name="date_signature", value="2018年05月06日", span=None, source="header_table"),
        Hint(name="issuer", value="松涛县人民政府、县人武部", span=None, source="header_table"),
        Hint(name="validity", value="有效", span=None, source="header_table"),
    )
    header: Header = find_header(Raw(text="关于修路的通知\n各村：\n请修路。\n", format="html", hints=hints))
    assert header.number and header.number.value == "松政发〔2018〕5号"
    assert header.number.source == "header_table"
    assert header.date("signature") and header.date("signature").value == "2018-05-06"  # type: ignore[union-attr]
    assert [issuer.value for issuer in header.issuers] == ["松涛县人民政府", "县人武部"]
    assert header.validity and header.validity.value == "有效"


def test_english_notice() -> None:
    text = "Notice of the Songtao County Government on Rural Roads\n(Song Zheng Fa [2015] No. 53)\nRoads shall be kept.\nMay 3, 2015\n"
    document = parse_text(text)
    assert document.language == "en"
    assert document.title == "Notice of the Songtao County Government on Rural Roads"
    assert document.header.number and document.header.number.value == "Song Zheng Fa [2015] No. 53"
    assert document.header.type and document.header.type.value == "Notice"


def test_saved_pages(shared: Path) -> None:
    with_table, _ = page_figures(shared, table=True)
    assert min(with_table.values()) == 39
    alone, _ = page_figures(shared, table=False)
    assert alone["title"] >= 37
    assert alone["number"] >= 37
    assert alone["signature"] >= 36


def test_golden_headers(shared: Path) -> None:
    golden = {item["id"]: item for item in map(json.loads, GOLDEN.read_text(encoding="utf-8").splitlines())}
    assert len(golden) >= 40
    wrong: list[str] = []
    fields = 0
    for record in iter_records(shared):
        item = golden.get(record["id"])
        if item is None:
            continue
        header = parse_text(record["text"]).header
        found = {
            "title": header.title.value if header.title else "",
            "number": header.number.value if header.number else "",
            "issuers": [field.value for field in header.issuers],
            "type": header.type.value if header.type else "",
            "dates": {field.kind: field.value for field in header.dates},
            "relation": header.relation.value if header.relation else "",
            "inner_title": header.inner_title.value if header.inner_title else "",
            "addressees": len(header.addressees),
        }
        fields += len(found)
        wrong += [f"{record['id']} {name}: {value!r}" for name, value in found.items() if value != item[name]]
    assert 1 - len(wrong) / fields >= 0.98, wrong


def test_a_title_printed_twice_and_an_issuer_above_it() -> None:
    title = "松涛县农业局关于发放“良种—2019”补贴的通知"
    twice = parse_text(f"{title}\n{title.replace('—', '-')}\n（松农〔2019〕3号）\n各乡镇人民政府：\n请尽快发放。\n")
    assert twice.header.number is not None
    assert twice.header.number.value == "松农〔2019〕3号"
    assert [field.value for field in twice.header.addressees] == ["各乡镇人民政府"]
    above = parse_text(f"松涛县农业局\n{title}\n各乡镇人民政府：\n请尽快发放。\n")
    assert above.title == title
    assert [field.value for field in above.header.issuers] == ["松涛县农业局"]


def test_approval_is_not_issue() -> None:
    text = (
        "松涛县村道办法\n2018年9月18日 松涛县人民政府批准\n2018年10月24日 县交通局、县财政局发布\n"
        "第一条 为了养护村道，制定本办法。\n第二条 本办法自发布之日起施行。\n"
    )
    header = parse_text(text).header
    assert [field.value for field in header.issuers] == ["县交通局", "县财政局"]
    dates = {field.kind: field.value for field in header.dates}
    assert dates == {"approval": "2018-09-18", "issue": "2018-10-24", "in_force": "2018-10-24"}


def test_prose_and_leads_are_no_header() -> None:
    document = parse_text(
        "为加快村道建设，根据全县会议部署，制定如下措施\n一、修路。\n资助项目：除免学费政策外，县增加以下项目：\n1.路费。\n"
    )
    assert document.title == ""
    assert document.header.addressees == ()


def test_a_report_is_given_by_the_government_of_its_place() -> None:
    header = parse_text("2019年青禾省政府工作报告\n各位代表：\n现在，我代表省人民政府报告工作。\n").header
    assert [field.value for field in header.issuers] == ["青禾省人民政府"]


def test_letter_and_carried_document_are_split_and_linked() -> None:
    document = parse_text(NOTICE)
    assert document.enclosed is not None
    carried = document.text[document.enclosed.start : document.enclosed.end]
    assert carried.startswith("青禾州产业扶贫实施方案\n一、总体要求")
    letter = [one for one in document.segments if one.span.end <= document.enclosed.start and "/" in one.address]
    assert {one.address.split("/")[0] for one in letter} == {"通知"}
    assert parse_text("松涛县方案\n一、修路。\n").enclosed is None


def test_an_order_that_a_clause_cites_is_not_the_number() -> None:
    text = "澜山省关于检测的通知\n各县人民政府：\n一、依照澜山省人民政府令第27号，扶持合作社。\n2015年8月9日\n"
    assert parse_text(text, "a.txt").header.number is None
