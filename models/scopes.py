"""Topics of every part of a library: all, each category, each level, each category at each level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from corpus.label import LEVELS, NONE
from models.clauses import Clause
from models.engines import CONSENSUS
from models.topics import TooFew, TopicModel, fit_topics
from models.vocabulary import cut_tokens

ALL = "all"
_LARGEST = 3_000  # clauses a model is fitted on; more are thinned out evenly


def fit_scopes(
    clauses: Sequence[Clause],
    *,
    seed: int = 0,
    topics: int | None = None,
    engine: str = CONSENSUS,
    only: str | None = None,
) -> dict[str, TopicModel | TooFew]:
    """Returns the topics of each scope: `all`, `fund`, `central`, `fund/central`; clauses without a code left out.

    A clause counts for its primary and for its secondary categories. `only` names one scope; where there is none of
    that name, nothing is returned. `topics` and `engine` as in `fit_topics`.
    """
    coded = [clause for clause in clauses if clause.primary != NONE]
    categories = sorted({category for clause in coded for category in clause.categories})
    levels = [level for level in LEVELS if any(clause.level is level for clause in coded)]
    scopes: dict[str, list[int]] = {ALL: list(range(len(coded)))}
    for category in categories:
        scopes[category] = [i for i, clause in enumerate(coded) if category in clause.categories]
    for level in levels:
        scopes[str(level)] = [i for i, clause in enumerate(coded) if clause.level is level]
    for category in categories:
        for level in levels:
            scopes[f"{category}/{level}"] = [i for i in scopes[category] if coded[i].level is level]
    thinned = {name: _thin(members) for name, members in scopes.items() if only in (None, name)}
    wanted = sorted({i for members in thinned.values() for i in members})
    tokens = dict(zip(wanted, cut_tokens([coded[i].text for i in wanted]), strict=True))
    return {
        name: fit_topics(
            [coded[i] for i in members], [tokens[i] for i in members], seed=seed, topics=topics, engine=engine
        )
        for name, members in thinned.items()
    }


def _thin(members: list[int]) -> list[int]:
    step = -(-len(members) // _LARGEST) if members else 1
    return members[::step]


def scopes_to_dict(scopes: Mapping[str, TopicModel | TooFew]) -> dict[str, object]:
    """Returns the topics as plain values, for the library and for JSON."""
    return {name: asdict(model) for name, model in scopes.items()}
