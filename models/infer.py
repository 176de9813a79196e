"""Reading new clauses by topics that were found before, without finding them again."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from models.vocabulary import JOINT, runs_of

_STRONGEST = 150  # words of each topic that are kept
_LONGEST = 3  # words of a phrase


@dataclass(frozen=True, kw_only=True)  # no slots: the words are gathered once and kept
class Reading:
    """What it takes to read a clause: of each topic the strongest words, with their weight times their idf."""

    weights: tuple[Mapping[str, float], ...]

    @cached_property
    def _known(self) -> AbstractSet[str]:
        return frozenset[str]().union(*self.weights)

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Reading:
        """Returns a reading from plain values, as a library stores them."""
        return cls(
            weights=tuple({str(word): float(weight) for word, weight in row.items()} for row in plain["weights"])
        )

    def shares(self, text: str) -> tuple[float, ...]:
        """Returns the share of each topic in a clause, in their order; all 0 where it has none of their words.

        As in fitting (`models.factor.shares_of`): the squared likeness to each topic, over the sum of all.
        """
        scores = self._scores(text)
        total = sum(scores)
        return tuple(round(score / total, 4) if total else 0.0 for score in scores)

    def strongest(self, text: str) -> int | None:
        """Returns the place of the topic with the largest share, None where the clause has none of their words."""
        scores = self._scores(text)
        best = max(range(len(scores)), key=lambda place: scores[place], default=None)
        return best if best is not None and scores[best] > 0 else None

    def _scores(self, text: str) -> list[float]:
        counts = Counter(tokens_in(text, self._known))
        told = [(word, 1 + math.log(count)) for word, count in counts.items() if word in self._known]
        return [sum(weight * row[word] for word, weight in told if word in row) ** 2 for row in self.weights]


def tokens_in(text: str, known: AbstractSet[str]) -> list[str]:
    """Returns the words of a clause, those that follow each other as one where together they are a known phrase."""
    found: list[str] = []
    for run in runs_of(text):
        at = 0
        while at < len(run):
            size = next(
                (n for n in range(_LONGEST, 1, -1) if _print(run[at : at + n]) in known and at + n <= len(run)), 1
            )
            found.append(_print(run[at : at + size]))
            at += size
    return found


def _print(words: Sequence[str]) -> str:
    return (" " if all(word.isascii() for word in words) else JOINT).join(words)


def make_reading(components: Any, counts: Any, words: Sequence[str]) -> Reading:
    """Returns the reading of topics.

    Args:
        components: topics by words.
        counts: of the clauses they were found in, clauses by words (sparse).
        words: by their place.
    """
    import numpy as np

    documents = np.asarray((counts > 0).sum(axis=0)).ravel()
    idf = np.log((1 + counts.shape[0]) / (1 + documents)) + 1  # as scikit-learn's TfidfTransformer
    weights = []
    for row in components:
        best = np.argsort(-row, kind="stable")[:_STRONGEST]
        weights.append({words[i]: round(float(row[i] * idf[i]), 5) for i in best if row[i] > 0})
    return Reading(weights=tuple(weights))
