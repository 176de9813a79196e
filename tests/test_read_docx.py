"""Word files: order, automatic numbers, tables, notes, bad files. Places are invented."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ReadError
from extract.docx_numbering import chinese_number, format_number
from extract.raw import Raw
from extract.read import read

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def make_docx(build: Any) -> bytes:
    """Returns a Word file; `build` gets the document of python-docx."""
    import docx

    document = docx.Document()
    build(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def make_bare(body: str, **parts: str) -> bytes:
    """Returns a Word file of the given XML parts only."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')
        for name, xml in parts.items():
            archive.writestr(f"word/{name}.xml", xml)
    return buffer.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    """Returns the XML of a paragraph."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def level(depth: int, style: str, pattern: str, start: int = 1) -> str:
    """Returns the XML of one level of a list."""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def numbering(*levels: str, extra: str = "") -> str:
    """Returns numbering.xml with one list, id 1."""
    return (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{extra}</w:numbering>'
    )


def item(text: str, depth: int = 0, list_id: int = 1) -> str:
    """Returns the XML of a numbered paragraph."""
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>')


def lines(raw: Raw) -> list[str]:
    """Returns the lines of the text."""
    return raw.text.splitlines()


def test_paragraphs_and_tables_in_order() -> None:
    def build(document: Any) -> None:
        document.add_paragraph("云山县人民政府关于道路养护的通知")
        document.add_paragraph("　　现将有关事项通知如下。")
        table = document.add_table(rows=2, cols=2)
        for row, texts in zip(table.rows, (("项目", "资金"), ("养护", "30万元")), strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        document.add_paragraph("附表如上。")

    raw = read(make_docx(build), "a.docx")
    assert raw.format == "docx"
    assert lines(raw) == [
        "云山县人民政府关于道路养护的通知",
        "现将有关事项通知如下。",
        "项目\t资金",
        "养护\t30万元",
        "附表如上。",
    ]
    assert raw.tables[0].cells == (("项目", "资金"), ("养护", "30万元"))
    assert raw.text[raw.tables[0].span.start : raw.tables[0].span.end] == "项目\t资金\n养护\t30万元"


def test_merged_cells() -> None:
    def build(document: Any) -> None:
        table = document.add_table(rows=2, cols=3)
        table.cell(0, 0).merge(table.cell(0, 1)).text = "合并"
        table.cell(0, 2).text = "资金"
        table.cell(1, 0).text = "甲"
        table.cell(1, 1).text = "乙"
        table.cell(1, 2).text = "丙"
        table.cell(0, 2).merge(table.cell(1, 2))

    assert read(make_docx(build), "a.docx").tables[0].cells == (("合并", "", "资金丙"), ("甲", "乙", ""))


def test_numbers_of_chinese_lists_are_written_out() -> None:
    xml = numbering(
        level(0, "chineseCounting", "%1、"), level(1, "chineseCounting", "（%2）"), level(2, "decimal", "%3.")
    )
    body = (
        item("总体要求") + item("指导思想", 1) + item("基本原则", 1) + item("坚持公开", 2) + item("坚持公平", 2)
        + item("主要任务") + item("养护", 1) + paragraph("不编号的段落") + item("保障", 1)
    )  # fmt: skip
    assert lines(read(make_bare(body, numbering=xml), "a.docx")) == [
        "一、总体要求", "（一）指导思想", "（二）基本原则", "1.坚持公开", "2.坚持公平",
        "二、主要任务", "（一）养护", "不编号的段落", "（二）保障",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("style", "pattern", "expected"),
    [
        ("decimal", "第%1条", ["第1条 甲", "第2条 乙"]),
        ("chineseCountingThousand", "第%1条", ["第一条 甲", "第二条 乙"]),
        ("decimalEnclosedCircleChinese", "%1", ["① 甲", "② 乙"]),
        ("lowerLetter", "%1)", ["a)甲", "b)乙"]),
        ("upperRoman", "%1.", ["I.甲", "II.乙"]),
        ("bullet", "\uf0b7", ["• 甲", "• 乙"]),
        ("none", "", ["甲", "乙"]),
    ],
)
def test_number_formats(style: str, pattern: str, expected: list[str]) -> None:
    xml = numbering(level(0, style, pattern))
    assert lines(read(make_bare(item("甲") + item("乙"), numbering=xml), "a.docx")) == expected


def test_number_of_a_style_and_its_base() -> None:
    styles = (
        f'<w:styles xmlns:w="{W}"><w:style w:styleId="base"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="article"><w:basedOn w:val="base"/></w:style></w:styles>'
    )
    body = paragraph("甲", '<w:pStyle w:val="article"/>') + paragraph(
        "乙", '<w:pStyle w:val="article"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    )
    raw = read(make_bare(body, numbering=numbering(level(0, "chineseCounting", "第%1条")), styles=styles), "a.docx")
    assert lines(raw) == ["第一条 甲", "乙"]


def test_second_list_restarts() -> None:
    extra = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
        "</w:lvlOverride></w:num>"
    )
    xml = numbering(level(0, "decimal", "%1."), extra=extra)
    body = item("甲") + item("乙") + item("丙", 0, 2) + item("丁", 0, 2)
    assert lines(read(make_bare(body, numbering=xml), "a.docx")) == ["1.甲", "2.乙", "1.丙", "2.丁"]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, "零"),
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (101, "一百零一"),
        (110, "一百一十"),
        (1005, "一千零五"),
    ],
)
def test_chinese_numbers(number: int, expected: str) -> None:
    assert chinese_number(number) == expected


@given(
    st.integers(1, 9999), st.sampled_from(["decimal", "chineseCounting", "upperLetter", "lowerRoman", "decimalZero"])
)
def test_formatted_numbers_are_distinct(number: int, style: str) -> None:
    assert format_number(number, style) != format_number(number + 1, style)


def test_revisions_hidden_text_breaks_and_boxes() -> None:
    body = (
        '<w:p><w:ins w:id="1"><w:r><w:t>新增</w:t></w:r></w:ins><w:del w:id="2"><w:r><w:delText>删去</w:delText></w:r></w:del>'
        "<w:r><w:t>文字</w:t></w:r></w:p>"
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:r><w:t>显示</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>题目上行</w:t><w:br/><w:t>题目下行</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>正文</w:t></w:r><w:r><w:pict><w:txbxContent>"
        + paragraph("框内文字")
        + "</w:txbxContent></w:pict></w:r></w:p>"
        "<w:sdt><w:sdtContent>" + paragraph("控件内") + "</w:sdtContent></w:sdt>"
    )
    assert lines(read(make_bare(body), "a.docx")) == [
        "新增文字", "显示", "题目上行", "题目下行", "正文", "框内文字", "控件内",
    ]  # fmt: skip


def test_headers_are_furniture_and_notes_are_text() -> None:
    header = f'<w:hdr xmlns:w="{W}">{paragraph("云山县人民政府公报")}</w:hdr>'
    footer = f'<w:ftr xmlns:w="{W}">{paragraph("— 1 —")}</w:ftr>'
    notes = (
        f'<w:footnotes xmlns:w="{W}"><w:footnote w:type="separator">{paragraph("")}</w:footnote>'
        f"<w:footnote>{paragraph('养护是指小修。')}</w:footnote></w:footnotes>"
    )
    raw = read(make_bare(paragraph("正文"), header1=header, footer1=footer, footnotes=notes), "a.docx")
    assert lines(raw) == ["云山县人民政府公报", "正文", "[1] 养护是指小修。"]
    assert [raw.text[span.start : span.end] for span in raw.furniture] == ["云山县人民政府公报"]


def test_title_property_is_a_hint() -> None:
    def build(document: Any) -> None:
        document.core_properties.title = "道路养护通知"
        document.add_paragraph("正文")

    assert read(make_docx(build), "a.docx").hint("title") == "道路养护通知"


def test_single_column_table_is_a_frame() -> None:
    def build(document: Any) -> None:
        cell = document.add_table(rows=1, cols=1).cell(0, 0)
        cell.text = "框中第一段"
        cell.add_paragraph("框中第二段")

    raw = read(make_docx(build), "a.docx")
    assert lines(raw) == ["框中第一段", "框中第二段"]
    assert raw.tables == ()


def _broken_xml() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<w:document")
    return buffer.getvalue()


def _broken_packing() -> bytes:
    data = bytearray(make_bare(paragraph("正文" * 200)))
    start = data.index(b"word/document.xml") + 20
    data[start : start + 30] = b"\xff" * 30
    return bytes(data)


def _bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 80_000_000)
    return buffer.getvalue()


def _sheet() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (_broken_xml(), "a.docx", "damaged"),
        (_broken_packing(), "a.docx", "damaged"),
        (make_bare(paragraph("正文"))[:200], "a.docx", "damaged"),
        (make_bare(paragraph(" ")), "a.docx", "empty"),
        (_bomb(), "a.docx", "too_large"),
        (_sheet(), "a.docx", "mismatch"),
        (_sheet(), "a.xlsx", "unsupported"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + bytes(600),
            "a.docx",
            "encrypted",
        ),
    ],
)
def test_bad_files(data: bytes, name: str, reason: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(data, name)
    assert caught.value.reason == reason


def test_external_entities_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret words")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]><w:document xmlns:w="{W}"><w:body>'
            "<w:p><w:r><w:t>正文&x;</w:t></w:r></w:p></w:body></w:document>",
        )
    assert "secret" not in read(buffer.getvalue(), "a.docx").text
