"""Documents over the API: lists, one document with its clauses and codes, its original and its pages."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import PlainTextResponse

from app.web.api.shapes import CodingShape, Limit, Offset, SegmentShape, Shape, coding_shape
from app.web.documents import Only, count_documents, has_document, list_documents
from app.web.originals import original
from app.web.paint import DrawPage, FindBoxes
from app.web.people import Role
from app.web.problem import Problem
from app.web.sources import shown_source
from app.web.state import Reader, TheLibrary, TheShared, TheVisit
from corpus.codec import Plain, header_to_dict, level_to_dict
from corpus.document import Document
from corpus.errors import ReadError
from corpus.judgement import in_force_of
from corpus.library import Library

router = APIRouter(tags=["documents"])
DocumentId = Annotated[str, Path(max_length=60, description="Id of a document.")]
Short = Annotated[str | None, Query(max_length=100)]


def _gives(kind: str) -> dict[int | str, Plain]:
    """Returns the description of an answer that is no JSON."""
    return {200: {"content": {kind: {}}}}


class ListedShape(Shape):
    """A document in a list."""

    id: str
    title: str
    number: str
    date: str
    type: str
    language: str
    format: str
    source: str
    level: str
    province: str


class ListShape(Shape):
    """Some documents, and how many there are in all."""

    total: int
    items: list[ListedShape]


class PageShape(Shape):
    """A page: its characters of the text, its size in points, whether it was recognised (`ocr`)."""

    number: int
    span: list[int]
    width: float
    height: float
    route: str
    confidence: float


class DocumentShape(Shape):
    """A document: header fields with where they were found, the level with its evidence, all segments with codes."""

    id: str
    title: str
    source: str
    language: str
    format: str
    header: Plain
    level: Plain | None
    pages: list[PageShape]
    segments: list[SegmentShape]


class BoxShape(Shape):
    """A line of a passage on a page, as shares of its width and height from the upper left."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@router.get("/documents")
def get_documents(
    library: TheLibrary,
    visit: TheVisit,
    person: Reader,
    level: Short = None,
    province: Short = None,
    type: Short = None,
    year: Annotated[int | None, Query(ge=0, le=9999)] = None,
    title: Short = None,
    sort: Literal["source", "date", "title"] = "source",
    limit: Limit = 20,
    offset: Offset = 0,
) -> ListShape:
    """Documents of the library; `title`: words that stand in the title."""
    only = Only(level=level, province=province, type=type, year=year, words=title)
    found = list_documents(library, only, sort=sort, limit=limit, offset=offset)
    whole = visit.may(Role.ADMIN)
    items = [
        ListedShape(
            id=one.id,
            title=one.title,
            number=one.number,
            date=one.date,
            type=one.type,
            language=one.language,
            format=one.format,
            source=shown_source(one.source, whole=whole),
            level=one.level,
            province=one.province,
        )
        for one in found
    ]
    return ListShape(total=count_documents(library, only), items=items)


@router.get("/documents/{document}")
def get_document(library: TheLibrary, visit: TheVisit, person: Reader, document: DocumentId) -> DocumentShape:
    """A document with its segments; units carry the coding in force."""
    found = document_or_problem(library, document)
    decision = library.level(document)
    codings = {address: coding_shape(one) for address, one in in_force_of(library, document).items()}
    return DocumentShape(
        id=found.id,
        title=found.title,
        source=shown_source(found.source, whole=visit.may(Role.ADMIN)),
        language=found.language,
        format=found.format,
        header=header_to_dict(found.header),
        level=None if decision is None else level_to_dict(decision),
        pages=[
            PageShape(
                number=page.number,
                span=[page.span.start, page.span.end],
                width=page.width,
                height=page.height,
                route=str(page.route),
                confidence=page.confidence,
            )
            for page in found.pages
        ],
        segments=_segments(found, codings),
    )


def _segments(document: Document, codings: dict[str, CodingShape]) -> list[SegmentShape]:
    return [
        SegmentShape(
            address=segment.address,
            kind=str(segment.kind),
            heading=list(segment.heading),
            span=[segment.span.start, segment.span.end],
            page=segment.page,
            text=segment.text,
            unit=segment.is_unit,
            coding=codings.get(segment.address) if segment.is_unit else None,
        )
        for segment in document.segments
    ]


def document_or_problem(library: Library, id: str) -> Document:
    """Returns a document.

    Raises:
        Problem: there is none of this id.
    """
    if not has_document(library, id):
        raise Problem(404, "no_document", document=id)
    return library.document(id)


@router.get("/documents/{document}/text", response_class=PlainTextResponse)
def get_text(library: TheLibrary, person: Reader, document: DocumentId) -> PlainTextResponse:
    """The text as it was read, which all spans count in."""
    return PlainTextResponse(document_or_problem(library, document).text)


@router.get("/documents/{document}/original", response_class=Response, responses=_gives("application/octet-stream"))
def get_original(library: TheLibrary, person: Reader, document: DocumentId) -> Response:
    """The file that the document was read from, to be saved: it is never shown as a page of this site."""
    data = _original_or_problem(library, document)
    found = library.document(document)
    suffix = {"text": "txt"}.get(found.format, found.format)
    headers = {
        "Content-Disposition": f'attachment; filename="{document}.{suffix}"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return Response(data, media_type="application/octet-stream", headers=headers)


@router.get("/documents/{document}/pages/{number}.png", response_class=Response, responses=_gives("image/png"))
def get_page(
    shared: TheShared,
    library: TheLibrary,
    person: Reader,
    document: DocumentId,
    number: Annotated[int, Path(ge=1, le=100_000)],
    width: Annotated[int, Query(ge=50, le=2000, description="Pixels.")] = 900,
) -> Response:
    """A page of a PDF as a picture."""
    data = _pdf_or_problem(library, document)
    try:
        picture = shared.painter.draw(document, data, DrawPage(page=number, width=width))
    except ReadError as error:
        raise Problem(404, "no_page", page=number) from error
    return Response(picture.png, media_type="image/png", headers={"Cache-Control": "private, max-age=86400"})


@router.get("/documents/{document}/boxes")
def get_boxes(
    shared: TheShared,
    library: TheLibrary,
    person: Reader,
    document: DocumentId,
    start: Annotated[int, Query(ge=0, le=100_000_000)],
    end: Annotated[int, Query(ge=0, le=100_000_000)],
) -> list[BoxShape]:
    """Where the characters [start, end) of the text stand on the pages of the PDF, a box a line."""
    found = document_or_problem(library, document)
    data = _pdf_or_problem(library, document)
    boxes: list[BoxShape] = []
    for page in found.pages:
        if page.span.start >= end or page.span.end <= start:
            continue
        task = FindBoxes(text=found.text, page=page, start=start, end=end)
        try:
            answer = shared.painter.find(document, data, task)
        except ReadError as error:
            raise Problem(404, "no_page", page=page.number) from error
        boxes += [
            BoxShape(page=page.number, left=left, top=top, right=right, bottom=bottom)
            for left, top, right, bottom in answer.boxes
        ]
    return boxes


def _original_or_problem(library: Library, document: str) -> bytes:
    if not has_document(library, document):
        raise Problem(404, "no_document", document=document)
    data = original(library, document)
    if data is None:
        raise Problem(404, "no_original")
    return data


def _pdf_or_problem(library: Library, document: str) -> bytes:
    data = _original_or_problem(library, document)
    if not data.startswith(b"%PDF") and b"%PDF" not in data[:1024]:
        raise Problem(404, "no_pages")
    return data
