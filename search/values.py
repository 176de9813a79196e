"""The values of fields that have few: what a reader may write for a category or a level."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from corpus.codebook import load_codebook
from corpus.errors import XietongError
from corpus.label import NONE, Level
from extract.fold import fold

_LEVELS = {
    Level.CENTRAL: ("中央", "中央级", "国家", "国家级"),
    Level.PROVINCIAL: ("省", "省级"),
    Level.PREFECTURE: ("市", "市级", "地市级", "地级"),
    Level.COUNTY: ("县", "县级", "区县级"),
    Level.TOWNSHIP: ("乡", "乡级", "镇", "乡镇", "乡镇级"),
    Level.UNKNOWN: ("未知", "不明"),
}


def category_of(text: str, others: Collection[str] = ()) -> str:
    """Returns the category that a text names: its id, or its Chinese or English name, short or long.

    `others` are ids of another codebook, which stand for themselves.

    Raises:
        XietongError: it names none; the hint lists them.
    """
    return text if text in others else _named("category", text, _categories())


def level_of_name(text: str) -> str:
    """Returns the level that a text names, as a word or in Chinese.

    Raises:
        XietongError: it names none; the hint lists them.
    """
    return _named("level", text, _levels())


def _named(field: str, text: str, names: dict[str, str]) -> str:
    found = names.get(fold(text).strip())
    if found is None:
        raise XietongError(f"there is no {field} {text}", hint=", ".join(dict.fromkeys(names.values())))
    return found


@cache
def _categories() -> dict[str, str]:
    names = {NONE: NONE, "无": NONE}
    for category in load_codebook().categories:
        for name in (category.id, category.name_zh, category.name_zh.removesuffix("协同"), category.name_en):
            names[fold(name)] = category.id
    return names


@cache
def _levels() -> dict[str, str]:
    return {name: level.value for level, names in _LEVELS.items() for name in (level.value, *names)}
