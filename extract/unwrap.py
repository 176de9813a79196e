"""Texts whose lines were broken at a fixed width, as printed pages copied into a text file are: joined to paragraphs.

A text counts as wrapped where most of its lines are about as long as the most frequent length and few end a
sentence; in other texts nothing is touched. Page numbers between the lines become furniture behind the
paragraph that they cut through.
"""

from __future__ import annotations

import re
from collections import Counter

from extract.markers import Rank, read_marker
from extract.raw import Draft, Raw

_FEWEST = 20  # lines of some length, fewer tell no width
_NARROWEST, _WIDEST = 22, 60  # characters; narrower columns are lists of names, wider ones are paragraphs
_SHARE = 0.45  # of the lines within 3 characters of the width: 0.46-0.93 in the 30 wrapped reference texts
_ENDED = 0.5  # wrapped texts end at most 0.46 of their lines with a sentence
_END = re.compile(r"[。；：！？!?;:][”’》）)]*$")
_PAGE = re.compile(r"[-—－–]{1,2}\s*(\d{1,3})\s*[-—－–]{1,2}|(\d{1,3})$")
_LEADER = re.compile(r"[.．…·]{4,}")  # an entry of a table of contents
_WORD = re.compile(r"[A-Za-z0-9,.)]")


def unwrap(raw: Raw) -> Raw:
    """Returns the text with the lines of each paragraph joined, or the same text where lines are paragraphs."""
    if raw.format != "text" or raw.pages or raw.tables or raw.hints or raw.furniture:
        return raw
    width = _width(raw.text)
    if not width:
        return raw
    draft = Draft(raw.format)
    pending: list[str] = []
    numbers: list[str] = []
    page = 0
    for whole in raw.text.split("\n"):
        line = whole.strip()
        found = _PAGE.match(line)
        number = int(found[1] or found[2]) if found else 0
        # A bare number is that of a page only where it goes on with the count.
        if found and (found[1] or number == page + 1):
            page = number
            numbers.append(found[0])
            line = line[found.end() :].strip()
        if not line:
            continue
        if pending and not _goes_on(pending[-1], line, width):
            _flush(draft, pending, numbers)
        pending.append(line)
    _flush(draft, pending, numbers)
    return draft.finish()


def _width(text: str) -> int:
    """Returns the characters at which the lines were broken, 0 where they were not."""
    count = text.count("\n")
    if count < _FEWEST or len(text) > _WIDEST * count:
        return 0
    lines = [line for line in map(str.strip, text.split("\n")) if len(line) > 15]
    if len(lines) < _FEWEST:
        return 0
    width = Counter(map(len, lines)).most_common(1)[0][0]
    near = sum(abs(len(line) - width) <= 3 for line in lines)
    ended = sum(_END.search(line) is not None for line in lines)
    is_wrapped = _NARROWEST <= width <= _WIDEST and near >= _SHARE * len(lines) and ended < _ENDED * len(lines)
    return width if is_wrapped else 0


def _goes_on(before: str, line: str, width: int) -> bool:
    if len(before) < width - 4 or _END.search(before) or _LEADER.search(before):
        return False
    marker = read_marker(line)
    if marker is None:
        return True
    # 依照本办法 / 第三条的 ...: an article begins with a blank or a capital word of its own.
    return marker.rank is Rank.ARTICLE and line[marker.length : marker.length + 1] not in (" ", "　", "")


def _flush(draft: Draft, pending: list[str], numbers: list[str]) -> None:
    text = ""
    for line in pending:
        space = " " if text and _WORD.match(text[-1]) and text[-1].isascii() and re.match("[A-Za-z]", line) else ""
        text += space + line
    if text:
        draft.add_line(text)
    for number in numbers:
        draft.add_furniture(number)
    pending.clear()
    numbers.clear()
