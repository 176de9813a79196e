"""The weaker cues of a title that names no issuer at its head: what it issues, whom it concerns, what kind of law it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from classify.body import RANKS, Body, place_body
from classify.issuers import read_bodies
from corpus.label import Level
from extract.places import Division, at_year, load_gazetteer, resolve

_NATIONAL = re.compile(
    r"中华人民共和国|全国|国家|国民经济和社会发展第|中央|中国(?!农业发展|工商)|党中央|习近平|国务院|我国|“一带一路”|一带一路|总书记"
)
_LAW = re.compile(r"(?<![办方做说书])法(?:[（(][^）)]*[）)])?$|^宪法|法实施(?:条例|细则|办法)(?:[（(][^）)]*[）)])?$")
REGULATION = re.compile(r"条例(?:实施细则|实施办法)?(?:[（(][^）)]*[）)])?$")
_UPWARD_MATTER = re.compile(
    r"支持|同意|批准|退出|设立|撤销|对|给予|调整.{2,20}行政区划|将|命名|授予|表彰|追授|确认|核定|赋予|委托"
)
_OBJECT = re.compile(
    r"(?:关于)?(?:重新|修订|再次)?(?:印发|公布|下发|发布|调整|成立|制定|修改|废止|颁发|受理|征集|举办|组织|领取|开展|"
    r"做好|加强|召开|表彰|推进|申报)+(?:实施)?"
)
# Only what is issued with a title may name its issuer inside 《…》.
_ISSUED = re.compile(r"(?:印发|公布|下发|发布|颁发|制定)(?:实施)?《$")
_ZONE = re.compile(r"(深圳|厦门|珠海|汕头)(?:经济特区)|海南(?:经济特区|自由贸易港)|(?:上海市)?浦东新区")
_OWN = re.compile(r"[全我](省|州|盟|县|旗|乡|镇)(?!会|长|级|部|球)")
_OWN_LEVELS = {
    "省": Level.PROVINCIAL, "州": Level.PREFECTURE, "盟": Level.PREFECTURE, "县": Level.COUNTY, "旗": Level.COUNTY, "乡": Level.TOWNSHIP, "镇": Level.TOWNSHIP,
}  # fmt: skip
_PUBLIC = re.compile(r"(?:公告|通告|公示|细则|服务指南|办事指南)$")
_VILLAGE = re.compile(
    r"(?!关于|全国|全省|推进|加强|建设|实施)[\u4e00-\u9fff]{1,5}(?<![农乡困政点范丽自然])村(?=脱贫|驻村|村民|党支部|党总支|村规|\d|“)"
)
# Pairs of provinces in assistance -> the one that receives.
_PARTNERS = dict(
    pair.split("=")
    for pair in "沪滇=53 京蒙=15 闽宁=64 苏陕=61 浙川=51 粤桂=45 粤黔=52 津甘=62 鲁甘=62 鲁渝=50 粤滇=53 浙黔=52 辽黔=52 苏黔=52".split()
)
_PAIR = re.compile("|".join(_PARTNERS))
_REGION_PLAN = re.compile(
    r"(滇西边境|乌蒙山|石漠化|武陵山|秦巴山|六盘山|大别山|罗霄山|燕山|吕梁山|大兴安岭南麓)[\u4e00-\u9fff]*?(实施)?规划"
)
# Laws of the Republic; the customs and ports bear its name too.
NATIONAL_LAW = re.compile(
    r"中华人民共和国(?![\u4e00-\u9fff]{1,12}?(?:海关|海事局|检验检疫局|边防|法院|检察院|部|委员会|"
    r"总局|署)(?:$|关于|公告|令|□|第))"
)
_CONGRESS = re.compile(
    r"中国共产党第[一二三四五六七八九十]+次全国代表大会|[（(][一二三四五六七八九十]+大[）)]|中国共产党"
)
# A zone or reserve at the head of a regulation: its legislator is not the State Council, the reader cannot tell whose.
_LOCAL_THING = re.compile(
    r"[\u4e00-\u9fff]{2,14}?(?:风景名胜区|自然保护区|示范区|试验区|合作区|古城|国家公园|新区|开发区|水库|灌区|产区|海岸)"
)
_SITTING = re.compile(
    r"在([\u4e00-\u9fff]{2,20}?第[一二三四五六七八九十]+届人民代表大会|第[一二三四五六七八九十]+届全国人民代表大会)"
)
_WORK_REPORT = re.compile(r"(?:人民)?政府工作报告|国民经济|财政预算|预算执行")


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


def origin(kept: list[int] | None, start: int, end: int) -> tuple[int, int]:
    """Returns a span of squeezed text as a span of the text as printed."""
    return (start, end) if kept is None or end <= start else (kept[start], kept[end - 1] + 1)


@dataclass(frozen=True, slots=True)
class Scan:
    """A title on the way: squeezed, with citations masked, from where it is read."""

    text: str
    masked: str
    begin: int
    kept: list[int] | None
    flags: tuple[str, ...]
    relation: str
    year: int | None

    def cue(self, level: Level, start: int, end: int, weight: float, code: str = "") -> Title:
        """Returns the title with a level as its cue."""
        span = origin(self.kept, start, end)
        return Title(
            cue=level, cue_code=code, cue_span=span, cue_weight=weight, relation=self.relation, flags=self.flags
        )


def _code(rows: tuple[Division, ...]) -> str:
    codes = {row.code for row in rows}
    provinces = {row.code[:2] for row in rows}
    return codes.pop() if len(codes) == 1 else provinces.pop() if len(provinces) == 1 else ""


def _zone(scan: Scan) -> Title | None:
    zone = _ZONE.match(scan.masked, scan.begin)
    if zone is None:
        return None
    if zone[1]:
        return scan.cue(Level.PREFECTURE, zone.start(), zone.end(), 3.0, resolve(zone[1] + "市")[0].code[:4])
    return scan.cue(Level.PROVINCIAL, zone.start(), zone.end(), 3.0, "46" if zone[0].startswith("海南") else "31")


def _region_plan(scan: Scan) -> Title | None:
    region = _REGION_PLAN.search(scan.masked)
    if region is None:
        return None
    if region[2]:  # the State Council approves the plan, the provinces plan its carrying out
        code = "53" if region[1] == "滇西边境" else ""
        return scan.cue(Level.PROVINCIAL, region.start(), region.end(), 3.0, code)
    return scan.cue(Level.CENTRAL, region.start(), region.end(), 3.0)


def _partners(scan: Scan) -> Title | None:
    pair = _PAIR.search(scan.masked)
    return scan.cue(Level.PROVINCIAL, pair.start(), pair.end(), 3.0, _PARTNERS[pair[0]]) if pair else None


def _national(scan: Scan) -> Title | None:
    national = _NATIONAL.match(scan.masked, scan.begin)
    if national:
        weight = 5.0 if national[0] == "中华人民共和国" else 3.0
        return scan.cue(Level.CENTRAL, national.start(), national.end(), weight)
    congress = _CONGRESS.search(scan.masked)
    return scan.cue(Level.CENTRAL, congress.start(), congress.end(), 3.0) if congress else None


def _sitting(scan: Scan) -> Title | None:
    """A report to a congress comes from the government of its place (政府工作报告——在云南省第十三届人民代表大会…)."""
    sitting = _SITTING.search(scan.masked)
    bodies = read_bodies(sitting[1], scan.year) if sitting else ()
    if sitting is None or not bodies or bodies[0].level is Level.UNKNOWN:
        return None
    return scan.cue(bodies[0].level, sitting.start(1), sitting.end(1), 3.0, _code(bodies[0].divisions))


def _passed_on(scan: Scan) -> Title | None:
    """One passes on (批转) what one's own department has drawn up: the level is that of the department."""
    if not scan.masked.startswith("批转", scan.begin):
        return None
    at = scan.begin + 2
    bodies = read_bodies(scan.masked[at : at + 30], scan.year)
    if not bodies or bodies[0].level is Level.UNKNOWN:
        return None
    return scan.cue(bodies[0].level, at + bodies[0].start, at + bodies[0].end, 3.0, bodies[0].province)


def _object(scan: Scan) -> Title | None:
    """What a title without issuer issues or sets up bears the issuer's place (关于印发云南省……规划的通知)."""
    thing = _OBJECT.match(scan.masked, scan.begin)
    if thing is None:
        return None
    at = thing.end()
    text = scan.masked
    if scan.text[at : at + 1] == "《" and _ISSUED.search(scan.text[:at] + "《"):
        text, at = scan.text, at + 1
    national = _NATIONAL.match(text, at)
    if national:
        return scan.cue(Level.CENTRAL, national.start(), national.end(), 3.0)
    bodies = read_bodies(text[at : at + 40], scan.year)
    if not bodies or bodies[0].level is Level.UNKNOWN or "relative" in bodies[0].flags:
        return None
    first = min(bodies, key=lambda body: RANKS[body.level])
    if first.kind in {"university", "SOE", "bank", "association"}:
        return None
    return scan.cue(first.level, at + first.start, at + first.end, 3.0, _code(first.divisions))


def _own(scan: Scan) -> Title | None:
    own = _OWN.search(scan.masked)
    return scan.cue(_OWN_LEVELS[own[1]], own.start(), own.end(), 3.0) if own else None


def _public(scan: Scan) -> Title | None:
    """A notice to the public about a place mostly comes from that place."""
    masked = scan.masked
    if not masked.startswith("关于", scan.begin) or not _PUBLIC.search(masked) or _UPWARD_MATTER.search(masked):
        return None
    mention = next(load_gazetteer().iter_mentions(masked), None)
    if mention is None or scan.relation != "original":
        return None
    rows = at_year(mention.divisions, scan.year)
    body = place_body(masked, mention.start, mention.end, rows, kind="place", explicit=False)
    if body.level is Level.UNKNOWN:
        return None
    return scan.cue(body.level, mention.start, mention.end, 2.0, _code(rows))


def _village(scan: Scan) -> Title | None:
    village = _VILLAGE.match(scan.masked, scan.begin)
    return scan.cue(Level.TOWNSHIP, village.start(), village.end(), 2.5) if village else None


def _stem(scan: Scan) -> Title | None:
    """A title that begins with a bare stem (云南十三五…): the highest tier that bears it."""
    if scan.masked.startswith("关于", scan.begin):
        return None
    stem = load_gazetteer().match(scan.masked, scan.begin, stems=True)
    if stem is None or not stem.stem:
        return None
    rows = at_year(stem.divisions, scan.year)
    body = place_body(scan.masked, scan.begin, stem.end, rows, kind="place", explicit=False, stem=True)
    reports = _WORK_REPORT.match(scan.masked, stem.end) is not None
    if body.level is Level.COUNTY and not reports:
        return None
    weight = 2.5 if reports or len({row.tier for row in rows}) == 1 else 2.0
    return Title((body,), origin(scan.kept, scan.begin, stem.end), weight, relation=scan.relation, flags=scan.flags)


def _law(scan: Scan) -> Title | None:
    """A law without a place is a national one; a regulation too, unless it is about some zone."""
    masked = scan.masked
    if masked.startswith("关于", scan.begin) or load_gazetteer().match(masked, scan.begin) is not None:
        return None
    law = _LAW.search(masked)
    if law:
        return scan.cue(Level.CENTRAL, law.start(), law.end(), 3.0)
    regulation = REGULATION.search(masked)
    if regulation and not _LOCAL_THING.match(masked, scan.begin):
        return scan.cue(Level.CENTRAL, regulation.start(), regulation.end(), 2.5)
    return None


_CUES: tuple[Callable[[Scan], Title | None], ...] = (
    _zone, _region_plan, _partners, _sitting, _national, _passed_on, _object, _own, _public, _village, _stem, _law,
)  # fmt: skip


def read_cues(scan: Scan) -> Title:
    """Returns the title with its first cue, in the order of trust; without one, only its relation and flags."""
    for read in _CUES:
        found = read(scan)
        if found is not None:
            return found
    return Title(relation=scan.relation, flags=scan.flags)
