"""Scores the decision of levels on reference material: accuracy, provinces, calibration.

    python -m benchmarks.score_levels SHARED_FOLDER

Gold cases with and without the issuer; 150 hand-checked titles alone, with their text, with everything.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import defaultdict
from pathlib import Path

from classify.level import LevelInput, decide_level

ANSWERS = Path(__file__).resolve().parents[1] / "tests" / "golden" / "levels_titles.jsonl"
Case = tuple[LevelInput, str, str]


def gold_cases(folder: Path, *, issuer: bool) -> list[Case]:
    """Returns the gold cases, the issuer given or withheld."""
    rows = [
        json.loads(line) for line in (folder / "gold" / "levels_dev.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    return [
        (
            LevelInput(
                title=row["title"],
                issuer=row["issuer"] if issuer else "",
                number=row["doc_number"],
                addressee=row["addressee"],
            ),
            row["expect_level"],
            row["expect_province"],
        )
        for row in rows
    ]


def document_cases(folder: Path) -> dict[str, list[Case]]:
    """Returns the hand-checked documents: title alone, title and text, everything."""
    with gzip.open(folder / "data" / "documents.jsonl.gz", "rt", encoding="utf-8") as lines:
        documents = {row["id"]: row for row in map(json.loads, lines)}
    cases: dict[str, list[Case]] = {"title alone": [], "title and text": [], "whole document": []}
    for line in ANSWERS.read_text(encoding="utf-8").splitlines():
        answer = json.loads(line)
        row = documents[answer["id"]]
        title, text = row["title"], row["text"]
        whole = LevelInput(title=title, issuer=row["issuer"], number=row.get("doc_number") or "", text=text)
        cases["title alone"].append((LevelInput(title=title), answer["title_level"], answer["title_province"]))
        cases["title and text"].append((LevelInput(title=title, text=text), answer["level"], answer["province"]))
        cases["whole document"].append((whole, answer["level"], answer["province"]))
    return cases


def calibration_error(pairs: list[tuple[float, bool]]) -> float:
    """Returns the expected calibration error over the values of confidence that occur."""
    bins: dict[float, list[bool]] = defaultdict(list)
    for confidence, right in pairs:
        bins[confidence].append(right)
    return sum(abs(sum(rights) - value * len(rights)) for value, rights in bins.items()) / max(1, len(pairs))


def score(name: str, cases: list[Case]) -> None:
    """Prints one line of figures and every miss."""
    pairs: list[tuple[float, bool]] = []
    levels = provinces = 0
    for record, level, province in cases:
        decision = decide_level(record)
        right = decision.level == level
        levels += right
        provinces += decision.province == province
        if decision.level != "unknown":
            pairs.append((decision.confidence, right))
        if not right:
            sys.stdout.write(f"  miss: {record.title[:60]} | {record.issuer[:30]} | {level} -> {decision.level}\n")
    size = len(cases)
    line = f"{name}: level {levels / size:.3f}, province {provinces / size:.3f}, ECE {calibration_error(pairs):.3f}, n {size}\n"
    sys.stdout.write(line)


def main(arguments: list[str]) -> int:
    """Scores everything below a folder of reference material."""
    folder = Path(arguments[0])
    score("gold, as given", gold_cases(folder, issuer=True))
    score("gold, issuer withheld", gold_cases(folder, issuer=False))
    for name, cases in document_cases(folder).items():
        score(name, cases)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
