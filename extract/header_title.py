"""The title: found in the text line by line, or taken from what the file says of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.document import Field, Span
from extract.dates import whole_date
from extract.doctypes import MATTERS, bare_title, type_of_title
from extract.lines import Line
from extract.numbers import parse_number
from extract.raw import Raw

_HEAD_LINES = 20
_MOST_LINES = 5
_LONGEST = 140
_SENTENCE = re.compile(r"[。；！？]|[：:]$")
_NOT_TITLE = re.compile(
    r"^(?:索引号|发文机关|主题分类|成文日期|发布日期|发文字号|来源|字号|首页|当前位置|主题词|签发人|特急|加急|急件|机密|秘密|绝密|"
    r"第[一二三四五六七八九十]+[章节条]|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|[（(]?\d{4}年\d+月|各位代表|附件|目\s*[录次])"
)
_MASTHEAD = re.compile(r"^[\u4e00-\u9fff\s]{2,40}文件$")
_ENGLISH_TITLE = re.compile(r"^[A-Z][^.;]{8,200}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """The title with the first and last of its lines (-1 where it does not stand in the text)."""

    field: Field
    first: int
    last: int


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
    return re.sub(r"\s+", "", text)


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
        if line.table is not None or not _may_begin(line.text):
            continue
        last = _end_of_title(lines, first)
        if last is not None:
            value = join_title([part.text for part in lines[first : last + 1]])
            span = Span(start=line.span.start, end=lines[last].span.end)
            confidence = 0.95 if type_of_title(value) else 0.7
            field = Field(value=value, span=span, confidence=confidence, source="body")
            return Title(field=field, first=first, last=last)
        if len(line.text) > 60 and _SENTENCE.search(line.text):
            return None  # the body began without a title
    return None


def _may_begin(text: str) -> bool:
    if _NOT_TITLE.match(text) or _MASTHEAD.match(text) or len(text) > _LONGEST or _SENTENCE.search(text):
        return False
    number = parse_number(text)
    if number is not None and len(number.span) > 0.6 * len(text):
        return False
    return not whole_date(text) and len(_squeeze(text)) >= 3


def _end_of_title(lines: list[Line], first: int) -> int | None:
    """Returns the last line of the title that begins here, or None where none does."""
    if lines[first].text.isascii() or re.match(r"[A-Z][a-z]", lines[first].text):
        return first if _ENGLISH_TITLE.match(lines[first].text) else None
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
    return first if re.search(MATTERS, lines[first].text) and len(lines[first].text) > 8 else None


def _may_continue(text: str, joined: str, *, complete: bool) -> bool:
    if _NOT_TITLE.match(text) or _SENTENCE.search(text) or len(text) > 50 or whole_date(text):
        return False
    if parse_number(text) is not None and "《" not in text:
        return False
    if complete:  # only what belongs to a complete title: （试行）, a rest of the type, or 的通知
        tail = _squeeze(joined + text)
        return bool(re.match(r"[（(](?:试行|暂行|修订|\d{4}|征求意见稿)", text)) or (
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
    # Blanks between issuers stay where a line has them inside; those between lines go.
    inner = [re.sub(r"[\s　]+", " ", part).strip() for part in parts]
    joined = "".join(inner)
    return re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff]\b)", "", joined) if _is_spaced(joined) else joined


def _is_spaced(text: str) -> bool:
    """Whether the title is printed with a blank after every character."""
    return text.count(" ") > len(text) / 3
