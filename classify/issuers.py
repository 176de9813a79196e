"""Reads the names of issuing bodies: what they are, of which place, at which tier.

The grammar of a name is `[party] PLACE... BODY [office]`; the tier is that of the last place before the body,
with exceptions by kind (branches, universities, zones, the Corps). Names that follow one another without a
separator are cut where a new name begins.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from classify.body import TIER_LEVELS, Body, body_of, place_body
from classify.issuer_central import read_central
from classify.issuer_core import PARTY, PREFIX, PREFIX_KINDS, is_boundary, read_ending, read_places
from classify.issuer_special import read_corps, read_special, read_stem
from classify.issuer_words import HAMLET, RELATIVE, RELATIVE_TIERS, SEPARATORS, STOP, TOWNSHIP, VILLAGE, kind_of
from corpus.label import Level
from extract.fold import simplify
from extract.places import Division, at_year, load_gazetteer

_SENT = re.compile(r"(?:派)?驻[\u4e00-\u9fff]{1,20}?(?:工作队|工作组|办事处|联络处|总队|工作总队|组)")
_BRACKETS = re.compile(r"[（(][^（）()]{0,30}[）)]")
_LOOSE = re.compile(
    r"[\u4e00-\u9fff]{2,20}?(?:厅|局|委员会|委|办公室|办|部|院|联合会|工商联|妇联|残联|支行|分行|银行|信用社|公司|集团|大学)$"
)

_UNLISTED = re.compile(
    r"(?!各|我|全|本|该|某|有关|所在|当地|上级|下级|同级|民族|自治|贫困|试点|示范|重点|国家|中央|中国)"
    r"[\u4e00-\u9fff]{2,8}?(自治州|自治县|省|州|盟|地区|县|旗|乡|镇|街道)(?![\u4e00-\u9fff]?[省州县旗乡镇]级)"
)
_UNLISTED_LEVELS = {
    "省": Level.PROVINCIAL,
    **dict.fromkeys(("自治州", "州", "盟", "地区"), Level.PREFECTURE),
    **dict.fromkeys(("自治县", "县", "旗"), Level.COUNTY),
    **dict.fromkeys(("乡", "镇", "街道"), Level.TOWNSHIP),
}


def _read_township(text: str, at: int, rows: tuple[Division, ...]) -> tuple[int, tuple[str, ...]] | None:
    """Returns where the name of a township or village ends, with flags; None where there is none."""
    village = VILLAGE.match(text, at)
    if village:
        return village.end(), ("sub_township",)
    for row in rows:
        # The table has the townships of Yunnan only.
        known = row.code[:2] == "53" and row.tier == "county" and load_gazetteer().township_at(row.code, text, at)
        if known:
            village = VILLAGE.match(text, known)
            return (village.end(), ("sub_township",)) if village else (known, ())
    town = TOWNSHIP.match(text, at)
    if town is None:
        return None
    if rows and rows[0].tier in {"province", "prefecture"} and town[1][:2] in {"城镇", "乡镇"}:
        return None
    end = town.end(1)
    village = VILLAGE.match(text, end) or (HAMLET.match(text, end) if town[1][-1] in "乡镇" else None)
    return (village.end(), ("sub_township",)) if village else (end, ())


def _read_local(text: str, at: int, year: int | None, *, whole: int) -> Body | None:
    """Returns the body of a place at a character; `whole` is where its name begins (before 中共, 共青团)."""
    rows, end = read_places(text, at, year)
    below = not rows or rows[0].tier != "township"
    town = _read_township(text, end, rows) if below else None
    if town is not None and (rows or at == end):
        stop, flags = town
        ending = stop if is_boundary(text, stop) else read_ending(text, stop, again=text[end:stop])
        name_end = ending if ending is not None else stop
        explicit = ending is not None and (ending > stop or bool(flags) or text[stop - 1] == "处")
        return body_of(
            text,
            whole,
            name_end,
            kind=kind_of(text[whole:name_end]),
            level=Level.TOWNSHIP,
            rows=rows,
            flags=flags,
            explicit=explicit,
        )
    if not rows:
        return None
    sent = _SENT.match(text, end)
    if sent:
        return place_body(text, whole, sent.end(), rows, kind="leading_group")
    if text.startswith(("委驻", "政府驻", "人民政府驻"), end):
        sent = _SENT.match(text, text.index("驻", end))
        if sent:
            return place_body(text, whole, sent.end(), rows, kind="leading_group")
    ending = read_ending(text, end, again="" if below else rows[0].name)
    if ending is None:
        return place_body(text, whole, end, rows, kind="place", explicit=False)
    kind = kind_of(text[end:ending])
    if whole < at and PARTY.match(text, whole) and kind != "leading_group":
        kind = "party"
    return place_body(text, whole, ending, rows, kind=kind)


def _read_relative(text: str, at: int, whole: int, previous: Body | None) -> Body | None:
    relative = RELATIVE.match(text, at)
    if relative is None:
        return None
    ending = read_ending(text, relative.end(1))
    if ending is None:
        return None
    word = relative[1]
    kind = kind_of(text[relative.end(1) : ending])
    tier = RELATIVE_TIERS.get(word, "")
    level = TIER_LEVELS.get(tier, Level.UNKNOWN)
    if previous is not None and previous.level in {level, Level.UNKNOWN} | ({previous.level} if not tier else set()):
        return body_of(
            text, whole, ending, kind=kind, level=previous.level, rows=previous.divisions, flags=("relative",)
        )
    flag = () if tier else (("relative_city",) if word == "市" else ("relative_district",))
    return body_of(text, whole, ending, kind=kind, level=level, flags=("relative", *flag))


def read_body(text: str, at: int, year: int | None, previous: Body | None = None) -> Body | None:
    """Returns the body whose name begins at a character, or None."""
    corps = read_corps(text, at)
    if corps is not None:
        return corps
    start = at
    party = PARTY.match(text, at)
    if party:
        start = party.end()
        if text.startswith("中央", start):
            return read_central(text, at, year) or read_central(text, start, year)
    special = read_special(text, start, year)
    if special is not None:
        return special
    central = read_central(text, start, year)
    if central is not None and "bare" not in central.flags:
        return central
    named = read_stem(text, start, year, is_boundary)
    if named is not None:
        return named
    prefix = PREFIX.match(text, start)
    local = _read_local(text, prefix.end() if prefix else start, year, whole=at)
    if local is None and prefix:
        local = read_stem(text, prefix.end(), year, is_boundary, whole=at)
    if local is not None:
        kind = PREFIX_KINDS.get(prefix[0], "") if prefix else ""
        return replace(local, kind=kind) if kind else local
    relative = _read_relative(text, start, at, previous)
    if relative is not None:
        return relative
    if central is not None:
        if previous is not None and previous.level is Level.CENTRAL:
            return body_of(text, central.start, central.end, kind=central.kind, level=Level.CENTRAL)
        if previous is None:
            return central
    return _read_unlisted(text, start, at) or _read_loose(text, at, previous)


def _read_unlisted(text: str, start: int, whole: int) -> Body | None:
    """Returns the body of a place that the table of divisions does not have: its ending tells the tier.

    A city is left open: it may be a prefecture or a county.
    """
    place = _UNLISTED.match(text, start)
    if place is None:
        return None
    ending = read_ending(text, place.end())
    if ending is None:
        return None
    kind = "party" if whole < start and PARTY.match(text, whole) else kind_of(text[place.end() : ending])
    return body_of(text, whole, ending, kind=kind, level=_UNLISTED_LEVELS[place[1]], flags=("unlisted",))


def _read_loose(text: str, at: int, previous: Body | None) -> Body | None:
    """Returns a department named without its place after one that has it: 省发展改革委、财政厅、扶贫办."""
    if previous is None or previous.level is Level.UNKNOWN:
        return None
    stop = next(
        (index for index in range(at, min(len(text), at + 24)) if text[index] in SEPARATORS or STOP.match(text, index)),
        None,
    )
    stop = min(len(text), at + 24) if stop is None else stop
    if _LOOSE.fullmatch(text, at, stop) is None:
        return None
    kind = kind_of(text[at:stop])
    return body_of(text, at, stop, kind=kind, level=previous.level, rows=previous.divisions, flags=("inherited",))


def skip_separators(text: str, at: int) -> int:
    """Returns where the next name can begin; 和 may be the first character of a place (和平区)."""
    while at < len(text) and text[at] in SEPARATORS:
        if text[at] == "和" and load_gazetteer().match(text, at) is not None:
            break
        at += 1
    return at


@lru_cache(maxsize=16384)
def read_bodies(text: str, year: int | None = None) -> tuple[Body, ...]:
    """Returns the bodies that follow one another from the beginning of a text, in order; empty if none does.

    >>> [(b.name, b.level.value) for b in read_bodies("中共岳阳市委办公室岳阳市人民政府办公室")]
    [('中共岳阳市委办公室', 'prefecture'), ('岳阳市人民政府办公室', 'prefecture')]
    """
    found: list[Body] = []
    at = 0
    while at < len(text):
        at = skip_separators(text, at)
        body = read_body(text, at, year, found[-1] if found else None)
        if body is None:
            break
        found.append(body)
        at = body.end
        bracket = _BRACKETS.match(text, at)
        if bracket:
            at = bracket.end()
        if not body.explicit and (
            at >= len(text) or (text[at] not in SEPARATORS and load_gazetteer().match(text, at) is None)
        ):
            break
    return tuple(found)


@lru_cache(maxsize=16384)
def read_field(issuer: str, year: int | None = None) -> tuple[Body, ...]:
    """Returns the bodies of an issuer field; parts that name no body are passed over."""
    found: list[Body] = []
    text = simplify(issuer)
    at = 0
    while at < len(text):
        bodies = _read_from(text, at, year, found[-1] if found else None)
        if bodies:
            found.extend(bodies)
            at = bodies[-1].end
            if at < len(text) and text[at] not in SEPARATORS and not bodies[-1].explicit:
                at = _next_separator(text, at)
        else:
            at = _next_separator(text, at)
        at = skip_separators(text, at)
    if not found:
        rows = at_year(load_gazetteer().stemmed(text.strip()), year)
        if rows:
            found.append(place_body(text.strip(), 0, len(text.strip()), rows, kind="place", explicit=False, stem=True))
    return tuple(found)


def _next_separator(text: str, at: int) -> int:
    return next((index for index in range(at + 1, len(text)) if text[index] in SEPARATORS), len(text))


def _read_from(text: str, at: int, year: int | None, previous: Body | None) -> tuple[Body, ...]:
    body = read_body(text, at, year, previous)
    return () if body is None else (body,)
