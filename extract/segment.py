"""Segments: the whole text cut into addressed pieces; the units of coding among them.

Every character that is not blank lies in exactly one segment. Addresses read as a researcher cites them:
`第二章/第八条/第二款/（三）`, `三/（二）/1`; unnumbered paragraphs count as 第N段 below the mark they
stand under; a count that begins anew without a mark above it opens 第2部分; the pieces of a long
paragraph end in `-1`, `-2`; what would repeat an address ends in `#2`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import replace

from corpus.document import Header, Segment, SegmentKind, Span
from extract.flattened import explode
from extract.layout import Layout, layout_of
from extract.markers import Rank
from extract.numerals import numeral
from extract.raw import Raw
from extract.roles import find_roles
from extract.tree import Node, grow
from extract.units import LONGEST, SECOND_ARMS, cut_units
from extract.verbs import is_fragment

_LONGEST_JOINED = 60  # characters; what is longer is no fragment


def cut_segments(raw: Raw, header: Header, *, layout: Layout | None = None) -> tuple[Segment, ...]:
    """Returns the segments of a text in order; `layout` spares finding it again."""
    layout = layout or layout_of(raw)
    lines = explode(layout.lines, raw.text)
    roles = find_roles(layout, lines, header)
    nodes = grow(lines, roles, cover=_cover(header))
    _number_paragraphs(nodes)
    nodes = _join_fragments(nodes, raw.text)
    page_starts = [page.span.start for page in raw.pages]
    used: Counter[str] = Counter()
    segments: list[Segment] = []
    for node in nodes:
        address = "/".join(node.path)
        for number, span in enumerate(pieces := _pieces(raw.text, node), start=1):
            own = f"{address}-{number}" if len(pieces) > 1 else address
            used[own] += 1
            page = bisect_right(page_starts, span.start) if page_starts else 0
            segments.append(
                Segment(
                    address=own if used[own] == 1 else f"{own}#{used[own]}",
                    kind=node.kind,
                    span=span,
                    text=raw.text[span.start : span.end],
                    heading=node.heading,
                    page=raw.pages[page - 1].number if page else None,
                    cells=node.line.table.cells if node.line and node.line.table else (),
                )
            )
    return tuple(segments)


def _join_fragments(nodes: list[Node], text: str) -> list[Node]:
    """Returns the nodes with items that are but fragments joined to the next item of the same count.

    Such a unit is addressed from its first to its last item: （一）至（三）.
    """
    result: list[Node] = []
    for node in nodes:
        last = result[-1] if result else node
        is_short = last.rank is not None and last.span.end - last.span.start <= _LONGEST_JOINED
        if is_short and node.rank is last.rank and _is_fragment(last, text) and _is_next(last, node):
            path = (*last.path[:-1], f"{last.path[-1].split('至')[0]}至{node.path[-1]}")
            span = Span(start=last.span.start, end=node.span.end)
            result[-1] = replace(last, span=span, path=path, line=node.line, joined=last.joined or last.line)
        else:
            result.append(node)
    return result


def _is_fragment(node: Node, text: str) -> bool:
    """Whether all items of a node are fragments, together still a fragment."""
    if node.kind is not SegmentKind.CLAUSE:
        return False
    if node.rank is None or node.rank <= Rank.ARTICLE:
        return False
    first = node.joined or node.line
    marker = first.marker if first else None
    if marker is None:
        return False
    own = text[node.span.start + marker.length : node.span.end]
    return is_fragment(own.strip())


def _is_next(node: Node, after: Node) -> bool:
    if after.kind is not SegmentKind.CLAUSE or after.rank is not node.rank or after.path[:-1] != node.path[:-1]:
        return False
    one, two = (each.line.marker if each.line else None for each in (node, after))
    return one is not None and two is not None and two.value == one.value + 1


def _cover(header: Header) -> str:
    """Returns the address of a letter or order that carries another document."""
    if header.title and header.inner_title and header.title.value != header.inner_title.value:
        return header.type.value if header.type else "正文"
    return "令" if header.number and "令" in header.number.value else "通知"


def _pieces(text: str, node: Node) -> list[Span]:
    """Returns the spans of a node's segments: several where the paragraph is long."""
    if node.kind not in (SegmentKind.CLAUSE, SegmentKind.PARAGRAPH):
        return [node.span]
    start, end = node.span.start, node.span.end
    if end - start <= LONGEST and max([text.find(word, start, end) for word in SECOND_ARMS]) < 0:
        return [node.span]  # the usual case, told without looking closer
    cuts = cut_units(text[start:end])
    if len(cuts) == 1:
        return [node.span]
    pieces = []
    for a, b in cuts:
        part = text[start + a : start + b]
        first = start + a + len(part) - len(part.lstrip())
        last = start + a + len(part.rstrip())
        if last > first:
            pieces.append(Span(start=first, end=last))
    return pieces


def _number_paragraphs(nodes: list[Node]) -> None:
    """Gives the paragraphs of articles their addresses: 第一款, 第二款, and items below their paragraph.

    An article of one paragraph has no 款 in its address.
    """
    members: dict[int, list[Node]] = defaultdict(list)
    for node in nodes:
        if node.article is not None:
            members[node.article].append(node)
    for group in members.values():
        head = group[0]
        if head.rank is not Rank.ARTICLE:
            continue
        paragraphs = [node for node in group if node.kind is SegmentKind.PARAGRAPH]
        if not paragraphs:
            continue
        number = 1 if head.kind is SegmentKind.CLAUSE else 0
        if number + len(paragraphs) - len(_rests(group)) < 2:
            for node in paragraphs:
                node.path = (*head.path, "第一款")
            continue
        base = head.path
        rests = _rests(group)
        item = base
        for order, node in enumerate(group):
            if order in rests:
                node.path = (*item, f"第{rests[order]}段")
            elif node is head:
                if number:
                    node.path = (*base, "第一款")
            elif node.kind is SegmentKind.PARAGRAPH:
                number += 1
                node.path = (*base, f"第{numeral(number)}款")
            else:
                node.path = (*base, f"第{numeral(max(number, 1))}款", *node.path[len(base) :])
                item = node.path


def _rests(group: list[Node]) -> dict[int, int]:
    """Returns the paragraphs that belong to the item before them, each with its number below it.

    They stand between an item and the next one of the same count, or lead to items below it: a paragraph of the
    article would end the count.
    """
    rests: dict[int, int] = {}
    waiting: list[int] = []
    last = 0
    for order, node in enumerate(group):
        if node.kind is SegmentKind.PARAGRAPH:
            waiting.append(order)
        elif node.rank is Rank.SECOND:
            marker = node.line.marker if node.line else None
            value = marker.value if marker else 0
            if last and value == last + 1:
                rests.update({place: number for number, place in enumerate(waiting, start=1)})
            last, waiting = value, []
        elif last and node.rank is not None and node.rank > Rank.SECOND:
            rests.update({place: number for number, place in enumerate(waiting, start=1)})
            waiting = []
    return rests
