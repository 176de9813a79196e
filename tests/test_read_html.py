"""Web pages: the document without its frame, header tables, meta tags. Places are invented."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.errors import ReadError
from extract.html_blocks import tidy
from extract.raw import Raw
from extract.read import read

BODY = """
<p style="text-align:center">云山县人民政府关于加强<br>道路养护工作的通知</p>
<p style="text-align:center">云山政发〔2019〕12号</p>
<p>各乡镇人民政府：</p>
<p>　　为进一步加强道路养护，改善群众出行条件，现就有关事项通知如下。</p>
<p><b>一、总体要求</b></p>
<ul><li>坚持公开；</li><li>坚持公平。</li></ul>
<p style="text-align:right">云山县人民政府</p>
<p style="text-align:right">2019年3月1日</p>
"""
LINES = [
    "云山县人民政府关于加强",
    "道路养护工作的通知",
    "云山政发〔2019〕12号",
    "各乡镇人民政府：",
    "为进一步加强道路养护，改善群众出行条件，现就有关事项通知如下。",
    "一、总体要求",
    "坚持公开；",
    "坚持公平。",
    "云山县人民政府",
    "2019年3月1日",
]
HEADER = """
<table><tr><td><b>索 引 号：</b></td><td>530000/2019-00012</td><td>主题分类：</td><td>交通\\公路</td></tr>
<tr><td>发文机关：</td><td>云山县人民政府</td><td>成文日期：</td><td>2019年03月01日</td></tr>
<tr><td>标　　题：</td><td colspan="3">云山县人民政府关于加强道路养护工作的通知</td></tr>
<tr><td>发文字号：</td><td>云山政发〔2019〕12号</td><td>发布日期：</td><td>2019年03月05日</td></tr></table>
"""


def read_page(body: str, head: str = "") -> Raw:
    """Returns a page read from its parts."""
    return read(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(), "page.html")


def lines(raw: Raw) -> list[str]:
    """Returns the lines of the text."""
    return raw.text.splitlines()


@pytest.mark.parametrize(
    "page",
    [
        BODY,
        f'<div id="zoom">{BODY}</div>',
        f"<div><div><div>{BODY}</div></div></div>",
        f'<div class="nav"><a href="/">首页</a></div><div class="TRS_Editor">{BODY}</div><div class="footer">版权所有</div>',
        f"<nav><a>首页</a><a>政策</a></nav><div>{BODY}</div><script>var a = '，。；';</script><footer>网站标识码，备案。</footer>",
        f"<table><tr><td><table><tr><td>{BODY}</td></tr></table></td></tr></table>",
        f'<div style="display: none">隐藏的文字，不显示。</div>{BODY}',
    ],
)
def test_the_document_without_its_frame(page: str) -> None:
    assert lines(read_page(page)) == LINES


def test_header_table_becomes_hints_and_leaves_the_text() -> None:
    raw = read_page(HEADER + BODY, '<meta name="ArticleTitle" content="网站标题"><title>标题_云山县政府网</title>')
    assert lines(raw) == LINES
    expected = {
        "index_number": "530000/2019-00012",
        "issuer": "云山县人民政府",
        "title": "云山县人民政府关于加强道路养护工作的通知",
        "number": "云山政发〔2019〕12号",
        "date_signature": "2019年03月01日",
        "date_publication": "2019年03月05日",
        "topic": "交通\\公路",
    }
    assert {name: raw.hint(name) for name in expected} == expected
    sources = [hint.source for hint in raw.hints if hint.name == "title"]
    assert sources == ["header_table", "metadata", "metadata"]


def test_header_as_list() -> None:
    header = "<ul><li>发文机关：云山县人民政府</li><li>发文字号：云山政发〔2019〕12号</li><li>有效性：有效</li></ul>"
    raw = read_page(f'<div>{header}</div><div id="zoom">{BODY}</div>')
    assert (raw.hint("issuer"), raw.hint("validity")) == ("云山县人民政府", "有效")


def test_meta_tags_are_hints() -> None:
    head = (
        '<meta name="ArticleTitle" content="道路养护通知"><meta name="PubDate" content="2019-03-05 10:00">'
        '<meta name="ContentSource" content="云山县交通局">'
    )
    raw = read_page(BODY, head)
    assert (raw.hint("title"), raw.hint("date_publication"), raw.hint("site_source")) == (
        "道路养护通知", "2019-03-05 10:00", "云山县交通局",
    )  # fmt: skip


def test_title_outside_the_content_is_the_first_line() -> None:
    raw = read_page(f'<h1>云山县乡村公路管理规定</h1><div id="zoom">{BODY}</div>')
    assert lines(raw) == ["云山县乡村公路管理规定", *LINES]
    raw = read_page(f'<h1>云山县人民政府关于加强道路养护工作的通知</h1><div id="zoom">{BODY}</div>')
    assert lines(raw) == LINES


def test_data_table_and_layout_table() -> None:
    data = (
        "<table><tr><th>项目</th><th colspan=2>资金</th></tr><tr><td rowspan=2>养护</td><td>中央</td><td>30</td></tr>"
        "<tr><td>省级</td><td>20</td></tr></table>"
    )
    raw = read_page(BODY + data)
    assert [table.cells for table in raw.tables] == [(("项目", "资金", ""), ("养护", "中央", "30"), ("", "省级", "20"))]
    table = raw.tables[0]
    assert raw.text[table.span.start : table.span.end] == "项目\t资金\t\n养护\t中央\t30\n\t省级\t20"


def test_ordered_list_shows_its_numbers() -> None:
    raw = read_page("<p>具体任务如下，请认真落实。</p><ol start=3><li>养护道路；</li><li>改造危桥。</li></ol>")
    assert lines(raw)[1:] == ["3. 养护道路；", "4. 改造危桥。"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("道路\n  养护", "道路养护"),
        ("rural\n road", "rural road"),
        ("第一条　总则", "第一条　总则"),
        ("  2019 年 ", "2019 年"),
        ("道\u200b路\xa0", "道路"),
    ],
)
def test_tidy(text: str, expected: str) -> None:
    assert tidy(text) == expected


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312", "gb18030", "utf-16"])
@pytest.mark.parametrize("declared", [True, False])
def test_encodings(encoding: str, declared: bool) -> None:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={encoding}">' if declared else ""
    page = f"<html><head>{meta}</head><body>{BODY}</body></html>"
    assert lines(read(page.encode(encoding), "a.htm")) == LINES


def test_wrong_declaration() -> None:
    page = f'<html><head><meta charset="utf-8"></head><body>{BODY}</body></html>'
    assert lines(read(page.encode("gb18030"), "a.html")) == LINES


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312"])
def test_web_archive(encoding: str) -> None:
    from email.mime.image import MIMEImage
    from email.mime.multipart import MIMEMultipart
    from email.mime.text import MIMEText

    message = MIMEMultipart("related")
    message.attach(MIMEText(f"<html><body>{BODY}</body></html>", "html", encoding))
    message.attach(MIMEImage(b"GIF89a" + bytes(50), "gif"))
    assert lines(read(message.as_bytes(), "page.mht")) == LINES


def test_control_characters_are_dropped() -> None:
    assert lines(read_page("<p>道\x01路养护，\x0c现通知如下。</p>")) == ["道 路养护， 现通知如下。"]


def test_xml_declaration() -> None:
    page = (
        f'<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><body>{BODY}</body></html>'
    )
    assert lines(read(page.encode(), "a.html")) == LINES


@pytest.mark.parametrize("page", ["<html></html>", "<html><body><script>1</script></body></html>", "<!DOCTYPE html>"])
def test_pages_without_text(page: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(page.encode(), "a.html")
    assert caught.value.reason in {"empty", "no_text", "damaged"}


def test_deep_nesting_is_read() -> None:
    raw = read_page("<div>" * 3000 + "深处的一句话，也要读到。" + "</div>" * 3000)
    assert "深处的一句话，也要读到。" in raw.text


def test_paragraph_is_not_cut_at_inline_elements() -> None:
    raw = read_page("<p>为<span>进一步</span><b>加强</b>养护，<a href='#'>现就</a>有关事项通知。</p>")
    assert lines(raw) == ["为进一步加强养护，现就有关事项通知。"]


@pytest.mark.shared
def test_state_council_pages(shared: Path) -> None:
    folder = shared / "data" / "html"
    fields = (("title", "title"), ("issuer", "issuer"), ("doc_number", "number"), ("index_number", "index_number"))
    wrong = []
    for entry in json.loads((folder / "expected.json").read_text(encoding="utf-8")):
        raw = read((folder / entry["file"]).read_bytes(), entry["file"])
        wrong += [(entry["file"], name) for key, name in fields if raw.hint(name) != entry[key]]
        wrong += [(entry["file"], name) for name in ("date_signature", "date_publication") if not raw.hint(name)]
        start = "".join(raw.text[:200].split()).replace("　", "")
        if "".join(entry["title"].split())[:14] not in start and "国务院令" not in start:
            wrong.append((entry["file"], "title line"))
    assert wrong == []


def test_a_header_table_is_kept_whatever_its_class() -> None:
    """A page whose header table has the class `header`, which elsewhere names the frame of a site."""
    cells = "".join(
        f"<tr><td>{name}：</td><td>{value}</td></tr>"
        for name, value in (
            ("发文机关", "松涛县人民政府"),
            ("发文字号", "松政发〔2018〕3号"),
            ("成文日期", "2018年2月6日"),
        )
    )
    page = f'<html><body><table class="header">{cells}</table><div><p>各乡镇人民政府：</p><p>现通知如下。</p></div></body></html>'
    raw = read(page.encode(), "a.html")
    assert raw.hint("number") == "松政发〔2018〕3号"
    assert raw.hint("issuer") == "松涛县人民政府"
