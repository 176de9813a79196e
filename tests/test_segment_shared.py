"""Segments of real documents: gapless counts, whole coverage, units as coded, addresses as noted."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.structure import (
    FIRST,
    POLICIES,
    SECOND,
    article_runs,
    iter_records,
    marked_run_figures,
    uncovered,
    unit_figures,
)
from extract.parse import parse_text
from tests.addresses import addresses

GOLDEN = Path(__file__).parent / "golden" / "structure.jsonl"


def test_articles_of_the_reference_laws_are_gapless(shared: Path) -> None:
    records = [record for order, record in enumerate(iter_records(shared, "law", "regulation")) if order % 8 == 0]
    broken: list[str] = []
    judged = 0
    for record in records:
        runs = [run for run in article_runs(parse_text(record["text"])) if not run.lacks(record["text"])]
        judged += bool(runs)
        broken += [record["id"] for run in runs if not run.is_gapless][:1]
    assert judged > 300
    assert 1 - len(broken) / judged >= 0.995, broken


def test_reference_documents_are_covered(shared: Path) -> None:
    for order, record in enumerate(iter_records(shared)):
        if order % 15 == 0:
            assert uncovered(parse_text(record["text"])) == "", record["id"]


def test_units_agree_with_the_coded_ones(shared: Path) -> None:
    figures = unit_figures(shared)
    assert figures["equal"] >= 0.93
    assert figures["equal"] + figures["within"] >= 0.96


def test_golden_addresses(shared: Path) -> None:
    golden = {item["id"]: item for item in map(json.loads, GOLDEN.read_text(encoding="utf-8").splitlines())}
    expected = missing = 0
    for record in iter_records(shared):
        item = golden.get(record["id"])
        if item is not None:
            found = set(addresses(parse_text(record["text"])))
            expected += len(item["addresses"])
            missing += len(set(item["addresses"]) - found)
    assert expected > 200
    assert missing <= 0.02 * expected


def test_marks_of_policies_are_gapless(shared: Path) -> None:
    documents = [(record["id"], parse_text(record["text"])) for record in iter_records(shared, *POLICIES)]
    for name, pattern in (("一", FIRST), ("（一）", SECOND)):
        good, total, apart, open_ones = marked_run_figures(documents, name, pattern)
        assert total > 700
        assert apart < 0.09 * total
        assert good / (total - apart) >= 0.995, open_ones
