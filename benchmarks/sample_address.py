"""The addresses of the units of a sample, worked out from its marks without the product's segmenter.

The samples keep to the regular forms, so that a few lines suffice: 第一章, 第一节, 第一条 with 款, 一、, （一）, 1.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

_NUMERALS = "零一二三四五六七八九十"
_MARKS = (
    (0, re.compile(r"第[一二三四五六七八九十百]+章|Chapter [IVX]+")),
    (1, re.compile(r"第[一二三四五六七八九十]+节")),
    (2, re.compile(r"第[一二三四五六七八九十百]+条|Article \d+")),
    (3, re.compile(r"([一二三四五六七八九十]+)、|([IVX]+)\. ")),
    (4, re.compile(r"（[一二三四五六七八九十]+）")),
    (5, re.compile(r"(\d+)\. ?")),
)
_ARTICLE = 2
_ATTACHMENT = re.compile(r"附件\d?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a sample: its text without marks, how it is set, and the codes it should get."""

    text: str
    style: str = "body"
    note: str = ""
    is_unit: bool = False
    closes: bool = False  # says something of the whole text, below no mark
    codes: tuple[str, ...] = ()

    @property
    def cells(self) -> list[str]:
        """The cells of a row of a table."""
        return self.text.rstrip("|").split("|")

    @property
    def is_attachment(self) -> bool:
        """Whether an attachment begins with the line."""
        return _ATTACHMENT.match(self.text) is not None


def address_lines(lines: tuple[Line, ...], facts: dict[str, str]) -> list[tuple[Line, str]]:
    """Returns the units with their addresses: below the kind of a covering letter, below an attachment, or bare."""
    cover: tuple[str, ...] = (facts["type"],) if "inner_title" in facts else ()
    found: list[tuple[Line, str]] = []
    prefix = cover
    path: dict[int, str] = {}
    paragraphs = Counter[str]()
    for index, line in enumerate(lines):
        starts = line.style == "title" and index > 0 and lines[index - 1].style != "title"
        if line.is_attachment or (starts and not lines[index - 1].is_attachment):
            prefix, path, paragraphs = ((line.text,) if line.is_attachment else ()), {}, Counter()
        if line.style != "body":
            continue
        rank, label = _mark(line.text)
        if line.closes:
            path = {}
        if rank is not None:
            path = {level: name for level, name in path.items() if level < rank} | {rank: label}
        address = "/".join((*prefix, *(path[level] for level in sorted(path))))
        if not line.is_unit:
            continue
        if rank is None:
            paragraphs[address] += 1
            address = _paragraph(address, paragraphs[address], is_article=max(path, default=-1) == _ARTICLE)
        elif rank == _ARTICLE and _has_more(lines, index):
            address += "/第一款"
        found.append((line, address))
    return found


def _mark(text: str) -> tuple[int | None, str]:
    for rank, pattern in _MARKS:
        match = pattern.match(text)
        if match:
            return rank, next((group for group in match.groups() if group), match[0])
    return None, ""


def _paragraph(address: str, number: int, *, is_article: bool) -> str:
    if is_article:
        return f"{address}/第{_NUMERALS[number + 1]}款"
    return f"{address}/第{number}段" if address else f"第{number}段"


def _has_more(lines: tuple[Line, ...], index: int) -> bool:
    """Whether a further paragraph belongs to the article."""
    following = lines[index + 1] if index + 1 < len(lines) else None
    return following is not None and following.is_unit and _mark(following.text)[0] is None
