"""Agreement of the Chinese and the English model on aligned sentences of the government work reports.

    python -m benchmarks.agreement_zh_en SHARED_FOLDER [--careful]

Cohen's kappa (1960) of the code given first, of each category (given or not), and the raw agreement; over all pairs
and over those that neither model flags for review. Years are resampled for the interval: a report is one document.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Hashable, Sequence
from pathlib import Path

from classify.coder import load_coder
from classify.reliability import cohen_kappa
from classify.unit import Unit
from corpus.label import CATEGORIES, Coding

SHORTEST = 15  # Chinese characters: salutations and headings are no units
ROUNDS = 500
Pair = tuple[int, Coding, Coding]


def code_pairs(folder: Path, *, careful: bool) -> list[Pair]:
    """Returns year and both codings of every pair that is long enough."""
    path = folder / "bench" / "gwr_zh_en_parallel" / "pairs.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if len(row["zh"]) >= SHORTEST and row["en"].strip()]
    coder = load_coder(careful=careful)
    sides = [
        coder.code([Unit(id=str(number), text=row[language]) for number, row in enumerate(rows)])
        for language in ("zh", "en")
    ]
    return [(row["year"], chinese, english) for row, chinese, english in zip(rows, *sides, strict=True)]


def interval(pairs: Sequence[Pair]) -> tuple[float, float]:
    """Returns the 95 % interval of kappa of the first code, years resampled."""
    years: dict[int, list[tuple[Hashable, Hashable]]] = defaultdict(list)
    for year, chinese, english in pairs:
        years[year].append((chinese.primary, english.primary))
    draw = random.Random(0)
    known = sorted(years)
    values = sorted(
        _kappa([pair for year in draw.choices(known, k=len(known)) for pair in years[year]]) for _ in range(ROUNDS)
    )
    return values[int(0.025 * ROUNDS)], values[int(0.975 * ROUNDS)]


def _kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float:
    return cohen_kappa([first for first, _ in pairs], [second for _, second in pairs])


def figures(pairs: Sequence[Pair]) -> dict[str, object]:
    """Returns the figures of some pairs."""
    low, high = interval(pairs)
    return {
        "pairs": len(pairs),
        "agreement": round(sum(a.primary == b.primary for _, a, b in pairs) / len(pairs), 3),
        "kappa": round(_kappa([(a.primary, b.primary) for _, a, b in pairs]), 3),
        "kappa 95 %": [round(low, 3), round(high, 3)],
        **{
            name: round(_kappa([(name in a.categories, name in b.categories) for _, a, b in pairs]), 3)
            for name in CATEGORIES
        },
    }


def main() -> None:
    """Prints the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--careful", action="store_true")
    arguments = parser.parse_args()
    pairs = code_pairs(arguments.shared, careful=arguments.careful)
    sure = [pair for pair in pairs if not (pair[1].review or pair[2].review)]
    print(json.dumps({"all": figures(pairs), "neither flagged": figures(sure)}, indent=1))


if __name__ == "__main__":
    main()
