"""How often the phrase model gives a phrase the code that a reader says it carries.

    python -m benchmarks.phrases SHARED_FOLDER

`classify/labels/phrases.jsonl` says for clauses with several codes where the phrases that carry each of them begin.
The model learns from the other documents, and from codes of whole clauses only.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

from benchmarks.train_shipped import LABELS, read_all, read_sentences, read_single
from classify.features import language_of
from classify.validate import shipped_recipe
from corpus.label import CATEGORIES, NONE

PHRASES = LABELS.with_name("phrases.jsonl")


def key_of(document: str, text: str) -> tuple[str, str]:
    """Returns what a record of phrases names its clause by."""
    return document, hashlib.sha256(text.encode()).hexdigest()[:16]


def main() -> None:
    """Prints the figures as JSON."""
    shared = Path(sys.argv[1])
    records = [json.loads(line) for line in PHRASES.read_text(encoding="utf-8").splitlines()]
    marks = {(record["document"], record["hash"]): record["phrases"] for record in records}
    coded = read_all(shared)
    apart = {document for document, _ in marks}
    learned = [one for one in [*coded, *read_single(shared, coded)] if one.document not in apart]
    learned += [one for one in read_sentences("train") if language_of(one.unit.text) == "zh"]
    scorer = shipped_recipe().fit(learned)
    units = [one for one in coded if key_of(one.document, one.unit.text) in marks]
    scores = scorer.score([one.unit for one in units])
    names = (*CATEGORIES, NONE)
    total = right = among = first = 0
    for row, one in enumerate(units):
        own = [names.index(name) for name in one.categories]
        for start, name in marks[key_of(one.document, one.unit.text)]:
            phrase = scores.reading.phrase_at[scores.reading.joined.first[row] + start]
            chances = scores.posterior[phrase]
            total += 1
            right += names[int(chances.argmax())] == name
            among += names[max(own, key=lambda place: chances[place])] == name
            first += one.primary == name
    print(
        json.dumps(
            {
                "clauses": len(units),
                "phrases": total,
                "right among nine": round(right / total, 3),
                "right among the codes of the clause": round(among / total, 3),
                "always the primary code": round(first / total, 3),
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
