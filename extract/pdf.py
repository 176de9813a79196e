"""PDF files: the text layer read page by page, scans handed to recognition.

1. pieces and lines of each page; 2. furniture over all pages; 3. lines joined into paragraphs, also
across pages; 4. the text written with its page spans, tables and furniture.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, TypeAlias

import pypdfium2
import pypdfium2.raw as pdfium

from corpus.document import Page, Route, Span
from corpus.errors import ReadError
from extract.ocr import NEEDS_OCR, SWITCHED_OFF, has_ocr, recognise_page
from extract.pdf_chars import Box
from extract.pdf_columns import order_lines
from extract.pdf_furniture import mark_furniture, mark_notes
from extract.pdf_glyphs import read_pieces
from extract.pdf_lines import Line, place_tables, slanted_line
from extract.pdf_route import count_objects, lacks_text, needs_ocr
from extract.pdf_write import write_lines
from extract.raw import Draft, Hint, Raw
from extract.rules import find_rules
from extract.table_columns import take_columns
from extract.tables import MIN_PATHS, find_tables, take_tables

PdfDocument: TypeAlias = Any  # pypdfium2 carries no types

MAX_PAGES = 5000
# Names of files and programs that stand where a title should.
_NO_TITLE = re.compile(
    r"\.(docx?|pdf|wps|indd|html?)$|Microsoft Word|^untitled|^无标题|在线工具|在线编辑", re.IGNORECASE
)


@dataclass(slots=True)
class ReadPage:
    """The lines of one page in reading order, its size in points and how it was read."""

    lines: list[Line]
    width: float
    height: float
    route: Route = Route.TEXT
    confidence: float = 1.0
    gutter: float | None = None  # x of the gap between two columns


def open_pdf(data: bytes) -> PdfDocument:
    """Returns the opened file.

    Raises:
        ReadError: `encrypted` where a password is needed, `damaged` where it cannot be opened.
    """
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None) or pdfium.FPDF_GetLastError()
        if code in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}:
            raise ReadError("encrypted", "the PDF is protected by a password") from error
        raise ReadError("damaged", "the PDF is broken or cut off") from error


def read_pdf(data: bytes, *, ocr: bool = True) -> Raw:
    """Returns the text of a PDF with pages, furniture and tables.

    Raises:
        ReadError: `encrypted`, `damaged`, `too_large`, `no_text`, `needs_ocr`.
    """
    document = open_pdf(data)
    try:
        count = len(document)
        if count == 0:
            raise ReadError("damaged", "the PDF has no pages")
        if count > MAX_PAGES:
            raise ReadError("too_large", f"a PDF of {count} pages; the limit is {MAX_PAGES}")
        pages = _read_pages(document, count, ocr=ocr and has_ocr())
        hints = _property_hints(document)
    finally:
        document.close()
    if not any(page.lines and page.confidence > 0 for page in pages):
        _explain_no_text(pages, ocr=ocr)
    mark_furniture([page.lines for page in pages], [page.height for page in pages])
    mark_notes([page.lines for page in pages])
    draft = Draft("pdf")
    ends = write_lines(draft, [page.lines for page in pages], [page.width for page in pages])
    return draft.finish(pages=_pages(pages, ends), hints=hints)


def _read_pages(document: PdfDocument, count: int, *, ocr: bool) -> list[ReadPage]:
    pages: list[ReadPage] = []
    for index in range(count):
        pages.append(read_page(document, index, ocr=ocr, gutter=pages[-1].gutter if pages else None))
    return pages


def page_characters(data: bytes, number: int, *, ocr: bool = False) -> tuple[str, list[Box]]:
    """Returns the characters of one page (from 1) without blanks, in reading order, and a box for each.

    Raises:
        ReadError: `encrypted`, `damaged`.
        IndexError: the file has no such page.
    """
    document = open_pdf(data)
    try:
        if not 1 <= number <= len(document):
            raise IndexError(f"page {number} of {len(document)}")
        before = read_page(document, number - 2, ocr=False).gutter if number > 1 else None
        page = document[number - 1]
        try:
            lines = _read_open_page(page, number - 1, ocr=ocr and has_ocr(), gutter=before).lines
        finally:
            page.close()
    finally:
        document.close()
    texts = ("".join(map("".join, line.cells)) if line.cells else line.text for line in lines)
    text = "".join(char for char in "".join(texts) if not char.isspace())
    return text, [box for line in lines for box in line.inked()]


def _explain_no_text(pages: list[ReadPage], *, ocr: bool) -> None:
    """Raises the reason why no page has usable text."""
    if all(page.confidence > 0 for page in pages):
        raise ReadError("no_text", "the pages of the PDF are empty")
    if not ocr:
        raise ReadError("needs_ocr", SWITCHED_OFF)
    if not has_ocr():
        raise ReadError("needs_ocr", NEEDS_OCR)
    raise ReadError("no_text", "no text was recognised on the pages of the PDF (its fonts may not be embedded)")


def read_page(document: PdfDocument, index: int, *, ocr: bool, gutter: float | None = None) -> ReadPage:
    """Returns one page; it is closed again, so memory does not grow with the number of pages.

    `gutter` is the gap between the columns of the page before.

    A page that needs recognition and cannot have it keeps what text it has, with confidence 0.
    """
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return ReadPage([], 0.0, 0.0, confidence=0.0)
    try:
        result = _read_open_page(page, index, ocr=ocr, gutter=gutter)
    finally:
        page.close()
    for line in result.lines:
        line.runs = []
    return result


def _read_open_page(page: Any, index: int, *, ocr: bool, gutter: float | None = None) -> ReadPage:
    textpage = page.get_textpage()
    try:
        pieces = read_pieces(textpage, page)
    finally:
        textpage.close()
    objects = count_objects(page)
    tables: list[Line] = []
    if objects.path >= MIN_PATHS or objects.form:  # what is inside a form is not counted
        pieces, tables = take_tables(pieces, find_tables(find_rules(page, objects.drawn)), index)
    rows, loose = take_columns([piece for piece in pieces if not piece.slanted], index)
    tables += loose
    lines, gutter = order_lines(rows, index, gutter)
    lines += [slanted_line(piece, index) for piece in pieces if piece.slanted]
    result = ReadPage(place_tables(lines, tables), page.get_width(), page.get_height(), gutter=gutter)
    if needs_ocr(lines, objects) and not tables:
        result.confidence = 0.0
        if ocr:
            result.lines, result.confidence = recognise_page(page, index)
            result.route = Route.OCR
            if lacks_text(result.lines, objects):  # fonts that are neither in the file nor on this system
                result.confidence = 0.0
    return result


def _pages(pages: list[ReadPage], ends: list[int]) -> tuple[Page, ...]:
    starts = [0, *ends[:-1]]
    return tuple(
        Page(
            number=number,
            span=Span(start=start, end=end),
            width=round(page.width, 2),
            height=round(page.height, 2),
            route=page.route,
            confidence=page.confidence,
        )
        for number, (page, start, end) in enumerate(zip(pages, starts, ends, strict=True), start=1)
    )


def _property_hints(document: PdfDocument) -> tuple[Hint, ...]:
    """Returns the title among the file's properties, unless it is the name of a file or program."""
    try:
        title = (document.get_metadata_value("Title") or "").strip()
    except UnicodeDecodeError:
        return ()
    if not title or len(title) > 200 or _NO_TITLE.search(title):
        return ()
    return (Hint(name="title", value=title, span=None, source="metadata"),)
