"""Types to plain dictionaries and back: the only wire form (JSON lines, the library).

Spans are `[start, end]` lists, half-open. `to_dict` writes what a reader of the JSON expects;
`from_dict` functions read what `to_dict` wrote.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from corpus.document import Document, Entity, Field, Header, Page, Route, Segment, SegmentKind, Span
from corpus.label import Coding, Evidence, Issuer, Level, LevelDecision

Plain = dict[str, Any]  # JSON: the one place where it is untyped

_SINGLE = ("title", "number", "type", "inner_title", "inner_type", "relation", "validity")
_SEVERAL = ("issuers", "addressees", "dates", "attachments")


def span_to_list(span: Span | None) -> list[int] | None:
    """Returns `[start, end]`, or None."""
    return None if span is None else [span.start, span.end]


def span_from_list(pair: Sequence[int] | None) -> Span | None:
    """Returns the span of `[start, end]`, or None."""
    return None if pair is None else Span(start=pair[0], end=pair[1])


def _span(pair: Sequence[int]) -> Span:
    return Span(start=pair[0], end=pair[1])


def field_to_dict(field: Field) -> Plain:
    """Returns `value`, `span`, `confidence`, `source`, and `kind` where there is one."""
    plain: Plain = {
        "value": field.value,
        "span": span_to_list(field.span),
        "confidence": round(field.confidence, 4),
        "source": field.source,
    }
    if field.kind:
        plain["kind"] = field.kind
    return plain


def field_from_dict(plain: Mapping[str, Any]) -> Field:
    """Returns the field."""
    return Field(
        value=plain["value"],
        span=span_from_list(plain["span"]),
        confidence=plain["confidence"],
        source=plain["source"],
        kind=plain.get("kind", ""),
    )


def header_to_dict(header: Header) -> Plain:
    """Returns every header field: null where not shown, a list where there may be several."""
    plain: Plain = {}
    for name in _SINGLE:
        field: Field | None = getattr(header, name)
        plain[name] = None if field is None else field_to_dict(field)
    for name in _SEVERAL:
        fields: tuple[Field, ...] = getattr(header, name)
        plain[name] = [field_to_dict(field) for field in fields]
    return plain


def header_from_dict(plain: Mapping[str, Any]) -> Header:
    """Returns the header."""
    single = {name: field_from_dict(plain[name]) for name in _SINGLE if plain.get(name) is not None}
    several = {name: tuple(field_from_dict(field) for field in plain.get(name, ())) for name in _SEVERAL}
    return Header(**single, **several)  # type: ignore[arg-type]  # names are checked by the dataclass


def page_to_dict(page: Page) -> Plain:
    """Returns the page."""
    return {
        "number": page.number,
        "span": span_to_list(page.span),
        "width": page.width,
        "height": page.height,
        "route": str(page.route),
        "confidence": round(page.confidence, 4),
    }


def page_from_dict(plain: Mapping[str, Any]) -> Page:
    """Returns the page."""
    return Page(
        number=plain["number"],
        span=_span(plain["span"]),
        width=plain["width"],
        height=plain["height"],
        route=Route(plain["route"]),
        confidence=plain["confidence"],
    )


def segment_to_dict(segment: Segment) -> Plain:
    """Returns the segment with its text."""
    plain: Plain = {
        "address": segment.address,
        "kind": str(segment.kind),
        "heading": list(segment.heading),
        "span": span_to_list(segment.span),
        "page": segment.page,
        "text": segment.text,
    }
    if segment.cells:
        plain["cells"] = [list(row) for row in segment.cells]
    return plain


def segment_from_dict(plain: Mapping[str, Any]) -> Segment:
    """Returns the segment."""
    return Segment(
        address=plain["address"],
        kind=SegmentKind(plain["kind"]),
        heading=tuple(plain["heading"]),
        span=_span(plain["span"]),
        page=plain["page"],
        text=plain["text"],
        cells=tuple(tuple(row) for row in plain.get("cells", ())),
    )


def document_to_dict(document: Document) -> Plain:
    """Returns the document as `xietong extract --jsonl` prints it."""
    return {
        "id": document.id,
        "source": document.source,
        "format": document.format,
        "language": document.language,
        "header": header_to_dict(document.header),
        "pages": [page_to_dict(page) for page in document.pages],
        "segments": [segment_to_dict(segment) for segment in document.segments],
        "entities": [
            {"kind": e.kind, "span": span_to_list(e.span), "text": e.text, "value": e.value} for e in document.entities
        ],
        "text": document.text,
    }


def document_from_dict(plain: Mapping[str, Any]) -> Document:
    """Returns the document; its laws are checked again."""
    return Document(
        id=plain["id"],
        source=plain["source"],
        text=plain["text"],
        language=plain["language"],
        format=plain["format"],
        pages=tuple(page_from_dict(page) for page in plain["pages"]),
        header=header_from_dict(plain["header"]),
        segments=tuple(segment_from_dict(segment) for segment in plain["segments"]),
        entities=tuple(
            Entity(kind=e["kind"], span=_span(e["span"]), text=e["text"], value=e["value"]) for e in plain["entities"]
        ),
    )


def evidence_to_dict(evidence: Evidence) -> Plain:
    """Returns the evidence."""
    return {
        "label": evidence.label,
        "text": evidence.text,
        "span": span_to_list(evidence.span),
        "source": evidence.source,
        "weight": round(evidence.weight, 4),
    }


def evidence_from_dict(plain: Mapping[str, Any]) -> Evidence:
    """Returns the evidence."""
    return Evidence(
        label=plain["label"],
        text=plain["text"],
        span=span_from_list(plain["span"]),
        source=plain["source"],
        weight=plain["weight"],
    )


def coding_to_dict(coding: Coding) -> Plain:
    """Returns the coding without its address, which the caller names as it needs."""
    return {
        "primary": coding.primary,
        "secondary": list(coding.secondary),
        "probabilities": {name: round(value, 4) for name, value in coding.probabilities.items()},
        "evidence": [evidence_to_dict(evidence) for evidence in coding.evidence],
        "poverty": None if coding.poverty is None else round(coding.poverty, 4),
        "review": coding.review,
        "coder": coding.coder,
        "time": coding.time,
        "comment": coding.comment,
    }


def coding_from_dict(plain: Mapping[str, Any], address: str) -> Coding:
    """Returns the coding of the segment at `address`."""
    return Coding(
        address=address,
        primary=plain["primary"],
        secondary=tuple(plain["secondary"]),
        probabilities=plain["probabilities"],
        evidence=tuple(evidence_from_dict(evidence) for evidence in plain["evidence"]),
        poverty=plain.get("poverty"),
        review=plain["review"],
        coder=plain["coder"],
        time=plain["time"],
        comment=plain["comment"],
    )


def level_to_dict(decision: LevelDecision) -> Plain:
    """Returns the decision as `xietong level --jsonl` prints it."""
    return {
        "level": str(decision.level),
        "province": decision.province,
        "prefecture": decision.prefecture,
        "county": decision.county,
        "code": decision.code,
        "code_current": decision.code_current,
        "issuers": [
            {"name": i.name, "kind": i.kind, "level": str(i.level), "province": i.province, "place": i.place}
            for i in decision.issuers
        ],
        "joint": decision.joint,
        "relation": decision.relation,
        "confidence": round(decision.confidence, 4),
        "evidence": [evidence_to_dict(evidence) for evidence in decision.evidence],
        "flags": list(decision.flags),
    }


def level_from_dict(plain: Mapping[str, Any]) -> LevelDecision:
    """Returns the decision."""
    issuers = tuple(
        Issuer(name=i["name"], kind=i["kind"], level=Level(i["level"]), province=i["province"], place=i["place"])
        for i in plain["issuers"]
    )
    return LevelDecision(
        level=Level(plain["level"]),
        province=plain["province"],
        prefecture=plain["prefecture"],
        county=plain["county"],
        code=plain["code"],
        code_current=plain["code_current"],
        issuers=issuers,
        joint=plain["joint"],
        relation=plain["relation"],
        confidence=plain["confidence"],
        evidence=tuple(evidence_from_dict(evidence) for evidence in plain["evidence"]),
        flags=tuple(plain["flags"]),
    )
