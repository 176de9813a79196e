"""Reads the text of a document for its issuer: caption, masthead, title line, addressees, signature, imprint.

Only the head and the tail are read, the first signature counts (attachments carry their own), and what the text
cites never does: a citation speaks of those above.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from classify.body import Body
from classify.issuer_words import SEPARATORS
from classify.issuers import read_bodies
from classify.level_addressee import read_addressees
from corpus.label import Level
from extract.fold import simplify
from extract.places import load_gazetteer

# A line; two wide spaces part lines where the line ends were lost.
_LINE = re.compile(r"[^\n\u3000]+(?:\u3000(?!\u3000)[^\n\u3000]+)*")
# What a caption says before the body: the date, 经, 由.
_LEAD_IN = re.compile(r"^(?:.*?[年月日](?=[\u4e00-\u9fff]))?(?:经|由|在|的)?")
_HEAD_LINES = 25
_HEAD = 4000
_TAIL = 6000
_MASTHEAD = re.compile(r"^(.{4,60}?)(?:文件|公报)$")
_DATE = re.compile(
    r"[〇○零Oo0一二三四五六七八九12]{1}[\d〇○零一二三四五六七八九\s]{3,8}年\s*[\d一二三四五六七八九十\s]{1,4}月\s*[\d一二三四五六七八九十\s]{1,5}日"
)
_ADOPTED = re.compile(
    r"([\u4e00-\u9fff]{2,30}?(?:第[一二三四五六七八九十百]+届)?(?:人民代表大会|人大)(?:常务委员会|"
    r"常委会)?)第?[一二三四五六七八九十百]*次?(?:全体)?会?议?[^）)。\n]{0,12}(?:通过|修订|修正)"
)
_SITTING = re.compile(r"在([\u4e00-\u9fff]{2,20}?)第[一二三四五六七八九十百]+届(?:人民代表大会|委员会)")
_SPEAKS = re.compile(r"我(?:谨)?代表([\u4e00-\u9fff]{2,20}?人民政府|国务院)")
_ORDER = re.compile(r"^(?:中华人民共和国)?([\u4e00-\u9fff]{2,20}?)(?:令|公告)$")
# A line under the title of a regulation: 1998年12月26日 国务院第11次常务会议通过; (2002年8月2日 国务院令第357号公布).
_ISSUED = re.compile(
    r"^[（(]?(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*(?:以|经|由)?(?:中华人民共和国)?"
    r"(?P<body>[\u4e00-\u9fff、]{2,40}?)(?P<act>(?:第?\d+号)?令|第[\d一二三四五六七八九十百]+次|公告|批准|发布|公布|通过|颁布|印发|修订)"
)
_IMPRINT = re.compile(r"^([\u4e00-\u9fff]{4,30}?)\s*\d{4}年\d{1,2}月\d{1,2}日印发")
_INDEX = re.compile(r"索\s*引\s*号[\s:：|]*([1-8]\d{5})")
_SELF = re.compile(r"[我全](省|州|盟|县|旗|乡|镇)(?!部|长|级|域)|(?<![、省各])自治区(?=各|党委|人民政府)")
_OWN_CITY = re.compile(r"[我全]市")
_CITY = re.compile(r"[我全本](?:市|区)")
# A text that speaks of the country and names no place of it.
_ANYWHERE = re.compile(r"我国|全国|国家|各地区|各地")
_NATION = re.compile(
    r"我国|全国各|各省、自治区|各地区[、，]各部门|省级(?:主管部门|[\u4e00-\u9fff]{2,10}主管部门)|各省[（(区]|党中央、国务院决策部署"
)
_SELF_LEVELS = {
    "省": Level.PROVINCIAL,
    "州": Level.PREFECTURE,
    "盟": Level.PREFECTURE,
    "县": Level.COUNTY,
    "旗": Level.COUNTY,
    "乡": Level.TOWNSHIP,
    "镇": Level.TOWNSHIP,
}
_TITLE_LINE = re.compile(r"关于|印发|转发|批转|条例|办法|规定|决定")


@dataclass(frozen=True, slots=True)
class Clue:
    """One clue of a text: bodies or a level, where it stands, its source and weight."""

    source: str
    start: int
    end: int
    weight: float
    bodies: tuple[Body, ...] = ()
    level: Level = Level.UNKNOWN
    code: str = ""


def _lines(text: str, start: int, end: int) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    for match in _LINE.finditer(text, start, end):
        bare = match[0].strip()
        if bare:
            found.append((bare, match.start() + match[0].index(bare)))
    return found


def _whole(line: str, year: int | None) -> tuple[Body, ...]:
    """Returns the bodies of a line that consists of nothing else."""
    if len(line) > 90:
        return ()
    bare = line.replace(" ", "").replace("　", "")
    bodies = read_bodies(bare, year)
    if bodies and bodies[-1].explicit and not bare[bodies[-1].end :].strip(SEPARATORS):
        return bodies
    return ()


def _read_caption(text: str, year: int | None) -> Clue | None:
    head = text[:1200]
    for pattern, weight in ((_ADOPTED, 6.0), (_SPEAKS, 6.0), (_SITTING, 5.0)):
        found = pattern.search(head if pattern is not _SPEAKS else text[:2500])
        if found:
            name = _LEAD_IN.sub("", found[1])
            bodies = read_bodies(name, year) or (read_bodies(name[2:], year) if len(name) > 4 else ())
            if bodies:
                return Clue("caption", found.end(1) - len(name), found.end(1), weight, bodies[:1])
    return None


def _read_issued(lines: list[tuple[str, int]], year: int | None) -> Clue | None:
    """Returns the body of the first line that says who adopted or promulgated; a congress that only approved is not it."""
    for line, at in lines[:8]:
        found = _ISSUED.match(line)
        if found is None:
            continue
        bodies = read_bodies(found["body"], year)
        if bodies and bodies[0].explicit and not (found["act"] == "批准" and bodies[0].kind == "congress"):
            return Clue("caption", at + found.start("body"), at + found.end("body"), 6.0, bodies)
    return None


def _read_head(lines: list[tuple[str, int]], year: int | None) -> list[Clue]:
    found: list[Clue] = []
    for line, at in lines:
        masthead = _MASTHEAD.match(line.replace(" ", ""))
        if masthead:
            bodies = _whole(masthead[1], year)
            if bodies:
                found.append(Clue("masthead", at, at + len(line), 6.0, bodies))
        order = _ORDER.match(line.replace(" ", ""))
        if order and len(line) < 30:
            bodies = _whole(order[1], year)
            if bodies:
                found.append(Clue("masthead", at, at + len(line), 6.0, bodies))
        if line.endswith(("：", ":")) and len(line) < 400 and not any(clue.source == "addressee" for clue in found):
            addressed = read_addressees(line)
            if addressed and not line.startswith(("附件", "抄送", "一、")):
                level, code, weight, start, end = addressed
                found.append(Clue("addressee", at + start, at + end, weight, level=level, code=code))
    return found


def _read_signature(lines: list[tuple[str, int]], year: int | None) -> Clue | None:
    """Returns the first block of bodies that a date follows, as a signature does."""
    for index, (line, at) in enumerate(lines):
        if len(line) > 90 or index + 1 >= len(lines):
            continue
        date = _DATE.search(line)
        name = line[: date.start()].strip() if date else line
        followed = date is not None or any(
            _DATE.match(lines[n][0].lstrip("（(")) for n in range(index + 1, min(index + 7, len(lines)))
        )
        if not followed or len(name) < 3:
            continue
        bodies = _whole(name, year)
        if bodies and "bare" not in bodies[0].flags:
            return Clue("signature", at, at + len(name), 6.0, bodies)
    return None


def _read_self(text: str) -> Clue | None:
    counts: Counter[Level] = Counter()
    city = _CITY.search(text, 0, 3000)
    first: dict[Level, tuple[int, int]] = {}
    for found in _SELF.finditer(text, 0, 3000):
        level = _SELF_LEVELS[found[1]] if found[1] else Level.PROVINCIAL
        counts[level] += 1
        first.setdefault(level, found.span())
    cities = len(_OWN_CITY.findall(text, 0, 3000))
    if cities and cities >= max(counts.values(), default=0):
        return None  # 市 may be any tier (T30); a city's text speaks of its province too
    if not counts and city is None:
        nation = list(_NATION.finditer(text, 0, 3000))
        if len({found[0] for found in nation}) >= 2 or len(nation) >= 3:
            return Clue("self_reference", *nation[0].span(), 2.0, level=Level.CENTRAL)
    if not counts:
        country = _ANYWHERE.search(text)
        if country and city is None and next(load_gazetteer().iter_mentions(text[:3000]), None) is None:
            return Clue("self_reference", *country.span(), 2.0, level=Level.CENTRAL)
        return None
    (level, count), *others = counts.most_common(2)
    if others and others[0][1] * 2 > count:
        return None
    start, end = first[level]
    return Clue("self_reference", start, end, 2.0 if count > 1 else 1.0, level=level)


def read_text(text: str, year: int | None = None) -> list[Clue]:
    """Returns the clues of a text about its issuer; spans count characters of the text as given."""
    plain = simplify(text[:_HEAD])
    head = _lines(plain, 0, len(plain))[:_HEAD_LINES]
    clues = _read_head(head, year)
    caption = _read_caption(plain, year) or _read_issued(head, year)
    if caption:
        clues.append(caption)
    index = _INDEX.search(plain)
    if index:
        clues.append(Clue("index_number", index.start(1), index.end(1), 2.0, code=index[1]))
    own = _read_self(plain)
    if own:
        clues.append(own)
    start = max(0, len(text) - _TAIL)
    tail = " " * start + simplify(text[start:]) if start else simplify(text)
    lines = _lines(tail, start, len(tail))
    signature = _read_signature(lines, year)
    if signature:
        clues.append(signature)
    for line, at in lines[-12:]:
        imprint = _IMPRINT.match(line)
        bodies = _whole(imprint[1], year) if imprint else ()
        if imprint and bodies:
            clues.append(Clue("imprint", at, at + imprint.end(1), 3.0, bodies))
    return clues


def title_lines(text: str) -> list[tuple[str, int]]:
    """Returns the lines at the head of a text that read like a title, each with its offset."""
    plain = text[:1500]
    return [
        (line, at) for line, at in _lines(plain, 0, len(plain))[:8] if 6 < len(line) < 120 and _TITLE_LINE.search(line)
    ][:3]
