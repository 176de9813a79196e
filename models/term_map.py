"""A map of the words of a set of clauses: words that keep company lie close to each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_WORDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word on the map: its place (both in [-1, 1]), in how many clauses it stands, its topic (from 1)."""

    word: str
    x: float
    y: float
    clauses: int
    topic: int


def map_terms(components: Any, present: Any, words: tuple[str, ...], *, most: int = _WORDS) -> tuple[Term, ...]:
    """Returns the words with the most weight in any topic, placed by classical scaling.

    Words are compared by the clauses they stand in (cosine); the distances are projected on two dimensions (Torgerson
    1952). Axes have no meaning, and their sign is fixed so that the same words give the same map.

    Args:
        components: topics by words.
        present: clauses by words, 1 where a word stands in a clause (sparse, columns first).
    """
    import numpy as np

    strongest = components.max(axis=0)
    chosen = np.argsort(-strongest, kind="stable")[:most]
    chosen = chosen[strongest[chosen] > 0]
    if len(chosen) < 3:
        return ()
    together = np.asarray((present[:, chosen].T @ present[:, chosen]).todense())
    count = together.diagonal()
    distance = 1 - together / np.sqrt(np.outer(count, count))
    centred = distance**2
    centred = -0.5 * (centred - centred.mean(axis=0) - centred.mean(axis=1)[:, None] + centred.mean())
    values, vectors = np.linalg.eigh(centred)
    places = vectors[:, -2:][:, ::-1] * np.sqrt(np.maximum(values[-2:][::-1], 0))
    for axis in range(2):
        if places[np.abs(places[:, axis]).argmax(), axis] < 0:
            places[:, axis] *= -1
    # By rank rather than by distance: a few outliers would press all others together.
    ranks = np.argsort(np.argsort(places, axis=0, kind="stable"), axis=0, kind="stable")
    spread = 2 * ranks / (len(chosen) - 1) - 1
    owner = components[:, chosen].argmax(axis=0)
    return tuple(
        Term(
            word=words[place],
            x=round(float(x), 4),
            y=round(float(y), 4),
            clauses=int(count[i]),
            topic=int(owner[i]) + 1,
        )
        for i, (place, (x, y)) in enumerate(zip(chosen, spread, strict=True))
    )
