"""A document as it is read: header, level, clauses with their codes and evidence, pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.web.views.address import anchor
from app.web.views.names import Code, code, level_name
from app.web.views.pieces import Piece, cut_pieces
from app.web.words import phrase, table
from corpus.document import Document, Field, Segment, SegmentKind
from corpus.judgement import Judgement
from corpus.label import LevelDecision

STRONG = ("lexicon", "model")  # evidence that is marked in the text; whole phrases would mark all of it
MOST_DEEP = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """The coding in force of a clause."""

    id: int
    primary: Code
    secondary: tuple[Code, ...]
    machine: bool
    coder: str
    time: str
    comment: str
    review: bool
    chances: tuple[tuple[Code, float], ...]  # likeliest first
    evidence: tuple[tuple[Code, str, str], ...]  # category, kind of evidence, words
    poverty: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A segment: a heading, a clause, a table or another paragraph."""

    address: str
    anchor: str
    kind: str
    depth: int
    pieces: tuple[Piece, ...]
    cells: tuple[tuple[str, ...], ...]
    page: int | None
    span: tuple[int, int]
    coded: Coded | None
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A header field: its name, value, how sure, and whether it was read off the file's name."""

    name: str
    value: str
    confidence: float
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the page of a document shows."""

    id: str
    title: str
    source: str
    facts: tuple[Fact, ...]
    level: str
    places: str
    confidence: float
    reasons: tuple[tuple[str, str, str], ...]  # level, kind of evidence, words
    rows: tuple[Row, ...]
    outline: tuple[Row, ...]
    profile: tuple[tuple[Code, int], ...]
    pages: tuple[int, ...]
    has_pictures: bool


def read_document(
    document: Document,
    level: LevelDecision | None,
    codings: Mapping[str, Judgement],
    *,
    at: str,
    source: str,
    language: str,
) -> Reading:
    """Returns a document as it is shown; `at` is the address of the chosen clause."""
    rows = tuple(_row(one, codings.get(one.address), at, language) for one in document.segments)
    counts: dict[str, int] = {}
    for row in rows:
        if row.coded is not None and row.coded.primary.colour:
            counts[row.coded.primary.id] = counts.get(row.coded.primary.id, 0) + 1
    places = (level.province, level.prefecture, level.county) if level else ()
    return Reading(
        id=document.id,
        title=document.title or document.source,
        source=source,
        facts=_facts(document, language),
        level=level_name(str(level.level), language) if level else "",
        places=" ".join(dict.fromkeys(one for one in places if one)),
        confidence=level.confidence if level else 0.0,
        reasons=_reasons(level, language),
        rows=rows,
        outline=tuple(row for row in rows if row.kind == SegmentKind.HEADING),
        profile=tuple((code(id, language), counts[id]) for id in sorted(counts, key=lambda id: -counts[id])),
        pages=tuple(page.number for page in document.pages),
        has_pictures=document.format == "pdf" and bool(document.pages),
    )


def _row(segment: Segment, found: Judgement | None, at: str, language: str) -> Row:
    coded = coded_of(found, language) if found is not None and segment.is_unit else None
    marks: list[tuple[int, int, int]] = []
    if found is not None and coded is not None:
        given = {one.id: one.colour for one in (coded.primary, *coded.secondary)}
        for one in found.coding.evidence:
            if one.label in given and one.source in STRONG and one.span is not None:
                start = one.span.start - segment.span.start
                marks.append((max(start, 0), one.span.end - segment.span.start, given[one.label]))
    return Row(
        address=segment.address,
        anchor=anchor(segment.address),
        kind=str(segment.kind),
        depth=min(len(segment.heading) + 1, MOST_DEEP),
        pieces=cut_pieces(segment.text, marks),
        cells=segment.cells,
        page=segment.page,
        span=(segment.span.start, segment.span.end),
        coded=coded,
        chosen=segment.address == at,
    )


def coded_of(found: Judgement, language: str) -> Coded:
    """Returns a coding as it is shown."""
    coding = found.coding
    chances = sorted(coding.probabilities.items(), key=lambda pair: -pair[1])
    evidence = sorted(coding.evidence, key=lambda one: (one.label, one.source, -one.weight))
    return Coded(
        id=found.id,
        primary=code(coding.primary, language),
        secondary=tuple(code(one, language) for one in coding.secondary),
        machine=found.machine,
        coder=coding.coder,
        time=coding.time,
        comment=coding.comment,
        review=coding.review,
        chances=tuple((code(id, language), chance) for id, chance in chances),
        evidence=tuple(
            dict.fromkeys(
                (code(one.label, language), phrase(f"evidence.{one.source}", language), one.text)
                for one in evidence
                if f"evidence.{one.source}" in table()
            )
        ),
        poverty=coding.poverty,
    )


def _facts(document: Document, language: str) -> tuple[Fact, ...]:
    header = document.header
    named: list[tuple[str, Field | None]] = [
        ("number", header.number),
        *(("issuer", one) for one in header.issuers),
        *(("addressee", one) for one in header.addressees),
        *((f"date_{one.kind}", one) for one in header.dates if one.kind),
        ("type", header.type),
        ("validity", header.validity),
    ]
    return tuple(
        Fact(
            name=phrase(f"fact.{name}", language) if f"fact.{name}" in table() else name,
            value=field.value,
            confidence=field.confidence,
            source=field.source,
        )
        for name, field in named
        if field is not None
    )


def _reasons(level: LevelDecision | None, language: str) -> tuple[tuple[str, str, str], ...]:
    if level is None:
        return ()
    found = ((level_name(one.label, language), one.source, one.text) for one in level.evidence if one.text)
    return tuple(dict.fromkeys(found))
