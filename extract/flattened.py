"""Lines in which line breaks were lost, cut up again at the marks of their clauses."""

from __future__ import annotations

import itertools
import re

from extract.lines import Line, line_at
from extract.markers import Marker, Rank, read_marker

_FLATTENED = 400  # a line longer than this may hold several marked clauses
_INLINE = re.compile(
    r"(?<=[。；：:!！？?\s])\s*(?=第[一二三四五六七八九十百零\d]+[章条]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）])"
)
_INLINE_ARTICLE = re.compile(r"(?<=[。；：])\s+(?=第[一二三四五六七八九十百零\d]+条)")


def explode(lines: list[Line], text: str) -> list[Line]:
    """Returns the lines with those cut up that hold several marked clauses in a row.

    A mark inside a line counts where its value goes on with the one before of its rank. In a short line,
    where a mark is often only mentioned, it must in addition be an article after a full stop or lead to the
    mark of the next line.
    """
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


def _cuts(line: Line, article: int, after: Marker | None) -> list[tuple[int, Marker]]:
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
