"""References as the standards and the readers of their formats want them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.errors import XietongError
from report.cite import Bibliography, Reference, csl_item, format_bibtex, format_gbt, format_references, format_ris
from report.references import write_references
from tests.report_sample import make_library

NOTICE = Reference(
    id="d1",
    title="青岚省人民政府关于印发山区规划的通知",
    issuers=("青岚省人民政府",),
    number="青政发〔2017〕8号",
    date="2017-05-12",
    type="通知",
)


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        (NOTICE, "青岚省人民政府. 青岚省人民政府关于印发山区规划的通知: 青政发〔2017〕8号[Z]. 2017-05-12."),
        # up to three issuers are named
        (
            Reference(id="d", title="联合通知", issuers=("甲局", "乙局", "丙局", "丁局"), date="2016"),
            "甲局, 乙局, 丙局, 等. 联合通知[Z]. 2016.",
        ),
        (
            Reference(id="d", title="Joint notice", issuers=("A", "B", "C", "D"), language="en"),
            "A, B, C, et al. Joint notice[Z]. [n.d.].",
        ),
        (Reference(id="d", title="无名通知"), "无名通知[Z]. [日期不详]."),
    ],
)
def test_gbt(reference: Reference, expected: str) -> None:
    assert format_gbt(reference) == expected


def test_bibtex_keeps_names_whole_and_escapes() -> None:
    entry = format_bibtex(Reference(id="d2", title="5% & more_{x}", issuers=("Office and Bureau",), date="2016-07"))
    assert entry.startswith("@misc{d2,\n")
    assert "author = {{Office and Bureau}}," in entry
    assert r"title = {{5\% \& more\_\{x\}}}," in entry
    assert "month = {7}," in entry


def test_ris_is_closed_and_dated() -> None:
    lines = format_ris(NOTICE).split("\r\n")
    assert lines[0] == "TY  - GOVDOC"
    assert "DA  - 2017/05/12" in lines
    assert "M1  - 青政发〔2017〕8号" in lines
    assert lines[-2] == "ER  - "
    assert "DA  - 2016//" in format_ris(Reference(id="d", title="t", date="2016"))


def test_csl() -> None:
    assert csl_item(NOTICE)["issued"] == {"date-parts": [[2017, 5, 12]]}
    assert csl_item(NOTICE)["author"] == [{"literal": "青岚省人民政府"}]
    assert "issued" not in csl_item(Reference(id="d", title="t", date="about 2016"))
    assert json.loads(format_references([NOTICE], "csl"))[0]["id"] == "d1"


def test_numbers_follow_the_first_mention() -> None:
    bibliography = Bibliography()
    other = Reference(id="d9", title="另一个")
    assert [bibliography.cite(r) for r in (other, NOTICE, other)] == [1, 2, 1]
    assert format_references(bibliography.references, "gbt").startswith("[1] 另一个")


def test_an_unknown_style_is_refused() -> None:
    with pytest.raises(ValueError, match="styles: gbt"):
        format_references([NOTICE], "apa")


@pytest.mark.parametrize(
    ("name", "start"),
    [("r.bib", "@misc{d"), ("r.ris", "TY  - GOVDOC\r\n"), ("r.json", "[\n"), ("r.txt", "[1] 松涛国务委员会. ")],
)
def test_references_of_a_library(tmp_path: Path, name: str, start: str) -> None:
    with make_library(tmp_path / "L") as library:
        assert write_references(library, tmp_path / name) == 3
    text = (tmp_path / name).read_bytes().decode()
    assert text.startswith(start)
    assert text.count("青政发〔2017〕8号") == 1


def test_references_refuse_an_unknown_suffix(tmp_path: Path) -> None:
    with make_library(tmp_path / "L") as library, pytest.raises(XietongError, match="no references as"):
        write_references(library, tmp_path / "r.enw")
