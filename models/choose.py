"""How many topics: coherence, diversity and stability over a range of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.coherence import coherence
from models.engines import CONSENSUS, Material, find

_TOP = 10  # words of a topic that coherence looks at
_MOST_TOPICS = 20
_CLAUSES_PER_TOPIC = 12
_LARGEST_SAMPLE = 1000  # clauses the choice is made on
_AS_GOOD = 0.9  # of the best score
_RUNS = 3  # all but the first on resamples, each of another seed


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A number of topics with its figures, each in [0, 1] but `npmi` in [-1, 1].

    `npmi` and `cv` are the two coherences, `stability` is that over seeds and resamples.
    """

    topics: int
    npmi: float
    cv: float
    diversity: float
    stability: float

    @property
    def score(self) -> float:
        """The product that the choice maximises: coherence (mean of both), diversity, stability."""
        return max(self.npmi + self.cv, 0.0) / 2 * self.diversity * self.stability


def candidates(clauses: int) -> list[int]:
    """Returns the numbers worth trying for so many clauses.

    Two or three topics of a thousand clauses are coherent and stable, and tell a reader nothing: half of the clauses
    would be in one of them.
    """
    most = min(_MOST_TOPICS, max(2, clauses // _CLAUSES_PER_TOPIC))
    fewest = 2 if clauses < 100 else 4 if clauses < 500 else 6 if clauses < 1500 else 8
    return [k for k in (2, 3, 4, 6, 8, 11, 15, 20) if fewest <= k <= most]


def choose(
    material: Material, *, seed: int, engine: str = CONSENSUS, topics: int | None = None
) -> tuple[tuple[Candidate, ...], int]:
    """Returns the curve and the number of topics that is best by `best_of`."""
    import numpy as np

    size = material.counts.shape[0]
    present = (material.counts > 0).astype(np.float64).tocsc()  # coherence is counted on all: words of a topic are rare
    if size > _LARGEST_SAMPLE:
        material = material.part(np.sort(np.random.default_rng(seed).choice(size, _LARGEST_SAMPLE, replace=False)))
    limit = min(material.counts.shape) - 1
    tried = [topics] if topics is not None else candidates(size)
    curve = []
    for k in tried:
        found = find(material, min(k, limit), engine=engine, seed=seed, runs=_RUNS)
        top = np.argsort(-found.components, axis=1, kind="stable")[:, :_TOP]
        npmi, cv = coherence(top, present)
        curve.append(
            Candidate(
                topics=k,
                npmi=round(npmi, 4),
                cv=round(cv, 4),
                diversity=round(len(np.unique(top)) / top.size, 4),
                stability=round(float(found.stability.mean()), 4),
            )
        )
    return tuple(curve), min(best_of(curve), limit)


def best_of(curve: Sequence[Candidate]) -> int:
    """Returns the largest number of topics whose score is about as good as the best one.

    Scores differ by about a tenth from one set of resamples to another; where they do not tell numbers apart, more
    topics tell a reader more.
    """
    best = max(candidate.score for candidate in curve)
    return max(candidate.topics for candidate in curve if candidate.score >= _AS_GOOD * best)
