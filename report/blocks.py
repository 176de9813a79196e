"""What a report that is text from top to bottom is made of."""

from __future__ import annotations

from dataclasses import dataclass

from report.parts import Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading of depth 0 (the title) to 3."""

    text: str
    depth: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A paragraph; `label` stands before it in bold."""

    text: str
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with its caption; columns of `numeric` are set flush right.

    `depth` holds a number in [0, 1] for cells that are shaded by it, by (row, column).
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()
    depth: tuple[tuple[tuple[int, int], float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A clause with its evidence and where it stands."""

    quote: Quote
    where: str


Block = Heading | Text | Table | Clause
