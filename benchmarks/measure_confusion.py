"""Measures how often the shipped recipe takes one category for another, and keeps the counts with the model.

python -m benchmarks.measure_confusion ../shared/gold/coding_dev.jsonl [--out classify/artefacts/confusion.json]

Five folds by document. Only units drawn at random or by category count: those that were chosen because a model was
unsure of them, or by a cue word, are harder than what a library holds.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from benchmarks.train_shipped import VERSION
from classify.coded import read_coded
from classify.features import language_of
from classify.folds import FOLDS, assign_folds, out_of_fold
from classify.validate import code_by_fold, shipped_recipe
from corpus.label import NONE

OUT = Path(__file__).resolve().parents[1] / "classify" / "artefacts" / "confusion.json"
SAMPLES = ("random", "strat")


def main() -> None:
    """Writes the counts by true and given primary code as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("coded", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    wanted = parser.parse_args()
    recipe = shipped_recipe()
    coded = [one for one in read_coded(wanted.coded) if language_of(one.unit.text) == recipe.language]
    fold = assign_folds([one.document for one in coded], FOLDS, 0)
    codings = code_by_fold(coded, out_of_fold(coded, recipe, fold, ()), fold, recipe.categories)
    given = {coding.address: coding.primary for coding in codings}
    labels = (*recipe.categories, NONE)
    place = {label: number for number, label in enumerate(labels)}
    counts = [[0] * len(labels) for _ in labels]
    for one in coded:
        if one.sampling.startswith(SAMPLES):
            counts[place[one.primary]][place[given[one.unit.id]]] += 1
    rows = ",\n  ".join(json.dumps(row) for row in counts)
    text = f'{{"coder": {json.dumps(VERSION)},\n "labels": {json.dumps(labels)},\n "counts": [\n  {rows}]}}\n'
    wanted.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
