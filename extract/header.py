"""The header of a document: title, number, issuers, addressees, dates, type, each with its evidence.

Order of trust: 1. what the page itself prints in a header table; 2. the text; 3. the file's metadata.
Nothing is guessed from the file name.
"""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.document import Field, Header, Span
from extract.dates import iter_dates, whole_date
from extract.doctypes import inner_title, relation_of_title, title_issuer, type_of_title
from extract.header_english import english_addressees, english_dates, english_issuers
from extract.header_parts import Parts
from extract.header_title import Title
from extract.layout import Layout, layout_of
from extract.lines import Line
from extract.numbers import iter_numbers, parse_number
from extract.numerals import NUMERAL, numeral_value
from extract.raw import Hint, Raw

_SEPARATOR = re.compile(r"[\s　、，,;；]+")
_TRUST = {"header_table": 0.99, "metadata": 0.8}
_ADOPTED = re.compile(r"通过|修订|修正|批准|公布|发布")
_IN_FORCE = re.compile(r"自(?P<date>[^。；，]{6,24}?)起(?:施行|实施|执行|生效)")
_BEGUN = re.compile(r"自?\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*起?施行")
_DELIVERED = re.compile(r"[—－-]{1,2}\s*\d{4}\s*年.{2,8}日在.{4,60}会议上$")  # the day a report was given
_FROM_ISSUE = re.compile(r"自(?:公布|发布|印发)之日起(?:施行|实施|执行)")
# A line that begins so names another document's number.
_CITED = re.compile(r"依照|依据|依據|根据|根據|按照|遵照|贯彻|贯徹|落实|现将|经研究|附件")
# A government's report on its work: the place alone names who gives it.
_REPORT = re.compile(
    r"(?:\d{4}年)?(?P<place>[\u4e00-\u9fff]{2,14}?(?:省|自治区|自治州|市|县|区|州|旗))(?:\d{4}年)?(?:人民)?政府工作报告"
)
_HEAD_LINES = 24
_ORDER = re.compile(r"令\s*第|第\S{1,6}号令|令（第")
_SERIAL = re.compile(rf"[（(]?第\s*({NUMERAL}|\d+)\s*号[)）]?")


def find_header(raw: Raw, *, name: str = "", layout: Layout | None = None) -> Header:
    """Returns the header fields that the document shows.

    `name`, the name of the file, is not evidence and only kept for messages; `layout` spares finding it again.
    """
    layout = layout or layout_of(raw)
    lines, title, parts = layout.plain, layout.title, layout.parts
    field = title.field if title else None
    text = field.value if field else ""
    inner = text if title and title.carried else inner_title(text)
    return Header(
        title=field,
        number=_number(raw, lines, title),
        issuers=_issuers(raw, title, parts) or (english_issuers(field, lines) if _is_english(raw) else ()),
        addressees=_addressees(parts),
        dates=_dates(raw, lines, title, parts),
        type=_type(field, text),
        inner_title=_inner(raw, field, inner),
        inner_type=_derived(field, type_of_title(inner)) if inner else None,
        relation=_derived(field, "issue" if title and title.carried else relation_of_title(text)) if field else None,
        validity=_hinted(raw, "validity"),
        attachments=parts.attachments,
    )


def _hint(raw: Raw, name: str) -> Hint | None:
    return next((hint for hint in raw.hints if hint.name == name and hint.value.strip()), None)


def _hinted(raw: Raw, name: str) -> Field | None:
    hint = _hint(raw, name)
    if hint is None:
        return None
    return Field(value=hint.value.strip(), span=hint.span, confidence=_TRUST.get(hint.source, 0.7), source=hint.source)


def _derived(field: Field | None, value: str) -> Field | None:
    if field is None or not value:
        return None
    return Field(value=value, span=field.span, confidence=round(field.confidence * 0.97, 4), source="title")


def _type(field: Field | None, text: str) -> Field | None:
    found = type_of_title(text)
    if field is None or not found:
        return None
    if field.span is None:
        return _derived(field, found)
    return Field(value=found, span=field.span, confidence=round(field.confidence * 0.97, 4), source="title")


def _inner(raw: Raw, field: Field | None, inner: str) -> Field | None:
    if field is None or not inner:
        return None
    start = raw.text.find(inner, field.span.end if field.span else 0)
    span = Span(start=start, end=start + len(inner)) if start >= 0 else None
    return Field(value=inner, span=span, confidence=field.confidence, source="title")


def _number(raw: Raw, lines: list[Line], title: Title | None) -> Field | None:
    hint = _hint(raw, "number")
    if hint is not None:
        number = parse_number(hint.value)
        value = number.value if number else hint.value.strip()
        return Field(value=value, span=hint.span, confidence=0.99 if number else 0.7, source=hint.source)
    for order, line in enumerate(lines[:_HEAD_LINES]):
        if title is not None and title.first <= order <= title.last:
            number = parse_number(line.text[: title.field.span.start - line.span.start]) if title.field.span else None
            if number is not None and order == title.first:
                span = Span(start=line.span.start + number.span.start, end=line.span.start + number.span.end)
                return Field(value=number.value, span=span, confidence=0.97, source="body")
            continue
        order_number = _order_number(line, lines[order + 1]) if order + 1 < len(lines) and order < 8 else None
        if order_number is not None:
            return order_number
        if len(line.text) > 120 and not line.text.startswith(("（", "(")):
            continue
        if _CITED.match(line.text):
            continue
        for number in iter_numbers(raw.text, line.span.start, line.span.end):
            if _CITED.match(number.value):
                continue
            share = len(number.span) / max(len(line.text), 1)
            caption = line.text.startswith(("（", "(")) and len(line.text) < 90
            if share >= 0.45 or (caption and "第" in number.value):
                return Field(value=number.value, span=number.span, confidence=0.97, source="body")
            cited = _CITED.search(raw.text, line.span.start, number.span.end)
            if order < 8 and _ORDER.search(line.text) and not cited:
                return Field(value=number.value, span=number.span, confidence=0.9, source="body")
    return None


def _order_number(line: Line, after: Line) -> Field | None:
    """Returns the number of an order printed over two lines: the body's name with 令, then 第N号."""
    if not line.text.endswith("令") or not _SERIAL.fullmatch(after.text) or len(line.text) > 30:
        return None
    serial = numeral_value(_SERIAL.fullmatch(after.text)[1])  # type: ignore[index]
    body = re.sub("^中华人民共和国(?=.{3})", "", "".join(line.text.split()))
    span = Span(start=line.span.start, end=after.span.end)
    return Field(value=f"{body}第{serial}号", span=span, confidence=0.95, source="body")


def _issuers(raw: Raw, title: Title | None, parts: Parts) -> tuple[Field, ...]:
    hint = _hint(raw, "issuer")
    if hint is not None and hint.source == "header_table":
        return _split(hint.value, hint.span, 0.99, hint.source)
    named = title_issuer(title.field.value) if title is not None and title.field.span is not None else ""
    if parts.masthead and not any(
        named.startswith(f.value) and len(_SEPARATOR.split(named)) > 1 for f in parts.masthead
    ):
        return parts.masthead
    if title is not None and title.field.span is not None:
        issuer = title_issuer(title.field.value)
        if issuer:
            first = _split(issuer, title.field.span, 0.95, "title")
            more = tuple(
                f for f in parts.signers if all(f.value not in g.value and g.value not in f.value for g in first)
            )
            return first if len(first) > 1 or len(parts.signers) < 2 else (*first, *more)
    if parts.adopters:
        return parts.adopters
    if parts.signers:
        return parts.signers
    report = _REPORT.match(title.field.value) if title is not None else None
    if report is not None and title is not None:
        return (Field(value=f"{report['place']}人民政府", span=title.field.span, confidence=0.85, source="title"),)
    return _split(hint.value, hint.span, 0.8, hint.source) if hint is not None else ()


def _split(value: str, span: Span | None, confidence: float, source: str) -> tuple[Field, ...]:
    names = (
        [name for name in _SEPARATOR.split(value.strip()) if len(name) > 1] if not value.isascii() else [value.strip()]
    )
    return tuple(Field(value=name, span=span, confidence=confidence, source=source) for name in names)


def _addressees(parts: Parts) -> tuple[Field, ...]:
    line = parts.addressee
    if line is None:
        return ()
    english = english_addressees(line)
    if english:
        return english
    text = line.text.rstrip("：: ")
    fields: list[Field] = []
    position = 0
    for name in re.split(r"[，,；;]", text):
        start = text.index(name, position)
        position = start + len(name)
        if name.strip():
            span = Span(start=line.span.start + start, end=line.span.start + position)
            fields.append(Field(value=name.strip(), span=span, confidence=0.95))
    return tuple(fields)


def _dates(raw: Raw, lines: list[Line], title: Title | None, parts: Parts) -> tuple[Field, ...]:
    found: list[Field] = []
    for name, kind in (
        ("date_signature", "signature"),
        ("date_publication", "publication"),
        ("date_in_force", "in_force"),
    ):
        hint = _hint(raw, name)
        value = next((d.value for d in iter_dates(hint.value)), "") if hint is not None else ""
        if hint is not None and value:
            trust = _TRUST.get(hint.source, 0.7)
            found.append(Field(value=value, span=hint.span, confidence=trust, source=hint.source, kind=kind))
    kinds = {field.kind for field in found}
    if parts.signed is not None and "signature" not in kinds:
        found.append(parts.signed)
    found += _caption_dates(raw, lines, title)
    if parts.issued is not None:
        found.append(parts.issued)
    if "in_force" not in {field.kind for field in found}:
        found += _in_force(raw, found)
    if _is_english(raw):
        found += english_dates(raw.text, lines, {field.kind for field in found})
    return tuple(found)


def _is_english(raw: Raw) -> bool:
    return raw.text[:400].isascii() or sum(map(str.isascii, raw.text[:400])) > 380


def _caption_dates(raw: Raw, lines: list[Line], title: Title | None) -> list[Field]:
    """Returns the dates of adoption and publication in the lines under a law's title."""
    first = (title.carried[1] if title.carried else title.last) + 1 if title else 0
    fields: list[Field] = []
    for line in lines[first : first + 10]:
        if len(line.text) > 400 or line.text.startswith("第一"):
            break
        bracketed = line.text.startswith(("（", "("))
        delivered = _DELIVERED.match(line.text)
        if delivered:
            date = next(iter_dates(raw.text, line.span.start, line.span.end), None)
            if date is not None:
                fields.append(Field(value=date.value, span=date.span, confidence=0.95, kind="adoption"))
            continue
        begun = _BEGUN.fullmatch(line.text)
        if begun:
            date = next(iter_dates(raw.text, line.span.start, line.span.end), None)
            if date is not None:
                fields.append(Field(value=date.value, span=date.span, confidence=0.95, kind="in_force"))
            continue
        if not _ADOPTED.search(line.text) or not (bracketed or re.match(r"\s*[12１２]", line.text)):
            if whole_date(line.text) and bracketed:
                date = next(iter_dates(raw.text, line.span.start, line.span.end))
                # Below the title of a decision or opinions the date is that of signature, below a law's that of issue.
                kind = "signature" if title and title_issuer(title.field.value) else "issue"
                fields.append(Field(value=date.value, span=date.span, confidence=0.8, kind=kind))
            continue
        for date in iter_dates(raw.text, line.span.start, line.span.end):
            after = raw.text[date.span.end : line.span.end]
            said = after.split("根据")[0]
            kind = "adoption" if "通过" in said else "approval" if re.match(r"[^，。；]{0,40}批准", said) else "issue"
            if kind in {field.kind for field in fields}:
                continue
            fields.append(Field(value=date.value, span=date.span, confidence=0.95, kind=kind))
    kinds = {field.kind for field in fields}
    if "approval" in kinds and not kinds & {"adoption", "issue"}:  # the only act that is told
        return [replace(field, kind="adoption") if field.kind == "approval" else field for field in fields]
    return fields


def _in_force(raw: Raw, known: list[Field]) -> list[Field]:
    matches = list(_IN_FORCE.finditer(raw.text))
    for match in reversed(matches):
        date = next(iter_dates(raw.text, match.start("date"), match.end("date") + 1), None)
        if date is not None:
            return [Field(value=date.value, span=date.span, confidence=0.9, kind="in_force")]
    from_issue = _FROM_ISSUE.search(raw.text)
    kinds = ("issue", "signature") if any(f.kind == "approval" for f in known) else ("issue", "adoption", "signature")
    start = next((f for kind in kinds for f in known if f.kind == kind), None)
    if from_issue and start is not None:
        span = Span(start=from_issue.start(), end=from_issue.end())
        return [Field(value=start.value, span=span, confidence=0.7, kind="in_force")]
    return []
