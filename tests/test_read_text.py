"""Text files: encodings, line ends, bad inputs."""

from __future__ import annotations

import codecs

import pytest

from corpus.errors import ReadError
from extract.read import read

PROSE = (
    "云山县人民政府关于加强乡村道路养护工作的通知\n云山政发〔2019〕12号\n各乡镇人民政府：\n"
    "为进一步加强乡村道路养护，现就有关事项通知如下。\n一、明确责任。各单位应当落实养护资金。\n"
)
TRADITIONAL = "雲山縣人民政府關於加強鄉村道路養護工作的通知\n為進一步加強農業與經濟發展，規定如下。\n"
FRENCH = (
    "Le comité a été créé à l'été pour étudier le développement des régions pauvres. Il siège à l'hôtel de ville.\n"
)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (PROSE.encode(), PROSE),
        (codecs.BOM_UTF8 + PROSE.encode(), PROSE),
        (PROSE.encode("utf-16"), PROSE),
        (codecs.BOM_UTF16_BE + PROSE.encode("utf-16-be"), PROSE),
        (PROSE.encode("utf-16-le"), PROSE),
        (PROSE.encode("utf-16-be"), PROSE),
        (PROSE.encode("gb18030"), PROSE),
        (PROSE.encode("gbk"), PROSE),
        (TRADITIONAL.encode("big5"), TRADITIONAL),
        (PROSE.replace("\n", "\r\n").encode(), PROSE),
        (PROSE.replace("\n", "\r").encode("gb18030"), PROSE),
        (b"The county shall report every quarter.\nIt shall name a contact.\n", None),
        (FRENCH.encode("latin-1"), FRENCH),
    ],
)
def test_encodings(data: bytes, expected: str | None) -> None:
    raw = read(data, "notice.txt")
    assert raw.format == "text"
    assert raw.text == (data.decode() if expected is None else expected)


def test_a_wrong_byte_does_not_change_the_encoding() -> None:
    data = bytearray((PROSE * 3).encode())
    data[7] = 0xFF
    text = read(bytes(data), "notice.txt").text
    assert text.count("\ufffd") <= 3
    assert text.endswith(PROSE)


def test_utf8_cut_in_the_middle_of_a_character() -> None:
    data = PROSE.strip().encode()[:-1]
    assert read(data, "notice.txt").text.startswith(PROSE[:60])


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "a.txt", "empty"),
        (b" \n\t\r\n", "a.txt", "empty"),
        ("　\u3000\n".encode(), "a.txt", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "a.pdf", "mismatch"),
        (b"\xff\xd8\xff\xe0" + bytes(100), "a.docx", "mismatch"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "a.txt", "mismatch"),
        (b"plain words", "a.pdf", "mismatch"),
        (b"plain words", "a.docx", "mismatch"),
        (b"\x7fELF" + bytes(range(256)), "a.pdf", "mismatch"),
        (bytes(range(1, 32)) * 40, "a.txt", "mismatch"),
        (b"\x7fELF" + bytes(range(256)), "tool", "unsupported"),
        (b"\x1f\x8b\x08\x00" + bytes(50), "a.gz", "unsupported"),
        (b"   \n ", "a.pdf", "empty"),
    ],
)
def test_bad_inputs(data: bytes, name: str, reason: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(data, name)
    assert caught.value.reason == reason
    assert caught.value.message


def test_suffix_gives_way_to_content() -> None:
    page = "<!DOCTYPE html><html><body><p>第一条　本办法适用于云山县。</p></body></html>"
    assert read(page.encode(), "saved.txt").format == "html"
    assert read(page.encode(), "saved.doc").format == "html"
    assert read(PROSE.encode(), "notice").format == "text"
    assert read(PROSE.encode(), "notice.unknown").format == "text"


def test_bracketed_labels_become_hints() -> None:
    text = (
        "云山县道路养护办法\n【发布部门】云山县人民政府\n【发文字号】云山政发〔2019〕12号\n"
        "【时效性】 现行有效\n第一条　略。\n"
    )
    raw = read(text.encode(), "a.txt")
    assert raw.hint("issuer") == "云山县人民政府"
    assert raw.hint("number") == "云山政发〔2019〕12号"
    assert raw.hint("validity") == "现行有效"
    for hint in raw.hints:
        assert hint.span is not None
        assert raw.text[hint.span.start : hint.span.end] == hint.value


def test_labelled_lines_become_hints_only_in_company() -> None:
    header = "索 引 号：530000/2019-00012\n发文机关：云山县人民政府\n成文日期：2019年3月1日\n云山县道路养护办法\n"
    raw = read(header.encode(), "a.txt")
    assert raw.hint("index_number") == "530000/2019-00012"
    assert raw.hint("date_signature") == "2019年3月1日"
    assert read("名称：云山县道路养护办法，自发布之日起施行。\n".encode(), "a.txt").hints == ()


def test_a_header_on_one_line_is_taken_apart() -> None:
    text = "索引号： 530000/2019-00012 主题分类： 发布机构： 云山县人民政府 成文日期： 2019-03-01\n云山县道路养护办法\n"
    raw = read(text.encode(), "a.txt")
    assert {hint.name: hint.value for hint in raw.hints} == {
        "index_number": "530000/2019-00012",
        "issuer": "云山县人民政府",
        "date_signature": "2019-03-01",
    }


def test_a_list_of_documents_is_no_header() -> None:
    text = "名称：道路办法\n文号：云政发〔2019〕1号\n名称：桥梁办法\n文号：云政发〔2019〕2号\n"
    assert read(text.encode(), "a.txt").hints == ()
