"""The category of a document from the codes of its clauses, by the rule of the codebook.

A clause weighs min(sqrt(length / 100), 2); its primary code counts fully, further codes count half. The set holds
every category with a share of at least 0.15 and, in documents of at least ten clauses, those of three clauses.
"""

from __future__ import annotations

from collections import defaultdict
from math import sqrt

_SHARE, _LEAD, _IN_SET, _CLAUSES, _LONG = 0.30, 0.05, 0.15, 3, 10


def document_labels(clauses: list[tuple[tuple[str, ...], int]], title_says: str) -> tuple[str, list[str]]:
    """Returns the primary category and the sorted set; `title_says` is the primary where no category leads clearly."""
    score: defaultdict[str, float] = defaultdict(float)
    count: defaultdict[str, int] = defaultdict(int)
    for codes, length in clauses:
        if not codes or codes[0] == "none":
            continue
        weight = min(sqrt(length / 100), 2)
        count[codes[0]] += 1
        for place, code in enumerate(codes):
            score[code] += weight if place == 0 else weight / 2
    total = sum(score.values())
    ranked = sorted(score, key=lambda code: (-score[code], code))
    shares = [score[code] / total for code in ranked] + [0.0]
    primary = ranked[0] if shares[0] >= _SHARE and shares[0] - shares[1] >= _LEAD else title_says
    is_long = len(clauses) >= _LONG
    chosen = {code for code in ranked if score[code] / total >= _IN_SET or (is_long and count[code] >= _CLAUSES)}
    return primary, sorted(chosen | ({primary} - {"mixed"}))
