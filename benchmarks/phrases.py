"""How often the phrase model gives a phrase the code that a reader says it carries.

    python -m benchmarks.phrases SHARED_FOLDER

`classify/labels/phrases.jsonl` says for the clauses with several codes what each of their phrases carries. Five folds
by document: the model learns the codes of whole clauses of the other documents, once without and once with what is
known of their phrases.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.train_shipped import read_all, read_double, read_sentences
from classify.features import language_of
from classify.folds import Recipe, assign_folds
from classify.unit import CodedUnit
from classify.validate import shipped_recipe
from corpus.label import CATEGORIES, NONE

NAMES = (*CATEGORIES, NONE)


def judge(recipe: Recipe, learned: Sequence[CodedUnit], judged: Sequence[CodedUnit]) -> tuple[int, int, int, int]:
    """Returns phrases judged, right among all classes, right among the clause's own, and carrying the primary code."""
    scores = recipe.fit(learned).score([one.unit for one in judged])
    total = right = among = first = 0
    for row, one in enumerate(judged):
        own = [NAMES.index(name) for name in one.categories]
        for start, name in one.phrases:
            chances = scores.posterior[scores.reading.phrase_at[scores.reading.joined.first[row] + start]]
            total += 1
            right += NAMES[int(chances.argmax())] == name
            among += NAMES[max(own, key=lambda place: chances[place])] == name
            first += one.primary == name
    return total, right, among, first


def main() -> None:
    """Prints the figures as JSON."""
    shared = Path(sys.argv[1])
    coded = read_all(shared)
    extra = [*read_double(shared, coded), *(o for o in read_sentences("train") if language_of(o.unit.text) == "zh")]
    marked = [one for one in coded if one.phrases]
    fold = assign_folds([one.document for one in coded])
    recipe = shipped_recipe()
    figures: dict[str, object] = {"clauses": len(marked), "phrases": sum(len(one.phrases) for one in marked)}
    for name, keep in (("clauses alone", False), ("and phrases", True)):
        sums = (0, 0, 0, 0)
        for number in sorted(set(fold)):
            judged = [one for one, at in zip(coded, fold, strict=True) if at == number and one.phrases]
            apart = {one.document for one in judged}
            learned = [one for one in [*coded, *extra] if one.document not in apart]
            found = judge(recipe, learned if keep else [one.without_phrases() for one in learned], judged)
            sums = (sums[0] + found[0], sums[1] + found[1], sums[2] + found[2], sums[3] + found[3])
        total, right, among, first = sums
        figures[name] = {
            "right among nine": round(right / total, 3),
            "right among the codes of the clause": round(among / total, 3),
        }
        figures["always the primary code"] = round(first / total, 3)
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
