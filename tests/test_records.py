"""Records from files as researchers keep them: lines, encodings, and what is no record."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import XietongError
from corpus.records import read_records, read_rows, text_of

ROWS = [{"编号": "1", "条款": "安排资金"}, {"编号": "2", "条款": "培训\n村医"}, {"编号": "3", "条款": "修路"}]
CSV = '编号,条款\n1,安排资金\n2,"培训\n村医"\n3,修路,多余\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_in_the_encodings_that_spreadsheets_write(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(CSV.encode(encoding))
    assert list(read_records(str(file))) == ROWS
    assert [line for line, _ in read_rows(str(file))] == [2, 3, 5]


def test_a_workbook(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in ((" 编号 ", "条款", None), (1, "安排资金", "x"), (None, None, None), (2, None, None)):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    assert list(read_rows(str(tmp_path / "a.xlsx"))) == [(2, {"编号": 1, "条款": "安排资金"}), (4, {"编号": 2})]


def test_lines_of_json(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('\ufeff{"id": 7}\n\n{"id": null, "text": " 修路 "}\n', encoding="utf-8")
    rows = list(read_rows(str(file)))
    assert rows == [(1, {"id": 7}), (3, {"id": None, "text": " 修路 "})]
    assert [text_of(rows[1][1], key) for key in ("id", "text", "none")] == ["", "修路", ""]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.jsonl", b'{"id": 1}\n{"id": \n', "a.jsonl, line 2: not JSON"),
        ("a.jsonl", b"[1]\n", "a.jsonl, line 1: not a JSON object"),
        ("a.csv", b"\xff\xff\xff", "neither UTF-8 nor GB18030"),
        ("a.csv", b"text\n" + b"a" * 200_000 + b"\n", "not CSV"),
        ("a.xlsx", b"no workbook", "a.xlsx: not a readable Excel file"),
        ("a.xlsx", b"PK\x05\x06" + bytes(18), "a.xlsx: not a readable Excel file"),
    ],
)
def test_what_is_no_record_is_named(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    with pytest.raises(XietongError, match=words):
        list(read_rows(str(file)))


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    for name in ("a.jsonl", "a.csv", "a.xlsx"):
        with pytest.raises(XietongError, match="No such file"):
            list(read_rows(str(tmp_path / name)))
