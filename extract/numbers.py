"""Document numbers (发文字号): found in all the forms that are printed, returned in one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.document import Span
from extract.fold import fold
from extract.numerals import numeral_value

_HAN = r"\u4e00-\u9fff"
_YEAR = r"(?:(?:19|20)\d{2}|\d{2}|[一二三四五六七八九〇○零]{4})"
_PREFIX = re.compile(rf"(?P<prefix>[{_HAN}]{{1,14}})\s*\Z")  # looked for backwards from a bracket
_LONGEST_PREFIX = 20
# 1. formal brackets: 号 may be missing; 2. round, angle or quotation brackets: 号 must be there;
# 3. the closing bracket lost, year and number fused; 4. orders and announcements; 5. pinyin.
_FORMS = (
    re.compile(
        rf"[〔﹝［\[【︹「｢]\s*(?P<year>{_YEAR})\s*[〕﹞］\]】︺」｣]\s*第?\s*(?P<no>\d{{1,4}})(?!\d)(?:\s*[号號])?"
    ),
    re.compile(rf"[(〈<《„“]\s*(?P<year>{_YEAR})\s*[)〉>》‟”]\s*第?\s*(?P<no>\d{{1,4}})\s*[号號]"),
    re.compile(r"[〔﹝［\[【]\s*(?P<year>(?:19|20)\d{2})(?P<no>\d{1,3})(?![\d〕﹞］\]】])(?:\s*[号號])?"),
)
_ORDER = re.compile(
    rf"(?P<prefix>(?:国务院|主席|[{_HAN}]{{2,16}}?)令|[{_HAN}]{{0,20}}?公告)\s*"
    rf"[(（]?\s*(?:(?P<year>(?:19|20)\d{{2}})年)?\s*第?\s*(?P<no>[一二三四五六七八九十百零〇\d]+)\s*[号號]"
)
_PINYIN = re.compile(
    r"\(?(?P<prefix>(?:[A-Z][a-z]+\s?){1,4})[\[(]\s*(?P<year>(?:19|20)\d{2})\s*[\])]\s*No\.?\s*(?P<no>\d{1,4})\)?"
)
# Words before a prefix that are not part of it: the text runs on into the number.
_LEAD = re.compile(
    r".*(?:根据|依据|按照|贯彻|落实|执行|印发|转发|通知|意见|决定|办法|规定|方案|精神|文件|的|和|与|及|以|见|即|文)"
)
_REFUSED = frozenset({"页", "期", "图", "表", "注", "第", "年"})


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentNumber:
    """A document number: `value` is `prefix〔YYYY〕N号` (`令第N号` for orders), `span` where it stands."""

    prefix: str
    year: int | None
    serial: int
    value: str
    span: Span


def iter_numbers(text: str, start: int = 0, end: int | None = None) -> Iterator[DocumentNumber]:
    """Yields the document numbers between two offsets in order of place; none overlaps another.

    >>> [n.value for n in iter_numbers("国办发[２０１４] 58 號")]
    ['国办发〔2014〕58号']
    """
    part = text[start : _past_digits(text, end)]
    folded = fold(part)
    found: list[DocumentNumber] = []
    for pattern in _FORMS:
        for match in pattern.finditer(folded):
            before = _PREFIX.search(folded, max(0, match.start() - _LONGEST_PREFIX), match.start())
            number = _bracketed(before, match, start) if before else None
            if number is not None and not any(number.span.overlaps(other.span) for other in found):
                found.append(number)
    for match in _ORDER.finditer(folded) if "令" in folded or "公告" in folded else ():
        number = _order(match, start)
        if number is not None and not any(number.span.overlaps(other.span) for other in found):
            found.append(number)
    for match in _PINYIN.finditer(part) if "No" in part else ():
        prefix = " ".join(match["prefix"].split())
        span = Span(start=start + match.start(), end=start + match.end())
        value = f"{prefix} [{match['year']}] No. {int(match['no'])}"
        found.append(
            DocumentNumber(prefix=prefix, year=int(match["year"]), serial=int(match["no"]), value=value, span=span)
        )
    yield from sorted(found, key=lambda number: number.span)


def _past_digits(text: str, end: int | None) -> int | None:
    """Returns the end moved behind a serial number that it would cut through."""
    if end is None or not text[max(0, end - 1) : end].isdigit():
        return end
    while text[end : end + 1].isdigit():
        end += 1
    return end + (text[end : end + 1] in ("号", "號"))


def _bracketed(before: re.Match[str], match: re.Match[str], start: int) -> DocumentNumber | None:
    serial, year = numeral_value(match["no"]), _year(match["year"])
    prefix = _trim(before["prefix"])
    if serial is None or year is None or not prefix or prefix in _REFUSED:
        return None
    span = Span(start=start + before.end("prefix") - len(prefix), end=start + match.end())
    return DocumentNumber(prefix=prefix, year=year, serial=serial, value=f"{prefix}〔{year}〕{serial}号", span=span)


def _order(match: re.Match[str], start: int) -> DocumentNumber | None:
    serial, year = numeral_value(match["no"]), _year(match["year"])
    prefix = match["prefix"]
    if serial is None or (prefix == "公告" and year is None):
        return None
    value = f"{prefix}{f'{year}年' if year else ''}第{serial}号"
    span = Span(start=start + match.start(), end=start + match.end())
    return DocumentNumber(prefix=prefix, year=year, serial=serial, value=value, span=span)


def _year(text: str | None) -> int | None:
    value = numeral_value(text) if text else None
    if value is None:
        return None
    return value if value > 99 else 1900 + value if value >= 49 else 2000 + value


def _trim(prefix: str) -> str:
    """Returns the prefix without the words of a sentence that lead to it."""
    lead = _LEAD.match(prefix[:-1]) if len(prefix) > 4 else None
    rest = prefix[lead.end() :] if lead else prefix
    return rest[1:] if len(rest) > 2 and rest[0] in "由对被见从以" else rest


def parse_number(text: str) -> DocumentNumber | None:
    """Returns the first document number in a text, else None.

    >>> parse_number("云政发（2015）53号").value
    '云政发〔2015〕53号'
    """
    return next(iter_numbers(text), None)
