"""Masthead, addressee, signature, imprint, attachments: the parts of a document around its body."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.document import Field, Span
from extract.dates import iter_dates, whole_date
from extract.header_title import Title
from extract.lines import Line
from extract.raw import Raw

_MASTHEAD = re.compile(r"^([\u4e00-\u9fff\s]{3,40})文件$")
_ADDRESSEE = re.compile(r"^[^。；！？：:]{2,260}[：:]$")
_NOT_ADDRESSEE = re.compile(
    r"如下[：:]$|^(?:第|一、|（一）|附|现|为|根据|按照|经)|(?:意见|事项|通知|批复|要求|决定)[：:]$|^(?:各位|同志|女士)|是[：:]$"
)
_BODY_WORD = re.compile(
    r"^To (?:the|all|each)\b|"
    r"等\d+位(?:代表|委员)|(?:代表|委员)[：:]$|政府|委员会|委|厅|局|部|办|公司|单位|银行|院|区|县|市|州|省|镇|乡|村|会|学校|组|社|处|机关"
)
_BODY_END = re.compile(
    r"(?:国务院|中共中央|政府|委员会|党委|省委|州委|市委|县委|区委|镇委|委|厅|局|(?<!公)司|部|署|办公室|办|院|领导小组|指挥部|银行|总会|联合会|协会|集团|公司|大学|学院|社|会|团|中心|人大|政协|军区|总工会|行署)"
    r"(?:（(?:章|印章|盖章|代)）)?$"
)
_ISSUED = re.compile(r"(?P<date>\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)\s*(?:印发|发布)$")
_ATTACHMENT = re.compile(r"^附\s*件\s*[：:]?\s*(?P<rest>.*)$")
_LISTED = re.compile(r"(?:^|(?<=\s))\d{1,2}\s*[.．、]\s*")
_ADOPTER = re.compile(
    r"日\s*(?P<body>国务院|[\u4e00-\u9fff（）]{4,40}?(?:代表大会(?:常务委员会)?|人大常委会|委员会|国务院|人民政府))第?[^，。；）)]{0,30}?(?:会议)?(?:通过|公布|发布)"
)
_ISSUER = re.compile(
    r"日\s*(?P<body>[\u4e00-\u9fff、\s　]{3,60}?(?:部|局|委员会|总局|署|银行|厅|院))\s*(?:联合)?(?:发布|公布|印发|制定)"
)
_ORDER = re.compile(r"(?P<body>国务院|[\u4e00-\u9fff]{2,14}?(?:人民政府|部|总局|委员会|委|署|局))令")
_SEALED = re.compile(r"^[（(].{2,30}代章[)）]$")
_SIGNATURE_LINES = 14
_NOISE = re.compile(r"[\s&a-z;]+$")  # remains of markup after a name
_PERSON = re.compile(
    r"(?:代)?(?:国务院总理|总理|主席|委员长|主任|省长|市长|州长|县长|区长|部长|署长|局长|行长|审计长|镇长|乡长|会长)[\s　：:]*[\u4e00-\u9fff·\s　]{2,12}$"
)
_DATE_ENDS = frozenset("日月0123456789０１２３４５６７８９)）")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What was found; `signature_lines` are the indices of the signature's lines."""

    masthead: tuple[Field, ...] = ()
    addressee: Line | None = None
    signers: tuple[Field, ...] = ()
    adopters: tuple[Field, ...] = ()
    signed: Field | None = None
    issued: Field | None = None
    attachments: tuple[Field, ...] = ()
    signature_lines: tuple[int, ...] = ()


def find_parts(raw: Raw, lines: list[Line], title: Title | None) -> Parts:
    """Returns the parts around the body."""
    begin = (title.last + 1) if title else 0
    signed, signers, indices = _signature(raw, lines, begin)
    return Parts(
        masthead=_masthead(lines[:10]),
        addressee=_addressee(lines[begin : begin + 6]),
        signers=signers,
        adopters=_adopters(raw, lines[begin : begin + 6]),
        signed=signed,
        issued=_issued(raw, lines),
        attachments=_attachments(raw, lines),
        signature_lines=indices,
    )


def _masthead(lines: list[Line]) -> tuple[Field, ...]:
    for line in lines:
        match = _MASTHEAD.match(line.text)
        if match:
            names = [name for name in re.split(r"[\s　]+", match.group(1)) if len(name) > 2]
            return tuple(Field(value=n, span=line.span, confidence=0.97, source="masthead") for n in names)
    return ()


def _addressee(lines: list[Line]) -> Line | None:
    for line in lines:
        if line.table is not None:
            continue
        if is_addressee(line):
            return line
        if len(line.text) > 80 and not line.text.startswith("("):  # an English document number is a long line
            return None
    return None


def is_addressee(line: Line) -> bool:
    """Whether a line names bodies or people and ends with a colon."""
    return bool(_ADDRESSEE.match(line.text) and not _NOT_ADDRESSEE.search(line.text) and _BODY_WORD.search(line.text))


def signer_names(text: str) -> list[str] | None:
    """Returns the bodies that a line is made of, none where it says who sealed for one; None where it is anything else."""
    if len(text) > 80:
        return None
    if _SEALED.match(text):
        return []
    names = [name for name in re.split(r"[\s　]+", _NOISE.sub("", text)) if name]
    return names if all(_BODY_END.search(name) for name in names) else None


def _signature(raw: Raw, lines: list[Line], begin: int) -> tuple[Field | None, tuple[Field, ...], tuple[int, ...]]:
    """Returns the date of signature, the bodies that signed, and the lines they stand on.

    The signature is the first line after the body that is nothing but a date; bodies stand above it.
    Attachments have signatures of their own, so the first is taken, not the last.
    """
    for index in range(begin + 1, len(lines)):
        line = lines[index]
        if len(line.text) > 60 or line.table is not None:
            continue
        value, start = _dated(line)
        if not value or (index < begin + 3 and index < len(lines) - 3 and line.text.startswith(("（", "("))):
            continue
        signers, indices = _signers(lines, index, begin, line, start)
        if not signers and index > begin and _PERSON.match(lines[index - 1].text):
            indices = (index - 1,)
        before = lines[index - 1].text
        if (
            signers
            or indices
            or index >= len(lines) - 4
            or before.endswith(("。", "！", "）", ")"))
            or before.startswith("附件")
        ):
            span = Span(start=line.span.start + start, end=line.span.end)
            date = next(iter_dates(raw.text, span.start, span.end))
            confidence = 0.97 if signers or indices else 0.85
            field = Field(value=value, span=date.span, confidence=confidence, source="signature", kind="signature")
            return field, signers, (*indices, index)
    return None, (), ()


def _dated(line: Line) -> tuple[str, int]:
    """Returns the date a line is (or ends with, after a body) and where it starts in the line."""
    if line.text[-1] not in _DATE_ENDS:
        return "", 0
    value = whole_date(line.text)
    if value:
        return value, 0
    for date in iter_dates(line.text):
        if date.span.end == len(line.text) and len(date.value) == 10:
            before = line.text[: date.span.start].strip()
            if before and len(before) < 40 and all(_BODY_END.search(part) for part in re.split(r"[\s　]+", before)):
                return date.value, date.span.start
    return "", 0


def _signers(
    lines: list[Line], index: int, begin: int, line: Line, start: int
) -> tuple[tuple[Field, ...], tuple[int, ...]]:
    if start:
        names = re.split(r"[\s　]+", line.text[:start].strip())
        span = Span(start=line.span.start, end=line.span.start + start)
        return tuple(Field(value=n, span=span, confidence=0.95, source="signature") for n in names), ()
    found: list[Field] = []
    indices: list[int] = []
    for above in range(index - 1, max(begin, index - _SIGNATURE_LINES), -1):
        bodies = signer_names(_NOISE.sub("", lines[above].text))
        if bodies is None:
            break
        found[:0] = [
            Field(value=re.sub(r"（.*?）$", "", name), span=lines[above].span, confidence=0.97, source="signature")
            for name in bodies
        ]
        indices.insert(0, above)
    return tuple(found), tuple(indices)


def _adopters(raw: Raw, lines: list[Line]) -> tuple[Field, ...]:
    del raw
    for line in lines:
        for pattern in (_ADOPTER, _ISSUER, _ORDER):
            match = pattern.search(line.text)
            if match and len(line.text) < 300:
                if pattern is _ISSUER:
                    return _named(match, line)
                span = Span(start=line.span.start + match.start("body"), end=line.span.start + match.end("body"))
                body = re.sub(r"^中华人民共和国(?=国务院)", "", match["body"])
                return (Field(value=body, span=span, confidence=0.93, source="body"),)
    return ()


def _named(match: re.Match[str], line: Line) -> tuple[Field, ...]:
    """Returns each of the bodies that a line names in a row."""
    fields: list[Field] = []
    for part in re.finditer(r"[^、\s　]+", match["body"]):
        start = line.span.start + match.start("body") + part.start()
        span = Span(start=start, end=start + len(part.group()))
        fields.append(Field(value=part.group(), span=span, confidence=0.9, source="body"))
    return tuple(fields)


def _issued(raw: Raw, lines: list[Line]) -> Field | None:
    for line in lines[-8:]:
        match = _ISSUED.search(line.text)
        if match:
            date = next(iter_dates(raw.text, line.span.start, line.span.end), None)
            if date is not None:
                return Field(value=date.value, span=date.span, confidence=0.95, kind="issue")
    return None


def _attachments(raw: Raw, lines: list[Line]) -> tuple[Field, ...]:
    """Returns the titles in the list of attachments after the body."""
    for index, line in enumerate(lines):
        match = _ATTACHMENT.match(line.text) if line.text[0] == "附" else None
        if not match or not match["rest"] or len(line.text) > 300 or "：" not in line.text.replace(":", "："):
            continue
        fields: list[Field] = []
        for number, part in enumerate(lines[index : index + 12]):
            start = part.span.start + (match.start("rest") if number == 0 else 0)
            text = raw.text[start : part.span.end]
            if number and not re.match(r"\d{1,2}\s*[.．、]", text):
                break
            for piece in [piece for piece in _LISTED.split(text) if piece.strip()]:
                at = raw.text.index(piece, start)
                span = Span(start=at, end=at + len(piece.rstrip()))
                fields.append(Field(value=piece.strip(), span=span, confidence=0.9))
        return tuple(fields)
    return ()
