"""Topics of a set of clauses: a consensus over seeds, each topic with its stability, name and exemplars.

Method: non-negative matrix factorisation of TF-IDF (Lee and Seung 1999) from several seeds, each on a
resample of the clauses; the topics of all runs are matched with those of a reference run and averaged
(in the spirit of Greene, O'Callaghan and Cunningham 2014); the number of topics is the one with the
best product of coherence, diversity and stability.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.choose import Candidate, choose
from models.clauses import Clause
from models.engines import CONSENSUS, Found, find, make_material
from models.infer import Reading, make_reading
from models.naming import name_topics
from models.term_map import Term, map_terms
from models.vocabulary import Tokens, cut_tokens, make_bags

FEWEST = 30  # clauses below which topics would be chance
_TERMS = 12
_EXEMPLARS = 3
_OWN_SHARE = 0.35  # an exemplar's share of its topic, at least


@dataclass(frozen=True, slots=True, kw_only=True)
class TooFew:
    """Says honestly that there are too few clauses for topics."""

    count: int
    needed: int = FEWEST


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemplar:
    """A clause that shows a topic: `weight` is the topic's share of it."""

    document: str
    address: str
    title: str
    page: int | None
    text: str
    weight: float


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
        topics=_describe(clauses, components, found.shares[:, order], found.stability[order], names, material.words),
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
    clauses: Sequence[Clause], components: Any, shares: Any, stability: Any, names: list[str], words: Sequence[str]
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
                terms=tuple((words[i], round(float(components[k][i]), 4)) for i in top if components[k][i] > 0),
                share=round(float(len(members)) / max(int(spoken.sum()), 1), 4),
                stability=round(float(stability[k]), 4),
                clauses=len(members),
                exemplars=_exemplars(clauses, shares[:, k], members),
                by_year=dict(sorted(years.items())),
                by_level=dict(sorted(levels.items())),
            )
        )
    return tuple(described)


def _exemplars(clauses: Sequence[Clause], share: Any, members: Sequence[int]) -> tuple[Exemplar, ...]:
    """Returns the clauses that show a topic best, each of another document where that can be."""
    ranked = sorted(members, key=lambda i: (-round(float(share[i]) * min(len(clauses[i].text), 120), 6), i))
    chosen: list[int] = []
    for same_document in (False, True):
        for i in ranked:
            if len(chosen) == _EXEMPLARS:
                break
            seen = {clauses[j].document for j in chosen}
            texts = {clauses[j].text for j in chosen}
            if i in chosen or clauses[i].text in texts or (clauses[i].document in seen and not same_document):
                continue
            if share[i] >= _OWN_SHARE or same_document:
                chosen.append(i)
    return tuple(
        Exemplar(
            document=clauses[i].document,
            address=clauses[i].address,
            title=clauses[i].title,
            page=clauses[i].page,
            text=clauses[i].text,
            weight=round(float(share[i]), 4),
        )
        for i in chosen
    )
