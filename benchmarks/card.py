"""Measures the coding model and writes its card: folds, held-out documents, ablation, learning curve, evidence.

    python benchmarks/card.py --shared ../shared [--quick]

The held-out documents are those whose sha256 is divisible by five; nothing was chosen on them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.train_shipped import is_odd_year, read_all, read_double, read_english, read_sentences
from classify.artefact import SHIPPED
from classify.calibrate import calibration_error
from classify.coder import Coder
from classify.faithful import measure_faithfulness
from classify.features import language_of
from classify.folds import Recipe
from classify.score import Evaluation, evaluate
from classify.train import train
from classify.unit import CodedUnit
from classify.validate import cross_validate, shipped_recipe

SPLIT = 5
PLAIN = {"lexicon": 0.0, "heading_lexicon": 0.0, "cue": 0.0}
PARTS = (0.25, 0.5, 0.75, 1.0)


def is_held_out(one: CodedUnit) -> bool:
    """Whether the unit's document belongs to the test split."""
    return int(hashlib.sha256(one.document.encode()).hexdigest(), 16) % SPLIT == 0


def ablations() -> dict[str, Recipe]:
    """Returns the recipes of the ablation table."""
    whole = shipped_recipe()

    def changed(blend: float | None = None, **weights: float) -> Recipe:
        return replace(whole, weights={**whole.weights, **weights}, blend=whole.blend if blend is None else blend)

    return {
        "whole model": whole,
        "without the phrase model": changed(blend=0.0),
        "without heading and title": changed(heading=0.0, heading_lexicon=0.0, phrase_heading=0.0),
        "without lexicon sums": changed(lexicon=0.0, heading_lexicon=0.0),
        "without cues": changed(cue=0.0),
        "without words": changed(word=0.0, phrase_unit=0.0),
        "without characters": changed(character=0.0),
        "TF-IDF alone (linear, no lexicon, no cues)": changed(blend=0.0, **PLAIN),
        "lexicon alone (sums, linear)": changed(blend=0.0, character=0.0, word=0.0, heading=0.0, cue=0.0, lexicon=1.0),
    }


def subsample(coded: Sequence[CodedUnit], share: float) -> list[CodedUnit]:
    """Returns the units of a share of the documents, drawn by hash."""
    return [
        one for one in coded if int(hashlib.sha256(f"c{one.document}".encode()).hexdigest(), 16) % 1000 < share * 1000
    ]


def row(name: str, found: Evaluation) -> str:
    """Returns a table row: macro-F1 and accuracy with intervals."""
    f1, right = found.macro_f1, found.accuracy
    return f"| {name} | {f1.value:.3f} ({f1.low:.3f}-{f1.high:.3f}) | {right.value:.3f} ({right.low:.3f}-{right.high:.3f}) |"


def categories_table(found: Evaluation) -> list[str]:
    """Returns the per-category table."""
    lines = ["| category | precision | recall | F1 (95 %) | support |", "|---|---|---|---|---|"]
    lines += [
        f"| {one.category} | {one.precision:.3f} | {one.recall:.3f} "
        f"| {one.f1.value:.3f} ({one.f1.low:.3f}-{one.f1.high:.3f}) | {one.support} |"
        for one in found.categories
    ]
    return lines


def poverty_lines(coder: Coder, test: list[CodedUnit]) -> list[str]:
    """Returns how well the facet "concerns poverty or rural development" is told on held-out units."""
    known = [one for one in test if one.poverty is not None]
    chances = [coding.poverty or 0.0 for coding in coder.code([one.unit for one in known])]
    pairs = [(chance >= 0.5, bool(one.poverty)) for chance, one in zip(chances, known, strict=True)]
    both = sum(given and true for given, true in pairs)
    given, true = sum(first for first, _ in pairs), sum(second for _, second in pairs)
    error = calibration_error(np.array(chances), np.array([second for _, second in pairs]))
    return [
        f"Poverty or rural development ({true} of {len(known)} held-out units): precision {both / given:.3f}, "
        f"recall {both / true:.3f}, F1 {2 * both / (given + true):.3f}, calibration error {error:.3f}."
    ]


def measure(shared: Path, quick: bool) -> tuple[list[str], dict[str, object]]:
    """Returns the measured part of the card and the same figures as plain values."""
    coded = read_all(shared)
    double = [one for one in read_double(shared, coded) if not is_held_out(one)]
    english = read_english(shared)
    extra = [*double, *filter(is_odd_year, english), *read_sentences("train")]
    chinese = [one for one in extra if language_of(one.unit.text) == "zh"]
    test = [one for one in coded if is_held_out(one)]
    rest = [one for one in coded if not is_held_out(one)]
    lines = [
        f"{len(coded)} coded units of {len({one.document for one in coded})} documents; held out: {len(test)} units."
    ]
    folds = cross_validate(rest, extra=chinese)
    artefact = train(rest, base=False, extra=extra)
    coder = Coder(artefact=artefact)
    held = evaluate(test, coder.code([one.unit for one in test]))
    lines += ["", "| split | macro-F1 (95 %) | primary accuracy (95 %) |", "|---|---|---|"]
    lines += [row("five folds of the other documents", folds), row("held-out documents", held)]
    lines += ["", "Held-out documents by category:", "", *categories_table(held)]
    lines += ["", "Folds by category:", "", *categories_table(folds)]
    lines += ["", "| part | units | macro-F1 | accuracy |", "|---|---|---|---|"]
    for name, found in (("folds", folds), ("held out", held)):
        some = [replace(found.answered, name="not flagged for review"), *found.parts, *found.selective]
        lines += [f"| {name}: {one.name} | {one.units} | {one.macro_f1:.3f} | {one.accuracy:.3f} |" for one in some]
    lines += [
        "",
        f"Calibration error: folds {folds.calibration_error} (code given first {folds.primary_calibration_error}), "
        f"held out {held.calibration_error} ({held.primary_calibration_error}).",
    ]
    figures: dict[str, object] = {"folds": folds.to_dict(), "held_out": held.to_dict()}
    lines += ["", *poverty_lines(coder, test)]
    lines += ["", "| set apart as well | macro-F1 (95 %) | primary accuracy (95 %) |", "|---|---|---|"]
    own = read_sentences("test")
    for name, some_units in (
        ("own sentences, Chinese", [one for one in own if one.unit.id.startswith("zh")]),
        ("own sentences, English", [one for one in own if one.unit.id.startswith("en")]),
        ("English reports of even years", [one for one in english if not is_odd_year(one)]),
    ):
        found = evaluate(some_units, coder.code([one.unit for one in some_units]))
        figures[name] = found.to_dict()
        lines.append(row(name, found))
    lines += [
        "",
        "| evidence (held-out units) | comprehensiveness | sufficiency | characters | control |",
        "|---|---|---|---|---|",
    ]
    for sources in (("model",), ("model", "lexicon"), ("phrase",)):
        faith = measure_faithfulness(coder, [one.unit for one in test], sources)
        lines.append(
            f"| {' and '.join(sources)} | {faith.comprehensiveness:.3f} | {faith.sufficiency:.3f} "
            f"| {faith.covered:.3f} | {faith.control:.3f} |"
        )
    if not quick:
        lines += ["", "| recipe (five folds) | macro-F1 (95 %) | primary accuracy (95 %) |", "|---|---|---|"]
        for name, recipe in ablations().items():
            lines.append(row(name, cross_validate(rest, recipe=recipe, extra=chinese)))
            print(lines[-1], flush=True)
        lines.append(row("without the units of double_pass.jsonl and our sentences", cross_validate(rest)))
        lines += [
            "",
            "| share of the documents (five folds) | macro-F1 (95 %) | primary accuracy (95 %) |",
            "|---|---|---|",
        ]
        for share in PARTS:
            part = subsample(rest, share)
            lines.append(row(f"{share:.0%}: {len(part)} units", cross_validate(part)))
    return lines, figures


def main() -> None:
    """Measures and prints; writes the figures beside the model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--quick", action="store_true", help="no ablation, no learning curve")
    parser.add_argument("--out", type=Path, default=SHIPPED)
    arguments = parser.parse_args()
    lines, figures = measure(arguments.shared, arguments.quick)
    (arguments.out / "figures.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (arguments.out / "figures.json").write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
