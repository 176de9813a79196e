"""Dates in official texts: 2015年11月29日, 二〇一五年十一月二十九日, 2015-11-29, 2015.11.29."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from corpus.document import Span
from extract.numerals import numeral_value

_HINT = re.compile(r"年|[0-9]{4}[-./]|20[0-9]{2}|19[0-9]{2}")
_DIGIT = "[0-9０-９]"
_CN_YEAR = "[一二三四五六七八九零〇○ＯОO]{4}"
_CN_PART = "[一二三四五六七八九十]{1,3}"
_DATE = re.compile(
    rf"(?P<y>{_DIGIT}{{4}}|{_CN_YEAR})\s*年\s*(?P<m>{_DIGIT}{{1,2}}|{_CN_PART})\s*月"
    rf"(?:\s*(?P<d>{_DIGIT}{{1,2}}|{_CN_PART})\s*日)?"
    r"|(?<![0-9A-Za-z.\-/])(?P<y2>(?:19|20)\d{2})(?P<sep>[-./])(?P<m2>\d{1,2})(?P=sep)(?P<d2>\d{1,2})(?![0-9.])"
)
_ENGLISH = re.compile(
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December)\s+"
    r"(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>(?:19|20)\d{2})|"
    r"(?P<d2>\d{1,2})(?:st|nd|rd|th)?\s+"
    r"(?P<month2>January|February|March|April|May|June|July|August|September|October|November|December),?\s+"
    r"(?P<y2>(?:19|20)\d{2})"
)
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """A date with where it stands; `value` is ISO 8601, `2016-05` where no day is given."""

    value: str
    span: Span


def iter_dates(text: str, start: int = 0, end: int | None = None) -> Iterator[Date]:
    """Yields the dates of the text between two offsets, in order; impossible ones are left out.

    >>> [d.value for d in iter_dates("二〇一五年十一月二十九日，2016年5月")]
    ['2015-11-29', '2016-05']
    """
    stop = len(text) if end is None else end
    if not _HINT.search(text, start, stop):
        return
    for match in _DATE.finditer(text, start, stop):
        value = _value(*(match["y"], match["m"], match["d"]) if match["y"] else (match["y2"], match["m2"], match["d2"]))
        if value:
            yield Date(value=value, span=Span(start=match.start(), end=match.end()))
    for match in _ENGLISH.finditer(text, start, stop):
        month = match["month"] or match["month2"]
        value = _value(match["y"] or match["y2"], str(_MONTHS.index(month) + 1), match["d"] or match["d2"])
        if value:
            yield Date(value=value, span=Span(start=match.start(), end=match.end()))


def _value(year: str, month: str, day: str | None) -> str:
    numbers = [numeral_value(part) for part in (year, month, day or "1")]
    if None in numbers:
        return ""
    y, m, d = (number or 0 for number in numbers)
    try:
        found = date(y, m, d)
    except ValueError:
        return ""
    if not 1900 <= y <= 2100:
        return ""
    return found.isoformat() if day else f"{y:04}-{m:02}"


def whole_date(text: str) -> str:
    """Returns the ISO value of a text that is nothing but a date, else the empty string."""
    stripped = text.strip().strip("（）()")
    found = next(iter_dates(stripped), None)
    return found.value if found is not None and len(found.span) == len(stripped) else ""
