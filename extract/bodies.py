"""Central bodies by name: ministries, party organs, banks, enterprises, universities, with their renames.

The table is `bodies.csv` beside this file: name, kind, whether the body has branches named after places (`vertical`), years,
successor, other names. Facts about institutions, compiled for this project.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).with_name("bodies.csv")
# Short names that a local department may bear too (统计局, 扶贫办): central only beside a central body.
_BARE = re.compile(
    r"(?!国家|国务院|中央|中国|全国|中华|最高|中办|国办|国新办|银|保监|证监|电监|央行).+(?:局|办|委|院)$"
)
GOVERNMENT_KINDS = frozenset(
    (
        "party government office department vertical_agency leading_group congress court_procuratorate military dev_zone XPCC"
    ).split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CentralBody:
    """A central body under its full name; years are 0 where open, `bare` names need a central neighbour."""

    name: str
    kind: str
    vertical: bool
    start: int
    end: int
    successor: str
    bare: bool = False


@cache
def load_bodies() -> dict[str, CentralBody]:
    """Returns name or other name -> body; the body in force today wins a name that two share."""
    found: dict[str, CentralBody] = {}
    with _TABLE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            for name in (row["name"], *filter(None, row["aliases"].split("|"))):
                body = CentralBody(
                    name=row["name"],
                    kind=row["kind"],
                    vertical=bool(row["vertical"]),
                    start=int(row["from"] or 0),
                    end=int(row["to"] or 0),
                    successor=row["successor"],
                    bare=_BARE.match(name) is not None,
                )
                if name not in found or (found[name].end and not body.end):
                    found[name] = body
    return found


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    lengths: dict[str, set[int]] = {}
    for name in load_bodies():
        lengths.setdefault(name[:2], set()).add(len(name))
    return {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()}


def match_body(text: str, start: int) -> tuple[CentralBody, int] | None:
    """Returns the central body whose longest name begins at a character, and where the name ends."""
    for length in _lengths().get(text[start : start + 2], ()):
        body = load_bodies().get(text[start : start + length]) if start + length <= len(text) else None
        if body is not None:
            return body, start + length
    return None


def successors_of(name: str) -> tuple[str, ...]:
    """Returns the names a central body bore afterwards, in order.

    >>> successors_of("国务院扶贫开发领导小组办公室")
    ('国家乡村振兴局', '农业农村部')
    """
    bodies = load_bodies()
    found: list[str] = []
    body = bodies.get(name)
    while body is not None and body.successor and body.successor not in found:
        found.append(body.successor)
        body = bodies.get(body.successor)
    return tuple(found)
