"""Which lines of a PDF belong to one paragraph.

1. size, centred lines and gaps part; 2. markers (`一、`, `第三条`) part after a finished line; 3. first-line
indents part; 4. a line that leaves room for the next word ends its paragraph; 5. else the paragraph goes on.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise

from extract.pdf_glyphs import is_wide
from extract.pdf_lines import Line

_N = "一二三四五六七八九十百千零〇"
MARKER = re.compile(
    rf"第[{_N}\d]+[编章节条](?:之[{_N}]+)?(?=[\s　【]|$)|第[{_N}\d]+[编章节]"
    rf"|[{_N}]{{1,4}}[、．]|[（(][{_N}\d]{{1,4}}[)）]|\d{{1,2}}[.．、](?!\d)"
    rf"|[①-⑳⑴-⒇㈠-㈩●■◆•▪]|附[件表录]?[\s　]*[\d{_N}\-]*(?=[:：\s]|$)|专栏[\s　]*\d"
)
_ENDS = re.compile(r"[。；：！？!?;:.…][”’」』）)\]]*$")
_LEADER = re.compile(r"[.．…·﹒]{4,}\s*[\dIVXivx]*$")
_PROSE = re.compile(r"[，；。、,]")
_LEADER_ENDS = frozenset(".．…·﹒0123456789IVXivx \t\u3000")
_STAYS = frozenset("，。；：、！？）》」』”’")  # what may not begin a line
_TOKEN = re.compile(r"[A-Za-z0-9.,%/_+\-～~]+[，。；：、）》”]?|.[，。；：、！？）》」』”’]?")


@dataclass(frozen=True, slots=True)
class Margins:
    """Left and right edge of a column of text, and the usual distance between its lines."""

    left: float
    right: float
    pitch: float


def find_margins(lines: list[Line], widths: list[float]) -> dict[tuple[int, int], Margins]:
    """Returns the margins of every (page index, column): its own where it has lines enough, else the document's."""
    by_page: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for line in lines:
        if not line.furniture and not line.cells:
            by_page[line.page, line.column].append(line)

    @cache
    def whole(width: int, column: int) -> Margins:  # pages of one width have the same margins
        alike = (own for (page, other), own in by_page.items() if (round(widths[page] / 10), other) == (width, column))
        return _margins(list(chain.from_iterable(alike)))

    return {
        (page, column): _margins(own) if len(own) >= 8 else _nearest(own, whole(round(widths[page] / 10), column))
        for (page, column), own in by_page.items()
    }


def _nearest(lines: list[Line], whole: Margins) -> Margins:
    right = max(line.right for line in lines)
    return whole if right < whole.right + 12 else Margins(min(line.left for line in lines), right, whole.pitch)


def _margins(lines: list[Line]) -> Margins:
    all_lefts, all_rights = [line.left for line in lines], [line.right for line in lines]
    lefts = Counter([round(x / 3) for x in all_lefts])
    edges = sorted(edge for edge in lefts if _around(lefts, edge) >= 0.12 * len(lines)) or sorted(lefts)
    left = min([x for x in all_lefts if abs(round(x / 3) - edges[0]) <= 1])
    broad = left + 0.8 * (max(all_rights) - left)
    rights = Counter([round(x / 3) for x in all_rights if x > broad])
    # The most frequent right edge; of equal ones the outermost.
    edge = max(rights, key=lambda edge: (_around(rights, edge), edge))
    right = max([x for x in all_rights if abs(round(x / 3) - edge) <= 1])
    steps: dict[int, int] = defaultdict(int)  # by characters: lines of prose count more than those of a figure
    for above, below in pairwise(lines):
        step = above.middle - below.middle
        if 0 < step < 80 and above.page == below.page:
            steps[round(step)] += len(below.text)
    return Margins(left, right, float(max(steps, key=lambda step: (steps[step], -step), default=0)))


def _around(counts: Counter[int], edge: int) -> int:
    return counts[edge - 1] + counts[edge] + counts[edge + 1]


def is_centred(line: Line, margins: Margins) -> bool:
    """Whether a line stands in the middle with room on both sides (a title)."""
    before, after, room = line.left - margins.left, margins.right - line.right, 2.6 * line.size
    return before > room and after > room and abs(before - after) < max(1.6 * line.size, 0.12 * (before + after))


def starts_paragraph(before: Line, line: Line, margins: dict[tuple[int, int], Margins]) -> bool:
    """Whether `line` begins a paragraph, given the line of text before it."""
    upper, own = margins[before.page, before.column], margins[line.page, line.column]
    em = min(before.size, line.size)
    same_flow = before.page == line.page and before.column == line.column
    if _sizes_differ(before, line):
        return True
    if is_centred(line, own) or is_centred(before, upper):
        return not _is_open(before.text)  # a caption in brackets over several lines is one paragraph
    last = before.text[-5:]
    if last[-1] in _LEADER_ENDS and _LEADER.search(before.text):
        return True  # an entry of a table of contents
    ended = _ENDS.search(last) is not None
    room = upper.right - before.right
    short = room > 1.1 * em and room > _needed(line) * em + 0.6 * em
    indent = line.left - own.left
    if (ended or short or indent > 0.8 * em) and MARKER.match(line.text) is not None:
        return True
    step = before.middle - line.middle
    if same_flow and own.pitch and step > 1.45 * own.pitch and step > own.pitch + 0.5 * em:
        return not _is_open_prose(before.text, indent, em, ended=ended) or step > 2.2 * own.pitch
    if indent > 0.8 * em:
        hanging = abs((before.left - upper.left) - indent) < 0.5 * em  # a block that is set in as a whole
        if not hanging or 1.5 * em < indent < 2.8 * em or ended:
            return True
    return short and not _is_open_prose(before.text, indent, em, ended=ended)


def _is_open_prose(text: str, indent: float, em: float, *, ended: bool) -> bool:
    """Whether a line is prose that stops short without an end, and goes on.

    A page printed from a browser breaks lines where its source did.
    """
    return not ended and len(text) > 12 and abs(indent) < 0.5 * em and _PROSE.search(text) is not None


def _is_open(text: str) -> bool:
    """Whether a bracket is opened at the start and not yet closed."""
    return text[:1] in "（(" and text.count("（") + text.count("(") > text.count("）") + text.count(")")


def _sizes_differ(before: Line, line: Line) -> bool:
    if abs(before.size - line.size) <= 0.12 * max(before.size, line.size):
        return False
    return any(map(is_wide, before.text)) == any(map(is_wide, line.text))


def _needed(line: Line) -> float:
    """Returns the ems that the first unbreakable word of a line takes."""
    text = line.text
    if "\u4e00" <= text[0] <= "\u9fff" and text[1:2] not in _STAYS:
        return 1.0  # the usual case
    found = _TOKEN.match(text)
    word = found.group() if found else text[:1]
    return sum(1.0 if is_wide(char) or char in "“”‘’" else 0.55 for char in word)
