"""Reads a title for its issuer: the head before 关于/印发/转发, else the place or cue it begins with.

Citations 《…》 are struck out first: what a title cites says nothing about who issues it (T7). The one exception
is the object of 印发 in a title that has no issuer.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from classify.body import RANKS, Body, place_body
from classify.issuer_words import SEPARATORS
from classify.issuers import read_bodies
from corpus.label import Level
from extract.fold import simplify
from extract.places import at_year, load_gazetteer, resolve

_SPACE = re.compile(r"\s+")
_CITATION = re.compile(r"《(?:[^《》]|《[^《》]*》)*(?:》|$)|〈[^〈〉]*〉")
_HEAD_STOP = re.compile(
    r"关于|印发|转发|批转|颁布|下发|(?<!新闻)发布|公布|"
    r"等(?:\d+|[一二两三四五六七八九十]+)?(?:个)?(?:部门|部委|单位|机关)|(?:令|公告|通告|通知)(?=第|20\d\d|19\d\d|[（(\[〔]|$)|□|在"
)
_NOISE = re.compile(
    r"(?:[\[【（(](?:转载|全文|最新|原文|政策|文件|解读|图解|重磅|转发)[^\]】）)]*[\]】）)]|附件?\d*[:：.、]|附[:：]|"
    r"(?:20|19)\d\d年(?:度)?|[“\"'＂·\-—*#\d.、 ])+"
)
_VERBS = re.compile(r"(转发|批转)|(印发|颁布|颁发|下发|发布|公布)")
_REPLY = re.compile(r"批复(?:[（(][^）)]*[）)])?$|复函$|答复(?:意见|的函)?$")
_APPROVE = re.compile(r"^(?:关于)?(?:批准|同意|核准)")
_DRAFT = re.compile(r"征求意见|草案|送审稿|讨论稿|公开征集意见")
_NEWS = re.compile(r"召开|举行|调研|强调|讲话|解读|答记者问|图解|一图|新闻发布|问答|综述|纪实|侧记|会议精神|开幕|闭幕")
_NATIONAL = re.compile(
    r"中华人民共和国|全国|国家|中央|中国(?!农业发展|工商)|党中央|习近平|国务院|我国|“一带一路”|一带一路|总书记"
)
_LAW = re.compile(r"(?<![办方做说书])法(?:[（(][^）)]*[）)])?$|^宪法|法实施(?:条例|细则|办法)(?:[（(][^）)]*[）)])?$")
_REGULATION = re.compile(r"条例(?:实施细则|实施办法)?(?:[（(][^）)]*[）)])?$")
_LOCAL_LAW = re.compile(r"(?:条例|规定|办法|决定)(?:[（(][^）)]*[）)])?$")
_UPWARD_MATTER = re.compile(
    r"支持|同意|批准|设立|撤销|对|给予|调整.{2,20}行政区划|将|命名|授予|表彰|追授|确认|核定|赋予|委托"
)
_OBJECT = re.compile(
    r"^(?:关于)?(?:重新|修订|再次)?(?:印发|公布|下发|发布|调整|成立|制定|修改|废止|颁发|批转|开展|做好|加强|召开|表彰|推进|申报|转发)+(?:实施)?《?"
)
_ZONE = re.compile(r"(深圳|厦门|珠海|汕头)(?:经济特区)|海南(?:经济特区|自由贸易港)|(?:上海市)?浦东新区")
_VILLAGE = re.compile(
    r"(?!关于|全国|全省|推进|加强|建设|实施)[\u4e00-\u9fff]{1,5}(?<![农乡困政点范丽自然])村(?=脱贫|驻村|村民|党支部|党总支|村规|\d|“)"
)
_PARTNERS = {
    "沪滇": "53",
    "京蒙": "15",
    "闽宁": "64",
    "苏陕": "61",
    "浙川": "51",
    "粤桂": "45",
    "粤黔": "52",
    "津甘": "62",
    "鲁甘": "62",
    "鲁渝": "50",
    "粤滇": "53",
    "浙黔": "52",
    "辽黔": "52",
    "苏黔": "52",
}
_REGION_PLAN = re.compile(
    r"(滇西边境|乌蒙山|石漠化|武陵山|秦巴山|六盘山|大别山|罗霄山|燕山|吕梁山|大兴安岭南麓)[\u4e00-\u9fff]*?(实施)?规划"
)


@dataclass(frozen=True, slots=True)
class Title:
    """A title as read: the bodies at its head with offsets in the printed title, and what else it shows."""

    bodies: tuple[Body, ...] = ()
    span: tuple[int, int] | None = None
    strength: float = 0.0
    source: str = "title"
    cue: Level = Level.UNKNOWN
    cue_code: str = ""
    cue_span: tuple[int, int] | None = None
    cue_weight: float = 0.0
    relation: str = "original"
    others: bool = False
    flags: tuple[str, ...] = ()


def squeeze(text: str) -> tuple[str, list[int] | None]:
    """Returns the text in simplified characters without white space, and the place of each character left."""
    plain = simplify(text)
    if _SPACE.search(plain) is None:
        return plain, None
    kept = [index for index, character in enumerate(plain) if not character.isspace()]
    return "".join(plain[index] for index in kept), kept


def _relation(matter: str) -> str:
    verb = _VERBS.match(matter) or _VERBS.match(matter.removeprefix("关于"))
    if _REPLY.search(matter):
        return "reply"
    if verb:
        return "forward" if verb[1] else "issue"
    return "approve" if _APPROVE.match(matter) else "original"


def _origin(kept: list[int] | None, start: int, end: int) -> tuple[int, int]:
    return (start, end) if kept is None or end <= start else (kept[start], kept[end - 1] + 1)


def read_title(title: str, year: int | None = None) -> Title:
    """Returns what a title says about its issuer; spans count characters of the title as given."""
    text, kept = squeeze(title)
    masked = _CITATION.sub(lambda match: "□" * len(match[0]), text) if "《" in text or "〈" in text else text
    noise = _NOISE.match(masked)
    begin = noise.end() if noise and noise.end() < len(masked) else 0
    stop = _HEAD_STOP.search(masked, begin)
    flags = tuple(flag for flag, pattern in (("draft", _DRAFT), ("news", _NEWS)) if pattern.search(masked))
    if stop is not None and stop.start() > begin:
        found = _read_head(masked, begin, stop.start(), year)
        if found:
            last = found[-1]
            complete = last.explicit and not masked[begin + last.end : stop.start()].strip(SEPARATORS)
            strength = 7.0 if complete and stop[0] != "在" else 4.0 if last.explicit else 3.0
            relation = _relation(masked[stop.start() :]) if complete or not last.explicit else "original"
            span = _origin(kept, begin, begin + last.end)
            found = _legislator(found, masked[begin:], year)
            return Title(found, span, strength, relation=relation, others=stop[0].startswith("等"), flags=flags)
    elif stop is None:
        found = _read_head(masked, begin, min(len(masked), begin + 60), year)
        if found:
            last = found[-1]
            span = _origin(kept, begin, begin + last.end)
            found = _legislator(found, masked[begin:], year)
            return Title(found, span, 5.0 if last.explicit else 3.0, relation=_relation(""), flags=flags)
    return _read_cues(text, masked, begin, kept, flags, year)


def _read_head(masked: str, begin: int, end: int, year: int | None) -> tuple[Body, ...]:
    return read_bodies(masked[begin:end], year)


def _legislator(found: tuple[Body, ...], title: str, year: int | None) -> tuple[Body, ...]:
    """Raises a district without a legislature to the place above that legislates for it (上海市浦东新区…条例)."""
    body = found[-1]
    if body.explicit or body.level is not Level.COUNTY or not _REGULATION.search(title) or "自治" in body.name:
        return found
    first = load_gazetteer().match(title, 0)
    if first is None or first.end >= body.end:
        return found
    return (place_body(title, 0, first.end, at_year(first.divisions, year), kind="place", explicit=False),)


def _read_cues(
    text: str, masked: str, begin: int, kept: list[int] | None, flags: tuple[str, ...], year: int | None
) -> Title:
    """Returns the weaker cues of a title that names no issuer at its head."""
    relation = _relation(masked[begin:])

    def cue(level: Level, start: int, end: int, weight: float, code: str = "") -> Title:
        span = _origin(kept, start, end)
        return Title(cue=level, cue_code=code, cue_span=span, cue_weight=weight, relation=relation, flags=flags)

    zone = _ZONE.match(masked, begin)
    if zone:
        city = resolve(zone[1] + "市")[0].code[:4] if zone[1] else ""
        if city:
            return cue(Level.PREFECTURE, zone.start(), zone.end(), 3.0, city)
        return cue(Level.PROVINCIAL, zone.start(), zone.end(), 3.0, "46" if zone[0].startswith("海南") else "31")
    region = _REGION_PLAN.search(masked)
    if region:
        if region[2]:
            return cue(Level.PROVINCIAL, region.start(), region.end(), 3.0, "53" if region[1] == "滇西边境" else "")
        return cue(Level.CENTRAL, region.start(), region.end(), 3.0)
    for pair, code in _PARTNERS.items():
        at = masked.find(pair)
        if at >= 0:
            return cue(Level.PROVINCIAL, at, at + len(pair), 3.0, code)
    national = _NATIONAL.match(masked, begin)
    if national:
        weight = 5.0 if national[0] == "中华人民共和国" else 3.0
        return cue(Level.CENTRAL, national.start(), national.end(), weight)
    thing = _OBJECT.match(text, begin)
    if thing:
        return _read_object(text, thing.end(), cue, year) or Title(relation=relation, flags=flags)
    village = _VILLAGE.match(masked, begin)
    if village:
        return cue(Level.TOWNSHIP, village.start(), village.end(), 2.5)
    if not masked.startswith("关于", begin):
        return _read_start(masked, begin, kept, cue, year) or Title(relation=relation, flags=flags)
    return Title(relation=relation, flags=flags)


def _read_object(text: str, at: int, cue: Callable[..., Title], year: int | None) -> Title | None:
    """Returns the cue of what a title without issuer issues (关于印发云南省……规划的通知), or None."""
    national = _NATIONAL.match(text, at)
    if national:
        return cue(Level.CENTRAL, national.start(), national.end(), 3.0)
    bodies = read_bodies(text[at : at + 40], year)
    if bodies and bodies[0].level is not Level.UNKNOWN and "relative" not in bodies[0].flags:
        first = min(bodies, key=lambda body: RANKS[body.level])
        if first.kind in {"university", "SOE", "bank", "association"}:
            return None
        code = first.divisions[0].code if len({row.code for row in first.divisions}) == 1 else first.province
        return cue(first.level, at + first.start, at + first.end, 3.0, code)
    return None


def _read_start(
    masked: str, begin: int, kept: list[int] | None, cue: Callable[..., Title], year: int | None
) -> Title | None:
    """Returns the cue of a title that begins with a bare stem (云南十三五…) or is a law without a place, or None."""
    stem = load_gazetteer().match(masked, begin, stems=True)
    if stem is not None and stem.stem:
        rows = at_year(stem.divisions, year)
        tiers = {row.tier for row in rows}
        if tiers == {"province"} or (
            len(tiers) == 1 and len(rows) == 1 and len(stem.name) >= 2 and rows[0].tier == "prefecture"
        ):
            body = place_body(masked, begin, stem.end, rows, kind="place", explicit=False, stem=True)
            return Title((body,), _origin(kept, begin, stem.end), 2.5)
    law = _LAW.search(masked) or _REGULATION.search(masked)
    if law and "□" not in masked and load_gazetteer().match(masked, begin) is None:
        return cue(Level.CENTRAL, law.start(), law.end(), 3.0 if _LAW.search(masked) else 2.5)
    return None
