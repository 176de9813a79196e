"""Topics as the library stores them (plain values of `models.scopes`) to the parts a report shows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from corpus.library import Library
from report.parts import TopicPart, TopicSet


def stored_topics(library: Library) -> Mapping[str, object]:
    """Returns the topics that the library holds, by scope; empty where none were fitted yet."""
    plain = json.loads(library.stored("topics") or "{}")
    return plain if isinstance(plain, dict) else {}


def topic_set(topics: Mapping[str, object], scope: str) -> TopicSet:
    """Returns the topics of a scope: `all`, a category, a level, `category/level`."""
    plain = topics.get(scope)
    if not isinstance(plain, Mapping):
        return TopicSet(scope=scope, topics=(), clauses=0)
    if "topics" not in plain:
        return TopicSet(scope=scope, topics=(), clauses=int(plain.get("count", 0)), needed=int(plain.get("needed", 0)))
    return TopicSet(
        scope=scope,
        topics=tuple(_topic(topic) for topic in plain["topics"]),
        clauses=int(plain.get("clauses", 0)),
        curve=tuple(_candidate(candidate) for candidate in plain.get("curve", ())),
        terms=tuple(
            (str(t["word"]), t["x"], t["y"], int(t["clauses"]), int(t["topic"])) for t in plain.get("terms", ())
        ),
    )


def _candidate(plain: Mapping[str, Any]) -> tuple[int, float, float, float, float, float]:
    from models.choose import Candidate

    candidate = Candidate(**plain)
    return (
        candidate.topics,
        candidate.npmi,
        candidate.cv,
        candidate.diversity,
        candidate.stability,
        round(candidate.score, 4),
    )


def _topic(plain: Mapping[str, Any]) -> TopicPart:
    return TopicPart(
        name=str(plain["name"]),
        terms=tuple((str(term), float(weight)) for term, weight in plain["terms"]),
        share=float(plain["share"]),
        stability=float(plain["stability"]),
        clauses=int(plain["clauses"]),
        exemplars=tuple(
            (str(e["title"]), str(e["address"]), e["page"], str(e["text"])) for e in plain.get("exemplars", ())
        ),
        by_year=dict(plain.get("by_year", {})),
        by_level=dict(plain.get("by_level", {})),
    )
