"""Careful coding: the encoder beside the linear model."""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any

import pytest

from classify.coded import read_coded
from classify.coder import Coder, load_coder
from classify.encoder import ENCODER, batches, load_encoder
from classify.score import evaluate
from classify.unit import Unit
from corpus.errors import XietongError
from corpus.label import CATEGORIES, NONE

SENTENCES = ENCODER.parents[1] / "sentences.jsonl"
TEXTS = (
    ("把脱贫攻坚实效纳入领导干部年度考核，作为选拔任用的重要依据。", "organization"),
    ("县财政每年安排专项资金五百万元，用于支持特色产业发展。", "fund"),
    ("选派优秀干部担任驻村第一书记，与脱贫村结对帮扶。", "assistance"),
    ("通过广播、公众号和宣传栏，广泛宣传帮扶政策和先进典型。", "publicity"),
    ("本办法自印发之日起施行。", NONE),
)


def _units() -> list[Unit]:
    return [Unit(id=str(place), text=text) for place, (text, _) in enumerate(TEXTS)]


@pytest.fixture(scope="module")
def careful() -> Coder:
    pytest.importorskip("tokenizers", reason="the extra [encoder] is not installed")
    return load_coder(careful=True)


def test_clear_cases(careful: Coder) -> None:
    codings = careful.code(_units())
    assert [coding.primary for coding in codings] == [code for _, code in TEXTS]
    assert all(set(coding.probabilities) == {*CATEGORIES, NONE} for coding in codings)
    assert all(coding.coder == careful.version for coding in codings)
    assert careful.version != load_coder().version
    for unit, coding in zip(_units(), codings, strict=True):
        assert all(one.span is not None for one in coding.evidence)
        assert all(one.span and unit.text[one.span.start : one.span.end] == one.text for one in coding.evidence)


def test_same_units_same_codings(careful: Coder) -> None:
    assert careful.code(_units()) == careful.code(_units())


def test_what_else_is_in_a_batch_hardly_matters(careful: Coder) -> None:
    encoder = careful.encoder
    assert encoder is not None
    together = encoder.score([*_units(), Unit(id="long", text="完善政策措施，" * 200)])
    alone = encoder.score(_units()[:1])
    assert abs(together[0] - alone[0]).max() < 1e-2


@pytest.mark.parametrize("text", ["", " ", "\n", "。", "x", "𠀀𠀁", "\0资金\0", "资金" * 5000])
def test_odd_texts_are_coded(careful: Coder, text: str) -> None:
    assert careful.code([Unit(id="x", text=text)])[0].primary in {*CATEGORIES, NONE}


def test_own_sentences_are_coded_better_than_without(careful: Coder) -> None:
    gold = [one for one in read_coded(SENTENCES) if one.sampling == "test" and one.unit.id.startswith("zh")]
    units = [one.unit for one in gold]
    with_it, without = (evaluate(gold, coder.code(units)) for coder in (careful, load_coder()))
    assert with_it.macro_f1.value >= 0.90
    assert with_it.macro_f1.value > without.macro_f1.value
    assert with_it.accuracy.value >= without.accuracy.value


def test_no_units(careful: Coder) -> None:
    assert careful.code([]) == []


def test_batches_hold_every_place_once_within_the_budget() -> None:
    lengths = [5, 90, 3, 40, 40, 7, 200]
    found = list(batches(lengths, budget=100))
    assert sorted(place for some in found for place in some) == list(range(len(lengths)))
    assert all(len(some) == 1 or max(lengths[place] for place in some) * len(some) <= 100 for some in found)


def test_a_model_of_ones_own_has_no_encoder(tmp_path: Path) -> None:
    shipped = ENCODER.parent
    for name in ("manifest.json", "model.npz"):
        (tmp_path / name).write_bytes((shipped / name).read_bytes())
    with pytest.raises(XietongError, match="shipped model only"):
        load_coder(tmp_path, careful=True)


def test_without_the_extra_the_command_to_install_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def refuse(name: str, *rest: Any, **more: Any) -> Any:
        if name == "tokenizers":
            raise ModuleNotFoundError("No module named 'tokenizers'", name="tokenizers")
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(XietongError, match="tokenizers") as caught:
        load_encoder.__wrapped__()
    assert "xietong[encoder]" in (caught.value.hint or "")


def test_an_empty_folder(tmp_path: Path) -> None:
    pytest.importorskip("tokenizers", reason="the extra [encoder] is not installed")
    with pytest.raises(XietongError, match="no encoder"):
        load_encoder(tmp_path)


def test_the_artefacts_are_small() -> None:
    assert sum(file.stat().st_size for file in ENCODER.parent.rglob("*") if file.is_file()) <= 25_000_000
