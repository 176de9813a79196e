"""The outline of a document that header and clause tree share: its lines, its title, the parts around its body."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from extract.header_parts import Parts, find_parts
from extract.header_title import Title, find_title
from extract.lines import Line, line_at, split_lines
from extract.raw import Raw

_LONG = 140  # a first line longer than this holds more than a title; a body line may hold several paragraphs
_BREAK = re.compile(r"(?<=[。：:；）)])[　\s]{2,}")
_TITLE = re.compile(
    r"(?P<title>[^。；\s][^。；]{3,110}?(?:意见|通知|决定|方案|办法|规定|规划|计划|公告|通报|批复|条例|函)(?:[（(][^（）()]{1,14}[)）])?)"
    r"\s*(?=[\u4e00-\u9fff]{1,10}\s*[〔\[（(]\d{4}|各[^。]{2,260}[：:]|\s[^。：]{4,260}[：:]|"
    r"为(?:了|认真|深入|全面|贯彻|进一步|加快|切实|规范|加强|落实))"
)
_NUMBER = re.compile(r"\s*[\u4e00-\u9fff]{1,10}\s*[〔\[（(]\s*\d{4}\s*[〕\])）]\s*\d{1,4}\s*号")
_LETTER = re.compile(r"各[^。：:]{2,200}(?:单位|部门|政府|委员会|局|委|办|机构|公司|学校)[：:](?=\S)")
_ADDRESSEE = re.compile(r"\s*[^。：:]{2,260}[：:]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """All lines; those that are not furniture (`plain`), on whose indices title and parts count."""

    lines: list[Line]
    plain: list[Line]
    title: Title | None
    parts: Parts


def layout_of(raw: Raw) -> Layout:
    """Returns the outline of a text."""
    lines = split_flattened(split_lines(raw), raw.text)
    plain = [line for line in lines if not line.furniture] if raw.furniture else lines
    title = find_title(raw, plain)
    return Layout(lines=lines, plain=plain, title=title, parts=find_parts(raw, plain, title))


def split_flattened(lines: list[Line], text: str) -> list[Line]:
    """Returns the lines with those cut up in which line breaks were lost.

    The first line may hold title, number, addressee and the body; later ones paragraphs set apart by wide blanks.
    """
    result: list[Line] = []
    for order, line in enumerate(lines):
        if len(line.text) <= _LONG or line.furniture or line.table is not None:
            result.append(line)
            continue
        cuts = {0, len(line.text), *(match.end() for match in _BREAK.finditer(line.text))}
        title = _TITLE.match(line.text) if order == 0 else None
        if title is not None and ("关于" in title["title"] or "印发" in title["title"]):
            cuts.add(end := title.end())
            for pattern in (_NUMBER, _ADDRESSEE):
                match = pattern.match(line.text, end)
                if match:
                    cuts.add(end := match.end())
        letter = _LETTER.match(line.text) if order == 0 and title is None else None
        if letter is not None:
            cuts.add(letter.end())
        borders = sorted(cuts)
        if len(borders) == 2:
            result.append(line)
            continue
        start = line.span.start
        result += [line_at(text, start + a, start + b) for a, b in itertools.pairwise(borders) if b > a]
    return [line for line in result if line.text]
