"""The clause tree: the lines of the body, each under the mark it stands below."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from corpus.document import SegmentKind, Span
from extract.closing import raise_closing
from extract.lines import Line
from extract.markers import Marker, Rank
from extract.plain_headings import find_plain_headings
from extract.roles import Roles
from extract.rosters import list_end

_SENTENCE = re.compile(r"[。；！？;]|[.:：]$")
_CAPTION = re.compile(r"【[^】]{1,40}】")  # 第三条【基本原则】 above the text of the article
_LONGEST_HEADING = 50
_LONGEST_RUN_IN = 60


@dataclass(slots=True)
class Node:
    """A line of the body with its place: `path` are the labels from the top, `heading` what stands above."""

    span: Span
    kind: SegmentKind
    path: tuple[str, ...]
    heading: tuple[str, ...]
    rank: Rank | None = None
    article: int | None = None  # which article (counted in the document) the line belongs to
    line: Line | None = None
    joined: Line | None = None  # the first of several items that make up one unit


@dataclass(slots=True)
class _Level:
    rank: Rank
    path: tuple[str, ...]
    heading: tuple[str, ...]  # the headings down to this level
    paragraphs: int = 0
    counts: dict[Rank, int] = field(default_factory=dict)  # the last value of each rank right below
    is_led: bool = False  # a paragraph that leads to a count of its own


@dataclass(slots=True)
class _State:
    """Where the walk stands."""

    prefix: tuple[str, ...] = ()
    stack: list[_Level] = field(default_factory=list)
    paragraphs: int = 0
    tables: int = 0
    articles: int = 0
    in_article: bool = False
    outermost: dict[Rank, int] = field(default_factory=dict)  # the last value of each rank that stands under none
    part: int = 1
    title: str = ""  # of the part
    seen: Counter[tuple[str, ...]] = field(default_factory=Counter)  # the paths of marks

    def path(self) -> tuple[str, ...]:
        return self.stack[-1].path if self.stack else self.prefix

    def own_path(self, label: str) -> tuple[str, ...]:
        """Returns the path of a mark below the current one; if it was there before, with `#2`, for what is below it."""
        path = (*self.path(), label)
        self.seen[path] += 1
        return path if self.seen[path] == 1 else (*path[:-1], f"{label}#{self.seen[path]}")

    def heading(self) -> tuple[str, ...]:
        if self.stack:
            return self.stack[-1].heading
        return (self.title,) if self.title else ()

    def enter(self, prefix: tuple[str, ...]) -> None:
        self.prefix, self.stack, self.paragraphs, self.in_article = prefix, [], 0, False
        self.outermost, self.part, self.title = {}, 1, ""

    def begin_part(self, title: str) -> None:
        """A count that begins anew at 一、 or 第一条 without a mark above it begins another part."""
        base = self.prefix[:-1] if self.part > 1 else self.prefix
        number = self.part + 1
        self.enter((*base, f"第{number}部分"))
        self.part, self.title = number, title

    def next_paragraph(self) -> str:
        if self.stack:
            self.stack[-1].paragraphs += 1
            return f"第{self.stack[-1].paragraphs}段"
        self.paragraphs += 1
        return f"第{self.paragraphs}段"


def grow(lines: list[Line], roles: Roles, *, cover: str) -> list[Node]:
    """Returns the nodes of all lines in order; `cover` is the address of a letter that carries another document."""
    state = _State()
    if roles.embedded:
        state.enter((cover,))
    nodes: list[Node] = []
    plain = find_plain_headings(lines, roles.kinds)
    index = 0
    while index < len(lines):
        line = lines[index]
        kind = roles.kinds.get(index)
        if roles.embedded and index == roles.embedded[0]:
            state.enter(())
        if index in roles.attachments:
            state.enter((roles.attachments[index],))
        if index in roles.restarts:
            state.begin_part("")
        if kind is not None:
            last = _same_kind(roles, index, kind)
            nodes.append(_node(lines, index, last, kind, state))
            index = last + 1
            continue
        if line.table is not None:
            state.tables += 1
            path = (*state.path(), f"表{state.tables}")
            nodes.append(Node(span=line.span, kind=SegmentKind.TABLE, path=path, heading=state.heading(), line=line))
            index += 1
            continue
        end = list_end(lines, roles.kinds, index)
        if end > index:
            path = (*state.path(), state.next_paragraph())
            span = Span(start=line.span.start, end=lines[end - 1].span.end)
            nodes.append(Node(span=span, kind=SegmentKind.LIST, path=path, heading=state.heading()))
            index = end
            continue
        if index in plain:
            nodes.append(_plain(line, plain[index], state))
            index += 1
            continue
        if line.marker is not None:
            _restart(line, nodes, state)
            _recount(line, nodes, state)
        nodes.append(_body(line, _after(lines, roles, index) if line.marker else None, state))
        index += 1
    raise_closing(nodes)
    return nodes


def _restart(line: Line, nodes: list[Node], state: _State) -> None:
    """Begins a new part where an outermost count begins anew; a short line above it is its heading."""
    marker = line.marker
    if marker is None:
        return
    if any(level.rank < marker.rank for level in state.stack):
        return
    if marker.value == 1 and state.outermost.get(marker.rank, 0) >= 2:
        last = nodes[-1]
        title = ""
        if last.kind is SegmentKind.PARAGRAPH and last.line and len(last.line.text) <= _LONGEST_HEADING:
            title = "" if _SENTENCE.search(last.line.text) else last.line.text
        state.begin_part(title)
        if title:
            last.kind, last.path, last.heading, last.article = SegmentKind.HEADING, state.path(), (), None
    state.outermost[marker.rank] = marker.value


def _recount(line: Line, nodes: list[Node], state: _State) -> None:
    """Puts items that count from one again below the paragraph that leads to them, where one stands before them."""
    marker = line.marker
    if marker is None or marker.rank < Rank.SECOND or state.in_article:
        return
    stack = state.stack
    depth = len(stack)
    while depth and stack[depth - 1].rank >= marker.rank:
        depth -= 1
    if not depth:
        return
    if marker.value != 1 or not nodes or nodes[-1].kind is not SegmentKind.PARAGRAPH:
        stack[depth - 1].counts[marker.rank] = marker.value
        return
    if stack[depth - 1].is_led and stack[depth - 1].rank == marker.rank - 1:
        depth -= 1
    above = stack[depth - 1]
    if not above.counts.get(marker.rank):
        above.counts[marker.rank] = marker.value
        return
    del stack[depth:]
    lead = nodes[-1]
    lead.path, lead.heading = (*state.path(), state.next_paragraph()), above.heading
    text = lead.line.text if lead.line else ""
    heading = (*above.heading, text) if len(text) <= _LONGEST_RUN_IN else above.heading
    stack.append(_Level(rank=Rank(marker.rank - 1), path=lead.path, heading=heading, is_led=True))


def _same_kind(roles: Roles, index: int, kind: SegmentKind) -> int:
    """Returns the last line of the same kind in a row: title lines are one, contents are one."""
    last = index
    if kind in (SegmentKind.TITLE, SegmentKind.CONTENTS):
        while roles.kinds.get(last + 1) is kind and last + 1 not in roles.attachments:
            last += 1
    return last


def _node(lines: list[Line], first: int, last: int, kind: SegmentKind, state: _State) -> Node:
    span = Span(start=lines[first].span.start, end=lines[last].span.end)
    return Node(span=span, kind=kind, path=(*state.prefix, _NAMES[kind]), heading=())


_NAMES = {
    SegmentKind.TITLE: "标题",
    SegmentKind.NUMBER: "发文字号",
    SegmentKind.ADDRESSEE: "主送机关",
    SegmentKind.SIGNATURE: "落款",
    SegmentKind.NOTE: "附注",
    SegmentKind.CONTENTS: "目录",
    SegmentKind.FURNITURE: "页眉页脚",
}


def _after(lines: list[Line], roles: Roles, index: int) -> Line | None:
    for later in range(index + 1, len(lines)):
        if roles.kinds.get(later) is not SegmentKind.FURNITURE:
            return None if later in roles.kinds else lines[later]
    return None


def _body(line: Line, after: Line | None, state: _State) -> Node:
    marker = line.marker
    if marker is None:
        path = (*state.path(), state.next_paragraph())
        article = state.articles if state.in_article else None
        return Node(
            span=line.span, kind=SegmentKind.PARAGRAPH, path=path, heading=state.heading(), article=article, line=line
        )
    while state.stack and state.stack[-1].rank >= marker.rank:
        state.stack.pop()
    if marker.rank < Rank.ARTICLE:
        state.in_article = False
    if marker.rank is Rank.ARTICLE:
        state.articles += 1
        state.in_article = True
    elif marker.rank is Rank.FIRST and not any(level.rank is Rank.ARTICLE for level in state.stack):
        state.in_article = False
    heading = state.heading()
    is_heading = _is_heading(line.text, marker, after, in_article=state.in_article)
    above = line.text if is_heading else _run_in(line.text, marker)
    path = state.own_path(marker.label)
    state.stack.append(_Level(rank=marker.rank, path=path, heading=(*heading, above)))
    return Node(
        span=line.span,
        kind=SegmentKind.HEADING if is_heading else SegmentKind.CLAUSE,
        path=path,
        heading=heading,
        rank=marker.rank,
        article=state.articles if state.in_article else None,
        line=line,
    )


def _plain(line: Line, rank: Rank, state: _State) -> Node:
    """Returns a heading without a mark; the name of a chapter is its address, a lead stays below the mark above it."""
    while state.stack and state.stack[-1].rank >= (rank if rank < Rank.ARTICLE else rank + 1):
        state.stack.pop()
    state.in_article = state.in_article and rank > Rank.ARTICLE
    heading = state.heading()
    label = "".join(line.text.split()) if rank < Rank.ARTICLE else state.next_paragraph()
    path = (*state.path(), label)
    state.stack.append(_Level(rank=rank, path=path, heading=(*heading, line.text)))
    return Node(span=line.span, kind=SegmentKind.HEADING, path=path, heading=heading, line=line)


def _is_heading(text: str, marker: Marker, after: Line | None, *, in_article: bool) -> bool:
    """Whether a marked line is only a heading for what follows."""
    rest = text[marker.length :].strip()
    if not rest or _CAPTION.fullmatch(rest):
        return True
    if marker.rank < Rank.ARTICLE:
        return len(rest) <= 2 * _LONGEST_HEADING
    if in_article or len(rest) > _LONGEST_HEADING or _SENTENCE.search(rest):
        return False
    if after is None:
        return len(rest) < 12
    below = after.marker
    return below is None or below.rank > marker.rank or len(rest) < 12


def _run_in(text: str, marker: Marker) -> str:
    """Returns the heading with which a clause begins, for what stands below it."""
    if marker.rank is Rank.ARTICLE:
        return marker.label
    match = re.search(r"[。：:]", text)
    return text[: match.end()] if match and match.end() <= _LONGEST_RUN_IN else text[:_LONGEST_RUN_IN]
