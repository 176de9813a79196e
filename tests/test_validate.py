"""The quality of the shipped model: own sentences, folds of the shared units, evidence, size."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from classify.artefact import SHIPPED
from classify.coded import read_coded
from classify.coder import Coder, load_coder
from classify.faithful import measure_faithfulness
from classify.score import evaluate
from classify.unit import CodedUnit
from classify.validate import cross_validate

HERE = Path(__file__).resolve()
SENTENCES = HERE.parents[1] / "classify" / "sentences.jsonl"
FLOORS = HERE.with_name("floors.json")
GOLD = HERE.parents[1].parent / "shared" / "gold" / "coding_dev.jsonl"


@pytest.fixture(scope="module")
def coder() -> Coder:
    return load_coder()


def _sentences(language: str) -> list[CodedUnit]:
    found = [one for one in read_coded(SENTENCES) if one.sampling == "test" and one.unit.id.startswith(language)]
    assert len(found) >= 75
    return found


@pytest.mark.parametrize(("language", "least"), [("zh", 0.87), ("en", 0.78)])
def test_own_sentences_of_every_category_and_boundary_rule(coder: Coder, language: str, least: float) -> None:
    gold = _sentences(language)
    found = evaluate(gold, coder.code([one.unit for one in gold]))
    assert found.macro_f1.value >= least
    assert found.calibration_error <= 0.05


def test_test_sentences_are_not_among_those_trained_on() -> None:
    parts: dict[str, set[str]] = {"train": set(), "test": set()}
    for one in read_coded(SENTENCES):
        parts[one.sampling].add(one.unit.text)
    assert not parts["train"] & parts["test"]


def test_covering_the_evidence_changes_decisions_and_covering_other_words_does_not(coder: Coder) -> None:
    units = [one.unit for one in _sentences("zh")]
    found = measure_faithfulness(coder, units)
    assert found.comprehensiveness > 0.3
    assert found.comprehensiveness > found.control + 0.2
    assert found.sufficiency > 0.5  # single short sentences: half a sentence is left
    assert found.covered < 0.6


def test_the_model_is_small_and_holds_no_pickle() -> None:
    files = [path for path in SHIPPED.iterdir() if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 25 * 1024**2
    assert {path.suffix for path in files} <= {".npz", ".json", ".md"}


@pytest.mark.slow
@pytest.mark.shared
def test_folds_of_the_shared_units_stay_above_the_floor() -> None:
    if not GOLD.exists():
        pytest.skip("the shared coded units are not beside the checkout")
    floors = json.loads(FLOORS.read_text(encoding="utf-8")).get("coding", {}) if FLOORS.exists() else {}
    found = cross_validate(read_coded(GOLD))
    assert found.macro_f1.value >= floors.get("macro_f1", 0.71)
    assert found.accuracy.value >= floors.get("accuracy", 0.72)
    assert found.calibration_error <= floors.get("calibration_error", 0.05)
