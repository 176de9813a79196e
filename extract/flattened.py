"""Lines in which line breaks were lost, cut up again at the marks of their clauses."""

from __future__ import annotations

import itertools
import re

from extract.gaps import find_lost
from extract.lines import Line, line_at
from extract.markers import Marker, Rank, read_marker

_FLATTENED = 400  # a line longer than this may hold several marked clauses
_INLINE = re.compile(
    r"(?<=[。；：:!！？?\s])\s*(?=第[一二三四五六七八九十百零\d]+[章条]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）])"
)
_INLINE_ARTICLE = re.compile(r"(?<=[。；：])\s+(?=第[一二三四五六七八九十百零\d]+条)")
# 第三章认定程序第九条...: the heading of a chapter and its first article on one line.
_HEADED_ARTICLE = re.compile(
    r"第[一二三四五六七八九十百零\d]+[章节][^第。，；：]{1,24}?\s*(?=第[一二三四五六七八九十百零\d]+条)"
)


def explode(lines: list[Line], text: str) -> list[Line]:
    """Returns the lines with those cut up that hold several marked clauses in a row.

    A mark inside a line counts where its value goes on with the one before of its rank. In a short line,
    where a mark is often only mentioned, it must in addition be an article after a full stop or lead to the
    mark of the next line. At last the marks are sought that a gap in the count shows to be lost.
    """
    result = _explode(lines, text)
    if len(result) > len(lines):
        result = _explode(result, text)  # a mark found brings others within reach
    lost = find_lost(result)
    return _cut_at(result, lost, text) if lost else result


def _explode(lines: list[Line], text: str) -> list[Line]:
    result: list[Line] = []
    article = 0  # the last one, over all lines
    for order, line in enumerate(lines):
        head = line.marker
        if head and head.rank is Rank.ARTICLE:
            article = head.value
        if line.table is not None or line.furniture:
            result.append(line)
            continue
        after = lines[order + 1].marker if order + 1 < len(lines) else None
        cuts = _cuts(line, article, after)
        if not cuts:
            result.append(line)
            continue
        for start, end in itertools.pairwise([0, *(place for place, _ in cuts), len(line.text)]):
            part = line.text[start:end].rstrip()
            if part:
                begin = line.span.start + start
                result.append(line_at(text, begin, begin + len(part)))
        article = next((mark.value for _, mark in reversed(cuts) if mark.rank is Rank.ARTICLE), article)
    return result


def _cut_at(lines: list[Line], places: dict[int, list[int]], text: str) -> list[Line]:
    """Returns the lines with some cut at the given offsets."""
    result: list[Line] = []
    for index, line in enumerate(lines):
        borders = [0, *places.get(index, ()), len(line.text)]
        if len(borders) == 2:
            result.append(line)
            continue
        start = line.span.start
        parts = [line_at(text, start + a, start + b) for a, b in itertools.pairwise(borders)]
        result += [part for part in parts if part.text]
    return result


def _cuts(line: Line, article: int, after: Marker | None) -> list[tuple[int, Marker]]:
    if line.marker is not None and line.marker.rank in (Rank.CHAPTER, Rank.SECTION) and "条" in line.text[4:40]:
        headed = _HEADED_ARTICLE.match(line.text)
        first = read_marker(line.text[headed.end() : headed.end() + 24]) if headed else None
        if headed and first and first.value == article + 1:
            more = _marks(line, _INLINE, first.value) if len(line.text) > _FLATTENED else []
            return [(headed.end(), first), *(cut for cut in more if cut[0] > headed.end())]
    if len(line.text) > _FLATTENED:
        return _marks(line, _INLINE, article)
    if after is not None and after.rank in (Rank.FIRST, Rank.SECOND) and after.value > 1:
        same = line.marker is not None and line.marker.rank is after.rank
        if not (same and line.marker is not None and line.marker.value == after.value - 1):
            cuts = [(place, mark) for place, mark in _marks(line, _INLINE, article) if mark.rank is after.rank]
            if cuts and cuts[-1][1].value == after.value - 1:
                return cuts
    return _marks(line, _INLINE_ARTICLE, article) if article and "条" in line.text[5:] else []


def _marks(line: Line, pattern: re.Pattern[str], article: int) -> list[tuple[int, Marker]]:
    """Returns the marks inside a line that go on with the count, each with its place."""
    last: dict[Rank, int] = {Rank.ARTICLE: article}
    if line.marker:
        last[line.marker.rank] = line.marker.value
    found: list[tuple[int, Marker]] = []
    for match in pattern.finditer(line.text):
        marker = read_marker(line.text[match.end() : match.end() + 24])
        if marker and (
            marker.value == last.get(marker.rank, 0) + 1 or (marker.value == 1 and marker.rank > Rank.ARTICLE)
        ):
            last[marker.rank] = marker.value
            found.append((match.end(), marker))
    return found
