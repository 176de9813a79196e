"""Automatic numbers of Word paragraphs, written out as the reader sees them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

Element: TypeAlias = Any  # lxml carries no types

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DIGITS = "零一二三四五六七八九"
LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
CHINESE = frozenset(
    {
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "ideographDigital",
        "japaneseDigitalTenThousand",
    }
)
CIRCLED = frozenset({"decimalEnclosedCircle", "decimalEnclosedCircleChinese", "ideographEnclosedCircle"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One level of a list: the number format, the pattern (`第%1条`), the first number."""

    format: str
    pattern: str
    start: int = 1
    legal: bool = False  # numbers of upper levels in digits


@dataclass(slots=True, kw_only=True)
class Numbering:
    """The lists of one document and their counters, advanced paragraph by paragraph."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)  # by list id
    family: dict[str, str] = field(default_factory=dict)  # list id -> abstract list id: counters are shared
    restarts: dict[tuple[str, int], int] = field(default_factory=dict)
    _counters: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def next_marker(self, list_id: str, depth: int) -> str:
        """Returns the marker of the next paragraph of a list (`（一）`), empty where it has none."""
        levels = self.levels.get(list_id, {})
        level = levels.get(depth)
        if level is None:
            return ""
        counters = self._counters.setdefault(self.family.get(list_id, list_id), {})
        restart = self.restarts.get((list_id, depth))
        if restart is not None and (list_id, depth) not in self._begun:
            counters[depth] = restart
        else:
            counters[depth] = counters.get(depth, level.start - 1) + 1
        self._begun.add((list_id, depth))
        for deeper in [other for other in counters if other > depth]:
            del counters[deeper]
        return _fill(level, levels, counters)


def _fill(level: Level, levels: dict[int, Level], counters: dict[int, int]) -> str:
    if level.format == "bullet":
        # Symbol fonts keep their glyphs in the private area: print a plain bullet.
        private = all("\ue000" <= char <= "\uf8ff" or char in "lnuüØ§·" for char in level.pattern)
        return "•" if private and level.pattern else level.pattern
    text = level.pattern
    for depth in range(9):
        mark = f"%{depth + 1}"
        if mark in text:
            other = levels.get(depth, level)
            number = counters.get(depth, other.start)
            text = text.replace(mark, format_number(number, "decimal" if level.legal else other.format))
    return text


def read_numbering(numbering: Element | None) -> Numbering:
    """Returns the lists that numbering.xml defines."""
    result = Numbering()
    if numbering is None:
        return result
    abstract = {
        item.get(f"{W}abstractNumId"): {_int(level.get(f"{W}ilvl")): _level(level) for level in item.iter(f"{W}lvl")}
        for item in numbering.iter(f"{W}abstractNum")
    }
    for item in numbering.iter(f"{W}num"):
        list_id = item.get(f"{W}numId")
        link = item.find(f"{W}abstractNumId")
        abstract_id = link.get(f"{W}val") if link is not None else ""
        result.levels[list_id] = dict(abstract.get(abstract_id, {}))
        result.family[list_id] = abstract_id
        for override in item.iter(f"{W}lvlOverride"):
            depth = _int(override.get(f"{W}ilvl"))
            if (start := override.find(f"{W}startOverride")) is not None:
                result.restarts[list_id, depth] = _int(start.get(f"{W}val"))
            if (own := override.find(f"{W}lvl")) is not None:
                result.levels[list_id][depth] = _level(own)
    return result


def _level(element: Element) -> Level:
    def value(name: str, default: str) -> str:
        found = element.find(f"{W}{name}")
        return default if found is None else found.get(f"{W}val", default)

    return Level(
        format=value("numFmt", "decimal"),
        pattern=value("lvlText", ""),
        start=_int(value("start", "1")),
        legal=element.find(f"{W}isLgl") is not None,
    )


def _int(text: str | None) -> int:
    return int(text) if text and text.lstrip("-").isdigit() else 0


def format_number(number: int, style: str) -> str:
    """Returns a number in one of Word's formats.

    >>> format_number(12, "chineseCounting"), format_number(3, "decimalEnclosedCircleChinese")
    ('十二', '③')
    """
    if style in CHINESE:
        return chinese_number(number)
    if style in {"chineseLegalSimplified", "ideographLegalTraditional"}:
        return chinese_number(number, LEGAL_DIGITS, "拾佰仟")
    if style in CIRCLED and 1 <= number <= 20:
        return chr(0x245F + number)
    if style in {"upperLetter", "lowerLetter"} and number > 0:
        letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if style == "upperLetter" else letter.lower()
    if style in {"upperRoman", "lowerRoman"} and 0 < number < 4000:
        roman = _roman(number)
        return roman if style == "upperRoman" else roman.lower()
    if style == "ideographTraditional" and 1 <= number <= 10:
        return STEMS[number - 1]
    if style == "ideographZodiac" and 1 <= number <= 12:
        return BRANCHES[number - 1]
    if style == "decimalFullWidth":
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    if style == "decimalZero":
        return f"{number:02d}"
    return "" if style == "none" else str(number)


def chinese_number(number: int, digits: str = DIGITS, units: str = "十百千") -> str:
    """Returns a number below 10,000 in Chinese numerals (`一百零三`), larger ones in digits."""
    if not 0 <= number < 10_000:
        return str(number)
    if number < 10:
        return digits[number]
    parts: list[str] = []
    gap = False
    for power, digit in zip(range(len(str(number)) - 1, -1, -1), map(int, str(number)), strict=True):
        if digit == 0:
            gap = True
            continue
        if gap and parts:
            parts.append(digits[0])
        gap = False
        parts.append(digits[digit] + (units[power - 1] if power else ""))
    text = "".join(parts)
    return text[1:] if 10 <= number < 20 and units[0] == "十" else text


def _roman(number: int) -> str:
    text = ""
    for value, sign in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
        (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        text += sign * (number // value)
        number %= value
    return text
