"""Names of topics: the words that set a topic apart from the others."""

from __future__ import annotations

from typing import Any

_WORDS = 3
_CANDIDATES = 12


def name_topics(components: Any, words: list[str]) -> list[str]:
    """Returns a name for each topic: its three most distinctive words, none within another.

    Distinctive is the weight in the topic times the word's share of all its weight; longer words, which
    say more, win among near equals.
    """
    import numpy as np

    total = components.sum(axis=0)
    share = components / np.where(total == 0, 1.0, total)
    names = []
    for row, exclusive in zip(components, share, strict=True):
        score = row * np.sqrt(exclusive)
        best = np.argsort(-score, kind="stable")[:_CANDIDATES]
        ranked = sorted(best, key=lambda i: (-float(score[i]) * (1.0 + 0.1 * min(len(words[i]), 8)), words[i]))
        chosen: list[str] = []
        for i in ranked:
            word = words[i]
            if score[i] <= 0 or any(word in other or other in word for other in chosen):
                continue
            chosen.append(word)
            if len(chosen) == _WORDS:
                break
        names.append(" · ".join(chosen))
    return names
