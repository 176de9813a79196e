"""Header fields and tree edges of 38 real documents, which a reader wrote down without seeing any output."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from benchmarks.golden_tree import expand, measure, read_cases
from corpus.document import SegmentKind
from extract.parse import parse

EDGES, FIELDS = 0.98, 0.98


def test_tree_and_header_agree_with_the_reader(shared: Path) -> None:
    score = measure(shared)
    assert score.edges > 1400
    assert score.edges_right / score.edges >= EDGES, score.wrong
    assert score.fields_right / score.fields >= FIELDS, score.wrong


def test_the_golden_set_holds_structure_alone() -> None:
    cases = read_cases()
    assert len(cases) == 38
    for case in cases:
        lines = expand(case["lines"])
        for line, value in lines.items():
            assert value in (*"TNASCFXELB", 0) or (isinstance(value, int) and value in lines and value < line), case[
                "id"
            ]


LAWS: dict[str, list[list[str]]] = json.loads(
    (Path(__file__).parent / "golden" / "law_headings.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("name", LAWS)
def test_parts_chapters_and_sections_of_a_law(name: str, shared: Path) -> None:
    """The headings stand at the levels and in the order that the law's own contents, read by hand, print them."""
    document = parse((shared / "data" / "pdf" / name).read_bytes(), name, ocr=False)
    found = [
        [one.address, re.sub(r"^第.+?[编章节]|\s", "", one.text.replace("\n", ""))]
        for one in document.segments
        if one.kind is SegmentKind.HEADING and re.search("[编章节]$", one.address)
    ]
    assert found == LAWS[name]
