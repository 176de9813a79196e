"""Topics of every part of a library: all, each category, each level, each category at each level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from corpus.label import LEVELS, NONE
from models.clauses import Clause
from models.topics import TooFew, TopicModel, fit_topics

ALL = "all"
_LARGEST = 6_000  # clauses a model is fitted on; more are thinned out evenly


def fit_scopes(clauses: Sequence[Clause], *, seed: int = 0) -> dict[str, TopicModel | TooFew]:
    """Returns the topics of each scope: `all`, `fund`, `central`, `fund/central`; clauses without a code left out.

    A clause counts for its primary and for its secondary categories.
    """
    coded = [clause for clause in clauses if clause.primary != NONE]
    categories = list(dict.fromkeys(category for clause in coded for category in clause.categories))
    levels = [level for level in LEVELS if any(clause.level is level for clause in coded)]
    scopes: dict[str, list[Clause]] = {ALL: coded}
    for category in sorted(categories):
        scopes[category] = [clause for clause in coded if category in clause.categories]
    for level in levels:
        scopes[str(level)] = [clause for clause in coded if clause.level is level]
    for category in sorted(categories):
        for level in levels:
            scopes[f"{category}/{level}"] = [c for c in scopes[category] if c.level is level]
    return {name: fit_topics(_thin(members), seed=seed) for name, members in scopes.items()}


def _thin(clauses: list[Clause]) -> list[Clause]:
    step = -(-len(clauses) // _LARGEST) if clauses else 1
    return clauses[::step]


def scopes_to_dict(scopes: Mapping[str, TopicModel | TooFew]) -> dict[str, object]:
    """Returns the topics as plain values, for the library and for JSON."""
    return {name: asdict(model) for name, model in scopes.items()}
