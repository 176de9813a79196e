"""A cleaned view of a text for matching, with the way back to the original characters.

1. pinyin injected after characters (`国(guó)`) goes; 2. invisible characters go; 3. blanks between Chinese
characters go; 4. private-use glyphs become bullets. The original text is never changed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from corpus.document import Span

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
# Also one toneless syllable (`的(de)`) may stand in brackets: only where the text injects toned ones elsewhere.
_PINYIN = re.compile(rf"(?<=[\u4e00-\u9fff])[(（](?:[a-zü]*[{_TONED}][a-zü]*)[)）]")
_TONELESS = re.compile(r"(?<=[\u4e00-\u9fff])[(（][a-zü]{1,6}[)）]")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad\u0000-\u0008\u000e-\u001f\ufffe]+")
_CJK = "\u3001-\u301f\u3400-\u9fff\uf900-\ufaff\uff01-\uff60"
_GAP = re.compile(rf"(?<=[{_CJK}])[ \xa0\u2002-\u200a]+(?=[{_CJK}])")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
BULLET = "•"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A cleaned text and, for what was left out, where: `starts` of kept runs in the cleaned text, `shifts` to add."""

    text: str
    starts: tuple[int, ...]
    shifts: tuple[int, ...]

    def to_original(self, offset: int) -> int:
        """Returns where a character of the cleaned text stands in the original (its end: the original's end)."""
        return offset + self.shifts[bisect_right(self.starts, offset) - 1]

    def span(self, start: int, end: int) -> Span:
        """Returns the span in the original of `text[start:end]`: from its first to its last character."""
        if start >= end:
            first = self.to_original(start)
            return Span(start=first, end=first)
        return Span(start=self.to_original(start), end=self.to_original(end - 1) + 1)


def clean(text: str) -> Cleaned:
    """Returns the cleaned view; a text with nothing to clean is returned as it is.

    >>> view = clean("中国(guó)务院")
    >>> view.text, view.span(0, 4)
    ('中国务院', Span(start=0, end=9))
    """
    cuts = _cuts(text)
    if not cuts:
        return Cleaned(_PRIVATE.sub(BULLET, text), (0,), (0,))
    kept: list[str] = []
    starts: list[int] = []
    shifts: list[int] = []
    position = size = 0
    for start, end in [*cuts, (len(text), len(text))]:
        if start > position or not starts or start == len(text):
            starts.append(size)
            shifts.append(position - size)
            kept.append(text[position:start])
            size += start - position
        position = max(position, end)
    return Cleaned(_PRIVATE.sub(BULLET, "".join(kept)), tuple(starts), tuple(shifts))


def _cuts(text: str) -> list[tuple[int, int]]:
    """Returns the ranges to leave out, in order, not overlapping."""
    found: list[tuple[int, int]] = []
    if "(" in text or "（" in text:
        toned = [match.span() for match in _PINYIN.finditer(text)]
        found += toned
        if len(toned) >= 2:
            found += [match.span() for match in _TONELESS.finditer(text)]
    found += [match.span() for match in _INVISIBLE.finditer(text)]
    found += [match.span() for match in _GAP.finditer(text)]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def has_pinyin(text: str) -> bool:
    """Whether a text injects pinyin after its characters."""
    return len(_PINYIN.findall(text[:20_000])) >= 2
