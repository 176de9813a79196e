"""Chinese numerals as they stand in addresses, dates and document numbers."""

from __future__ import annotations

import re
from functools import lru_cache

NUMERAL = "[一二三四五六七八九十百千零〇○两]+"
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "Ｏ": 0, "О": 0, "O": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_PLAIN = re.compile(r"[0-9０-９]+")


@lru_cache(maxsize=4096)
def numeral_value(text: str) -> int | None:
    """Returns the value of a numeral in digits or Chinese characters, or None where it is none.

    >>> numeral_value("一百零三"), numeral_value("二〇一五"), numeral_value("１２"), numeral_value("十")
    (103, 2015, 12, 10)
    """
    if not text:
        return None
    if _PLAIN.fullmatch(text):
        return int(text)
    if not any(char in _UNITS for char in text):
        digits = [_DIGITS.get(char) for char in text]
        if None in digits:
            return None
        return int("".join(str(digit) for digit in digits))
    total = digit = 0
    for char in text:
        if char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        elif char in _DIGITS:
            digit = _DIGITS[char]
        else:
            return None
    return total + digit


_NUMERALS = "零一二三四五六七八九十"


def numeral(value: int) -> str:
    """Returns a number below 1,000 in Chinese characters.

    >>> numeral(3), numeral(12), numeral(40), numeral(105)
    ('三', '十二', '四十', '一百零五')
    """
    if value <= 10:
        return _NUMERALS[value]
    if value >= 100:
        hundreds, rest = divmod(value, 100)
        below = numeral(rest) if rest >= 20 else f"零{_NUMERALS[rest]}" if rest < 10 else f"一{numeral(rest)}"
        return f"{_NUMERALS[hundreds]}百{below if rest else ''}"
    tens, ones = divmod(value, 10)
    return ("" if tens == 1 else _NUMERALS[tens]) + "十" + (_NUMERALS[ones] if ones else "")
