"""The report in each format: complete, safe to open, the same bytes twice."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest
from lxml import html as lxml_html

from corpus.document import Span
from corpus.errors import XietongError
from corpus.library import Library
from report.content import gather
from report.excel import write_workbook
from report.html import write_report
from report.markdown import escape, write_markdown
from report.page import cut_pieces, render
from report.parts import Quote
from report.word import write_word
from report.word_tables import share_width
from tests.report_sample import TEXTS, make_library

GOLDEN = Path(__file__).with_name("golden") / "report"
TOPICS: dict[str, object] = {
    "all": {
        "topics": [
            {
                "name": "茶园·补助", "terms": [["茶园", 0.6], ["<补助>", 0.3]], "share": 0.5, "stability": 0.9, "clauses": 4,
                "exemplars": [{"title": "意见", "address": "二/（一）", "page": 2, "text": "=补助八百元"}],
                "by_year": {"2016": 4, "2017": 1, "2019": 2}, "by_level": {"central": 4, "county": 3},
            }
        ],
        "clauses": 8,
        "curve": [
            {"topics": 2, "npmi": 0.2, "cv": 0.6, "diversity": 0.9, "stability": 0.9},
            {"topics": 3, "npmi": 0.1, "cv": 0.5, "diversity": 0.9, "stability": 0.8},
        ],
        "terms": [{"word": "<茶园>", "x": 0.5, "y": -0.5, "clauses": 4, "topic": 1}],
    },
    "fund": {"count": 1, "needed": 30},
}  # fmt: skip


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with make_library(tmp_path / "L") as opened:
        yield opened


def outline(page: str) -> str:
    """Returns headings, captions, table heads and anchors of a page, a line each."""
    tree = lxml_html.document_fromstring(page)
    lines = []
    for node in tree.iter("section", "h1", "h2", "h3", "h4", "figcaption", "thead"):
        cells = " | ".join(cell.text_content().strip() for cell in node.iter("th")) if node.tag == "thead" else ""
        told = f"#{node.get('id')}" if node.tag == "section" else cells or node.text_content().strip()
        lines.append(f"{node.tag} {told}".strip())
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_page_has_the_golden_structure(library: Library, tmp_path: Path, language: str, update: bool) -> None:
    page = write_report(library, tmp_path, language=language, topics=TOPICS).read_text(encoding="utf-8")
    expected = GOLDEN / f"outline.{language}.txt"
    if update:
        expected.parent.mkdir(parents=True, exist_ok=True)
        expected.write_text(outline(page), encoding="utf-8")
    assert outline(page) == expected.read_text(encoding="utf-8")


@pytest.fixture
def update() -> bool:
    """Whether golden files are written anew: XIETONG_GOLDEN=update."""
    return os.environ.get("XIETONG_GOLDEN") == "update"


def test_page_needs_no_network_and_links_lead_somewhere(library: Library, tmp_path: Path) -> None:
    page = write_report(library, tmp_path, language="zh", topics=TOPICS).read_text(encoding="utf-8")
    tree = lxml_html.document_fromstring(page)
    assert not tree.xpath("//@src | //link")
    ids = set(tree.xpath("//@id"))
    links = tree.xpath("//a/@href")
    assert links
    assert all(link.startswith("#") and link[1:] in ids for link in links)
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert "default-src 'none'" in policy
    assert "unsafe-inline'; img" in policy  # styles only
    assert policy.count("'sha256-") == len(tree.xpath("//script[not(@type)]"))
    assert {"/home/someone", "someone"} & set(re.findall(r"/home/\w+|someone", page)) == set()


def test_page_escapes_what_documents_say(library: Library) -> None:
    content = gather(library, TOPICS)
    hostile = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"
    papers = (replace(content.papers[0], title=hostile, issuers=(hostile,)), *content.papers[1:])
    page = render(replace(content, papers=papers, mentions={"actor": ((hostile, 2),)}), "zh")
    assert "<img" not in page
    assert "alert(1)</script>" not in page
    assert "&lt;img src=x" in page


def test_page_of_an_empty_library(tmp_path: Path) -> None:
    with Library(tmp_path / "L", create=True) as library:
        page = write_report(library, tmp_path, language="en", topics={}).read_text(encoding="utf-8")
    assert "This library has no documents yet." in page
    assert page.count("No clause of this library falls under this category.") == 8
    assert "<script" not in page  # nothing to draw


def test_pieces_join_to_the_text(library: Library) -> None:
    quote = next(iter(gather(library, {}).category("fund").quotes.values()))[0]
    assert "".join(text for text, _ in cut_pieces(quote)) == quote.text
    marked = replace(quote, text="abcd", marks=(Span(start=0, end=1), Span(start=2, end=4)))
    assert cut_pieces(marked) == [("a", True), ("b", False), ("cd", True)]


@pytest.mark.parametrize("suffix", ["html", "xlsx", "docx", "md"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_two_runs_give_the_same_bytes(library: Library, tmp_path: Path, suffix: str, language: str) -> None:
    made = []
    for run in ("a", "b"):
        path = tmp_path / f"{run}.{suffix}"
        if suffix == "html":
            path = write_report(library, tmp_path / run, language=language, topics=TOPICS)
        elif suffix == "xlsx":
            write_workbook(library, path, language=language, topics=TOPICS)
        elif suffix == "docx":
            write_word(library, path, language=language, topics=TOPICS)
        else:
            write_markdown(library, path, language=language, topics=TOPICS)
        made.append(path.read_bytes())
    assert made[0] == made[1]


def test_workbook_has_all_clauses_charts_and_no_formula(library: Library, tmp_path: Path) -> None:
    path = write_workbook(library, tmp_path / "r.xlsx", language="en", topics=TOPICS)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [
        "Overview",
        "Synergy measures",
        "Clauses",
        "Policy sources",
        "Documents",
        "Topics",
        "Ledger",
    ]
    sheet = book["Clauses"]
    units = sum(len(document.units) for document in library.documents())
    assert sheet.max_row == 1 + units
    assert sheet.auto_filter.ref is not None
    assert sheet.freeze_panes == "A2"
    text = [cell.value for cell in sheet[1]].index("Text") + 1
    assert sheet.cell(2, text).value in TEXTS["central/aim.txt"][1]
    cells = [cell for page in book.worksheets for row in page.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "'=补助八百元" in str(book["Topics"].cell(2, 8).value) or ": =补助八百元" in str(
        book["Topics"].cell(2, 8).value
    )
    with zipfile.ZipFile(path) as archive:
        assert sum(name.startswith("xl/charts/chart") for name in archive.namelist()) == 3


def test_word_file_has_headings_captions_and_chinese_fonts(library: Library, tmp_path: Path) -> None:
    path = write_word(library, tmp_path / "r.docx", language="zh", topics=TOPICS)
    document = docx.Document(BytesIO(path.read_bytes()))
    headings = [p.text for p in document.paragraphs if p.style is not None and p.style.name == "Heading 1"]
    assert headings[:3] == ["概览", "协同测度", "战略协同"]
    assert headings[-3:] == ["处理台账", "方法", "参考文献"]
    captions = [p for p in document.paragraphs if p.style is not None and p.style.name == "Caption"]
    assert len(captions) == len(document.tables)
    with zipfile.ZipFile(path) as archive:
        body = archive.read("word/document.xml").decode()
        styles = archive.read("word/styles.xml").decode()
    assert body.count(" SEQ 表 ") == len(captions)
    assert 'w:eastAsia="宋体"' in styles
    assert (
        "青岚省人民政府. 青岚省人民政府关于印发《青岚省山区振兴规划》的通知: 青政发〔2017〕8号[Z]. 2017-05-12." in body
    )


def test_only_the_categories_asked_for_have_chapters(library: Library, tmp_path: Path) -> None:
    only = frozenset({"fund"})
    page = write_report(library, tmp_path, language="en", topics=TOPICS, only=only)
    assert page.name == "report.fund.en.html"
    sections = lxml_html.document_fromstring(page.read_text(encoding="utf-8")).xpath("//section[@class='category']/@id")
    assert sections == ["fund"]
    book = openpyxl.load_workbook(write_workbook(library, tmp_path / "r.xlsx", language="en", topics=TOPICS, only=only))
    assert book["Clauses"].max_row == 2
    assert {row[0].value for row in book["Policy sources"].iter_rows(min_row=2)} == {"Fund synergy"}
    with pytest.raises(XietongError, match="nonsense"):
        gather(library, {}, frozenset({"nonsense"}))


def test_cells_of_the_matrix_are_shaded_in_word(library: Library, tmp_path: Path) -> None:
    path = write_word(library, tmp_path / "r.docx", language="zh", topics=TOPICS)
    with zipfile.ZipFile(path) as archive:
        fills = re.findall(r'w:fill="([0-9A-F]{6})"', archive.read("word/document.xml").decode())
    assert len(fills) >= 8 * 3  # categories by levels, and the marks of evidence
    assert "FFFFFF" in fills and len(set(fills)) > 1


def test_columns_are_as_wide_as_their_words() -> None:
    widths = share_width([("题名", "年"), ("青岚省山区振兴规划实施意见", "2017")], 5_000_000)
    assert sum(widths) == 5_000_000
    assert widths[0] > 3 * widths[1]


def test_no_number_is_broken_between_wide_heads() -> None:
    heads = ("Year", *["Organization synergy of many words"] * 6)
    character = 57_150
    widths = share_width([heads, ("2016", *["1,234"] * 6)], 100 * character)
    assert sum(widths) == 100 * character
    assert widths[0] >= 5 * character
    assert min(widths[1:]) >= len("Organization") * character


def test_markdown_marks_evidence_and_escapes(library: Library, tmp_path: Path) -> None:
    text = write_markdown(library, tmp_path / "r.md", language="zh", topics=TOPICS).read_text(encoding="utf-8")
    assert "<mark>筹集资金</mark>" in text
    assert "\\<补助\\>" in text
    assert "## 资金协同" in text
    assert escape("# a | b\n<b>") == "\\# a \\| b \\<b\\>"


def test_control_characters_do_not_break_word(library: Library, tmp_path: Path) -> None:
    content = gather(library, {})
    part = content.category("fund")
    quote: Quote = next(iter(part.quotes.values()))[0]
    level = quote.level
    broken = replace(part, quotes={level: (replace(quote, text="a\x0bb\x00c", marks=()),)})
    from report.word import render as render_word

    data = render_word(replace(content, categories=(broken,)), "en")
    assert any(p.text == "abc" for p in docx.Document(BytesIO(data)).paragraphs)
