"""The topic of a clause: the strongest of the library's topics over all clauses, told by the clause's words.

Topics are found by `xietong run` and `xietong topics`; where a library has none, clauses have none. The index takes the
topics as they are when it is written, and is written anew when they have changed.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache

from corpus.library import Library
from models.infer import Reading

_SCOPE = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Topics:
    """The names of the topics, how clauses are told apart by them, and a key that changes with them."""

    names: tuple[str, ...]
    reading: Reading
    key: str

    def of(self, text: str) -> str:
        """Returns the name of the strongest topic of a clause, or the empty string."""
        place = self.reading.strongest(text)
        return self.names[place] if place is not None else ""


def read_topics(library: Library) -> Topics | None:
    """Returns the topics that a library holds, None where it holds none."""
    stored = library.stored("topics")
    return _parsed(stored) if stored else None


@lru_cache(maxsize=2)
def _parsed(stored: str) -> Topics | None:
    """Returns the topics over all clauses; kept, as a server brings its index up to date after each correction."""
    scope = json.loads(stored).get(_SCOPE)
    if not scope or not scope.get("topics") or not scope.get("reading"):
        return None
    names = tuple(str(topic["name"]) for topic in scope["topics"])
    reading = Reading.of(scope["reading"])
    if len(reading.weights) != len(names):
        return None
    told = json.dumps([names, scope["reading"]], ensure_ascii=False, sort_keys=True)
    return Topics(names=names, reading=reading, key=hashlib.sha256(told.encode()).hexdigest()[:16])
