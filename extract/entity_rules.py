"""Entities that are forms, not words: sums of money, quantities, dates, periods, cited documents."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.document import Entity, Span
from extract.dates import iter_dates
from extract.numbers import iter_numbers

_NUMBER = r"(?P<n>\d[\d,，]*(?:\.\d+)?|[一二两三四五六七八九十百千]+)\s*(?P<scale>[十百千]?万亿|[十百千]?亿|[十百千]?万|千|百)?\s*(?:余|多)?"
_MONEY = re.compile(_NUMBER + r"(?P<unit>美元|欧元|港元|元)(?:人民币)?(?!钱|月|旦|素|件|化|首|器|谋|阳|江|谷|宝)")
_QUANTITY = re.compile(
    r"(?P<n>\d[\d,]*(?:\.\d+)?)\s*(?P<scale>万|亿|千|百)?\s*(?:余|多)?"
    r"(?P<unit>个百分点|%|％|平方公里|平方千米|平方米|公里|公顷|亩|吨|千瓦时|千瓦|立方米|人次|人|户|"
    r"名|个(?:贫困)?(?:县|乡镇|乡|镇|村|项目|州市|市)|个)"
)
_SCALES = {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "": 1}
_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_CURRENCIES = {"元": "CNY", "美元": "USD", "欧元": "EUR", "港元": "HKD"}
_CITATION = re.compile(r"《((?:[^《》\n]|《[^《》\n]*》){2,120})》")
_YEARS = re.compile(r"(?P<from>(?:19|20)\d\d)(?:年)?\s*(?:[—\-–－~～至到]{1,2})\s*(?P<to>(?:19|20)\d\d)年?")
_PLAN = re.compile(r"[“\"]?(十[一二三四五]?五|[八九]五)[”\"]?(?=期间|时期|规划|末|以来|[”\"])")
_PLANS = {
    "八五": 1991,
    "九五": 1996,
    "十五": 2001,
    "十一五": 2006,
    "十二五": 2011,
    "十三五": 2016,
    "十四五": 2021,
    "十五五": 2026,
}
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年(?![\d一二三四五六七八九十]{1,2}月|[—\-–至])")
# Where a document number can stand: 20 characters before such a sign, 16 after it.
_NUMBER_SIGN = re.compile(r"[〔\[［【﹝（(](?:19|20)\d\d|(?:令|公告)(?=[（(]?(?:(?:19|20)\d\d年?)?第)")
_BEFORE, _AFTER = 20, 16


def chinese_value(text: str) -> float:
    """Returns the value of a number in digits or in Chinese numerals up to the thousands.

    >>> chinese_value("1,200.5"), chinese_value("三千二百")
    (1200.5, 3200.0)
    """
    plain = text.replace(",", "").replace("，", "")
    if plain[:1].isdigit():
        return float(plain)
    total = current = 0
    for character in plain:
        if character in _DIGITS:
            current = _DIGITS[character]
        else:
            total += (current or 1) * {"十": 10, "百": 100, "千": 1000}[character]
            current = 0
    return float(total + current)


def _scaled(number: str, scale: str | None) -> str:
    factor = 1.0
    for character in scale or "":
        factor *= 10 if character == "十" else _SCALES[character]
    value = round(chinese_value(number) * factor, 6)
    return str(int(value)) if value == int(value) else str(value)


def _entity(kind: str, text: str, start: int, end: int, value: str) -> Entity:
    return Entity(kind=kind, span=Span(start=start, end=end), text=text[start:end], value=value)


def iter_amounts(text: str) -> Iterator[Entity]:
    """Yields sums of money (`amount`, value `20000 CNY`) and counted quantities (`quantity`, value `88 个县`)."""
    for match in _MONEY.finditer(text):
        value = f"{_scaled(match['n'], match['scale'])} {_CURRENCIES[match['unit']]}"
        yield _entity("amount", text, match.start(), match.end(), value)
    for match in _QUANTITY.finditer(text):
        unit = "%" if match["unit"] == "％" else match["unit"]
        yield _entity("quantity", text, match.start(), match.end(), f"{_scaled(match['n'], match['scale'])} {unit}")


def iter_times(text: str) -> Iterator[Entity]:
    """Yields dates (`date`, ISO 8601), years, spans of years and five-year plans (`period`, `2016/2020`)."""
    for date in iter_dates(text):
        yield _entity("date", text, date.span.start, date.span.end, date.value)
    for match in _YEARS.finditer(text):
        yield _entity("period", text, match.start(), match.end(), f"{match['from']}/{match['to']}")
    for match in _PLAN.finditer(text):
        start = _PLANS.get(match[1])
        if start is not None:
            yield _entity("period", text, match.start(1), match.end(1), f"{start}/{start + 4}")
    for match in _YEAR.finditer(text):
        yield _entity("date", text, match.start(), match.end(), match[1])


def iter_citations(text: str) -> Iterator[Entity]:
    """Yields cited titles (`citation`, value the title) and document numbers (`number`, value in normal form)."""
    if "《" in text:
        for match in _CITATION.finditer(text):
            yield _entity("citation", text, match.start(), match.end(), match[1])
    last = 0
    for sign in _NUMBER_SIGN.finditer(text):
        start = max(last, sign.start() - _BEFORE, text.rfind("\n", 0, sign.start()) + 1)
        for number in iter_numbers(text, start, sign.end() + _AFTER):
            if number.span.start >= last:
                yield _entity("number", text, number.span.start, number.span.end, number.value)
                last = number.span.end
