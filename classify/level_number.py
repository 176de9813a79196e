"""Reads a document number as evidence: its prefix, or the body that signs an order or announcement."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from classify.body import Body
from classify.issuers import read_bodies
from classify.prefixes import PrefixReading, read_prefix
from corpus.label import Level
from extract.fold import simplify

_SPACE = re.compile(r"\s+")
_FORMAL = re.compile(
    r"(?P<prefix>[\u4e00-\u9fff]{1,24}?)第?(?:(?=[^\u4e00-\u9fff])|$)[^\w]*(?P<year>(?:19|20)\d\d|\d\d(?=[^\w])|[一二三四五六七八九〇○零]{4})?"
)
_ORDER = re.compile(
    r"(?P<body>[\u4e00-\u9fff（）()]{2,40}?)(?P<kind>令|公告|通告)(?:[（(]?(?P<year>(?:19|"
    r"20)\d\d)年?[）)]?)?第?[〔\[]?[\d一二三四五六七八九十百零〇]*"
)
_PINYIN = re.compile(r"\(?((?:[A-Z][a-z']+\s?)+)\s*[\[(〔]\s*((?:19|20)\d\d)\s*[\])〕]\s*(?:No\.?)?\s*\d+")
_SYLLABLES = dict(
    pair.split("=")
    for pair in (
        "Guo=国 Ban=办 Fa=发 Zhong=中 Yun=云 Zheng=政 Cai=财 Nong=农 Ting=厅 Zi=字 Kai=开 Han=函 Pu=普 Da=大 Nu=怒 Hong=红 Di=迪 Chu=楚 Wen=文 De=德 "
        "Xi=西 Li=丽 Lin=临 Bao=保 Zhao=昭 Qu=曲 Yu=玉 Kun=昆 Min=民 Jiao=教 Yin=银 Gai=改 Hu=沪 Fu=府 Yue=粤 Chuan=川 "
            "Qian=黔 Gui=桂 Xiang=湘 E=鄂 Gan=甘 "
        "Shan=陕 Ning=宁 Xin=新 Zang=藏 Qing=青 Jing=京 Jin=津 Ji=冀 Liao=辽 Hei=黑 Su=苏 Zhe=浙 Wan=皖 Min=闽 Lu=鲁 "
            "Qiong=琼 Wei=委 Dang=党 Gui=规 Ren=人 She=社 Ke=科 "
        "Shui=税 Zong=总 Zu=组 Tong=通 Wei=卫 Jian=建 Mo=墨 Lan=澜 Meng=孟"
    ).split()
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NumberReading:
    """What a document number says: the reading of its prefix or the signing body, and the year."""

    prefix: PrefixReading | None = None
    bodies: tuple[Body, ...] = ()
    year: int | None = None
    text: str = ""


def _year(text: str | None) -> int | None:
    if not text:
        return None
    if text.isdigit():
        return int(text) if len(text) == 4 else 1900 + int(text)
    digits = "".join(str("〇一二三四五六七八九".find(c.replace("○", "〇").replace("零", "〇"))) for c in text)
    return int(digits) if digits.isdigit() else None


def _from_pinyin(text: str) -> NumberReading | None:
    found = _PINYIN.search(text)
    if found is None:
        return None
    syllables = re.findall(r"[A-Z][a-z']*", found[1])
    prefix = "".join(_SYLLABLES.get(syllable, "?") for syllable in syllables)
    if "?" in prefix:
        return NumberReading(year=int(found[2]), text=found[0])
    return NumberReading(prefix=read_prefix(prefix), year=int(found[2]), text=found[0])


@lru_cache(maxsize=8192)
def read_number(number: str) -> NumberReading:
    """Returns what a document number says about its issuer; an empty reading where it says nothing."""
    if number.isascii():
        return _from_pinyin(number) or NumberReading()
    text = _SPACE.sub("", simplify(number)).strip("（(")
    order = _ORDER.match(text)
    if order:
        body = order["body"].removeprefix("中华人民共和国") if "海关" not in order["body"] else order["body"]
        if body in {"主席", "国务院", "部"} or (body.endswith("部") and not body.startswith(("省", "云"))):
            return NumberReading(
                prefix=PrefixReading(prefix=body, level=Level.CENTRAL, weight=4.0),
                year=_year(order["year"]),
                text=number,
            )
        bodies = read_bodies(body)
        if bodies:
            return NumberReading(bodies=bodies, year=_year(order["year"]), text=number)
    found = _FORMAL.match(text)
    if found is None:
        return NumberReading()
    prefix = found["prefix"]
    if len(prefix) > 7:
        bodies = read_bodies(prefix)
        if bodies and bodies[0].explicit:
            return NumberReading(bodies=bodies[:1], year=_year(found["year"]), text=number)
    return NumberReading(prefix=read_prefix(prefix), year=_year(found["year"]), text=number)
