"""Topics of a set of clauses: a consensus over seeds, each topic with its stability, name and exemplars.

Method: the TF-IDF weights of the clauses, with the partners of their words added (`models.associate`), are
factorised (Lee and Seung 1999) once as a whole and several times without a part of the clauses; the topics of these
runs are matched with those of the first and averaged with them (in the spirit of Greene, O'Callaghan and Cunningham
2014). The number of topics is the one with the best product of coherence, diversity and stability.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.choose import Candidate, choose
from models.clauses import Clause
from models.engines import CONSENSUS, Found, Material, find, make_material
from models.exemplars import Exemplar, choose_exemplars
from models.infer import Reading, make_reading
from models.naming import name_topics
from models.term_map import Term, map_terms
from models.vocabulary import Tokens, cut_tokens, make_bags

FEWEST = 30  # clauses below which topics would be chance
_TERMS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class TooFew:
    """Says honestly that there are too few clauses for topics."""

    count: int
    needed: int = FEWEST


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic. `share` is its part of all clauses, `stability` how well runs agree on it, both in [0, 1]."""

    id: int
    name: str
    terms: tuple[tuple[str, float], ...]
    share: float
    stability: float
    clauses: int
    exemplars: tuple[Exemplar, ...]
    by_year: Mapping[str, int]
    by_level: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicModel:
    """The topics with the curve on which their number was chosen, the map of their words, and how to read by them."""

    topics: tuple[Topic, ...]
    curve: tuple[Candidate, ...]
    clauses: int
    seed: int
    engine: str
    terms: tuple[Term, ...]
    reading: Reading


def fit_topics(
    clauses: Sequence[Clause],
    tokens: Sequence[Tokens] | None = None,
    *,
    seed: int = 0,
    topics: int | None = None,
    engine: str = CONSENSUS,
) -> TopicModel | TooFew:
    """Returns the topics of the clauses, most frequent first.

    `tokens` are those of the clauses where they are cut already; `topics` fixes the number of topics, which
    is chosen otherwise; `engine` is one of `models.engines.ENGINES`. The same clauses and seed give the same result.

    Raises:
        XietongError: there is no such engine, or it is not installed.
    """
    from threadpoolctl import threadpool_limits

    if len(clauses) < FEWEST:
        return TooFew(count=len(clauses))
    bags = make_bags(tokens if tokens is not None else cut_tokens([clause.text for clause in clauses]))
    if len(bags.dictionary) < FEWEST:
        return TooFew(count=len(clauses))
    material = make_material(bags)
    with threadpool_limits(1):  # small matrices: threads cost more than they give
        curve, best = choose(material, seed=seed, topics=topics, engine=engine)
        found = find(material, best, engine=engine, seed=seed)
    order = _order(found)
    components = found.components[order]
    names = name_topics(components, list(material.words))
    return TopicModel(
        topics=_describe(clauses, material, components, found.shares[:, order], found.stability[order], names),
        curve=curve,
        clauses=len(clauses),
        seed=seed,
        engine=engine,
        terms=map_terms(components, (material.counts > 0).astype(float).tocsc(), material.words),
        reading=make_reading(components, material.counts, material.words),
    )


def _order(found: Found) -> Any:
    """Returns the topics by the clauses that speak mostly of them, the most first."""
    import numpy as np

    owner = found.shares.argmax(axis=1)[found.shares.max(axis=1) > 0]
    sizes = np.bincount(owner, minlength=len(found.components))
    return np.argsort(-sizes, kind="stable")


def _describe(
    clauses: Sequence[Clause], material: Material, components: Any, shares: Any, stability: Any, names: list[str]
) -> tuple[Topic, ...]:
    import numpy as np

    owner = shares.argmax(axis=1)
    spoken = shares.max(axis=1) > 0
    described = []
    for k, name in enumerate(names):
        members = [int(i) for i in np.flatnonzero((owner == k) & spoken)]
        years = Counter(str(clauses[i].year) for i in members if clauses[i].year is not None)
        levels = Counter(str(clauses[i].level) for i in members)
        top = np.argsort(-components[k], kind="stable")[:_TERMS]
        described.append(
            Topic(
                id=k + 1,
                name=name,
                terms=tuple(
                    (material.words[i], round(float(components[k][i]), 4)) for i in top if components[k][i] > 0
                ),
                share=round(float(len(members)) / max(int(spoken.sum()), 1), 4),
                stability=round(float(stability[k]), 4),
                clauses=len(members),
                exemplars=choose_exemplars(clauses, material.weighted, components[k], shares[:, k], members),
                by_year=dict(sorted(years.items())),
                by_level=dict(sorted(levels.items())),
            )
        )
    return tuple(described)
