"""Reads a title for its issuer: the head before 关于/印发/转发, else the place or cue it begins with.

Citations 《…》 are struck out first: what a title cites says nothing about who issues it (T7). The one exception
is the object of 印发 in a title that has no issuer.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from classify.body import Body, place_body
from classify.issuer_words import SEPARATORS
from classify.issuers import read_bodies
from classify.level_cues import NATIONAL_LAW, REGULATION, Scan, Title, origin, read_cues
from corpus.label import Level
from extract.fold import simplify
from extract.places import at_year, load_gazetteer

_SPACE = re.compile(r"\s+")
_CITATION = re.compile(r"《(?:[^《》]|《[^《》]*》)*(?:》|$)|〈[^〈〉]*〉")
_HEAD_STOP = re.compile(
    r"关于|印发|转发|批转|颁布|下发|(?<!新闻)发布|公布|"
    r"等(?:\d+|[一二两三四五六七八九十]+)?(?:个)?(?:部门|部委|单位|机关)|(?:令|公告|通告|通知)(?=[\u4e00-\u9fff]{2,3}省|第|20\d\d|19\d\d|[（(\[〔]|$)|□|在"
)
_NOISE = re.compile(
    r"(?:[\[【（(](?:有效|现行|已废止|失效|废止|已失效|已修改|修订|转载|全文|最新|原文|政策|文件|解读|图解|重磅|转发)[^\]】）)]*[\]】）)]|附件?\d*[:：.、]|附[:：]|"
    r"【[^】]{1,8}】|(?:20|19)\d\d年(?:度)?|□|[“\"'＂·\-—*#\d.、 ])+"
)
_WHOLE = re.compile(
    r"([\u4e00-\u9fff]{1,12}[〔\[（(]\d{4}[〕\]）)]\d+号)?《([^《》]*(?:《[^《》]*》[^《》]*)*)》(?:[〔\[（(][^）)]*[）)])?$"
)
_VERBS = re.compile(r"(?:关于)?(?:(转发|批转)|(印发|颁布|颁发|下发|发布|公布))")
_REPLY = re.compile(r"批复(?:[（(][^）)]*[）)])?$|复函$|答复(?:意见|的函)?$")
_APPROVE = re.compile(r"^(?:关于)?(?:批准|同意|核准)")
_DRAFT = re.compile(r"征求意见|草案|送审稿|讨论稿|公开征集意见")
_PAPER = re.compile(r"(?:通知|意见|方案|办法|公告|通告|决定|批复|函|令|条例|规定)(?:[（(][^）)]*[）)])?$")
_NEWS = re.compile(r"召开|举行|调研|强调|讲话|解读|答记者问|图解|一图|新闻发布|问答|综述|纪实|侧记|会议精神|开幕|闭幕")
_MARKED = re.compile(f"{_DRAFT.pattern}|{_NEWS.pattern}")  # one look at most titles instead of two


def squeeze(text: str) -> tuple[str, list[int] | None]:
    """Returns the text in simplified characters without white space, and the place of each character left."""
    plain = simplify(text)
    if _SPACE.search(plain) is None:
        return plain, None
    kept = [index for index, character in enumerate(plain) if not character.isspace()]
    return "".join(plain[index] for index in kept), kept


def _flags(masked: str) -> tuple[str, ...]:
    flags = ("draft",) if _DRAFT.search(masked) else ()
    return (*flags, "news") if _NEWS.search(masked) and not _PAPER.search(masked) else flags


def _relation(matter: str) -> str:
    if "复" in matter and _REPLY.search(matter):
        return "reply"
    verb = _VERBS.match(matter)
    if verb:
        return "forward" if verb[1] else "issue"
    return "approve" if _APPROVE.match(matter) else "original"


def _origin_of(span: tuple[int, int] | None, kept: list[int] | None, whole: re.Match[str]) -> tuple[int, int] | None:
    return None if span is None else origin(kept, whole.start(2) + span[0], whole.start(2) + span[1])


@lru_cache(maxsize=8192)
def read_title(title: str, year: int | None = None) -> Title:
    """Returns what a title says about its issuer; spans count characters of the title as given."""
    text, kept = squeeze(title)
    whole = _WHOLE.match(text)
    if whole:  # the title itself stands in 《》, after its number
        inner = read_title(whole[2], year)
        return replace(
            inner, span=_origin_of(inner.span, kept, whole), cue_span=_origin_of(inner.cue_span, kept, whole)
        )
    masked = _CITATION.sub(lambda match: "□" * len(match[0]), text) if "《" in text or "〈" in text else text
    noise = _NOISE.match(masked)
    begin = noise.end() if noise and noise.end() < len(masked) else 0
    flags = _flags(masked) if _MARKED.search(masked) else ()
    if NATIONAL_LAW.match(masked, begin):
        return read_cues(Scan(text, masked, begin, kept, flags, "original", year))
    stop = _HEAD_STOP.search(masked, begin)
    if stop is not None and stop.start() > begin:
        found = _read_head(masked, begin, stop.start(), year)
        if found:
            last = found[-1]
            complete = last.explicit and not masked[begin + last.end : stop.start()].strip(SEPARATORS)
            strength = 7.0 if complete and stop[0] != "在" else 4.0 if last.explicit else 3.0
            relation = _relation(masked[stop.start() :]) if complete or not last.explicit else "original"
            span = origin(kept, begin, begin + last.end)
            found = _legislator(found, masked[begin:], year)
            return Title(found, span, strength, relation=relation, others=stop[0].startswith("等"), flags=flags)
    elif stop is None:
        found = _read_head(masked, begin, min(len(masked), begin + 60), year)
        if found:
            last = found[-1]
            span = origin(kept, begin, begin + last.end)
            found = _legislator(found, masked[begin:], year)
            return Title(found, span, 5.0 if last.explicit else 3.0, relation=_relation(""), flags=flags)
    return read_cues(Scan(text, masked, begin, kept, flags, _relation(masked[begin:]), year))


def _read_head(masked: str, begin: int, end: int, year: int | None) -> tuple[Body, ...]:
    return read_bodies(masked[begin:end], year)


def _legislator(found: tuple[Body, ...], title: str, year: int | None) -> tuple[Body, ...]:
    """Raises a district without a legislature to the place above that legislates for it (上海市浦东新区…条例)."""
    body = found[-1]
    if (
        body.explicit
        or body.level is not Level.COUNTY
        or not (REGULATION.search(title) or "浦东新区" in body.name)
        or "自治" in body.name
    ):
        return found
    first = load_gazetteer().match(title, 0)
    if first is None or first.end >= body.end:
        return found
    return (place_body(title, 0, first.end, at_year(first.divisions, year), kind="place", explicit=False),)
