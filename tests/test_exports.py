"""Exports: every coded unit, in every format, executed by no spreadsheet."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import polars
import pytest

from corpus.errors import XietongError
from corpus.library import Library
from report.exports import FORMATS, defuse, export_library, flatten, iter_codes, write_table
from tests.report_sample import make_library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with make_library(tmp_path / "L") as opened:
        yield opened


def test_every_unit_is_exported_with_its_text_and_place(library: Library) -> None:
    rows = list(iter_codes(library))
    assert len(rows) == sum(len(document.units) for document in library.documents())
    for row in rows:
        start, end = row["span"]
        assert library.document(row["document"]).text[start:end] == row["text"]
    fund = next(row for row in rows if row["primary"] == "fund")
    assert (fund["level"], fund["number"], fund["date"]) == ("central", "松委发〔2016〕3号", "2016-03-01")
    assert fund["secondary"] == ["policy"]


@pytest.mark.parametrize("suffix", FORMATS)
def test_two_exports_are_the_same_bytes(library: Library, tmp_path: Path, suffix: str) -> None:
    first, second = tmp_path / f"a{suffix}", tmp_path / f"b{suffix}"
    assert export_library(library, first) == export_library(library, second) > 0
    assert first.read_bytes() == second.read_bytes()


def test_formats_agree(library: Library, tmp_path: Path) -> None:
    for suffix in FORMATS:
        export_library(library, tmp_path / f"codes{suffix}")
    lines = [json.loads(line) for line in (tmp_path / "codes.jsonl").read_text(encoding="utf-8").splitlines()]
    texts = [line["text"] for line in lines]
    with (tmp_path / "codes.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["text"] for row in csv.DictReader(file)] == texts
    assert polars.read_parquet(tmp_path / "codes.parquet")["text"].to_list() == texts
    sheet = openpyxl.load_workbook(tmp_path / "codes.xlsx").worksheets[0]
    head = [cell.value for cell in sheet[1]]
    assert "p_fund" in head
    column = head.index("text") + 1
    assert [sheet.cell(row, column).value for row in range(2, sheet.max_row + 1)] == texts


def test_csv_opens_as_utf8_in_excel(library: Library, tmp_path: Path) -> None:
    export_library(library, tmp_path / "codes.csv")
    assert (tmp_path / "codes.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum", "\tx", "\rx"])
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_nothing_is_executed(tmp_path: Path, suffix: str, text: str) -> None:
    path = tmp_path / f"t{suffix}"
    write_table(path, [{"text": text}])
    if suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            assert list(csv.reader(file))[1] == ["'" + text]
    else:
        cell = openpyxl.load_workbook(path).worksheets[0].cell(2, 1)
        assert (cell.data_type, str(cell.value)[0]) == ("s", "'")


def test_numbers_stay_numbers() -> None:
    assert defuse(-1.5) == -1.5
    assert defuse("1-2") == "1-2"


def test_flatten_makes_columns_of_nested_values() -> None:
    flat = flatten(
        {
            "heading": ["一、要求", "（一）目标"],
            "secondary": ["fund", "policy"],
            "probabilities": {"fund": 0.5},
            "evidence": [{"text": "资金", "span": [0, 2]}, {"text": "资金", "span": [4, 6]}, {"text": "专户"}],
        }
    )
    assert flat == {
        "heading": "一、要求 > （一）目标",
        "secondary": "fund;policy",
        "p_fund": 0.5,
        "evidence": "资金; 专户",
    }


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(XietongError, match=r"cannot export to x\.pdf"):
        write_table(tmp_path / "x.pdf", [{"a": 1}])


def test_a_cell_is_cut_at_the_limit_of_excel(tmp_path: Path) -> None:
    write_table(tmp_path / "t.xlsx", [{"text": "长" * 40_000}])
    assert len(str(openpyxl.load_workbook(tmp_path / "t.xlsx").worksheets[0].cell(2, 1).value)) == 32_767
