"""How many topics: coherence, diversity and stability over a range of numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from models.factor import consensus

_TOP = 10  # words of a topic that coherence looks at
_MOST_TOPICS = 20
_CLAUSES_PER_TOPIC = 12
_LARGEST_SAMPLE = 1500  # clauses the choice is made on
_RUNS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A number of topics with its figures, each in [0, 1] but `npmi` in [-1, 1]."""

    topics: int
    npmi: float
    diversity: float
    stability: float

    @property
    def score(self) -> float:
        """The product that the choice maximises."""
        return max(self.npmi, 0.0) * self.diversity * self.stability


def candidates(clauses: int) -> list[int]:
    """Returns the numbers worth trying for so many clauses.

    Two or three topics of a thousand clauses are coherent and stable, and tell a reader nothing.
    """
    most = min(_MOST_TOPICS, max(2, clauses // _CLAUSES_PER_TOPIC))
    fewest = 2 if clauses < 100 else 4 if clauses < 1000 else 6
    return [k for k in (2, 3, 4, 6, 8, 10, 13, 16, 20) if fewest <= k <= most]


def choose(weighted: Any, counts: Any, *, seed: int, topics: int | None = None) -> tuple[tuple[Candidate, ...], int]:
    """Returns the curve and the number of topics with the best score (the smaller one on a tie)."""
    import numpy as np

    if weighted.shape[0] > _LARGEST_SAMPLE:
        rows = np.sort(np.random.default_rng(seed).choice(weighted.shape[0], _LARGEST_SAMPLE, replace=False))
        weighted, counts = weighted[rows], counts[rows]
    present = (counts > 0).astype(np.float64).tocsc()
    limit = min(weighted.shape) - 1
    tried = [topics] if topics is not None else candidates(weighted.shape[0])
    curve = []
    for k in tried:
        components, _, stability = consensus(weighted, min(k, limit), seed=seed, runs=_RUNS)
        top = np.argsort(-components, axis=1, kind="stable")[:, :_TOP]
        curve.append(
            Candidate(
                topics=k,
                npmi=round(coherence(top, present), 4),
                diversity=round(len(np.unique(top)) / top.size, 4),
                stability=round(float(stability.mean()), 4),
            )
        )
    best = max(curve, key=lambda candidate: (candidate.score, -candidate.topics))
    return tuple(curve), min(best.topics, limit)


def coherence(top: Any, present: Any) -> float:
    """Returns c_npmi: the mean normalised pointwise mutual information of pairs of a topic's top words.

    Args:
        top: topics by words, indices.
        present: clauses by words, 1 where a word stands in a clause (sparse, columns first).

    Source: Bouma (2009); the sliding window of Roeder et al. (2015) is the clause.
    """
    import numpy as np

    size = present.shape[0]
    values = []
    for words in top:
        part = present[:, words]
        together = np.asarray((part.T @ part).todense()) / size
        alone = together.diagonal()
        for i in range(len(words)):
            for j in range(i):
                both = together[i, j]
                if both <= 0:
                    values.append(-1.0)
                elif both >= 1:
                    values.append(0.0)
                else:
                    values.append(np.log(both / (alone[i] * alone[j])) / -np.log(both))
    return float(np.mean(values)) if values else 0.0
