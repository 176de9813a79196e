"""The document model: immutable text, spans over it, and what stands on the spans.

Offsets count characters (code points) of `Document.text`, the original text as read.
Spans are half-open. Nothing here is mutated: a stage returns new values.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A half-open range `[start, end)` of characters.

    Raises:
        ValueError: the start is negative or the end lies before the start.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def covers(self, other: Span) -> bool:
        """Whether `other` lies within this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end


class Route(StrEnum):
    """How the text of a page was obtained."""

    TEXT = "text"
    OCR = "ocr"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: its number (from 1), its characters, its size in points (0 where unknown)."""

    number: int
    span: Span
    width: float = 0.0
    height: float = 0.0
    route: Route = Route.TEXT
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A header value with where it was found and how sure we are.

    `value` is normalised (dates are ISO 8601, numbers `prefix〔YYYY〕N号`); `span` is None
    where the value stands outside the text (page metadata, file name); `source` names the
    place: `masthead`, `title`, `body`, `signature`, `header_table`, `metadata`, `file_name`.
    `kind` tells the dates apart (`signature`, `adoption`, `approval`, `issue`, `in_force`, `publication`).
    """

    value: str
    span: Span | None = None
    confidence: float = 1.0
    source: str = "body"
    kind: str = ""

    def __post_init__(self) -> None:
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence outside [0, 1]: {self.confidence}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The header fields of a document; None or empty where the document does not show them."""

    title: Field | None = None
    number: Field | None = None
    issuers: tuple[Field, ...] = ()
    addressees: tuple[Field, ...] = ()
    dates: tuple[Field, ...] = ()
    type: Field | None = None
    inner_title: Field | None = None
    inner_type: Field | None = None
    relation: Field | None = None
    validity: Field | None = None
    attachments: tuple[Field, ...] = ()

    def date(self, *kinds: str) -> Field | None:
        """Returns the first date of the given kinds in that order, else None."""
        for kind in kinds:
            for found in self.dates:
                if found.kind == kind:
                    return found
        return None

    @property
    def document_date(self) -> Field | None:
        """The date of the document: signature, then adoption, issue, approval, publication."""
        return self.date("signature", "adoption", "issue", "approval", "publication")


class SegmentKind(StrEnum):
    """What a segment is. The kinds of `UNIT_KINDS` are the units of coding."""

    TITLE = "title"
    NUMBER = "number"
    ADDRESSEE = "addressee"
    HEADING = "heading"
    CLAUSE = "clause"  # numbered: article, item, run-in heading with its text
    PARAGRAPH = "paragraph"  # unnumbered
    TABLE = "table"
    LIST = "list"  # a name list, one unit
    SIGNATURE = "signature"
    NOTE = "note"  # caption, footnote, attachment list, imprint
    CONTENTS = "contents"
    FURNITURE = "furniture"  # running head, page number, watermark


UNIT_KINDS = frozenset({SegmentKind.CLAUSE, SegmentKind.PARAGRAPH, SegmentKind.TABLE, SegmentKind.LIST})


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A piece of the document with its address.

    `address` is unique within the document (`三/（二）/1`, `第二章/第八条/第一款`), `heading` the
    path of headings above it as printed, `cells` the rows of a table.
    """

    address: str
    kind: SegmentKind
    span: Span
    text: str
    heading: tuple[str, ...] = ()
    page: int | None = None
    cells: tuple[tuple[str, ...], ...] = ()

    @property
    def is_unit(self) -> bool:
        """Whether the segment is a unit of coding."""
        return self.kind in UNIT_KINDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A mention: `kind` (actor, place, amount, citation, date, ...), its span and normal value."""

    kind: str
    span: Span
    text: str
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document as read: text, pages, header, segments, entities.

    Raises:
        ValueError: a segment's text is not the text under its span (the span law),
            a span leaves the text, or two segments share an address.
    """

    id: str
    source: str
    text: str
    language: str = "zh"
    format: str = "text"
    pages: tuple[Page, ...] = ()
    header: Header = field(default_factory=Header)
    segments: tuple[Segment, ...] = ()
    entities: tuple[Entity, ...] = ()

    def __post_init__(self) -> None:
        seen: set[str] = set()
        for segment in self.segments:
            if self.text[segment.span.start : segment.span.end] != segment.text:
                raise ValueError(f"segment {segment.address}: text differs from its span")
            if segment.address in seen:
                raise ValueError(f"segment {segment.address}: address used twice")
            seen.add(segment.address)
        size = len(self.text)
        for page in self.pages:
            if page.span.end > size:
                raise ValueError(f"page {page.number} ends outside the text")
        for entity in self.entities:
            if self.text[entity.span.start : entity.span.end] != entity.text:
                raise ValueError(f"entity {entity.text!r}: text differs from its span")

    @property
    def enclosed(self) -> Span | None:
        """The document that a letter or order carries (印发, 转发, 公布): from its title to the end of the text.

        None where the text carries none, or does not print its title.
        """
        inner = self.header.inner_title
        if inner is None or inner.span is None:
            return None
        own = [one for one in self.segments if one.kind is SegmentKind.TITLE and one.span == inner.span]
        return Span(start=inner.span.start, end=self.segments[-1].span.end) if own else None

    @property
    def title(self) -> str:
        """The title, or the empty string."""
        return self.header.title.value if self.header.title else ""

    @property
    def units(self) -> tuple[Segment, ...]:
        """The segments that are coded."""
        return tuple(segment for segment in self.segments if segment.is_unit)
