"""How good codings are against a gold standard: the figures a reader of the method section asks for.

A unit counts for a category when the category is among its codes, primary or secondary. Intervals
resample documents, not units: the units of one document are not independent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from classify.calibrate import calibration_error, reliability_bins
from classify.folds import encode
from classify.unit import CodedUnit
from corpus.errors import XietongError
from corpus.label import CATEGORIES, NONE, Coding

if TYPE_CHECKING:
    from classify.arrays import Flags, Floats, Integers

RESAMPLES = 1000
COVERAGES = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0)
RANDOM = "random"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A value with its 95 % interval (bootstrap by document)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryScore:
    """Precision, recall and F1 of one category; `support` units have it, `given` were given it."""

    category: str
    precision: float
    recall: float
    f1: Figure
    support: int
    given: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The figures of a part of the units (a level, a document kind, the random sample, the surest)."""

    name: str
    units: int
    macro_f1: float
    accuracy: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """All figures of one evaluation.

    `categories` ends with `none` (by primary code), which no average includes; `macro_f1` averages
    the categories with support. `confusion[i][j]` counts units of primary code i coded j, in the
    order of `labels`. `selective` holds the surest units by probability, `answered` those that were
    not flagged for review. `calibration_error` is over every (unit, category) probability,
    `primary_calibration_error` over the probability of the code given first.
    """

    units: int
    documents: int
    labels: tuple[str, ...]
    categories: tuple[CategoryScore, ...]
    macro_f1: Figure
    micro_f1: Figure
    accuracy: Figure
    confusion: tuple[tuple[int, ...], ...]
    selective: tuple[Part, ...]
    answered: Part
    parts: tuple[Part, ...]
    calibration_error: float
    primary_calibration_error: float
    reliability: tuple[tuple[float, int, float, float], ...]

    def to_dict(self) -> dict[str, object]:
        """Returns the evaluation as plain values, ready for JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """Gold and given codes side by side, as arrays."""

    gold: Flags
    given: Flags
    gold_primary: Integers
    given_primary: Integers

    def rows(self, keep: Any) -> _Table:
        return _Table(
            gold=self.gold[keep],
            given=self.given[keep],
            gold_primary=self.gold_primary[keep],
            given_primary=self.given_primary[keep],
        )


def evaluate(
    gold: Sequence[CodedUnit], codings: Sequence[Coding], categories: tuple[str, ...] = CATEGORIES
) -> Evaluation:
    """Returns the evaluation of the codings of the gold units, matched by address and unit id.

    Raises:
        XietongError: a gold unit was not coded.
    """
    import numpy as np

    by_address = {coding.address: coding for coding in codings}
    missing = [one.unit.id for one in gold if one.unit.id not in by_address]
    if missing or not gold:
        raise XietongError(f"{len(missing)} of {len(gold)} units were not coded, first: {missing[:1]}")
    given = [by_address[one.unit.id] for one in gold]
    table = _table(gold, given, categories)
    chance = _chances(given, (*categories, NONE))
    first = chance[np.arange(len(given)), table.given_primary]
    truth = np.concatenate([table.gold, (table.gold_primary == len(categories))[:, None]], axis=1)
    right = truth[np.arange(len(given)), table.given_primary]
    draws = _draws([one.document for one in gold])
    return Evaluation(
        units=len(gold),
        documents=len({one.document for one in gold}),
        labels=(*categories, NONE),
        categories=_category_scores(table, categories, draws),
        macro_f1=_figure(table, draws, _macro),
        micro_f1=_figure(table, draws, lambda hits, gold_, given_: _f1(hits.sum(-1), gold_.sum(-1), given_.sum(-1))),
        accuracy=_accuracy(table, draws),
        confusion=_confusion(table, len(categories) + 1),
        selective=_selective(table, first),
        answered=_part("answered", table, ~np.array([coding.review for coding in given])),
        parts=_parts(gold, table),
        calibration_error=round(calibration_error(chance.ravel(), truth.ravel()), 4),
        primary_calibration_error=round(calibration_error(first, right), 4),
        reliability=tuple(reliability_bins(first, right)),
    )


def _table(gold: Sequence[CodedUnit], given: Sequence[Coding], categories: tuple[str, ...]) -> _Table:
    import numpy as np

    names = (*categories, NONE)
    gold_member, gold_primary = encode(gold, categories)
    member = np.array([[name in coding.categories for name in categories] for coding in given], dtype=bool)
    try:
        primary = np.array([names.index(coding.primary) for coding in given], dtype=np.int64)
    except ValueError as error:
        raise XietongError(f"a code outside the codebook: {error}") from error
    return _Table(gold=gold_member, given=member, gold_primary=gold_primary, given_primary=primary)


def _chances(given: Sequence[Coding], names: tuple[str, ...]) -> Floats:
    import numpy as np

    return np.array([[coding.probabilities.get(name, 0.0) for name in names] for coding in given], dtype=np.float64)


def _f1(hits: Any, gold: Any, given: Any) -> Any:
    import numpy as np

    return 2 * hits / np.maximum(gold + given, 1)


def _macro(hits: Any, gold: Any, given: Any) -> Any:
    """Returns F1 averaged over the categories with support."""
    import numpy as np

    seen = gold > 0
    return (_f1(hits, gold, given) * seen).sum(-1) / np.maximum(seen.sum(-1), 1)


def _draws(documents: Sequence[str]) -> tuple[Integers, Floats]:
    """Returns the document number of each unit and how often each resample draws each document."""
    import numpy as np

    names = sorted(set(documents))
    place = {name: index for index, name in enumerate(names)}
    unit = np.array([place[name] for name in documents], dtype=np.int64)
    generator = np.random.default_rng(0)
    draws = generator.multinomial(len(names), np.full(len(names), 1 / len(names)), size=RESAMPLES)
    return unit, draws.astype(np.float64)


def _by_document(values: Any, unit: Integers, count: int) -> Any:
    import numpy as np

    sums = np.zeros((count, *values.shape[1:]))
    np.add.at(sums, unit, values)
    return sums


def _interval(point: float, samples: Any) -> Figure:
    import numpy as np

    low, high = np.quantile(samples, [0.025, 0.975])
    return Figure(value=round(float(point), 4), low=round(float(low), 4), high=round(float(high), 4))


def _figure(table: _Table, draws: tuple[Integers, Floats], measure: Callable[[Any, Any, Any], Any]) -> Figure:
    """Returns a measure of (hits, gold, given) counts per category with its interval."""
    unit, times = draws
    counts = [values.astype(float) for values in (table.gold & table.given, table.gold, table.given)]
    samples = [times @ _by_document(values, unit, times.shape[1]) for values in counts]
    return _interval(measure(*(values.sum(0) for values in counts)), measure(*samples))


def _accuracy(table: _Table, draws: tuple[Integers, Floats]) -> Figure:
    import numpy as np

    unit, times = draws
    right = (table.gold_primary == table.given_primary).astype(float)
    sums = times @ _by_document(np.stack([right, np.ones_like(right)], axis=1), unit, times.shape[1])
    return _interval(right.mean(), sums[:, 0] / np.maximum(sums[:, 1], 1))


def _category_scores(
    table: _Table, categories: tuple[str, ...], draws: tuple[Integers, Floats]
) -> tuple[CategoryScore, ...]:
    scores: list[CategoryScore] = []
    last = len(categories)
    for place, name in enumerate((*categories, NONE)):
        gold = table.gold[:, place] if place < last else table.gold_primary == last
        given = table.given[:, place] if place < last else table.given_primary == last
        hits = int((gold & given).sum())
        one = _Table(
            gold=gold[:, None], given=given[:, None], gold_primary=table.gold_primary, given_primary=table.given_primary
        )
        scores.append(
            CategoryScore(
                category=name,
                precision=round(hits / max(int(given.sum()), 1), 4),
                recall=round(hits / max(int(gold.sum()), 1), 4),
                f1=_figure(one, draws, lambda hits_, gold_, given_: _f1(hits_[..., 0], gold_[..., 0], given_[..., 0])),
                support=int(gold.sum()),
                given=int(given.sum()),
            )
        )
    return tuple(scores)


def _confusion(table: _Table, size: int) -> tuple[tuple[int, ...], ...]:
    import numpy as np

    counts = np.bincount(table.gold_primary * size + table.given_primary, minlength=size * size)
    return tuple(tuple(row) for row in counts.reshape(size, size).tolist())


def _part(name: str, table: _Table, keep: Any) -> Part:
    some = table.rows(keep)
    units = len(some.gold_primary)
    if not units:
        return Part(name=name, units=0, macro_f1=0.0, accuracy=0.0)
    counts = [values.sum(0).astype(float) for values in (some.gold & some.given, some.gold, some.given)]
    return Part(
        name=name,
        units=units,
        macro_f1=round(float(_macro(*counts)), 4),
        accuracy=round(float((some.gold_primary == some.given_primary).mean()), 4),
    )


def _selective(table: _Table, first: Floats) -> tuple[Part, ...]:
    import numpy as np

    order = np.argsort(-first, kind="stable")
    return tuple(_part(f"{share:.2f}", table, order[: max(round(share * len(order)), 1)]) for share in COVERAGES)


def _parts(gold: Sequence[CodedUnit], table: _Table) -> tuple[Part, ...]:
    """Returns the figures by level, document kind, facet and kind of sample."""
    import numpy as np

    views: Mapping[str, Callable[[CodedUnit], str]] = {
        "level": lambda one: one.level,
        "kind": lambda one: one.kind,
        "poverty": lambda one: "" if one.poverty is None else str(one.poverty).lower(),
        "sampling": lambda one: one.sampling and (RANDOM if one.sampling.startswith(RANDOM) else "stratified"),
    }
    parts: list[Part] = []
    for view, value in views.items():
        values = np.array([value(one) for one in gold], dtype=object)
        names = sorted({one for one in values.tolist() if one})
        parts += [_part(f"{view}: {name}", table, values == name) for name in names]
    return tuple(parts)
