"""Which units to code next: the uncertain ones, the rare ones, and ones unlike what was seen.

The three take turns, so that no list is all borderline cases of the commonest category; at most a
few units come from one document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from classify.coder import Coder
from classify.unit import CodedUnit, Unit
from corpus.label import Coding

PER_DOCUMENT = 3
DIVERSE_POOL = 3000  # candidates compared with each other; more are thinned evenly
LIKELY = 0.15  # a rare category is worth a look from this probability on


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A unit proposed for coding, why (`uncertain`, `rare`, `diverse`), and what the machine thinks."""

    unit: Unit
    document: str
    reason: str
    coding: Coding


def propose(
    units: Sequence[Unit],
    documents: Sequence[str],
    coder: Coder,
    count: int,
    *,
    coded: Sequence[CodedUnit] = (),
) -> list[Proposal]:
    """Returns at most `count` units to code next, best first; units already coded are left out."""
    known = {(one.document, one.unit.text) for one in coded}
    open_ = [
        (unit, document) for unit, document in zip(units, documents, strict=True) if (document, unit.text) not in known
    ]
    codings = coder.code([unit for unit, _ in open_])
    orders = {
        "uncertain": iter(_uncertain(codings)),
        "rare": _rare(codings, coded, coder.categories),
        "diverse": _diverse([unit for unit, _ in open_], coder),
    }
    taken: dict[int, str] = {}
    used: Counter[str] = Counter()
    while orders and len(taken) < min(count, len(open_)):
        for reason in list(orders):
            place = _next(orders[reason], taken, used, [document for _, document in open_])
            if place is None:
                del orders[reason]
            elif len(taken) < count:
                taken[place] = reason
                used[open_[place][1]] += 1
    return [
        Proposal(unit=open_[place][0], document=open_[place][1], reason=reason, coding=codings[place])
        for place, reason in taken.items()
    ]


def _next(order: Iterator[int], taken: dict[int, str], used: Counter[str], documents: Sequence[str]) -> int | None:
    for place in order:
        if place not in taken and used[documents[place]] < PER_DOCUMENT:
            return place
    return None


def _uncertain(codings: Sequence[Coding]) -> list[int]:
    """Returns the places by how undecided the probabilities are (sum of p (1 - p)), most first."""
    doubt = [sum(chance * (1 - chance) for chance in coding.probabilities.values()) for coding in codings]
    return sorted(range(len(codings)), key=lambda place: -doubt[place])


def _rare(codings: Sequence[Coding], coded: Sequence[CodedUnit], categories: Sequence[str]) -> Iterator[int]:
    """Yields the likeliest units of each category in turn, the category with fewest codes first."""
    seen = Counter(name for one in coded for name in one.categories)
    ranked: list[Iterator[int]] = []
    for name in sorted(categories, key=lambda name: seen[name]):
        likely = [place for place, coding in enumerate(codings) if coding.probabilities.get(name, 0.0) >= LIKELY]
        ranked.append(iter(sorted(likely, key=lambda place: -codings[place].probabilities[name])))
    yield from _turns(ranked[: max(len(ranked) // 2, 1)])


def _turns(orders: Sequence[Iterator[int]]) -> Iterator[int]:
    """Yields from each order in turn until all are used up."""
    left = list(orders)
    while left:
        for order in list(left):
            place = next(order, None)
            if place is None:
                left.remove(order)
            else:
                yield place


def _diverse(units: Sequence[Unit], coder: Coder) -> Iterator[int]:
    """Yields units each as unlike those before as possible (farthest first, cosine of the features)."""
    import numpy as np

    if not units:
        return
    step = max(len(units) // DIVERSE_POOL, 1)
    places = np.arange(0, len(units), step)
    space = next(iter(coder.artefact.models.values())).scorer.space
    matrix: Any = space.matrices(space.read([units[place] for place in places.tolist()]))[0].stack()
    norm = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    nearest = np.full(len(places), -1.0)
    current = 0
    for _ in range(len(places)):
        yield int(places[current])
        likeness = np.asarray((matrix @ matrix[[current]].T).todense()).ravel() / np.maximum(norm * norm[current], 1e-9)
        nearest = np.maximum(nearest, likeness)
        nearest[current] = np.inf
        current = int(np.argmin(nearest))
