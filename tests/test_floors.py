"""Quality floors: no figure may sink below `floors.json` minus its epsilon."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

FLOORS: dict[str, dict[str, Any]] = json.loads(Path(__file__).with_name("floors.json").read_text(encoding="utf-8"))
_ARTICLE = re.compile(
    r"(?m)^[\s　]*第([一二三四五六七八九十百千零〇两]+|\d+)条(?:[\s　]|(?!的|规定|所|第|、|和|或|至|款|中))"
)


def pinned(name: str, shared: Path) -> Path:
    """The data of a floor, which must be the pinned ones."""
    path = shared / str(FLOORS[name]["data"])
    assert hashlib.sha256(path.read_bytes()).hexdigest() == FLOORS[name]["sha256"], "the data differ from the pinned"
    return path


def check(name: str, **figures: float) -> None:
    floors = FLOORS[name]["floors"]
    assert set(figures) == set(floors)
    for key, value in figures.items():
        assert value >= floors[key] - FLOORS[name]["epsilon"], f"{name} {key}: {value:.4f} < {floors[key]}"


@pytest.mark.slow
def test_coding(shared: Path) -> None:
    from classify.coded import read_coded
    from classify.validate import cross_validate

    found = cross_validate(read_coded(pinned("coding", shared)), folds=5, seed=0)
    check("coding", macro_f1=found.macro_f1.value, accuracy=found.accuracy.value)


def test_levels(shared: Path) -> None:
    from classify.level import LevelInput, decide_level

    cases = [json.loads(line) for line in pinned("levels", shared).read_text(encoding="utf-8").splitlines()]
    level = province = 0
    for case in cases:
        record = LevelInput(
            title=case["title"], issuer=case["issuer"], number=case["doc_number"], addressee=case.get("addressee", "")
        )
        decision = decide_level(record)
        level += decision.level == case["expect_level"]
        province += decision.province == case["expect_province"]
    check("levels", level=level / len(cases), province=province / len(cases))


@pytest.mark.slow
def test_articles_are_gapless(shared: Path) -> None:
    from extract.parse import parse_text

    good = total = 0
    with gzip.open(pinned("articles", shared), "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if record["doc_type"] not in ("law", "regulation"):
                continue
            printed = _values(_ARTICLE.findall(record["text"]))
            if not printed or printed != list(range(1, len(printed) + 1)):
                continue
            total += 1
            good += _articles(parse_text(record["text"])) == printed
    check("articles", gapless=good / total)


def _values(numerals: list[str]) -> list[int | None]:
    from extract.numerals import numeral_value

    return [numeral_value(numeral) for numeral in numerals]


def _articles(document: Any) -> list[int | None]:
    found: list[str] = []
    for segment in document.segments:
        match = re.search(r"第([一二三四五六七八九十百千零〇两]+|\d+)条(?!之)", segment.address)
        if match and "附件" not in segment.address and (not found or found[-1] != match[1]):
            found.append(match[1])
    return _values(found)
