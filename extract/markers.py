"""The marks that number clauses: 第一章, 第八条, 一、, （二）, 1., （1）, ①, 一是; and what only looks like one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from extract.numerals import NUMERAL, numeral_value


class Rank(IntEnum):
    """The order of marks, the outermost first."""

    PART = 0  # 编
    CHAPTER = 1  # 章
    SECTION = 2  # 节
    ARTICLE = 3  # 条
    FIRST = 4  # 一、
    SECOND = 5  # （一）
    THIRD = 6  # 1.
    FOURTH = 7  # （1）
    FIFTH = 8  # ①


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """A mark at the start of a text: its rank, its value, as an address prints it, and its length."""

    rank: Rank
    value: int
    label: str
    length: int


_LAW = re.compile(rf"第\s*({NUMERAL}|[0-9０-９]{{1,4}})\s*(编|章|节|条)(?:之({NUMERAL}))?")
_FIRST = re.compile(rf"({NUMERAL}|[—－-](?=、)) ?(?:、|[．.](?!\d))")
_SECOND = re.compile(rf"[（(]\s*({NUMERAL}|[—－-])\s*[)）]、?")
_THIRD = re.compile(r"([0-9０-９]{1,2})(?:[.．](?![0-9０-９])|、(?![0-9０-９]+[、月日年]))")
_FOURTH = re.compile(r"[（(]\s*([0-9０-９]{1,2})\s*[)）]")
_FIFTH = re.compile(r"([①-⑳⑴-⒇㈠-㈩])")
_ENGLISH = (
    (re.compile(r"(?:Chapter|CHAPTER)\s+([IVXLC]+|\d{1,3})\b[.:]?"), Rank.CHAPTER, "Chapter {}"),
    (re.compile(r"(?:Section|SECTION)\s+(\d{1,3})\b[.:]?"), Rank.SECTION, "Section {}"),
    (re.compile(r"(?:Article|ARTICLE)\s+(\d{1,3})\b[.:]?"), Rank.ARTICLE, "Article {}"),
    (re.compile(r"([IVX]{1,5})\.(?=\s)"), Rank.FIRST, "{}"),
)
_RANKS = {"编": Rank.PART, "章": Rank.CHAPTER, "节": Rank.SECTION, "条": Rank.ARTICLE}
_STARTS = frozenset("—－-第一二三四五六七八九十百千零〇○两（(0123456789０１２３４５６７８９CSAIVX") | frozenset(
    chr(code) for block in ((0x2460, 0x2488), (0x3220, 0x322A)) for code in range(*block)
)
_DASHES = "—－-"  # a dash read or typed for 一
# After 第N条: what shows that the article is only mentioned.
_MENTIONED = re.compile(
    r"(?:的|规定的?(?!了)|所列|所称|至第|、第|和第|或者?第|及第|之规定|中的|以及第|第[一二三四五六七八九十]+[款项]|[款项])"
)
# After 一、: a list of numerals (一、二、三产业), lines of cities (三、四线).
_ENUMERATED = re.compile(rf"(?:{NUMERAL}(?:[、产线次]|$))")


def read_marker(text: str) -> Marker | None:
    """Returns the mark at the start of a text, else None.

    >>> read_marker("（二）加强领导").label, read_marker("一、二、三产业"), read_marker("第六条规定的")
    ('（二）', None, None)
    """
    if text[:1] not in _STARTS:
        return None
    match = _LAW.match(text)
    if match:
        return _law_marker(text, match)
    match = _FIRST.match(text)
    if match and not _ENUMERATED.match(text, match.end()):
        return _marker(Rank.FIRST, match, "{}")
    match = _SECOND.match(text)
    if match:
        return _marker(Rank.SECOND, match, "（{}）")
    match = _THIRD.match(text)
    if match:
        return _marker(Rank.THIRD, match, "{}")
    match = _FOURTH.match(text)
    if match:
        return _marker(Rank.FOURTH, match, "（{}）")
    match = _FIFTH.match(text)
    if match:
        return Marker(rank=Rank.FIFTH, value=_circled(match[1]), label=match[1], length=match.end())
    return _english(text) if text[:1].isascii() else None


def _law_marker(text: str, match: re.Match[str]) -> Marker | None:
    value = numeral_value(match[1])
    if value is None or (match[2] == "条" and _MENTIONED.match(text, match.end())):
        return None
    label = f"第{match[1]}{match[2]}" + (f"之{match[3]}" if match[3] else "")
    return Marker(rank=_RANKS[match[2]], value=value, label=label, length=match.end())


def _marker(rank: Rank, match: re.Match[str], form: str) -> Marker | None:
    printed = "一" if match[1] in _DASHES else match[1]
    value = numeral_value(printed)
    if value is None:
        return None
    return Marker(rank=rank, value=value, label=form.format(printed), length=match.end())


def _circled(char: str) -> int:
    for first in "①⑴㈠":
        if 0 <= ord(char) - ord(first) < 20:
            return ord(char) - ord(first) + 1
    return 0


_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def _english(text: str) -> Marker | None:
    for pattern, rank, form in _ENGLISH:
        match = pattern.match(text)
        if match:
            value = int(match[1]) if match[1].isdigit() else _roman(match[1])
            return Marker(rank=rank, value=value, label=form.format(match[1]), length=match.end())
    return None


def _roman(text: str) -> int:
    values = [_ROMAN[char] for char in text]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))
