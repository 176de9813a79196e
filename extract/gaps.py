"""Marks that a gap in the count shows to be lost inside a line: 三、 between 二、 and 四、, （一） before （二）."""

from __future__ import annotations

import re
from collections import defaultdict

from extract.lines import Line
from extract.markers import Rank, read_marker
from extract.numerals import numeral

_MOST = 12  # marks missing in a row; more are another count, not a loss
_BEFORE = "。；：:;!！？?）)，,.、”》 　\t\u2002\u2003\xa0"
_FORMS = {Rank.ARTICLE: "第{}条", Rank.FIRST: r"{}\s*、", Rank.SECOND: r"[（(]\s*{}\s*[)）]"}
_NOT_BEFORE = "一二三四五六七八九十百第“"  # 十四五、 is no 五、
_HEAD = 24  # characters that show whether a mark is one


class _Walk:
    """The count as it stands: the last value of each rank, and behind which place what follows it must stand."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.found: dict[int, set[int]] = defaultdict(set)
        self.last: dict[Rank, int] = {}
        self.places: dict[Rank, tuple[int, int]] = {}
        self.all_second = 0  # the last （N） over all 一、: some documents count on

    def meet(self, index: int, rank: Rank, value: int) -> None:
        """Takes the mark at the start of a line, and looks for those before it that the count lacks."""
        before = self.last.get(rank, 0)
        if rank is Rank.SECOND and value == 1 and before > 1 and Rank.FIRST in self.last:
            # （一） once more without a mark above it.
            self._fill(Rank.FIRST, self.last[Rank.FIRST], self.last[Rank.FIRST] + 2, index)
        elif value > 1 and value != before + 1 and not (rank is Rank.SECOND and value == self.all_second + 1):
            base = before if before < value else 0
            if not base and rank is Rank.SECOND and 0 < self.all_second < value:
                base = self.all_second
            if rank is not Rank.ARTICLE or base:
                self._fill(rank, base, value, index)
        self.note(rank, value, (index, 1))

    def _fill(self, rank: Rank, last: int, value: int, stop: int) -> None:
        """Looks for the marks between two values of a count."""
        if value - last > _MOST:
            return
        for missing in range(last + 1, value):
            place = self._find(rank, missing, stop)
            if place is not None:
                self.found[place[0]].add(place[1])
                self.note(rank, missing, (place[0], place[1] + 1))

    def note(self, rank: Rank, value: int, place: tuple[int, int]) -> None:
        """Takes a mark; the counts below it begin anew."""
        self.last[rank] = value
        self.places[rank] = place
        if rank is Rank.SECOND:
            self.all_second = value
            return
        self.last.pop(Rank.SECOND, None)
        self.places[Rank.SECOND] = place
        if rank is Rank.ARTICLE:
            self.last.pop(Rank.FIRST, None)
            self.places[Rank.FIRST] = place

    def _find(self, rank: Rank, value: int, stop: int) -> tuple[int, int] | None:
        """Returns line and offset of a mark: behind a stop or blank, else where it stands but once."""
        pattern = re.compile(_FORMS[rank].format(numeral(value)))
        bare: list[tuple[int, int]] = []
        first, offset = self.places.get(rank, (0, 1))
        for index in range(first, stop):
            line = self.lines[index]
            if line.table is not None or line.furniture:
                continue
            for match in pattern.finditer(line.text, offset if index == first else 1):
                marker = read_marker(line.text[match.start() : match.start() + _HEAD])
                if marker is None or marker.rank is not rank or marker.value != value:
                    continue
                before = line.text[match.start() - 1]
                if before in _BEFORE:
                    return index, match.start()
                if before not in _NOT_BEFORE and rank is not Rank.ARTICLE:
                    bare.append((index, match.start()))
        return bare[0] if len(bare) == 1 else None


def find_lost(lines: list[Line]) -> dict[int, list[int]]:
    """Returns, for lines in which a mark is lost, the offsets at which they are to be cut."""
    walk = _Walk(lines)
    for index, line in enumerate(lines):
        marker = line.marker
        if marker is None or marker.rank > Rank.SECOND:
            continue
        if marker.rank < Rank.ARTICLE:  # articles count on over chapters
            walk.last.pop(Rank.FIRST, None)
            walk.last.pop(Rank.SECOND, None)
            walk.places[Rank.FIRST] = walk.places[Rank.SECOND] = (index, 1)
            walk.all_second = 0
        elif marker.value == walk.last.get(marker.rank, 0) + 1:
            walk.note(marker.rank, marker.value, (index, 1))
        elif marker.value:
            walk.meet(index, marker.rank, marker.value)
    if not walk.found:
        return {}
    return {index: sorted(offsets) for index, offsets in walk.found.items()}
