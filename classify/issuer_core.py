"""The parts that all names of bodies share: the places at their head, where they can end, where the next begins."""

from __future__ import annotations

import re

from classify.issuer_words import ENDING, RELATIVE, SEPARATORS, STOP
from extract.bodies import match_body
from extract.places import Division, at_year, load_gazetteer

PARTY = re.compile(r"中共|中国共产党")
PREFIX = re.compile(
    r"共青团|民革|民盟|民建|民进|农工党|致公党|九三学社|台盟|政协|中国人民政治协商会议|中国人民解放军|中国人民武装警察部队|武警|"
    r"中华人民共和国|国网|人行|工行|农行|中行|建行"
)
PREFIX_KINDS = {
    **dict.fromkeys("共青团 民革 民盟 民建 民进 农工党 致公党 九三学社 台盟".split(), "association"),
    **dict.fromkeys(("政协", "中国人民政治协商会议"), "congress"),
    **dict.fromkeys(("中国人民解放军", "中国人民武装警察部队", "武警"), "military"),
    "国网": "SOE",
    **dict.fromkeys("人行 工行 农行 中行 建行".split(), "bank"),
}
_SITTING = re.compile(
    r"(?:第[一二三四五六七八九十百]+届)?(?:人民代表大会|人大)(?:常务委员会|常委会)?(?:第[一二三四五六七八九十百]+次(?:全体)?会议)?(?:办公厅|办公室)?"
)
_MAXIMUM = 45  # characters of the longest open name


def starts_body(text: str, at: int) -> bool:
    """Whether a new body's name begins at a character: a place, a central body, 中共, 省委, ..."""
    if PARTY.match(text, at) or PREFIX.match(text, at) or text.startswith("新疆生产建设兵团", at):
        return True
    if load_gazetteer().match(text, at) is not None:
        return True
    central = match_body(text, at)
    if central is not None and not central[0].bare:
        return True
    return RELATIVE.match(text, at) is not None


def is_boundary(text: str, at: int) -> bool:
    """Whether a body's name can end at a character."""
    if at >= len(text) or text[at] in SEPARATORS or STOP.match(text, at):
        return True
    return starts_body(text, at)


def read_places(text: str, at: int, year: int | None) -> tuple[tuple[Division, ...], int]:
    """Returns the divisions that the last of the place names in a row can mean, and where the names end."""
    gazetteer = load_gazetteer()
    rows: tuple[Division, ...] = ()
    while True:
        mention = gazetteer.match(text, at)
        if mention is None:
            return rows, at
        found = mention.divisions
        if rows:
            prefixes = tuple({row.code[:2] if row.tier == "province" else row.code[:4] for row in rows})
            if any(row.tier == "county" for row in rows):
                prefixes = tuple(row.code for row in rows)
            inside = tuple(row for row in found if row.code.startswith(prefixes) and row not in rows)
            if not inside:
                province = tuple({row.code[:2] for row in rows})
                inside = tuple(
                    r
                    for r in found
                    if r.code.startswith(province) and r.tier not in {rows[0].tier, "province", "township"}
                )
                if not inside:
                    return rows, at
            found = inside
        rows = at_year(found, year)
        at = mention.end


def read_ending(text: str, at: int, again: str = "") -> int | None:
    """Returns where an open body name that goes on at a character ends, or None.

    `again` is a name that may begin the next body.
    """
    sitting = _SITTING.match(text, at)
    if sitting and is_boundary(text, sitting.end()):
        return sitting.end()
    for ending in ENDING.finditer(text, at, at + _MAXIMUM):
        if is_boundary(text, ending.end()) or (again and text.startswith(again, ending.end())):
            return ending.end()
    return None
