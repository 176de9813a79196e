"""What each line is before the tree is built: title, addressee, signature, contents, attachment, body."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.document import Header, SegmentKind
from extract.doctypes import type_of_title
from extract.enclosed import mark_letters
from extract.layout import Layout
from extract.lines import Line
from extract.markers import Rank, read_marker

_CONTENTS = re.compile(r"目\s*[录次]$|(?:Table of )?Contents$", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"[.…·\s\d\-—]*$")
_LEADER = re.compile(r"[.…·]{6,}\s*\d{0,4}$")  # dots that lead to a page number
_IMPRINT = re.compile(
    r"^(?:\[\d{1,2}\]\s|抄\s*送|主题词|主\s*题\s*词|[（(]此件|[（(]联系人|联系电话|电\s*话[：:]|传\s*真[：:]|公开方式[：:]|联系人|责任编辑|[（(]?来源：|法宝联想：|扫一扫|打印|分享)|"
    r".{0,60}\d{4}年\d{1,2}月\d{1,2}日印发$"
)
_SPEAKER = re.compile(
    r"^[\u4e00-\u9fff]{1,14}(?:主席|省长|市长|州长|县长|区长|总理|主任|委员长)[\s　]+[\u4e00-\u9fff·\s　]{2,8}$"
)
_CAPTION = re.compile(
    r"^[—－-]{1,2}\s*\d{4}\s*年.{2,8}日在.{4,60}会议上$|^(?:Issued|Promulgated|Adopted) by .{4,120}\d{4}$|"
    r"^[（(]?.{0,4}\d{4}\s*年.*(?:通过|公布|发布|修订|修正|批准|施行|印发)|^[（(].{4,200}[)）]$"
)
_ATTACHMENT = re.compile(r"^附\s*[件录]\s*(?P<no>[0-9０-９]{1,2}|[一二三四五六七八九十]{1,2})?\s*[：:．.、]?\s*$")
_ATTACHED_TITLE = re.compile(r"^附\s*件\s*(?P<no>[0-9]{1,2})\s*[：:．.、\s]\s*\S{2,40}$")
_LIST_OF_ATTACHMENTS = re.compile(r"^附\s*件\s*[：:]\s*\S")
_NO_TITLE = re.compile(r"[。；！？：:，]")
_FORM = re.compile(
    r"(?:表|一览|名册|样式|格式|范本|模板|分工|人员)(?:[（(].{1,12}[)）])?$"
)  # what else attachments are
_DIVISIONS = (Rank.PART, Rank.CHAPTER, Rank.SECTION)
_NUMBERED = re.compile(r"^\d{1,2}\s*[.．、]\s*\S")


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """The kind of each line that is not body, the attachment that begins at a line, the embedded title."""

    kinds: dict[int, SegmentKind]
    attachments: dict[int, str]
    title: tuple[int, int] | None
    embedded: tuple[int, int] | None
    restarts: frozenset[int] = frozenset()  # addressees of further letters, below which a text begins anew


def find_roles(layout: Layout, lines: list[Line], header: Header) -> Roles:
    """Returns what the lines are; indices count `lines`, in which some lines of the layout are cut up."""
    kinds: dict[int, SegmentKind] = {i: SegmentKind.FURNITURE for i, line in enumerate(lines) if line.furniture}
    back = [i for i, line in enumerate(lines) if not line.furniture]
    only = [lines[i] for i in back]
    place = {lines[i].span.start: i for i in back}
    title, parts = layout.title, layout.parts
    span = (
        (place[layout.plain[title.first].span.start], place[layout.plain[title.last].span.start])
        if title and title.first >= 0
        else None
    )
    first = back.index(span[1]) + 1 if span else 0
    if span:
        for index in range(span[0], span[1] + 1):
            kinds[index] = SegmentKind.TITLE
        for index in range(span[0]):
            kinds.setdefault(index, SegmentKind.NOTE)
    _mark_head(kinds, only, back, first, header, parts.addressee)
    for index in parts.signature_lines:
        kinds[place[layout.plain[index].span.start]] = SegmentKind.SIGNATURE
    attachments = _mark_tail(kinds, only, back, first)
    _mark_attached_titles(kinds, lines, attachments, header)
    _mark_contents(kinds, lines)
    embedded = _embedded(lines, kinds, header, span[1] + 1 if span else 0)
    if embedded:
        for index in range(embedded[0], embedded[1] + 1):
            kinds[index] = SegmentKind.TITLE
    restarts = mark_letters(kinds, lines, span[1] + 1 if span else 0, attachments)
    if restarts:
        restarts |= _titles_again(kinds, lines, min(restarts), header)
    return Roles(kinds=kinds, attachments=attachments, title=span, embedded=embedded, restarts=frozenset(restarts))


def _mark_head(
    kinds: dict[int, SegmentKind], only: list[Line], back: list[int], first: int, header: Header, addressee: Line | None
) -> None:
    number = header.number.span if header.number else None
    for order in range(first, min(first + 12, len(only))):
        line = only[order]
        if addressee is not None and line.span.start == addressee.span.start:
            kinds[back[order]] = SegmentKind.ADDRESSEE
            return
        if number is not None and line.span.covers(number) and len(line.text) < 60:
            kinds[back[order]] = SegmentKind.NUMBER
        elif _SPEAKER.match(line.text) or (_CAPTION.match(line.text) and len(line.text) < 400 and line.marker is None):
            kinds[back[order]] = SegmentKind.NOTE
        elif order > first + 6 or len(line.text) > 60 or line.marker:
            return


def _mark_tail(kinds: dict[int, SegmentKind], only: list[Line], back: list[int], first: int) -> dict[int, str]:
    attachments: dict[int, str] = {}
    listed = False
    for order in range(first, len(only)):
        text, index = only[order].text, back[order]
        if listed and _NUMBERED.match(text) and len(text) < 80:
            kinds[index] = SegmentKind.NOTE
            continue
        listed = False
        attached = text[0] == "附"
        match = (
            _ATTACHMENT.match(text) or (_ATTACHED_TITLE.match(text) if order > first + 3 else None)
            if attached
            else None
        )
        if match:
            attachments[index] = f"附件{match['no'] or (len(attachments) + 1 if attachments else '')}"
            kinds[index] = SegmentKind.NOTE
        elif attached and _LIST_OF_ATTACHMENTS.match(text) and len(text) < 200:
            kinds[index] = SegmentKind.NOTE
            listed = True
        elif len(text) < 160 and _IMPRINT.match(text):
            kinds[index] = SegmentKind.NOTE
    return attachments


def _mark_attached_titles(
    kinds: dict[int, SegmentKind], lines: list[Line], attachments: dict[int, str], header: Header
) -> None:
    """Marks the title below 附件1: one or two lines that the list of attachments names or that end with a type."""
    listed = {_squeeze(field.value) for field in header.attachments}
    for index in attachments:
        joined = ""
        for place in range(index + 1, min(index + 3, len(lines))):
            line = lines[place]
            if place in kinds or line.table is not None or line.marker is not None or len(line.text) > 45:
                break
            if _NO_TITLE.search(line.text):
                break
            joined += line.text
            if _squeeze(joined) in listed or type_of_title(joined) or _FORM.search(joined):
                kinds.update(dict.fromkeys(range(index + 1, place + 1), SegmentKind.TITLE))
                break


def _bare(text: str) -> str:
    return _PAGE_NUMBER.sub("", re.sub(r"\s+", "", text))


def _mark_contents(kinds: dict[int, SegmentKind], lines: list[Line]) -> None:
    """Marks tables of contents: after 目录 up to where its first entry comes again, or bare chapter lists."""
    index = 0
    while index < len(lines):
        if _CONTENTS.fullmatch(lines[index].text) and index + 2 < len(lines):
            index = _mark_listed(kinds, lines, index)
        elif lines[index].marker is not None and _LEADER.search(lines[index].text):
            kinds.setdefault(index, SegmentKind.CONTENTS)
            index += 1
        elif index not in kinds and _rank(lines[index]) in (Rank.PART, Rank.CHAPTER):
            end, first = index + 1, _bare(lines[index].text)
            while end < len(lines) and _rank(lines[end]) in _DIVISIONS and _bare(lines[end].text) != first:
                end += 1
            chapters = [_bare(line.text) for line in lines[index:end]]
            if len(chapters) >= 3 and first in {_bare(line.text) for line in lines[end:]}:
                kinds.update(dict.fromkeys(range(index, end), SegmentKind.CONTENTS))
            index = end
        else:
            index += 1


def _rank(line: Line) -> Rank | None:
    if len(line.text) > 60:
        return None
    marker = line.marker or (read_marker(line.text[1:].lstrip()) if line.text[0] in "*＊" else None)
    return marker.rank if marker else None


def _mark_listed(kinds: dict[int, SegmentKind], lines: list[Line], index: int) -> int:
    entry = _bare(lines[index + 1].text)
    for end in range(index + 2, min(index + 200, len(lines))):
        if _bare(lines[end].text) == entry:
            kinds.update(dict.fromkeys(range(index, end), SegmentKind.CONTENTS))
            return end
        if len(lines[end].text) > 90 and not _LEADER.search(lines[end].text):
            break
    end = _end_of_list(lines, index + 1)
    kinds.update(dict.fromkeys(range(index, end), SegmentKind.CONTENTS))
    return end


def _end_of_list(lines: list[Line], first: int) -> int:
    """Returns the line after a list of headings whose first entry does not come again word by word.

    The list ends where its count begins anew, or with its last line of a heading's form if the count begins anew later.
    """
    head = lines[first].marker
    if head is None:
        return first
    for end in range(first + 1, len(lines)):
        marker = lines[end].marker
        if marker is not None and marker.rank is head.rank and marker.value == 1:
            return end
        if marker is None or len(_bare(lines[end].text)) > 60 or "。" in lines[end].text:
            again = any(m is not None and m.rank is head.rank and m.value == 1 for m in (x.marker for x in lines[end:]))
            return end if again and end > first + 2 else first
    return first


def _embedded(lines: list[Line], kinds: dict[int, SegmentKind], header: Header, first: int) -> tuple[int, int] | None:
    """Returns the lines of the title of the document that a letter carries."""
    if header.inner_title is None:
        return None
    wanted = _squeeze(header.inner_title.value)
    for start in range(first, len(lines)):
        if start in kinds and kinds[start] not in (SegmentKind.NOTE, SegmentKind.TITLE):
            continue
        joined = ""
        for end in range(start, min(start + 4, len(lines))):
            joined += _squeeze(lines[end].text)
            if joined == wanted or (len(joined) > 8 and wanted.endswith(joined) and len(joined) > 0.6 * len(wanted)):
                return start, end
            if not wanted.startswith(joined):
                break
    return None


def _titles_again(kinds: dict[int, SegmentKind], lines: list[Line], first: int, header: Header) -> set[int]:
    """Marks the title, or that of the document carried, where a text is printed again; returns its lines."""
    wanted = {_squeeze(field.value) for field in (header.title, header.inner_title) if field}
    found = {at for at in range(first, len(lines)) if at not in kinds and _squeeze(lines[at].text) in wanted}
    kinds.update(dict.fromkeys(found, SegmentKind.TITLE))
    return found


def _squeeze(text: str) -> str:
    return re.sub(r"[\s《》“”\"的]+", "", text).replace("(", "（").replace(")", "）")
