"""A body as read from its name: kind, tier, place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from corpus.label import Issuer, Level
from extract.places import Division, load_gazetteer

TIER_LEVELS = {
    "province": Level.PROVINCIAL,
    "prefecture": Level.PREFECTURE,
    "county": Level.COUNTY,
    "township": Level.TOWNSHIP,
}
RANKS = {
    Level.CENTRAL: 0,
    Level.PROVINCIAL: 1,
    Level.PREFECTURE: 2,
    Level.COUNTY: 3,
    Level.TOWNSHIP: 4,
    Level.UNKNOWN: 9,
}
# Seats of provincial authorities: a branch named after the seat alone serves the province.
CAPITALS = frozenset(
    (
        "石家庄 太原 呼和浩特 沈阳 长春 哈尔滨 南京 杭州 合肥 福州 南昌 济南 郑州 武汉 长沙 广州 南宁 海口 成都 贵阳 "
        "昆明 拉萨 西安 兰州 西宁 银川 乌鲁木齐 "
        "大连 青岛 宁波 厦门 深圳"
    ).split()
)
_PROVINCE_WIDE = (
    "中心支行",
    "海关",
    "铁路局",
    "特派办",
    "特派员办事处",
    "监管办",
    "监管办公室",
    "专员办",
    "督察局",
    "区域局",
    "营业管理部",
    "管理局",
)
_NEW_AREAS = (
    "浦东新区 滨海新区 两江新区 舟山群岛新区 兰州新区 南沙新区 西咸新区 贵安新区 西海岸新区 金普新区 天府新区 湘江新区 "
    "江北新区 福州新区 滇中新区 哈尔滨新区 "
    "长春新区 赣江新区 雄安新区"
).split()
_MUNICIPALITIES = frozenset(("11", "12", "31", "50"))
_DIRECT_CITIES = ("大学", "学院", "专科学校")
MUNICIPAL_COLLEGES = frozenset(
    "深圳大学 南方科技大学 广州大学 大连大学 宁波大学 成都大学 江汉大学 厦门理工学院 昆明学院 长沙学院 贵阳学院 金陵科技学院".split()
)


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """A body's name in a text: where it stands, its kind and level, the divisions it can belong to.

    `explicit` is False where only a place is named or the name goes over into other words; `province` is the
    two-digit code, empty where it is open or central. Bodies are compared by identity: readers keep and reuse them.
    """

    name: str
    start: int
    end: int
    kind: str
    level: Level
    divisions: tuple[Division, ...] = ()
    explicit: bool = True
    flags: tuple[str, ...] = ()
    province: str = ""

    def issuer(self) -> Issuer:
        """Returns the body as the public type."""
        return _issuer(self)


def _province(rows: tuple[Division, ...]) -> str:
    if not rows:
        return ""
    code = rows[0].code[:2]
    return code if len(rows) == 1 or all(row.code[:2] == code for row in rows) else ""


@lru_cache(maxsize=16384)
def _issuer(body: Body) -> Issuer:
    province = load_gazetteer().provinces.get(body.province)
    place = body.divisions[0].name if len({d.code for d in body.divisions}) == 1 else ""
    name = province.name if province else ""
    return Issuer(name=body.name, kind=body.kind, level=body.level, province=name, place=place)


def body_of(
    text: str,
    start: int,
    end: int,
    *,
    kind: str,
    level: Level,
    rows: tuple[Division, ...] = (),
    flags: tuple[str, ...] = (),
    explicit: bool = True,
) -> Body:
    """Returns the body named by a stretch of text."""
    return Body(text[start:end], start, end, kind, level, rows, explicit, flags, _province(rows))


def place_body(
    text: str, start: int, end: int, rows: tuple[Division, ...], *, kind: str, explicit: bool = True, stem: bool = False
) -> Body:
    """Returns a body of a place: its tier is the place's, but for zones, colleges and branches at a seat."""
    name = text[start:end]
    flags: tuple[str, ...] = ()
    if stem:
        # 大理 is a prefecture and a city: a branch named after the stem alone is the higher one.
        top = min(RANKS[TIER_LEVELS[row.tier]] for row in rows)
        rows = tuple(row for row in rows if RANKS[TIER_LEVELS[row.tier]] == top)
    levels = {TIER_LEVELS[row.tier] for row in rows}
    level = levels.pop() if len(levels) == 1 else Level.UNKNOWN
    if kind == "dev_zone":
        level, flags = _zone_level(name, level), ("dev_zone",)
    elif kind == "university":
        level = _college_level(name, level, stem=stem)
    elif kind == "military":
        level = _military_level(name, level)
    elif kind in {"vertical_agency", "bank"} and name.endswith(_PROVINCE_WIDE) and level is Level.PREFECTURE:
        seat = rows[0].name[:-1]
        if seat in CAPITALS and not name.endswith((f"{seat}市管理局", f"{seat}市海关")):
            level = Level.PROVINCIAL
    if level is Level.COUNTY and rows and rows[0].code[:2] in _MUNICIPALITIES:
        flags = (*flags, "municipality_district")
    if any(row.end for row in rows):
        flags = (*flags, "historic")
    return Body(name, start, end, kind, level, rows, explicit, flags, _province(rows))


def _zone_level(name: str, level: Level) -> Level:
    if any(area in name for area in _NEW_AREAS):
        return Level.PREFECTURE
    if "自由贸易试验区" in name and "片区" not in name and level is Level.PROVINCIAL:
        return Level.PROVINCIAL
    return level if level is Level.TOWNSHIP else Level.COUNTY


def _college_level(name: str, level: Level, *, stem: bool) -> Level:
    if level is not Level.PREFECTURE:
        return level
    if name in MUNICIPAL_COLLEGES or not stem:
        return Level.PREFECTURE
    return Level.PREFECTURE if re_vocational(name) else Level.PROVINCIAL


def re_vocational(name: str) -> bool:
    """Whether a college's name is that of a vocational or specialised college, run by its prefecture."""
    return any(word in name for word in ("职业", "专科学校", "党校", "中学", "小学"))


def _military_level(name: str, level: Level) -> Level:
    if name.endswith("军分区"):
        return Level.PREFECTURE
    if name.endswith(("人武部", "人民武装部")):
        return level if level is Level.TOWNSHIP else Level.COUNTY
    return level
