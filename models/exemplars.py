"""The clauses that show a topic: typical of it, different from each other, from different documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from models.clauses import Clause

_EXEMPLARS = 3
_OWN_SHARE = 0.35  # an exemplar's share of its topic, at least
_POOL = 40  # the most typical clauses, among which different ones are looked for
_LIKENESS = 0.5  # what likeness to a clause already chosen costs, against being typical
_READABLE = range(25, 241)  # characters: shorter ones say little, longer ones are not read
_ENDS = ("。", "；", "！", "？", ".", ";")  # of a clause that is whole; others lead to a list or were cut by a page
_LESS = 0.5  # what is left of a clause's typicality for each of the two


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemplar:
    """A clause that shows a topic: `weight` is the topic's share of it."""

    document: str
    address: str
    title: str
    page: int | None
    text: str
    weight: float


def choose_exemplars(
    clauses: Sequence[Clause], weighted: Any, component: Any, share: Any, members: Sequence[int]
) -> tuple[Exemplar, ...]:
    """Returns the exemplars of a topic, the most typical first.

    Typical is the cosine of a clause with the topic times the topic's share of the clause; each further exemplar is
    the one with the greatest maximal marginal relevance (Carbonell and Goldstein 1998), of another document where
    there is one.

    Args:
        clauses: all that the topics were found in.
        weighted: their TF-IDF weights, rows of length one (sparse, clauses by words).
        component: the topic's weights of the words, of length one.
        share: the topic's share of each clause.
        members: clauses that speak mostly of the topic, by their place.
    """
    import numpy as np

    if not members:
        return ()
    typical = np.asarray(weighted[list(members)] @ component).ravel() * share[list(members)]
    typical *= [_readable(clauses[i].text) for i in members]
    typical = np.round(typical, 9)  # sums in another order must not decide
    ranked = sorted(range(len(members)), key=lambda at: (-typical[at], members[at]))
    own = [at for at in ranked if share[members[at]] >= _OWN_SHARE]
    pool = (own or ranked)[:_POOL]
    likeness = np.asarray((weighted[[members[at] for at in pool]] @ weighted[[members[at] for at in pool]].T).todense())
    strongest = max(float(typical[pool[0]]), 1e-9)
    chosen: list[int] = []  # places in the pool
    while len(chosen) < min(_EXEMPLARS, len(pool)):
        texts = {clauses[members[pool[i]]].text for i in chosen}
        documents = {clauses[members[pool[i]]].document for i in chosen}
        left = [i for i in range(len(pool)) if clauses[members[pool[i]]].text not in texts and i not in chosen]
        left = [i for i in left if clauses[members[pool[i]]].document not in documents] or left
        if not left:
            break
        costs = likeness[:, chosen].max(axis=1) if chosen else np.zeros(len(pool))
        chosen.append(max(left, key=lambda i: (float(typical[pool[i]]) / strongest - _LIKENESS * float(costs[i]), -i)))
    return tuple(_exemplar(clauses[members[pool[i]]], float(share[members[pool[i]]])) for i in chosen)


def _readable(text: str) -> float:
    return (1.0 if len(text) in _READABLE else _LESS) * (1.0 if text.rstrip().endswith(_ENDS) else _LESS)


def _exemplar(clause: Clause, weight: float) -> Exemplar:
    return Exemplar(
        document=clause.document,
        address=clause.address,
        title=clause.title,
        page=clause.page,
        text=clause.text,
        weight=round(weight, 4),
    )
