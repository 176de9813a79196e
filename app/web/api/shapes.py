"""The shapes of the API: what goes in is checked strictly, what comes out is described by OpenAPI."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from app.web.queue import Item
from app.web.review import LONGEST_COMMENT
from corpus.codec import coding_to_dict
from corpus.judgement import Judgement

_MOST_ID = 2**53 - 1  # what JavaScript counts exactly

Limit = Annotated[int, Query(ge=1, le=200, description="How many at most.")]
Offset = Annotated[int, Query(ge=0, le=10_000_000, description="How many are skipped.")]
Category = Annotated[str, Field(min_length=1, max_length=60)]
Address = Annotated[str, Field(min_length=1, max_length=500)]
CodingId = Annotated[int, Field(ge=1, le=_MOST_ID)]


class Shape(BaseModel):
    """What all shapes share: values are taken as they are, unknown names are refused."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Correction(Shape):
    """Codes that a person gives a clause. `seen`: id of the coding in force that was shown, against overwriting."""

    address: Address
    primary: Category
    secondary: list[Category] = Field(default_factory=list, max_length=20)
    comment: str = Field(default="", max_length=LONGEST_COMMENT)
    seen: CodingId | None = None


class Acceptance(Shape):
    """Agreement with the coding in force, or with the one that was shown."""

    address: Address
    seen: CodingId | None = None


class EvidenceShape(Shape):
    """Words that speak for a category; `span` counts characters of the document's text."""

    label: str
    text: str
    span: list[int] | None
    source: str
    weight: float


class CodingShape(Shape):
    """One judgement of one clause by the machine or a person."""

    id: int
    document: str
    address: str
    machine: bool
    coder: str
    time: str
    primary: str
    secondary: list[str]
    probabilities: dict[str, float]
    evidence: list[EvidenceShape]
    poverty: float | None
    review: bool
    comment: str
    retracted_by: str
    retracted_at: str


class SegmentShape(Shape):
    """A piece of a document; `coding` is the one in force of a unit."""

    address: str
    kind: str
    heading: list[str]
    span: list[int]
    page: int | None
    text: str
    unit: bool
    coding: CodingShape | None


class ItemShape(Shape):
    """A clause that waits for a person, with the texts beside it."""

    document: str
    title: str
    number: str
    date: str
    level: str
    province: str
    address: str
    heading: list[str]
    page: int | None
    span: list[int]
    text: str
    before: str
    after: str
    machine: CodingShape


class QueueShape(Shape):
    """A part of the queue, and how many wait in all."""

    waiting: int
    items: list[ItemShape]


class ProblemShape(BaseModel):
    """A problem document (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str


def coding_shape(one: Judgement) -> CodingShape:
    """Returns a coding as the API shows it."""
    plain = coding_to_dict(one.coding)
    return CodingShape(
        id=one.id,
        document=one.document,
        address=one.coding.address,
        machine=one.machine,
        retracted_by=one.retracted_by,
        retracted_at=one.retracted_at,
        **plain,
    )


def item_shape(item: Item) -> ItemShape:
    """Returns an item of the queue as the API shows it."""
    return ItemShape(
        document=item.document,
        title=item.title,
        number=item.number,
        date=item.date,
        level=item.level,
        province=item.province,
        address=item.address,
        heading=list(item.heading),
        page=item.page,
        span=list(item.span),
        text=item.text,
        before=item.before,
        after=item.after,
        machine=coding_shape(item.machine),
    )
