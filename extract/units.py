"""Cutting a paragraph into units of coding: long ones at sentence ends, lists of arms at their arms.

The lengths are those of the codebook: a paragraph of more than 350 Chinese characters (200 English
words) is cut into pieces as near to 250 (140) as its sentence ends allow, never inside marks or brackets.
"""

from __future__ import annotations

import itertools
import re

LONGEST, _LONGEST_WORDS = 350, 200
# A piece ends with the first sentence that reaches this length: with sentences of 60-80 characters pieces come out
# at about 250. 322 of the 336 coded units that lie in long paragraphs are cut so; choosing at each end the length
# nearer to 250 gives 188 of them.
_FULL, _FULL_WORDS = 210, 118
_SHORTEST_PIECE = 60
_ARM = re.compile(
    r"(?<=[。；：:;，,])\s*(?=(?:[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十]，|首先，|其次，|再次，|最后，))"
)
SECOND_ARMS = ("二是", "第二，", "其次，")
_SECOND_ARM = re.compile("|".join(SECOND_ARMS))
_SHORTEST_ARM = 20
_END = re.compile(r"[。！？；!?;]+[”’》）)]*")
_ENGLISH_END = re.compile(r"[.!?;](?=\s)")
_OPEN, _CLOSE = "《（(“‘[〔", "》）)”’]〕"


def cut_units(text: str) -> list[tuple[int, int]]:
    """Returns the pieces of a paragraph as (start, end); together they cover all but blanks between them."""
    pieces: list[tuple[int, int]] = []
    for start, end in _arms(text):
        pieces += [(start + a, start + b) for a, b in _split_long(text[start:end])]
    return pieces


def _arms(text: str) -> list[tuple[int, int]]:
    """Returns the arms 一是…二是…, each with at least 20 characters; the words before the first go with it."""
    if not _SECOND_ARM.search(text):
        return [(0, len(text))]
    cuts = [match.end() for match in _ARM.finditer(text) if not _is_inside(text, match.end())]
    if len(cuts) < 2 or not _SECOND_ARM.match(text, cuts[1]):
        return [(0, len(text))]
    borders = [0, *cuts[1:], len(text)]
    arms = list(itertools.pairwise(borders))
    if any(end - start < _SHORTEST_ARM for start, end in arms):
        return [(0, len(text))]
    return arms


def _is_inside(text: str, offset: int) -> bool:
    before = text[:offset]
    return any(before.count(o) > before.count(c) for o, c in zip(_OPEN, _CLOSE, strict=True))


def _split_long(text: str) -> list[tuple[int, int]]:
    if len(text) <= LONGEST:
        return [(0, len(text))]
    english = sum(map(str.isascii, text)) > 0.8 * len(text)
    size = len(text.split()) if english else len(text)
    longest, full = (_LONGEST_WORDS, _FULL_WORDS) if english else (LONGEST, _FULL)
    if size <= longest:
        return [(0, len(text))]
    full = full * len(text) // size  # in characters
    pieces: list[tuple[int, int]] = []
    start = 0
    for end in _free_ends(text, _ENGLISH_END if english else _END):
        if end - start >= full and len(text) - end >= _SHORTEST_PIECE:
            pieces.append((start, end))
            start = end
    return [*pieces, (start, len(text))]


def _free_ends(text: str, pattern: re.Pattern[str]) -> list[int]:
    """Returns where sentences end outside brackets and quotation marks."""
    depth = [0] * len(_OPEN)
    position = 0
    ends: list[int] = []
    for match in pattern.finditer(text):
        for char in text[position : match.end()]:
            if char in _OPEN:
                depth[_OPEN.index(char)] += 1
            elif char in _CLOSE:
                kind = _CLOSE.index(char)
                depth[kind] = max(0, depth[kind] - 1)
        position = match.end()
        if not any(depth):
            ends.append(match.end())
    return ends
