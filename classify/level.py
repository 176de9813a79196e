"""Decides the government level of a document from what a record or a document shows, with evidence.

decide_level(LevelInput(title="云南省人民政府关于……的意见", number="云政发〔2015〕53号"))
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from classify.body import Body
from classify.issuers import read_field
from classify.level_cues import Title
from classify.level_english import read_english
from classify.level_memo import memo_key, reads_title, recall, remember, repeat
from classify.level_number import NumberReading, read_number
from classify.level_place import MUNICIPALITIES, Jurisdiction, locate
from classify.level_text import read_text, title_lines
from classify.level_title import read_title
from classify.level_votes import (
    PRINTED_NUMBER,
    addressee_votes,
    issuer_votes,
    number_votes,
    relative_votes,
    text_votes,
    title_votes,
)
from classify.level_weigh import Signed, Vote, choose, confidence, sign
from corpus.document import Document, Span
from corpus.label import Evidence, Level, LevelDecision

_OTHERS = re.compile(r"等(?:[\d一二三四五六七八九十]+个?)?(?:部门|单位|部委|机关)?$")
COMPLETE = 7.0  # the strength of a title whose head is a body in full
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelInput:
    """What a record shows of a document; every field may be empty."""

    title: str = ""
    issuer: str = ""
    number: str = ""
    text: str = ""
    date: str = ""
    addressee: str = ""
    language: str = ""


def _year_of(record: LevelInput, number: NumberReading) -> int | None:
    found = _YEAR.search(record.date) if record.date else None
    return int(found[0]) if found else number.year


def _is_english(text: str) -> bool:
    if not text or not text[:3].isascii():
        return False
    return text.isascii() or len(text.encode("ascii", "ignore")) > len(text) * 0.8


def _read_issuers(issuer: str, year: int | None) -> tuple[Body, ...]:
    if not issuer:
        return ()
    if _is_english(issuer):
        return read_english(issuer)[0]
    return read_field(issuer, year)


def decide_level(record: LevelInput) -> LevelDecision:
    """Returns the level of the issuing body with province, evidence and a calibrated confidence.

    Spans of evidence count characters of the field that `source` names (title, number, issuer, addressee; any
    other source means the text). What the record does not show stays empty, an unclear level is `unknown`.
    """
    number = read_number(record.number) if record.number else NumberReading()
    year = _year_of(record, number)
    issuers = _read_issuers(record.issuer, year)
    title = _english_title(record.title) if _is_english(record.title) else read_title(record.title, year)
    key = memo_key(record, number, year, title)
    if key is not None and (known := recall(key)) is not None:
        return repeat(known, record, title)
    votes = issuer_votes(record.issuer, issuers)
    votes += title_votes(record.title, title)
    clues = read_text(record.text, year) if record.text else []
    if record.text and not (record.title and (title.bodies or title.cue is not Level.UNKNOWN)):
        for line, at in title_lines(record.text):
            inner = read_title(line, year)
            if inner.bodies and inner.strength >= 5:
                votes += [
                    replace(vote, source="masthead", span=_shift(vote.span, at)) for vote in title_votes(line, inner)
                ]
                if not record.title:
                    title = replace(inner, span=None)
                break
    votes += number_votes(record.number, number, issuers, title)
    if not record.number and not title.bodies:
        votes += _printed_number(record.title, issuers, title)
    votes += addressee_votes(record.addressee)
    if record.addressee:
        clues = [clue for clue in clues if clue.source != "addressee"]
    if clues:
        votes += text_votes(record.text, clues, _sure(issuers, title), choose(votes)[0])
    votes += relative_votes(record, issuers, title, votes)
    level, strongest, lead = choose(votes)
    signed = _signed(level, issuers, title, votes)
    if _OTHERS.search(record.issuer):
        signed = replace(signed, joint=True)
    place = locate(level, signed, votes, year, record.title, record.text)
    if level is Level.PROVINCIAL and signed.body is not None and "unlisted" in signed.body.flags:
        # A province that the table does not have: whatever else is named, it is not the issuer's.
        name = signed.body.name
        place = Jurisdiction(province=name[: name.find("省") + 1].removeprefix("中共"))
    if level is Level.PREFECTURE and place.province in MUNICIPALITIES:
        level = Level.PROVINCIAL  # a municipality has no prefectures (T15)
        place = Jurisdiction(province=place.province, code=place.code[:2] + "0000" if place.code else "")
    sure = confidence(level, strongest, lead, votes)
    decision = _decision(level, place, issuers or title.bodies, title, signed, votes, sure)
    if key is not None and not reads_title(level, signed, votes, issuers, title):
        remember(key, decision)
    return decision


def _printed_number(printed: str, issuers: tuple[Body, ...], title: Title) -> list[Vote]:
    """Returns the vote of a document number at the end of a title (支付规定_银发2013_226号)."""
    found = PRINTED_NUMBER.search(printed)
    if found is None:
        return []
    votes = number_votes(found[1], read_number(f"{found[1]}〔{found[2]}〕1号"), issuers, title)
    return [replace(vote, source="title", span=_shift(vote.span, found.start(1))) for vote in votes]


def _sure(issuers: tuple[Body, ...], title: Title) -> Level:
    """Returns the level of a title that names the issuing body in full, else of the issuer field, else unknown."""
    if title.strength >= COMPLETE:
        return sign(title.bodies).level
    return sign(issuers).level if any(body.explicit for body in issuers) else Level.UNKNOWN


def _english_title(title: str) -> Title:
    bodies, weight = read_english(title)
    span = (bodies[0].start, bodies[0].end) if bodies else None
    return Title(bodies, span, weight)


def _shift(span: tuple[int, int] | None, by: int) -> tuple[int, int] | None:
    return None if span is None else (span[0] + by, span[1] + by)


def _signed(level: Level, issuers: tuple[Body, ...], title: Title, votes: list[Vote]) -> Signed:
    """Returns the signatories that carry the level: those of the issuer field, of the title, else of the text."""
    for bodies in (issuers, title.bodies):
        signed = sign(bodies, title.others)
        if signed.level is level and level is not Level.UNKNOWN:
            return signed
    for vote in votes:
        if vote.level is level and vote.body is not None:
            return Signed(level, vote.body, vote.body.province, False)
    return Signed(level=level)


def _decision(
    level: Level,
    place: Jurisdiction,
    bodies: tuple[Body, ...],
    title: Title,
    signed: Signed,
    votes: list[Vote],
    sure: float,
) -> LevelDecision:
    flags = dict.fromkeys((*place.flags, *title.flags))
    flags |= dict.fromkeys([flag for body in bodies for flag in body.flags if flag in _PUBLIC_FLAGS])
    if level is Level.UNKNOWN and not bodies:
        for vote in votes:
            if vote.body is not None:
                bodies = (*bodies, vote.body)
    elif not bodies and signed.body is not None:
        bodies = (signed.body,)
    return LevelDecision(
        level=level,
        province=place.province,
        prefecture=place.prefecture,
        county=place.county,
        code=place.code,
        code_current=place.code_current,
        issuers=tuple([body.issuer() for body in bodies if body.explicit]),
        joint=signed.joint,
        relation=title.relation,
        confidence=round(sure - (0.05 if "news" in title.flags and sure > 0.5 else 0.0), 3),
        evidence=tuple(
            [
                Evidence(
                    label=_WORDS[vote.level],
                    text=vote.text,
                    span=Span(start=vote.span[0], end=vote.span[1]) if vote.span else None,
                    source=vote.source,
                    weight=vote.weight,
                )
                for vote in votes
            ]
        ),
        flags=tuple(flags),
    )


_WORDS = {level: level.value for level in Level}
_PUBLIC_FLAGS = frozenset({"dev_zone", "municipality_district", "sub_township", "historic"})


def level_of(document: Document) -> LevelDecision:
    """Returns the level of a document; spans of evidence count characters of `Document.text`, or are None."""
    header = document.header
    date = header.document_date
    record = LevelInput(
        title=header.title.value if header.title else "",
        issuer="、".join(field.value for field in header.issuers),
        number=header.number.value if header.number else "",
        text=document.text,
        date=date.value if date else "",
        addressee="，".join(field.value for field in header.addressees),
        language=document.language,
    )
    decision = decide_level(record)
    title_start = header.title.span.start if header.title and header.title.span else None
    evidence = tuple(_relocate(item, document, title_start) for item in decision.evidence)
    return replace(decision, evidence=evidence)


_FIELD_SOURCES = frozenset({"title", "number", "issuer", "addressee"})


def _relocate(item: Evidence, document: Document, title_start: int | None) -> Evidence:
    if item.span is None or item.source not in _FIELD_SOURCES:
        return item
    if item.source == "title" and title_start is not None:
        start, end = title_start + item.span.start, title_start + item.span.end
        if document.text[start:end] == item.text:
            return replace(item, span=Span(start=start, end=end))
    at = document.text.find(item.text) if item.text else -1
    return replace(item, span=Span(start=at, end=at + len(item.text)) if at >= 0 else None)
