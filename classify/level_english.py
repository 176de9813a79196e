"""Reads English titles and issuer names: translated documents, papers' lists of sources."""

from __future__ import annotations

import re
from functools import lru_cache

from classify.body import RANKS, TIER_LEVELS, Body, body_of
from corpus.label import Level
from extract.places import Division, load_gazetteer

_CENTRAL = re.compile(
    r"CPC Central Committee|Central Committee of the (?:CPC|Communist Party of China)|Party Central Committee|Central Government|"
    r"(?:General Office of (?:the )?)?State Council(?:'s|’s)?|Ministry of [A-Z]\w+|Ministries|"
    r"National People['’]?s Congress|National Development and Reform|"
    r"Leading Group of the State Council|People['’]?s Bank of China|Supreme People|National (?!Poor|Poverty|Key (?:Poverty|Count))[A-Z\d]\w*|National \d+th|"
    r"State (?:Administration|Post|Tobacco|Taxation|Forestry|Ethnic|Oceanic|Grain|Intellectual)\b|"
    r"People['’]?s Republic of China|Rural China|China['’]s|\bin China\b|"
    r"China (?:Southern Power Grid|Tourism Group|Baowu|Three Gorges|Academy)|Baowu Group|Chinese Academy of|National School of|"
    r"(?:Tsinghua|Peking|Zhejiang|Fudan|Nankai|Wuhan|Nanjing|Xiamen|Sichuan|Jilin|Renmin|Tongji|Sun Yat-sen) University|"
    r"^(?:the )?(?:central|national|ministry of|ministries)\b|One Belt|one belt|General Secretary|President Xi|"
    r"^(?:The )?(?:\d\dth|Tenth|Eleventh|Twelfth|Thirteen(?:th)?|Fourteenth) Five[- ]Year Plan|"
    r"[Ww]estern Yunnan Border Area|"
    r"Central Military Commission|China Securities|China Banking|China Insurance|Cyberspace Administration of China|\bCentral\b"
)
_TIER_WORDS = {
    "province": "province", "provincial": "province", "autonomous region": "province", "region": "province",
    "autonomous prefecture": "prefecture", "prefecture": "prefecture", "prefectural": "prefecture", "state": "prefecture", "league": "prefecture",
    "autonomous county": "county", "county": "county", "district": "county", "banner": "county", "county-level city": "county",
    "township": "township", "town": "township", "sub-district": "township", "subdistrict": "township", "street": "township",
}  # fmt: skip
_SMALL_WORDS = frozenset({"county", "autonomous county", "township", "town", "banner"})
_ENDINGS = {"county": "县", "district": "区", "banner": "旗", "autonomous county": "自治县"}
_CITY_WORDS = frozenset({"city", "municipal", "municipality"})
_WORD = r"[A-Z][a-zA-Z]+(?:['’][a-z]+)?(?:-[A-Z][a-z]+)*"
_PEOPLES = (
    r"(?:(?:Zhuang|Hui|Uygur|Uyghur|Yi|Hani|Dai|Bai|Lahu|Wa|Va|Naxi|Lisu|Miao|Tibetan|Zang|Jingpo|Yao|Nu|Dulong|"
    r"Pumi|Tujia|Dong|Tu|Mongolian|Kazakh|and|,)\s+)*"
)
_PLACE = re.compile(
    rf"(?P<name>{_WORD}(?: {_WORD})?)(?:['’]s?)?\s+{_PEOPLES}"
    r"(?P<tier>County-level City|Autonomous (?:Region|Prefecture|County)|Province|Provincial|Region|Prefecture|"
    r"Prefectural|State|League|County|District|Banner|City|"
    r"Municipal|Municipality|Township|Town|Sub-?district|Street)\b",
    re.IGNORECASE,
)
_AFTER_OF = re.compile(
    rf"(?:Province|Prefecture|County|District|City|Municipality|Government|Committee|Congress)\s+of\s+(?P<name>{_WORD})"
)
_NAME = re.compile(_WORD)
_VILLAGE = re.compile(r"\bVillage Committee|\bTownship\b|\bTown Government|\bSub-?district Office", re.IGNORECASE)
_LOCAL_TIER = re.compile(
    r"\b(?P<tier>Provincial|Prefectural|Municipal|County|Township|Prefecture|District)[ -](?:Level|Party|People|"
    r"Government|Committee|Department|Bureau|Office)",
    re.IGNORECASE,
)
_VENUE = re.compile(r"(?:[Hh]eld|[Oo]pened|[Oo]pens|[Cc]onvened) in (?:the )?$")
_WHOLE = re.compile(r"\b(?:in|of|across|throughout) (?:the|our) (?:whole |entire )?(Province|County)\b", re.IGNORECASE)
_HEAD_END = re.compile(r"\s(?:on|regarding|concerning|to|about|for)\s", re.IGNORECASE)
_AGREEMENT = re.compile(r"Agreement|Memorandum|Contract", re.IGNORECASE)
_IMPLEMENTS = re.compile(r"(?:[Ii]n-depth )?[Ii]mplement\w*\b.*$")
_FIRST_NOISE = frozenset(
    "The A An Opinions Opinion Notice Measures Plan Decision Outline Implementation Framework Regulations of on and in "
    "to Several Interim Administrative Work Action Special Special Five Three".split()
)


def _rows(name: str, tier: str) -> tuple[Division, ...]:
    """Returns the divisions of today (or of old) spelled so at a tier, tried with fewer leading words."""
    gazetteer = load_gazetteer()
    words = name.split(" ")
    for start in range(len(words)):
        rows = gazetteer.spelled(" ".join(words[start:]))
        rows = tuple(row for row in rows if not tier or row.tier == tier)
        if rows:
            return tuple(row for row in rows if not row.end) or rows
    return ()


def _city(name: str) -> tuple[Level, tuple[Division, ...]]:
    """Returns the level of a `X City`: a municipality, a prefecture city, or a county city (Dali City)."""
    for tier in ("province", "prefecture", "county"):
        rows = tuple(row for row in _rows(name, tier) if row.name.endswith("市"))
        if rows:
            return TIER_LEVELS[tier], rows
    return Level.UNKNOWN, ()


def _places(text: str) -> list[Body]:
    found: list[Body] = []
    for match in _PLACE.finditer(text):
        word = match["tier"].lower()
        name = match["name"]
        if word in _CITY_WORDS:
            level, rows = _city(name)
        else:
            tier = _TIER_WORDS.get(word, "")
            rows = _rows(name, tier)
            ending = _ENDINGS.get(word, "")
            rows = tuple(row for row in rows if row.name.endswith(ending)) or rows
            level = TIER_LEVELS[tier] if rows or word in _SMALL_WORDS else Level.UNKNOWN
            if not rows and name.split(" ")[-1] in _FIRST_NOISE:
                continue
        if level is not Level.UNKNOWN:
            found.append(body_of(text, match.start(), match.end(), kind="place", level=level, rows=rows))
    for match in _AFTER_OF.finditer(text):
        word = match[0].split(" ")[0].lower()
        level, rows = _city(match["name"]) if word in _CITY_WORDS else (Level.UNKNOWN, ())
        if level is Level.UNKNOWN:
            rows = _rows(match["name"], _TIER_WORDS.get(word, ""))
            if rows:
                top = min(rows, key=lambda row: RANKS[TIER_LEVELS[row.tier]])
                level, rows = TIER_LEVELS[top.tier], (top,)
        if level is not Level.UNKNOWN:
            found.append(body_of(text, match.start(), match.end(), kind="place", level=level, rows=rows))
    return found


def _stems(text: str) -> list[Body]:
    """Returns places named without their tier (Pu'er Poverty Alleviation ...): the highest that bears the name."""
    found: list[Body] = []
    for match in _NAME.finditer(text):
        if match[0] in _FIRST_NOISE or len(match[0]) < 4:
            continue
        if _VENUE.search(text, 0, match.start()):
            continue
        rows = tuple(row for row in load_gazetteer().spelled(re.sub(r"['’]s$", "", match[0])) if not row.end)
        if not rows:
            found.extend(_hyphenated(text, match))
            continue
        top = min(rows, key=lambda row: RANKS[TIER_LEVELS[row.tier]])
        same = tuple(row for row in rows if row.tier == top.tier)
        if top.tier in {"province", "prefecture"} or any(row.code.startswith("53") for row in same):
            found.append(
                body_of(
                    text,
                    match.start(),
                    match.end(),
                    kind="place",
                    level=TIER_LEVELS[top.tier],
                    rows=same,
                    explicit=False,
                )
            )
    return found


def _hyphenated(text: str, match: re.Match[str]) -> list[Body]:
    """Returns the provinces of a pair such as Shanghai-Yunnan."""
    found: list[Body] = []
    at = match.start()
    for part in match[0].split("-"):
        rows = tuple(row for row in load_gazetteer().spelled(part) if row.tier == "province" and not row.end)
        if rows:
            end = at + len(part)
            found.append(body_of(text, at, end, kind="place", level=Level.PROVINCIAL, rows=rows, explicit=False))
        at += len(part) + 1
    return found


@lru_cache(maxsize=4096)
def read_english(text: str) -> tuple[tuple[Body, ...], float]:
    """Returns the bodies or places that an English title or issuer names as its origin, and the weight of that.

    >>> [body.level.value for body in read_english("Opinions of the Dali City Government on Loans")[0]]
    ['county']
    """
    end = _HEAD_END.search(text)
    head = text[: end.start()] if end else text
    bodies = _places(head)
    national = _CENTRAL.search(head)
    if _AGREEMENT.search(text):
        places = _places(text)
        if places:
            deepest = max(places, key=lambda body: RANKS[body.level])
            return (deepest,), 4.0
        stems = _stems(text)
        if stems:
            return tuple(stems), 3.0
    if national and "Border Area" in national[0] and re.search(r"Implementation Plan", head):
        national = None  # the provinces plan the carrying out of a plan of the State Council
    if national and not any(body.start < national.start() for body in bodies):
        named = national[0] != "Central" and not re.match(r"National (?!People|Development)", national[0])
        return (Body(national[0], national.start(), national.end(), "central", Level.CENTRAL),), 5.0 if named else 3.0
    if bodies:
        return (_deepest(bodies),), 5.0
    return _read_weaker(text, head)


def _read_weaker(text: str, head: str) -> tuple[tuple[Body, ...], float]:
    """Returns the weaker cues of a title whose head names neither a central body nor a place with its tier."""
    if _VILLAGE.search(head):
        match = _VILLAGE.search(head)
        assert match is not None
        return (Body(match[0], match.start(), match.end(), "government", Level.TOWNSHIP),), 4.0
    stems = _stems(_IMPLEMENTS.sub("", head) or head)
    if stems:
        return (stems[0],), 3.0
    local = _LOCAL_TIER.search(head)
    if local:
        tier = _TIER_WORDS.get(local["tier"].lower(), "")
        if tier:
            return (Body(local[0], local.start(), local.end(), "government", TIER_LEVELS[tier]),), 3.0
    whole = _WHOLE.search(text)
    if whole:
        level = Level.PROVINCIAL if whole[1].lower() == "province" else Level.COUNTY
        return (Body(whole[0], whole.start(), whole.end(), "government", level),), 2.5
    rest = _places(text)
    if rest:
        return (rest[0],), 2.5
    national = _CENTRAL.search(text)
    stems = _stems(text)
    if national and "Border Area" in national[0] and re.search(r"Implementation Plan", text):
        national = None
    if national and not any(stem.start < national.start() for stem in stems):
        return (Body(national[0], national.start(), national.end(), "central", Level.CENTRAL),), 2.5
    return (tuple(stems[:1]), 2.5) if stems else ((), 0.0)


def _deepest(bodies: list[Body]) -> Body:
    """Returns the place that the others enclose: Jingdong County, Yunnan Province -> the county."""
    return max(bodies, key=lambda body: (RANKS[body.level], -body.start))
