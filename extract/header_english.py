"""English headers: the issuer a title names, `Issued by …`, `To …:`, and when a document takes effect."""

from __future__ import annotations

import re

from corpus.document import Field, Span
from extract.dates import iter_dates
from extract.lines import Line

_TITLE_ISSUER = re.compile(
    r"(?:Notice|Circular|Opinions?|Decision|Announcement|Reply|Letter|Guidelines|Measures|Plan)\s+"
    r"(?:of|from|by)\s+(?:the\s+)?(?P<issuer>[A-Z].{3,90}?)\s+(?:on|concerning|regarding|for\s+(?=[A-Z][a-z]+ing))\b"
)
_ISSUED = re.compile(
    r"(?:Issued|Promulgated|Adopted) by (?:the )?(?P<issuer>[A-Z][^,;.]{3,90}?)\s+on\s+(?P<date>.+?\d{4})"
)
_EFFECT = re.compile(
    r"(?:take effect|come into (?:force|effect)|be effective)\s+(?:on|as of|from|as from)\s+(?P<date>.{8,24}?\d{4})"
)
_TO = re.compile(r"To (?=(?:the|all|each|every)\b)(?P<name>.{4,250}?)\s*:$")
_OPEN_END = re.compile(r"\b(?:on|of|for|and|the|in|to|by|with|from|concerning|regarding)$")
_HEAD_LINES = 6


def is_open_title(text: str) -> bool:
    """Whether an English title must go on: it ends with a preposition or article."""
    return _OPEN_END.search(text) is not None


def english_issuers(title: Field | None, lines: list[Line]) -> tuple[Field, ...]:
    """Returns the issuer that an English title or the line below it names."""
    for line in lines[:_HEAD_LINES]:
        match = _ISSUED.match(line.text)
        if match:
            span = Span(start=line.span.start + match.start("issuer"), end=line.span.start + match.end("issuer"))
            return (Field(value=match["issuer"], span=span, confidence=0.95),)
    match = _TITLE_ISSUER.match(title.value) if title else None
    if match and title:
        return (Field(value=match["issuer"], span=title.span, confidence=0.9, source="title"),)
    return ()


def english_addressees(line: Line) -> tuple[Field, ...]:
    """Returns whom a line `To all township governments:` names, as one field."""
    match = _TO.match(line.text)
    if match is None:
        return ()
    span = Span(start=line.span.start + match.start("name"), end=line.span.start + match.end("name"))
    return (Field(value=match["name"], span=span, confidence=0.95),)


def english_dates(text: str, lines: list[Line], known: set[str]) -> list[Field]:
    """Returns the date of issue below the title and that of entry into force, where not known already."""
    found: list[Field] = []
    for line in lines[:_HEAD_LINES]:
        match = _ISSUED.match(line.text)
        if match and "signature" not in known:
            found += _dated(text, line.span.start + match.start("date"), line.span.end, "signature")
    effect = _EFFECT.search(text)
    if effect and "in_force" not in known:
        found += _dated(text, effect.start("date"), effect.end("date"), "in_force")
    return found


def _dated(text: str, start: int, end: int, kind: str) -> list[Field]:
    date = next(iter_dates(text, start, end), None)
    return [Field(value=date.value, span=date.span, confidence=0.9, kind=kind)] if date else []
