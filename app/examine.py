"""The examination of one file: a page with its header evidence, clause tree, furniture and codes."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from pathlib import Path

from app.work import Worked, read_and_label
from corpus.document import Document, Field, Segment
from corpus.errors import ReadError, XietongError
from corpus.intake import Source

_MOST_PICTURES = 12  # pages shown as pictures; a page costs about 60 kB
_PICTURE_SCALE = 1.0  # pixels per point


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A header field for the table of the page."""

    name: str
    value: str
    source: str
    confidence: float
    context: str


def write_examination(file: Path, out: Path, *, language: str, ocr: bool) -> None:
    """Writes the page that shows how a file was read.

    Raises:
        XietongError: the file cannot be read, or the page cannot be written.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    state = file.stat()
    source = Source(name=str(file), size=state.st_size, modified=state.st_mtime_ns, path=file)
    try:
        data = source.read()
        worked = read_and_label(data, file.name, ocr=ocr)
    except ReadError as error:
        raise XietongError(f"{file}: {error.reason}: {error.message}") from error
    environment = Environment(
        loader=PackageLoader("app"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    document = worked.document
    page = environment.get_template("examine.html.j2").render(
        document=document,
        level=worked.level,
        fields=_rows(document),
        segments=document.segments,
        codings={coding.address: coding for coding in worked.codings},
        depth=_depth,
        pictures=_pictures(data, worked) if document.format == "pdf" else [],
        language=language,
    )
    try:
        out.write_text(page, encoding="utf-8")
    except OSError as error:
        raise XietongError(f"cannot write {out}: {error.strerror}") from error


def _rows(document: Document) -> list[Row]:
    header = document.header
    named: list[tuple[str, Field | None]] = [
        (name, getattr(header, name))
        for name in ("title", "number", "type", "inner_title", "inner_type", "relation", "validity")
    ]
    named += [("issuer", field) for field in header.issuers]
    named += [("addressee", field) for field in header.addressees]
    named += [(f"date: {field.kind}", field) for field in header.dates]
    named += [("attachment", field) for field in header.attachments]
    return [
        Row(
            name=name,
            value=field.value,
            source=field.source,
            confidence=field.confidence,
            context=document.text[field.span.start : field.span.end] if field.span else "",
        )
        for name, field in named
        if field is not None
    ]


def _depth(segment: Segment) -> int:
    return segment.address.count("/")


def _pictures(data: bytes, worked: Worked) -> list[str]:
    """Returns the first pages of a PDF as PNG data addresses, with boxes around the units."""
    import pypdfium2

    from extract.pdf_boxes import find_boxes

    pictures = []
    pdf = pypdfium2.PdfDocument(data)
    try:
        for page in worked.document.pages[:_MOST_PICTURES]:
            sheet = pdf[page.number - 1]
            image = sheet.render(scale=_PICTURE_SCALE).to_pil().convert("RGB")
            sheet.close()
            _draw(
                image,
                page.height,
                [
                    box
                    for segment in worked.document.units
                    if segment.page == page.number
                    for box in find_boxes(data, worked.document.text, page, segment.span.start, segment.span.end)
                ],
            )
            buffer = io.BytesIO()
            image.save(buffer, "PNG", optimize=True)
            pictures.append("data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode())
    finally:
        pdf.close()
    return pictures


def _draw(image: object, height: float, found: list[tuple[float, float, float, float]]) -> None:
    from PIL import ImageDraw

    pen = ImageDraw.Draw(image)  # type: ignore[arg-type]  # a PIL image
    for left, bottom, right, top in found:
        pen.rectangle((left, height - top, right, height - bottom), outline=(0, 90, 180))
