"""Finds the issuing jurisdiction of a decided level: province, prefecture, county, codes at issue and today."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from classify.body import RANKS, TIER_LEVELS
from classify.level_weigh import Signed, Vote
from classify.prefixes import PROVINCE_CHARACTERS
from corpus.label import Level
from extract.fold import simplify
from extract.places import Division, at_year, load_gazetteer

_SUB_PROVINCIAL = frozenset("2101 2201 2301 3201 3301 3701 4201 4401 5101 6101 2102 3302 3502 3702 4403".split())


_MENTIONS = 4000  # characters of a text in which places are looked for
MUNICIPALITIES = frozenset({"北京市", "天津市", "上海市", "重庆市"})


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """Names and codes of the issuing jurisdiction; empty where open."""

    province: str = ""
    prefecture: str = ""
    county: str = ""
    code: str = ""
    code_current: str = ""
    flags: tuple[str, ...] = ()


def _code_of(level: Level, signed: Signed, votes: list[Vote]) -> str:
    """Returns the province code by the first evidence that has one, the evidence of the level first."""
    if signed.province:
        return signed.province
    if level is Level.CENTRAL:
        return ""
    for wanted in (True, False):
        for vote in votes:
            if vote.code and (vote.level is level) is wanted and vote.weight > 0:
                return vote.code[:2]
    return ""


def needs_wording(level: Level, signed: Signed, votes: list[Vote]) -> bool:
    """Whether no body or code tells the province, so that the places named in the title or text must."""
    return level not in {Level.CENTRAL, Level.UNKNOWN} and not _code_of(level, signed, votes)


def _by_prefix(level: Level, votes: list[Vote]) -> str:
    """Returns the code that the place character of a document number stands for at a level that other evidence shows."""
    prefix = next((vote.text for vote in votes if vote.source == "number"), "")
    if not prefix:
        return ""
    if level is Level.PROVINCIAL:
        return PROVINCE_CHARACTERS.get(prefix[0], "")
    if level is not Level.PREFECTURE:
        return ""
    shown = "".join(vote.text for vote in votes if vote.source != "number")
    ending = "州" if "州" in shown else "市" if "市直" in shown else ""
    gazetteer = load_gazetteer()
    found = [row for row in gazetteer.prefectures if row.name[0] == prefix[0] and row.name.endswith(ending)]
    return found[0].code if len(found) == 1 and ending else ""


def _only(code: str) -> Division | None:
    rows = load_gazetteer().by_code(code) if len(code) == 6 else ()
    return rows[-1] if rows else None


_TIER_TAILS = frozenset("级域直")  # 建成县级中心 names no 成县


def _mentioned(text: str, least: int = 1) -> str:
    """Returns the province of most of the places that a text names at its head, `least` of them; empty where unclear."""
    counts: Counter[str] = Counter()
    head = simplify(text[:_MENTIONS])
    for mention in load_gazetteer().iter_mentions(head):
        codes = {row.code[:2] for row in mention.divisions}
        if len(codes) == 1 and head[mention.end : mention.end + 1] not in _TIER_TAILS:
            counts[codes.pop()] += 1
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < least or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
        return ""
    return ranked[0][0]


def locate(level: Level, signed: Signed, votes: list[Vote], year: int | None, title: str, text: str) -> Jurisdiction:
    """Returns the jurisdiction of the issuing body at the decided level."""
    gazetteer = load_gazetteer()
    code = _code_of(level, signed, votes)
    if level is Level.UNKNOWN:
        codes = {vote.code[:2] for vote in votes if vote.code and vote.weight > 0}
        code = codes.pop() if len(codes) == 1 else ""
    division = _division(level, signed, votes, code)
    if not code and level is not Level.CENTRAL:
        code = _by_prefix(level, votes)
        division = division or _division(level, signed, votes, code[:2]) or _only(code)
        code = code[:2]
    if not code and level not in {Level.CENTRAL, Level.UNKNOWN}:
        code = _mentioned(title) or _mentioned(text, 2)
        if code:
            division = _division(level, signed, votes, code)
    province = gazetteer.provinces.get(code)
    if province is None:
        return Jurisdiction()
    if level is Level.TOWNSHIP and division is not None and division.tier == "county" and signed.body is not None:
        division = _township(division, signed.body.name) or division
    if level is Level.CENTRAL or division is None:
        own = province.code if level is Level.PROVINCIAL else ""
        return Jurisdiction(province=province.name, code=own, code_current=own)
    return _describe(division, province, year)


def _division(level: Level, signed: Signed, votes: list[Vote], province: str) -> Division | None:
    candidates: list[tuple[Division, ...]] = [signed.body.divisions] if signed.body else []
    for vote in votes:
        if vote.level is level and vote.weight > 0:
            if vote.body is not None:
                candidates.append(vote.body.divisions)
            elif len(vote.code) >= 4:
                candidates.append(at_year(load_gazetteer().by_code(vote.code.ljust(6, "0")), None))
    for candidate in candidates:
        rows = tuple(row for row in candidate if row.code.startswith(province))
        if rows and len({row.code for row in rows}) == 1 and RANKS[TIER_LEVELS[rows[0].tier]] <= RANKS[level]:
            return rows[-1]
    return None


def _township(county: Division, name: str) -> Division | None:
    """Returns the township that a body's name holds after its county (景东彝族自治县锦屏镇人民政府), or None."""
    gazetteer = load_gazetteer()
    for start in range(len(name) - 1):
        for end in range(start + 2, min(len(name), start + 12) + 1):
            if name[end - 1] in "乡镇道":
                found = gazetteer.township(county.code, name[start:end])
                if found is not None:
                    return found
    return None


@lru_cache(maxsize=8192)
def _describe(division: Division, province: Division, year: int | None) -> Jurisdiction:
    gazetteer = load_gazetteer()
    flags: list[str] = []
    county = prefecture = ""
    step: Division | None = division
    while step is not None and step.tier != "province":
        if step.tier == "county":
            county = step.name
        elif step.tier == "prefecture":
            prefecture = step.name
        step = gazetteer.above(step, year)
    if division.tier == "prefecture" and division.code[:4] in _SUB_PROVINCIAL:
        flags.append("sub_provincial")
    if division.end:
        flags.append("historic")
    heirs = gazetteer.current(division)
    current = heirs[0].code if len(heirs) == 1 else ""
    if len(heirs) > 1:
        heads = {heir.code[:4] for heir in heirs}
        current = heads.pop() + "00" if len(heads) == 1 else province.code
    return Jurisdiction(province.name, prefecture, county, division.code, current or "", tuple(flags))
