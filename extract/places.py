"""Places: the administrative divisions of China since 1980 by name and year; ambiguity is an answer.

The table is `divisions.csv.gz` (facts; see NOTICE), written by `benchmarks/make_divisions.py`. A name stands for
several rows where it was given to several places (朝阳区), or to one place at several tiers in turn (思茅市: county
1993-2003, prefecture 2003-2007). The year and the places around it decide; what they leave open stays open.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

_TABLE = Path(__file__).with_name("divisions.csv.gz")
_FIRST_YEAR = 1980  # the lists begin here: a row that starts then was there before
_OPEN = 9999


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Division:
    """A division under one name: its code, tier, parent's code, years, and successors' codes.

    `start` is 0 where the beginning is unknown, `end` 0 while it stands; in the year of a change both names hold.
    Rows are compared by identity: there is one table.
    """

    code: str
    name: str
    tier: str
    parent: str = ""
    start: int = 0
    end: int = 0
    successors: tuple[str, ...] = ()

    def holds(self, year: int) -> bool:
        """Whether the name was in force at some time of the year."""
        return self.start <= year <= (self.end or _OPEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A place name in a text and the divisions it may stand for; `stem` says the kind (省, 县) was left out."""

    start: int
    end: int
    name: str
    divisions: tuple[Division, ...]
    stem: bool = False


class Gazetteer:
    """The table with its indexes; read-only after loading."""

    def __init__(self, rows: list[tuple[Division, list[str]]]) -> None:
        self._full: dict[str, list[Division]] = {}
        self._under: dict[str, list[Division]] = {}  # townships whose name counts only under their county's
        self._stems: dict[str, list[Division]] = {}
        self._latin: dict[str, list[Division]] = {}
        self._codes: dict[str, list[Division]] = {}
        for division, aliases in rows:
            self._codes.setdefault(division.code, []).append(division)
            (self._under if "!" in aliases else self._full).setdefault(division.name, []).append(division)
            for alias in aliases:
                if alias[0] == "~":
                    self._stems.setdefault(alias[1:], []).append(division)
                elif alias[0] == "=":
                    self._latin.setdefault(latin_key(alias[1:]), []).append(division)
                elif alias != "!":
                    self._full.setdefault(alias, []).append(division)
        self._lengths: dict[str, tuple[int, ...]] = {}
        lengths: dict[str, set[int]] = {}
        for names in (self._full, self._stems):
            for name in names:
                lengths.setdefault(name[:2], set()).add(len(name))
        self._lengths = {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()}
        self.prefectures = tuple(d for d in self._all() if d.tier == "prefecture" and not d.end)
        self.provinces = {d.code[:2]: d for d in self._all() if d.tier == "province" and not d.end}

    def _all(self) -> Iterator[Division]:
        for rows in self._codes.values():
            yield from rows

    def __len__(self) -> int:
        return sum(map(len, self._codes.values()))

    def by_code(self, code: str) -> tuple[Division, ...]:
        """Returns the rows under a code, in the order of time."""
        return tuple(self._codes.get(code, ()))

    def named(self, name: str) -> tuple[Division, ...]:
        """Returns all rows that carry the name in full or without its peoples."""
        return tuple(self._full.get(name, ()))

    def township(self, county: str, name: str) -> Division | None:
        """Returns the township of that name under a county's code, or None (the table has those of Yunnan)."""
        rows = (*self._under.get(name, ()), *self._full.get(name, ()))
        return next((row for row in rows if row.tier == "township" and row.parent == county), None)

    def township_at(self, county: str, text: str, start: int) -> int:
        """Returns where the longest name of a township of the county ends that begins at a character, or 0."""
        for length in range(min(12, len(text) - start), 1, -1):
            if self.township(county, text[start : start + length]) is not None:
                return start + length
        return 0

    def stemmed(self, stem: str) -> tuple[Division, ...]:
        """Returns all rows whose name without its kind is the stem (云南, 大理)."""
        return tuple(self._stems.get(stem, ()))

    def spelled(self, latin: str) -> tuple[Division, ...]:
        """Returns all rows whose stem is spelled so in Latin letters (`Pu'er`, `Puer`)."""
        return tuple(self._latin.get(latin_key(latin), ()))

    def match(self, text: str, start: int, *, stems: bool = False) -> Mention | None:
        """Returns the longest place name that begins at a character of the text, or None."""
        for length in self._lengths.get(text[start : start + 2], ()):
            name = text[start : start + length]
            if len(name) == length:
                if name in self._full:
                    return Mention(start=start, end=start + length, name=name, divisions=tuple(self._full[name]))
                if stems and name in self._stems:
                    rows = tuple(self._stems[name])
                    return Mention(start=start, end=start + length, name=name, divisions=rows, stem=True)
        return None

    def iter_mentions(self, text: str, *, stems: bool = False) -> Iterator[Mention]:
        """Yields the place names of a text from left to right, the longest at each place, none overlapping."""
        free = 0
        for _, start, _ in self._heads.find_matches_as_indexes(text, overlapping=True):
            if start >= free:
                mention = self.match(text, start, stems=stems)
                if mention is not None:
                    yield mention
                    free = mention.end

    @cached_property
    def _heads(self) -> AhoCorasick:
        """The automaton of the first two characters of all names."""
        from ahocorasick_rs import AhoCorasick

        return AhoCorasick(list(self._lengths))

    def current(self, division: Division) -> tuple[Division, ...]:
        """Returns the divisions of today that followed a row (itself while it stands), possibly several."""
        found: dict[str, Division] = {}
        seen: set[tuple[str, int]] = set()
        waiting = [division]
        while waiting:
            row = waiting.pop(0)
            if not row.end:
                found[row.code] = row
                continue
            for code in row.successors:
                for heir in self._codes.get(code, ()):
                    key = (heir.code, heir.start)
                    if key not in seen and (heir.end or _OPEN) > row.end - 1 and heir is not row:
                        seen.add(key)
                        waiting.append(heir)
        return tuple(found.values())

    def province(self, division: Division) -> Division | None:
        """Returns the province of a division."""
        return self.provinces.get(division.code[:2])

    def above(self, division: Division, year: int | None = None) -> Division | None:
        """Returns the division one tier up, in the row of the year, else the latest that stood with it, or None."""
        rows = self._codes.get(division.parent, ())
        if year is not None:
            rows = [row for row in rows if row.holds(year)] or rows
        together = [
            row for row in rows if row.start <= (division.end or _OPEN) and (row.end or _OPEN) >= division.start
        ]
        return max(together or rows, key=lambda row: row.end or _OPEN, default=None)


def latin_key(name: str) -> str:
    """Returns a Latin place name without apostrophes, hyphens, spaces and capitals."""
    return "".join(character for character in name.lower() if character.isalpha())


@cache
def load_gazetteer() -> Gazetteer:
    """Returns the gazetteer (about 8,500 rows, 0.06 s, once a process)."""
    rows: list[tuple[Division, list[str]]] = []
    with gzip.open(_TABLE, "rb") as packed:
        lines = csv.reader(io.StringIO(packed.read().decode("utf-8")))
    next(lines)
    for code, name, tier, parent, start, end, successors, aliases in lines:
        begin = int(start or 0)
        division = Division(
            code=code,
            name=name,
            tier=tier,
            parent=parent,
            start=0 if begin <= _FIRST_YEAR else begin,
            end=int(end or 0),
            successors=tuple(successors.split()),
        )
        rows.append((division, aliases.split("|") if aliases else []))
    return Gazetteer(rows)


def at_year(divisions: tuple[Division, ...], year: int | None) -> tuple[Division, ...]:
    """Returns the rows that held in the year; those of today without one; else the nearest in time.

    In a year of change the newer row is taken where both stand for one code line.
    """
    if len(divisions) < 2:
        return divisions
    if year is None:
        today = tuple(row for row in divisions if not row.end)
        if today:
            return today
        latest = max(row.end for row in divisions)
        return tuple(row for row in divisions if row.end == latest)
    valid = tuple(row for row in divisions if row.holds(year))
    if not valid:
        gap = min(min(abs(row.start - year), abs((row.end or _OPEN) - year)) for row in divisions)
        return tuple(r for r in divisions if min(abs(r.start - year), abs((r.end or _OPEN) - year)) == gap)
    newer = tuple(row for row in valid if row.end != year)
    return newer or valid


@lru_cache(maxsize=4096)
def resolve(name: str, year: int | None = None, within: str = "") -> tuple[Division, ...]:
    """Returns the divisions a name can mean in a year under a code prefix (`53`, `5308`); several = ambiguous.

    A bare stem (普洱) is taken where no division has the name in full.

    >>> [d.code for d in resolve("思茅市", 2005)], [d.tier for d in resolve("思茅市", 1995)]
    (['530800'], ['county'])
    >>> len(resolve("朝阳区")) > 1, [d.code for d in resolve("朝阳区", within="11")]
    (True, ['110105'])
    """
    gazetteer = load_gazetteer()
    rows = gazetteer.named(name) or gazetteer.stemmed(name)
    inside = tuple(row for row in rows if row.code.startswith(within))
    return at_year(inside, year)
