"""Agreement between coders: Krippendorff's alpha, Cohen's kappa, Scott's pi, Holsti, with intervals.

Alpha is nominal on primary codes, binary for each category, and with the MASI distance on sets of
codes (codebook 0.7); any number of coders, missing codes allowed. Intervals resample documents.
Sources: Krippendorff 2004 (coincidence matrices); Passonneau 2006 (MASI); Cohen 1960; Scott 1955;
Holsti 1969.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations, permutations
from typing import TYPE_CHECKING, Any

from classify.score import RESAMPLES, Figure
from corpus.errors import XietongError
from corpus.label import CATEGORIES, NONE

if TYPE_CHECKING:
    from classify.arrays import Floats

Codes = frozenset[str]
Distance = Callable[[Any, Any], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What one coder said of one unit."""

    unit: str
    coder: str
    primary: str
    secondary: tuple[str, ...] = ()
    document: str = ""

    @property
    def codes(self) -> Codes:
        """All codes given; `none` alone where there is no category."""
        return frozenset((self.primary, *self.secondary))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Agreement of two coders on the primary code of the units that both coded."""

    first: str
    second: str
    units: int
    holsti: float
    kappa: float
    pi: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """All agreement figures of one exercise; `categories` holds the binary alphas by category."""

    units: int
    documents: int
    coders: tuple[str, ...]
    primary: Figure
    sets: Figure
    none: Figure
    categories: Mapping[str, Figure]
    pairs: tuple[Pair, ...]

    def to_dict(self) -> dict[str, object]:
        """Returns the figures as plain values, ready for JSON."""
        return asdict(self)


def nominal(first: Hashable, second: Hashable) -> float:
    """Returns 0 for equal values, else 1."""
    return float(first != second)


def masi(first: Codes, second: Codes) -> float:
    """Returns the MASI distance of two sets: 1 - Jaccard x (1 equal, 2/3 subset, 1/3 overlap, 0 apart).

    >>> round(masi(frozenset("a"), frozenset("ab")), 3)
    0.667
    """
    both = first & second
    if first == second:
        return 0.0
    if not both:
        return 1.0
    step = 2 / 3 if first <= second or second <= first else 1 / 3
    return 1 - step * len(both) / len(first | second)


def alpha(units: Iterable[Sequence[Hashable]], distance: Distance = nominal) -> float:
    """Returns Krippendorff's alpha of units, each the values its coders gave (missing ones left out).

    Not a number where fewer than two values can be paired; 1 where all values are the same.

    >>> round(alpha([("a", "a"), ("a", "b"), ("b", "b"), ("b", "b")]), 3)
    0.533
    """
    table = _Coincidences([list(values) for values in units], [""] * 0, distance)
    return table.alpha()


def cohen_kappa(first: Sequence[Hashable], second: Sequence[Hashable]) -> float:
    """Returns Cohen's kappa: agreement beyond chance, each coder with their own distribution."""
    shares = [
        [values.count(value) / len(values) for value in _union(first, second)] for values in map(list, (first, second))
    ]
    return _beyond_chance(holsti(first, second), sum(one * two for one, two in zip(*shares, strict=True)))


def scott_pi(first: Sequence[Hashable], second: Sequence[Hashable]) -> float:
    """Returns Scott's pi: agreement beyond chance, both coders with the pooled distribution."""
    pooled = [*first, *second]
    return _beyond_chance(
        holsti(first, second), sum((pooled.count(value) / len(pooled)) ** 2 for value in _union(first, second))
    )


def holsti(first: Sequence[Hashable], second: Sequence[Hashable]) -> float:
    """Returns Holsti's coefficient of two coders of the same units: the share that agrees.

    Raises:
        XietongError: there is nothing to compare, or the lengths differ.
    """
    if not first or len(first) != len(second):
        raise XietongError("agreement needs two codings of the same units, at least one")
    return sum(one == two for one, two in zip(first, second, strict=True)) / len(first)


def _union(first: Sequence[Hashable], second: Sequence[Hashable]) -> list[Hashable]:
    return list(dict.fromkeys([*first, *second]))


def _beyond_chance(seen: float, expected: float) -> float:
    return 1.0 if expected >= 1 else (seen - expected) / (1 - expected)


class _Coincidences:
    """Coincidence matrices by document: resampling documents is then a weighted sum."""

    def __init__(self, units: Sequence[Sequence[Hashable]], documents: Sequence[str], distance: Distance) -> None:
        import numpy as np

        values = list(dict.fromkeys(value for unit in units for value in unit))
        place = {value: index for index, value in enumerate(values)}
        names = list(dict.fromkeys(documents)) or [""]
        row = {name: index for index, name in enumerate(names)}
        size = len(values)
        self.counts = np.zeros((len(names), size * size))
        for number, unit in enumerate(units):
            for one, two in permutations(unit, 2):
                where = row[documents[number]] if documents else 0
                self.counts[where, place[one] * size + place[two]] += 1 / (len(unit) - 1)
        self.distance = np.array([[distance(one, two) for two in values] for one in values]).reshape(size, size)

    def alpha(self) -> float:
        return float(self._alphas(self.counts.sum(axis=0)[None, :])[0])

    def figure(self) -> Figure:
        """Returns alpha with its interval over resampled documents."""
        import numpy as np

        documents = len(self.counts)
        generator = np.random.default_rng(0)
        draws = generator.multinomial(documents, np.full(documents, 1 / documents), size=RESAMPLES)
        samples = self._alphas(draws @ self.counts)
        samples = samples[~np.isnan(samples)]
        low, high = np.quantile(samples, [0.025, 0.975]) if len(samples) else (np.nan, np.nan)
        return Figure(value=round(self.alpha(), 4), low=round(float(low), 4), high=round(float(high), 4))

    def _alphas(self, counts: Floats) -> Floats:
        """Returns alpha for each row of summed coincidences (1 where nothing can disagree)."""
        import numpy as np

        size = len(self.distance)
        table = counts.reshape(-1, size, size)
        margin = table.sum(axis=2)
        total = margin.sum(axis=1)
        seen = (table * self.distance).sum(axis=(1, 2))
        expected = np.einsum("ri,ij,rj->r", margin, self.distance, margin)
        with np.errstate(divide="ignore", invalid="ignore"):
            value = 1 - seen * (total - 1) / expected
        alone = np.where(total > 1, 1.0, np.nan)
        result: Floats = np.where(expected > 0, value, alone)
        return result


def measure_reliability(judgements: Sequence[Judgement], categories: tuple[str, ...] = CATEGORIES) -> Reliability:
    """Returns all agreement figures of the judgements.

    Raises:
        XietongError: fewer than two coders, a unit judged twice by one coder, or no unit judged by two.
    """
    coders = tuple(sorted({one.coder for one in judgements}))
    table: dict[str, dict[str, Judgement]] = {}
    for one in judgements:
        if one.coder in table.setdefault(one.unit, {}):
            raise XietongError(f"coder {one.coder} coded unit {one.unit} twice")
        table[one.unit][one.coder] = one
    shared = [list(row.values()) for row in table.values() if len(row) > 1]
    if len(coders) < 2 or not shared:
        raise XietongError("reliability needs units that two coders coded", hint="needed columns: id, coder, primary")
    documents = [row[0].document or row[0].unit for row in shared]

    def figure(value: Callable[[Judgement], Hashable], distance: Distance = nominal) -> Figure:
        return _Coincidences([[value(one) for one in row] for row in shared], documents, distance).figure()

    return Reliability(
        units=len(shared),
        documents=len(set(documents)),
        coders=coders,
        primary=figure(lambda one: one.primary),
        sets=figure(lambda one: one.codes, masi),
        none=figure(lambda one: one.primary == NONE),
        categories={name: figure(lambda one, name=name: name in one.codes) for name in categories},  # type: ignore[misc]
        pairs=tuple(_pair(table, first, second) for first, second in combinations(coders, 2)),
    )


def _pair(table: Mapping[str, Mapping[str, Judgement]], first: str, second: str) -> Pair:
    rows = [(row[first].primary, row[second].primary) for row in table.values() if first in row and second in row]
    if not rows:
        return Pair(first=first, second=second, units=0, holsti=0.0, kappa=0.0, pi=0.0)
    one, two = [list(side) for side in zip(*rows, strict=True)]
    return Pair(
        first=first,
        second=second,
        units=len(rows),
        holsti=round(holsti(one, two), 4),
        kappa=round(cohen_kappa(one, two), 4),
        pi=round(scott_pi(one, two), 4),
    )
