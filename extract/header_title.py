"""The title: found in the text line by line, or taken from what the file says of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.document import Field, Span
from extract.dates import whole_date
from extract.doctypes import bare_title, type_of_title
from extract.header_english import is_open_title
from extract.lines import Line
from extract.markers import Rank
from extract.numbers import parse_number
from extract.raw import Raw

_HEAD_LINES = 20
_OPENING = r"^(?:[\u4e00-\u9fff、 ]{2,60})?(?:关于|印发|转发|批转)"
_SPACED = re.compile(
    r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff](?: [\u4e00-\u9fff]){2,}(?![\u4e00-\u9fff])|[\u4e00-\u9fff](?: [\u4e00-\u9fff]){3,}(?![\u4e00-\u9fff])"
)
_BULLETS = frozenset("·•●◆■▪")
_MOST_LINES = 5
_LONGEST = 140
_SENTENCE = re.compile(r"[。；！？]|[：:]$")
_NOT_TITLE = re.compile(
    r"^(?:索引号|信息索引号|发布机构|文号|文件登记号|有效性|日期：|更新时间|分类号|发文机关|主题分类|成文日期|发布日期|发文字号|来源|字号|首页|当前位置|主题词|签发人|特急|加急|急件|机密|秘密|绝密|"
    r"第[一二三四五六七八九十]+[章节条]|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|[（(]?\d{4}年\d+月|各位代表|附件|目\s*[录次])"
)
_MASTHEAD = re.compile(r"^[\u4e00-\u9fff\s]{2,40}文件$")
_PROSE = re.compile(r"^(?:为了?|根据|按照)[^《]*[，,]")
_SALUTATION = re.compile(r"(?:各位(?:代表|委员|同志)|同志们|现在，我|现，我)")
_LABEL = re.compile(r"[\u4e00-\u9fff\s]{2,8}[：:]$")
_ORDER = re.compile(r"^[\u4e00-\u9fff]{2,30}令(?:\s*[（(]?第.{1,8}号[)）]?)?$")
_NAMED = re.compile(
    r"《(?P<name>(?:[^《》]|《[^《》]*》|〈[^〉]*〉){4,120})》(?=[^。]{0,80}(?:印发|公布|转发|施行|通过|发布|下发))|(?:印发|公布|转发|发布)[^《。]{0,12}《(?P<issued>[^《》]{4,120})》"
)
# What may stand before the title on its line: a document number, a remark on publication.
_LEAD = re.compile(
    r"(?:[\u4e00-\u9fff]{2,12}\s*[〔\[（(]\s*\d{4}\s*[〕\])）]\s*\d{1,4}\s*号|[（(]此件[^（）()]{2,12}[)）])\s*(?=\S{8})"
)
_ENGLISH_TITLE = re.compile(r"^[A-Z][^.;]*[a-z] [^.;]{4,200}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """The title with the first and last of its lines (-1 where it does not stand at the head of the text).

    `carried` are the lines of the title where only the document that a letter or order carries has one.
    """

    field: Field
    first: int
    last: int
    carried: tuple[int, int] | None = None


def find_title(raw: Raw, lines: list[Line]) -> Title | None:
    """Returns the title, or None where the document shows none."""
    for hint in raw.hints:
        if hint.name == "title" and hint.value.strip() and hint.source == "header_table":
            return _placed(hint.value, lines, 0.99, hint.source)
    found = _in_text(raw, lines)
    if found is not None:
        return found
    for hint in raw.hints:
        if hint.name == "title" and hint.value.strip():
            return _placed(hint.value, lines, 0.7, hint.source)
    return None


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text).replace("(", "（").replace(")", "）")


def _placed(value: str, lines: list[Line], confidence: float, source: str) -> Title:
    """Returns a title known beforehand with the lines of the text that print it."""
    clean = join_title([value])
    wanted = _squeeze(clean)
    for first in range(min(len(lines), 60)):
        joined = ""
        for last in range(first, min(first + _MOST_LINES, len(lines))):
            joined += _squeeze(lines[last].text)
            if joined == wanted:
                span = Span(start=lines[first].span.start, end=lines[last].span.end)
                return Title(
                    field=Field(value=clean, span=span, confidence=confidence, source=source), first=first, last=last
                )
            if not wanted.startswith(joined):
                break
    return Title(field=Field(value=clean, confidence=confidence, source=source), first=-1, last=-1)


def _in_text(raw: Raw, lines: list[Line]) -> Title | None:
    del raw
    for first, line in enumerate(lines[:_HEAD_LINES]):
        if line.table is not None:
            continue
        if _begins_body(line):
            return _carried(lines, first, 0.6)
        if _ORDER.search(line.text):
            return _carried(lines, first + 1, 0.9) or _title(lines, first, first)
        if not _may_begin(line.text):
            continue
        below = _squeeze(lines[first + 1].text) if first + 1 < len(lines) else ""
        if below.startswith(own := _squeeze(line.text)) and len(below) > len(own):
            continue  # the issuer on a line of its own above a title that begins with it
        last = _end_of_title(lines, first)
        if last is not None:
            return _title(lines, first, last)
    return None


def _again(lines: list[Line], value: str, last: int) -> int:
    """Returns the last line of a title that is printed once more below its line `last`."""
    wanted, joined = _plain(value), ""
    for index in range(last + 1, min(last + 1 + _MOST_LINES, len(lines))):
        joined += _plain(lines[index].text)
        if joined == wanted:
            return index
        if not wanted.startswith(joined):
            break
    return last


def _plain(text: str) -> str:
    return re.sub(r"[—―–－-]+", "-", _squeeze(text)).replace("“", "").replace("”", "")


def _title(lines: list[Line], first: int, last: int) -> Title:
    lead = _LEAD.match(lines[first].text)
    start = lead.end() if lead else 0
    value = join_title([lines[first].text[start:], *(part.text for part in lines[first + 1 : last + 1])])
    span = Span(start=lines[first].span.start + start, end=lines[last].span.end)
    confidence = 0.95 if type_of_title(value) else 0.7
    field = Field(value=value, span=span, confidence=confidence, source="body")
    return Title(field=field, first=first, last=_again(lines, value, last))


def _begins_body(line: Line) -> bool:
    """Whether the body begins with a line, so that no title comes any more."""
    text = line.text
    if text[0] in _BULLETS:
        return True
    if _NOT_TITLE.match(text) and line.marker is None and not _SALUTATION.match(text):
        return False
    if _SALUTATION.match(text) or (line.marker is not None and line.marker.rank >= Rank.ARTICLE):
        return True
    if text[-1] in "：:" and (text.startswith("各") or len(text) > 12) and not _LABEL.match(text):
        return True
    if text[-1] in "，," and len(text) > 12 and not re.match(r".{0,30}关于", text):
        return True
    return len(text) > 25 and _SENTENCE.search(text[:-1] if text[-1] in "：:" else text) is not None


def _carried(lines: list[Line], first: int, confidence: float) -> Title | None:
    """Returns the title of the document that a letter or order without a title of its own names and then prints."""
    for line in lines[first : first + 6]:
        for match in _NAMED.finditer(line.text):
            name = match["name"] or match["issued"]
            for start in range(first, min(first + 60, len(lines))):
                joined = ""
                for end in range(start, min(start + _MOST_LINES, len(lines))):
                    joined += _squeeze(lines[end].text)
                    if joined == _squeeze(name):
                        span = Span(start=lines[start].span.start, end=lines[end].span.end)
                        field = Field(value=join_title([name]), span=span, confidence=confidence, source="body")
                        return Title(field=field, first=-1, last=-1, carried=(start, end))
                    if not _squeeze(name).startswith(joined):
                        break
    return None


def _may_begin(text: str) -> bool:
    if _NOT_TITLE.match(text) or _MASTHEAD.match(text) or len(text) > _LONGEST or _SENTENCE.search(text):
        return False
    if _PROSE.match(text):
        return False
    lead = _LEAD.match(text)
    text = text[lead.end() :] if lead else text
    number = parse_number(text)
    if number is not None and len(number.span) > 0.6 * len(text):
        return False
    return not whole_date(text) and len(_squeeze(text)) >= 3


def _end_of_title(lines: list[Line], first: int) -> int | None:
    """Returns the last line of the title that begins here, or None where none does."""
    if lines[first].text.isascii() or re.match(r"[A-Z][a-z]", lines[first].text):
        if not _ENGLISH_TITLE.match(lines[first].text):
            return None
        goes_on = is_open_title(lines[first].text) and first + 1 < len(lines) and len(lines[first + 1].text) < 120
        return first + 1 if goes_on and lines[first + 1].text[-1] not in ".:;" else first
    joined = ""
    complete: int | None = None
    for last in range(first, min(first + _MOST_LINES, len(lines))):
        text = lines[last].text
        if last > first and not _may_continue(text, joined, complete=complete is not None):
            break
        joined += _squeeze(text)
        if len(joined) > _LONGEST:
            break
        if type_of_title(joined):
            complete = last
    if complete is not None:
        return complete
    text = lines[first].text
    return first if len(text) > 8 and not re.search("[，：,]", text) and re.search(_OPENING, text) else None


def _may_continue(text: str, joined: str, *, complete: bool) -> bool:
    if _NOT_TITLE.match(text) or _SENTENCE.search(text) or len(text) > 50 or whole_date(text) or _ORDER.match(text):
        return False
    if parse_number(text) is not None and "《" not in text:
        return False
    if complete:  # only what belongs to a complete title: （试行）, a rest of the type, or 的通知
        tail = _squeeze(joined + text)
        return bool(re.match(r"[（(](?:试行|暂行|修订|\d{4}|[^（）()]{0,14}(?:版|稿|年)[)）])", text)) or (
            type_of_title(tail) in ("通知", "公告", "决定", "函")
            and re.search(r"印发|转发|批转|关于", joined) is not None
            and bare_title(joined) != joined.rstrip("》") + "x"
            and not joined.endswith(("的通知", "的决定", "的公告"))
        )
    return True


def join_title(parts: list[str]) -> str:
    """Returns the lines of a title as one: no blanks in Chinese but between issuers, one in English."""
    text = " ".join(part.strip() for part in parts)
    text = re.sub(r"[\s　]+", " ", text).strip()
    if not re.search(r"[\u4e00-\u9fff]", text):
        return text
    # Blanks between issuers stay where a line has them inside; those between lines go, and those of 办 法 (试 行).
    inner = [re.sub(r"[\s　]+", " ", part).strip() for part in parts]
    joined = "".join(inner)
    return _SPACED.sub(lambda match: match[0].replace(" ", ""), joined)
