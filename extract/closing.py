"""Closing paragraphs: what a text says at its end of the whole, not of the last item above it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.document import SegmentKind
from extract.markers import Rank

if TYPE_CHECKING:
    from extract.tree import Node

_CUE = re.compile(r"(?:各地区|各地[、，和要]|各省|各级|各部门|各单位|各有关|各市|各县|各位代表|同志们|让我们)")
_ENDS = frozenset({SegmentKind.SIGNATURE, SegmentKind.NOTE})


def raise_closing(nodes: list[Node]) -> None:
    """Puts closing paragraphs on the top level: the last ones of a text, addressed to all, below an item of an item.

    Directly below a heading 一、 a paragraph stays where it is: it may be what the heading is about.
    """
    for end in range(len(nodes), 0, -1):
        if end < len(nodes) and nodes[end].kind not in _ENDS:
            continue
        start = end
        while start and nodes[start - 1].kind is SegmentKind.PARAGRAPH and nodes[start - 1].article is None:
            start -= 1
        own = nodes[start:end]
        first = next((at for at, node in enumerate(own) if node.line and _CUE.match(node.line.text)), None)
        if first is not None and start:
            _raise(nodes, start, own[first:])


def _raise(nodes: list[Node], start: int, closing: list[Node]) -> None:
    """Gives the paragraphs addresses of the top level, where the mark above them is (one) below 一、."""
    outer = next((node for node in reversed(nodes[:start]) if node.rank is Rank.FIRST), None)
    above = nodes[start - 1].rank
    if outer is None or above is None or above <= Rank.FIRST:
        return
    if any(node.path[: len(outer.path)] != outer.path for node in closing):
        return
    prefix = outer.path[:-1]
    used = sum(
        node.kind is SegmentKind.PARAGRAPH and node.path[:-1] == prefix and node.path[-1].startswith("第")
        for node in nodes
    )
    for number, node in enumerate(closing, start=used + 1):
        node.path, node.heading = (*prefix, f"第{number}段"), outer.heading
