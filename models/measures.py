"""The synergy of a set of documents in figures, each with an interval that carries the classifier's error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from models.prevalence import Confusion, draw_tables, expected_table
from models.synergy import coordination, coupling, shannon, simpson

DRAWS = 300
FEWEST = 5  # documents below which nothing is measured: five would not be drawn again in many ways
NONE = "none"


class Coded(Protocol):
    """A clause with its code, whatever else is known of it."""

    @property
    def document(self) -> str:
        """The document's id."""

    @property
    def address(self) -> str:
        """Where it stands in the document."""

    @property
    def primary(self) -> str:
        """Its primary category or `none`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A figure with its interval of 95 % (percentiles of the draws, widened to hold the figure)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """What a set of documents shows.

    `shares` are parts of the coded clauses, `breadth` is the part of the documents that speak to a category at all,
    both by category and corrected. Coupling and coordination are those of the breadths: 1 where every document speaks
    to every category. `evenness` and `diversity` are Shannon's and Simpson's of the shares.
    """

    documents: int
    clauses: int
    shares: Mapping[str, Interval]
    breadth: Mapping[str, Interval]
    coupling: Interval
    coordination: Interval
    evenness: Interval
    diversity: Interval


def measure(
    clauses: Sequence[Coded],
    categories: Sequence[str],
    confusion: Confusion | None,
    *,
    people: frozenset[tuple[str, str]] = frozenset(),
    draws: int = DRAWS,
    seed: int = 0,
) -> Measures | None:
    """Returns the measures of the clauses' documents; None under `FEWEST` documents with a coded clause.

    Args:
        clauses: with their codes; only the primary ones count here.
        categories: to measure, in order; the confusion's other labels are corrected for, but not shown.
        confusion: of the classifier that gave the codes; None takes them as they are.
        people: (document, address) of the clauses that were coded by people.
    """
    labels = confusion.labels if confusion else (*categories, NONE)
    known = [clause for clause in clauses if clause.primary in labels]
    documents = tuple(dict.fromkeys(clause.document for clause in known))
    if len({clause.document for clause in known if clause.primary != NONE}) < FEWEST:
        return None
    machine, sure = _count(known, documents, labels, people)
    columns = [labels.index(category) for category in categories]
    drawn = [_parts(table[:, columns]) for table in draw_tables(machine, sure, confusion, draws=draws, seed=seed)]
    bounds = _Bounds(_point(expected_table(machine, sure, confusion)[:, columns], drawn), drawn)
    size = len(categories)
    coupled, coordinated, even, diverse = (bounds.at(2 * size + i) for i in range(4))
    return Measures(
        documents=len(documents),
        clauses=sum(clause.primary != NONE for clause in known),
        shares={name: bounds.at(i) for i, name in enumerate(categories)},
        breadth={name: bounds.at(size + i) for i, name in enumerate(categories)},
        coupling=coupled,
        coordination=coordinated,
        evenness=even,
        diversity=diverse,
    )


def _count(
    clauses: Sequence[Coded], documents: Sequence[str], labels: Sequence[str], people: frozenset[tuple[str, str]]
) -> tuple[Any, Any]:
    import numpy as np

    row = {document: i for i, document in enumerate(documents)}
    column = {label: i for i, label in enumerate(labels)}
    machine, sure = np.zeros((len(row), len(column))), np.zeros((len(row), len(column)))
    for clause in clauses:
        table = sure if (clause.document, clause.address) in people else machine
        table[row[clause.document], column[clause.primary]] += 1
    return machine, sure


def _parts(table: Any) -> list[float]:
    """Returns shares, breadths, and the figures that follow from them, of clauses by document and category."""
    return _figures(_shares(table), [float(part) for part in (table > 0).mean(axis=0)])


def _point(table: Any, drawn: list[list[float]]) -> list[float]:
    """Returns the figures themselves: shares of the expected counts; breadths, which those do not give, by the draws."""
    size = table.shape[1]
    return _figures(_shares(table), [sum(row[i] for row in drawn) / len(drawn) for i in range(size, 2 * size)])


def _shares(table: Any) -> list[float]:
    total = table.sum()
    return [float(part) / total if total else 0.0 for part in table.sum(axis=0)]


def _figures(shares: list[float], breadth: list[float]) -> list[float]:
    named = {str(place): share for place, share in enumerate(shares)}
    spoken = any(breadth)
    degrees = (coupling(breadth), coordination(breadth)) if spoken else (0.0, 0.0)
    return [*shares, *breadth, *degrees, shannon(named), simpson(named)]


class _Bounds:
    """Intervals of figures by their place."""

    def __init__(self, point: list[float], drawn: list[list[float]]) -> None:
        import numpy as np

        self._point = point
        self._low, self._high = np.percentile(np.array(drawn), [2.5, 97.5], axis=0)

    def at(self, place: int) -> Interval:
        """Returns the figure at a place."""
        value = self._point[place]
        low, high = min(float(self._low[place]), value), max(float(self._high[place]), value)
        return Interval(value=round(value, 4), low=round(low, 4), high=round(high, 4))
