"""Reads the prefix of a document number (云政发, 财农): which level and place it speaks for, and how surely.

The table `prefixes.csv` holds prefixes seen or known as house style; a grammar reads the rest: place characters,
then a department, then the kind of paper. One or two characters fit many places, so a local prefix alone decides
nothing: it confirms a place that the title or the issuer names.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from classify.body import TIER_LEVELS
from corpus.label import Level
from extract.places import at_year, load_gazetteer

_TABLE = Path(__file__).with_name("prefixes.csv")
PROVINCE_CHARACTERS = {
    "京": "11", "津": "12", "冀": "13", "晋": "14", "内": "15", "辽": "21", "吉": "22", "黑": "23", "沪": "31", "苏": "32", "浙": "33",
    "皖": "34", "闽": "35", "赣": "36", "鲁": "37", "豫": "41", "鄂": "42", "湘": "43", "粤": "44", "桂": "45", "琼": "46", "渝": "50",
    "川": "51", "黔": "52", "贵": "52", "云": "53", "滇": "53", "藏": "54", "陕": "61", "甘": "62", "青": "63", "宁": "64", "新": "65", "兵": "65",
}  # fmt: skip
# Characters of cities that are not in their names: 榕 for 福州.
CITY_CHARACTERS = {
    "榕": "3501",
    "穗": "4401",
    "甬": "3302",
    "蓉": "5101",
    "邕": "4501",
    "筑": "5201",
    "洪": "3601",
    "郑": "4101",
    "厦": "3502",
    "深": "4403",
}
_DEPARTMENT = (
    r"(?:财|教|民|人社|人|发改|计|扶|开|贫|农|卫|交|水|林|住建|建|科|文|旅|商|审|税|公|司|工信|经|环|国土|自然资|资源|市监|工商|质监|食药|应急|安|统|"
    r"乡振|乡村|组|宣|统战|纪|监|脱|攻坚|易|移|粮|体|广|残|妇|团|工会|联|医保|退役|国资|金融|银|调|电|人防|气|地震|消防|"
    r"机关|档|编|信|网信|外|侨|民宗|民委|宗)"
)
_CENTRAL = re.compile(
    r"国(?:办|发|函|令|开|扶|乡振|卫|土资|能|资|科|税|林|统|人部|粮|标|文|知|市监|药监|食药|医|管|信|质检|环|安|测|海|铁|侨|宗|档|保|烟|邮|版|减)|"
    r"中(?:发|办|委|组|宣|纪|农|央|统|青|政|编|社)|财(?:农|预|金|社|教|综|税|建|科|办|监|行|库|会|资|企|关|国|文|评|法|际|购|债|外|规|库)|"
    r"发改(?!政|府|党|委)|计(?:价|投|社会|地区|农经)|教(?:基|职|财|民|师|高|厅|体|督|外|技|研|思|社|学|语|规|政|办)(?!府|委)|"
    r"人社(?:部|厅)|劳社(?:部|厅)|自然资|国土资|建(?:村|房|保|城|质|标|金|科|法|办村|办房|办城|规)|交(?:规划|公路|水|运|财审|法|科技|办)|"
    r"水(?:规计|农|扶贫|移民|资源|利|保|财|建|管|电)|农(?:计|财|科教|经|市|规|质|牧|机|渔|产|建|办|人|政改|企)|商(?:建|办|贸|运|服|流|资|规)|"
    r"文(?:公共|旅|财|产|物|市|非遗)|卫(?:规财|农卫|办|妇社|医|疾控|人|基层|计生)|银(?:发|办|监|保监)|保监|证监|金(?:规|办发|发)|税总|审(?:农|办)|"
    r"林(?:规|计|场|造|护|资|改|草)|环(?:办|发|规)|工信(?:部|厅)|组(?:通|电|厅)|民委|供销|残联|妇字|总工|全联|科协|农发银|开行|农银|体(?:群|经|规)|"
    r"旅(?:发|办)|安监总|应急|民航|气发|气象|中气|邮|海关|署|高检|最高|主席|电监|煤安监|测|版|新广|广发|信部|信息产业|科(?:技|发|办)|国(?:务院)"
)
_GOVERNMENT = re.compile(r"(?:政|府|党|委|办|人大|署|行)[\u4e00-\u9fff]{0,6}$|发$|厅[字发]")
_SMALL = re.compile(
    r"[\u4e00-\u9fff]{0,3}?(?P<tier>市|州|县|区|旗|盟|镇|乡|街)(?:政|府|党|委|办|发|财|教|民|扶|人社|农|卫)"
)
_SMALL_TIERS = {
    "州": Level.PREFECTURE,
    "盟": Level.PREFECTURE,
    "县": Level.COUNTY,
    "区": Level.COUNTY,
    "旗": Level.COUNTY,
    "镇": Level.TOWNSHIP,
    "乡": Level.TOWNSHIP,
    "街": Level.TOWNSHIP,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PrefixReading:
    """What a prefix says: level (unknown where open), division code, weight as evidence, place characters."""

    prefix: str
    level: Level
    code: str = ""
    weight: float = 0.0
    issuer: str = ""
    place: str = ""


@cache
def _table() -> dict[str, PrefixReading]:
    found: dict[str, PrefixReading] = {}
    with _TABLE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found[row["prefix"]] = PrefixReading(
                prefix=row["prefix"],
                level=Level(row["level"] or "unknown"),
                code=row["code"],
                weight=float(row["weight"]),
                issuer=row["issuer"],
                place="" if row["level"] == "central" else row["prefix"][0],
            )
    return found


@lru_cache(maxsize=8192)
def read_prefix(prefix: str) -> PrefixReading:
    """Returns what the characters before the year of a document number say.

    >>> read_prefix("财农").level.value, read_prefix("云财农").code, read_prefix("大政发").level.value
    ('central', '53', 'unknown')
    """
    known = _table().get(prefix)
    if known is not None:
        return known
    if _CENTRAL.match(prefix):
        return PrefixReading(prefix=prefix, level=Level.CENTRAL, weight=4.0)
    for start in range(1, len(prefix) - 1):  # words run into the number: 省人民政府云政发
        if len(prefix) - start >= 3 and prefix[start:] in _table():
            return _table()[prefix[start:]]
    named = at_year(load_gazetteer().stemmed(prefix[:2]), None) if len(prefix) > 2 else ()
    if named:  # the first two characters are a place: 酉阳府发
        levels = {TIER_LEVELS[row.tier] for row in named}
        codes = {row.code for row in named}
        level = levels.pop() if len(levels) == 1 else Level.UNKNOWN
        code = codes.pop() if len(codes) == 1 else ""
        return PrefixReading(prefix=prefix, level=level, code=code, weight=2.5 if code else 2.0, place=prefix[:2])
    small = _SMALL.match(prefix)
    if small and len(prefix) > 2:
        level = _SMALL_TIERS.get(small["tier"], Level.UNKNOWN)
        weight = 3.0 if level is not Level.UNKNOWN and small.start("tier") > 0 else 1.0
        return PrefixReading(
            prefix=prefix, level=level, weight=weight, place=prefix[: small.start("tier")] or prefix[0]
        )
    code = PROVINCE_CHARACTERS.get(prefix[:1], "")
    if code and len(prefix) > 1:
        if re.match(_DEPARTMENT, prefix[1:]):
            return PrefixReading(prefix=prefix, level=Level.PROVINCIAL, code=code, weight=3.0, place=prefix[0])
        if _GOVERNMENT.match(prefix, 1):
            return PrefixReading(prefix=prefix, level=Level.PROVINCIAL, code=code, weight=2.0, place=prefix[0])
        if len(prefix) < 7 and prefix.endswith(("发", "字", "通", "函", "办")):
            return PrefixReading(prefix=prefix, level=Level.PROVINCIAL, code=code, weight=2.0, place=prefix[0])
    code = CITY_CHARACTERS.get(prefix[:1], "")
    if code and len(prefix) > 1:
        return PrefixReading(prefix=prefix, level=Level.PREFECTURE, code=code, weight=3.0, place=prefix[0])
    return PrefixReading(prefix=prefix, level=Level.UNKNOWN, place=prefix[:1])
