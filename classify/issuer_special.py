"""Bodies outside the ladder of divisions: the Corps of Xinjiang, zones, universities and firms named after a stem."""

from __future__ import annotations

import re
from collections.abc import Callable

from classify.body import Body, body_of, place_body
from classify.issuer_words import ENDING, kind_of
from corpus.label import Level
from extract.places import at_year, load_gazetteer

_NUMBER = r"[一二三四五六七八九十\d]+"
_CORPS = re.compile(
    rf"(?:中共)?(?P<corps>新疆生产建设兵团|兵团)?(?P<division>第?{_NUMBER}师)?(?P<city>[\u4e00-\u9fff]{{2,4}}市)?"
    rf"(?P<regiment>(?:第?{_NUMBER}|[\u4e00-\u9fff]{{2,4}})(?:团场|团|牧场|农场|总场)(?=$|[^体队长委员结]))?(?P<company>第?{_NUMBER}连)?"
)
_CORPS_BODY = re.compile(
    r"[\u4e00-\u9fff]{0,16}?(?:党委办公厅|办公厅|办公室|党委|委员会|领导小组|局|厅|委|办|院|部|会|公司|大学)?(?=关于|"
    r"印发|转发|等|公告|[、，, 　（(]|$)"
)
_FREE_TRADE = re.compile(
    r"中国[（(]([\u4e00-\u9fff]{2,3})[）)]自由贸易试验区([\u4e00-\u9fff]{0,8}?片区)?(?:管理委员会|管委会|工作办公室|[\u4e00-\u9fff]{0,8}办公室)?"
)
_NATIONAL_AREA = re.compile(
    r"(?:河北|云南|陕西|四川|贵州|湖南|江西)?(?:省)?(雄安|滇中|西咸|天府|贵安|湘江|赣江|两江|江北|金普|西海岸|"
    r"舟山群岛)新区[\u4e00-\u9fff]{0,16}?(?:管理委员会|管委会|局|办公室|党工委|委|部|中心)?(?=关于|印发|转发|等|[、，, ]|$)"
)
_AREA_PROVINCES = {
    "雄安": "13", "滇中": "53", "西咸": "61", "天府": "51", "贵安": "52", "湘江": "43", "赣江": "36", "两江": "50", "江北": "32",
    "金普": "21", "西海岸": "37", "舟山群岛": "33",
}  # fmt: skip
# Regional bodies whose names carry no division: name -> province.
_REGIONAL = {
    "西南林业大学": "53", "红河学院": "53", "滇西科技师范学院": "53", "滇西应用技术大学": "53", "昆钢": "53",
    "富滇银行": "53", "红塔银行": "53", "昆明钢铁控股有限公司": "53",
    "云天化集团有限责任公司": "53", "华南农业大学": "44", "华南师范大学": "44", "西北大学": "61", "西北师范大学": "62", "西南政法大学": "50",
    "西南医科大学": "51", "西南石油大学": "51", "西南科技大学": "51", "华东政法大学": "31", "东北农业大学": "23", "东北石油大学": "23",
    "东北财经大学": "21", "华北理工大学": "13", "华东交通大学": "36", "塔里木大学": "65", "石河子大学": "65", "三峡大学": "42", "燕山大学": "13",
    "黑龙江大学": "23", "辽宁大学": "21", "西藏大学": "54", "新疆大学": "65", "郑州大学": "41", "苏州大学": "32", "扬州大学": "32",
}  # fmt: skip
_REGIONAL_HEADS = {
    head: tuple(name for name in _REGIONAL if name[:2] == head) for head in {name[:2] for name in _REGIONAL}
}
_STEM_KINDS = frozenset(
    {
        "university",
        "SOE",
        "bank",
        "vertical_agency",
        "association",
        "court_procuratorate",
        "military",
        "party",
        "dev_zone",
    }
)
_OPEN_STEM = re.compile(r"(?:自治区|区)?(?:党委|委|政府|人民政府)")
XPCC_PROVINCE = "65"


def read_corps(text: str, at: int) -> Body | None:
    """Returns a body of the Xinjiang Production and Construction Corps: corps, division, regiment, company."""
    found = _CORPS.match(text, at)
    if found is None or not (found["corps"] or found["division"]):
        return None
    if (
        not found["corps"]
        and found["division"]
        and not (found["city"] or found["regiment"] or found["division"][0] == "第")
    ):
        return None
    end = found.end()
    body = _CORPS_BODY.match(text, end)
    if body:
        end = body.end()
    level = Level.PROVINCIAL
    if found["division"]:
        level = Level.PREFECTURE
    if found["regiment"]:
        level = Level.COUNTY
    if found["company"]:
        level = Level.TOWNSHIP
    rows = load_gazetteer().by_code(XPCC_PROVINCE + "0000")
    return body_of(text, at, end, kind="XPCC", level=level, rows=rows)


def read_special(text: str, at: int, year: int | None) -> Body | None:
    """Returns a national new area, a free trade zone, or a regional body known by name, or None."""
    for name in _REGIONAL_HEADS.get(text[at : at + 2], ()):
        if text.startswith(name, at):
            rows = load_gazetteer().by_code(_REGIONAL[name] + "0000")
            return body_of(text, at, at + len(name), kind=kind_of(name), level=Level.PROVINCIAL, rows=rows)
    zone = _FREE_TRADE.match(text, at)
    if zone:
        rows = at_year(load_gazetteer().stemmed(zone[1]), year)
        level = Level.COUNTY if zone[2] else Level.PROVINCIAL
        return body_of(text, at, zone.end(), kind="dev_zone", level=level, rows=rows, flags=("dev_zone",))
    area = _NATIONAL_AREA.match(text, at)
    if area:
        rows = load_gazetteer().by_code(_AREA_PROVINCES[area[1]] + "0000")
        return body_of(text, at, area.end(), kind="dev_zone", level=Level.PREFECTURE, rows=rows, flags=("dev_zone",))
    return None


def read_stem(
    text: str, at: int, year: int | None, is_boundary: Callable[[str, int], bool], whole: int | None = None
) -> Body | None:
    """Returns a body named after the bare stem of a place (云南大学, 昆明海关), or None."""
    first = at if whole is None else whole
    mention = load_gazetteer().match(text, at, stems=True)
    if mention is None or not mention.stem:
        return None
    rows = at_year(mention.divisions, year)
    near = tuple(row for row in rows if row.tier in {"province", "prefecture"} or row.code.startswith("53"))
    organ = _OPEN_STEM.match(text, mention.end)
    for ending in ENDING.finditer(text, mention.end, mention.end + 24):
        if is_boundary(text, ending.end()):
            kind = "party" if organ else kind_of(text[mention.end : ending.end()])
            if not near and kind == "dev_zone":
                near = rows
            if not near:
                return None
            if kind not in _STEM_KINDS and "province" not in {row.tier for row in near}:
                return None
            return place_body(text, first, ending.end(), near, kind=kind, stem=True)
    return None
