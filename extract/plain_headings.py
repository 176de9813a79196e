"""Headings without a mark: the chapters of a law that does not number them, and short leads to a count."""

from __future__ import annotations

import re

from corpus.document import SegmentKind
from extract.lines import Line
from extract.markers import Marker, Rank

_NAME = re.compile(r"[\u4e00-\u9fff、\s]{2,16}$")
_LEAD = re.compile(r"[\u4e00-\u9fff]{2,8}[：:]$")
_LEAST_CHAPTERS = 2


def find_plain_headings(lines: list[Line], kinds: dict[int, SegmentKind]) -> dict[int, Rank]:
    """Returns the lines that are headings without a mark, with the rank at which each stands.

    A short name right above an article is a chapter if the text has several such names; a short line that ends with
    a colon right above 1. or （一） leads to that count.
    """
    chapters: list[int] = []
    found: dict[int, Rank] = {}
    below: Marker | None = None
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        if kinds.get(index) is SegmentKind.FURNITURE:
            continue
        if index in kinds or line.table is not None:
            below = None
            continue
        if line.marker is None and below is not None:
            if below.rank is Rank.ARTICLE and _NAME.match(line.text):
                chapters.append(index)
            elif below.value == 1 and below.rank > Rank.ARTICLE and _LEAD.match(line.text):
                found[index] = Rank(below.rank - 1)
        below = line.marker
    if len(chapters) >= _LEAST_CHAPTERS:
        found.update(dict.fromkeys(chapters, Rank.CHAPTER))
    return found
