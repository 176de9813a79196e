"""The bodies that issued the documents of a library, level by level."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass

from corpus.label import LEVELS, Level
from corpus.library import Library

_MOST = 12  # bodies of a level that are named


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelIssuers:
    """The issuers of a level: documents at that level, and each body with its documents, the frequent ones first."""

    level: Level
    documents: int
    issuers: tuple[tuple[str, int], ...]
    more: int


def read_issuers(library: Library) -> tuple[LevelIssuers, ...]:
    """Returns the issuers of every level that has documents, from the centre down."""
    documents: Counter[Level] = Counter()
    bodies: dict[Level, Counter[str]] = defaultdict(Counter)
    for level, decision in library.rows("SELECT level, decision FROM levels ORDER BY document"):
        place = Level(str(level))
        documents[place] += 1
        bodies[place].update({issuer["name"] for issuer in json.loads(str(decision))["issuers"]})
    found = []
    for level in LEVELS:
        ranked = sorted(bodies[level].items(), key=lambda pair: (-pair[1], pair[0]))
        if documents[level]:
            found.append(
                LevelIssuers(
                    level=level,
                    documents=documents[level],
                    issuers=tuple(ranked[:_MOST]),
                    more=max(0, len(ranked) - _MOST),
                )
            )
    return tuple(found)
