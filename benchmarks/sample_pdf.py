"""PDF samples: one or two columns, ruled tables, page numbers, and a page that is only a picture."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

from benchmarks.sample_sources import Sample

FONT_FILE = "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"
FONT = "sample"


@cache
def _register() -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    pdfmetrics.registerFont(TTFont(FONT, FONT_FILE, subfontIndex=0))


def write_pdf(sample: Sample) -> bytes:
    """Returns the sample as a PDF."""
    data = _born_digital(sample)
    return _scanned(data) if "scan" in sample.flags else data


def _born_digital(sample: Sample) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

    _register()
    width, height = A4
    buffer = io.BytesIO()
    document = BaseDocTemplate(buffer, pagesize=A4, invariant=1, title=sample.facts["title"], author="")
    margin, top, gap = 72, 72, 24
    if "columns" in sample.flags:
        column = (width - 2 * margin - gap) / 2
        frames = [
            Frame(margin, top, column, height - 2 * top, id="left"),
            Frame(margin + column + gap, top, column, height - 2 * top, id="right"),
        ]
    else:
        frames = [Frame(margin, top, width - 2 * margin, height - 2 * top, id="one")]
    document.addPageTemplates([PageTemplate(id="page", frames=frames, onPage=_page_number)])
    document.build(_story(sample))
    return buffer.getvalue()


def _page_number(canvas: Any, document: Any) -> None:
    canvas.setFont(FONT, 10)
    canvas.drawCentredString(document.pagesize[0] / 2, 40, f"— {document.page} —")


def _story(sample: Sample) -> list[Any]:
    from reportlab.lib.enums import TA_CENTER, TA_RIGHT
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph

    wrap = None if sample.is_english else "CJK"
    title = ParagraphStyle(
        "title", fontName=FONT, fontSize=17, leading=25, alignment=TA_CENTER, wordWrap=wrap, spaceAfter=4
    )
    centred = ParagraphStyle("number", fontName=FONT, fontSize=11, leading=20, alignment=TA_CENTER, spaceAfter=10)
    body = ParagraphStyle(
        "body", fontName=FONT, fontSize=12, leading=20, wordWrap=wrap, firstLineIndent=0 if sample.is_english else 24
    )
    flush = ParagraphStyle("flush", parent=body, firstLineIndent=0)
    right = ParagraphStyle("right", parent=flush, alignment=TA_RIGHT)
    story: list[Any] = []
    rows: list[list[str]] = []
    signed = _signature_lines(sample)
    for index, line in enumerate(sample.lines):
        if line.startswith("|"):
            rows.append(line.strip("|").split("|"))
            continue
        if rows:
            story.append(_table(rows))
            rows = []
        text = line.removeprefix("# ").replace("&", "&amp;").replace("<", "&lt;")
        if line.startswith("# "):
            style = title
        elif line == sample.facts.get("number"):
            style = centred
        elif index in signed:
            style = right
        elif line.endswith("："):
            style = flush
        else:
            style = body
        story.append(Paragraph(text, style))
    return story


def _signature_lines(sample: Sample) -> set[int]:
    """Returns the lines that are set at the right: a body and the date below it."""
    found: set[int] = set()
    for index, line in enumerate(sample.lines):
        if line.endswith("日") and len(line) < 16 and index > 2:
            found |= {index, index - 1} if "。" not in sample.lines[index - 1] else {index}
    return found


def _table(rows: list[list[str]]) -> Any:
    from reportlab.lib import colors
    from reportlab.platypus import Table, TableStyle

    style = [
        ("FONT", (0, 0), (-1, -1), FONT, 11),
        ("GRID", (0, 0), (-1, -1), 0.7, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ]
    return Table(rows, style=TableStyle(style), spaceBefore=8, spaceAfter=8)


def _scanned(data: bytes) -> bytes:
    """Returns the pages as pictures: a little turned, a little noisy, a red seal over the signature."""
    import numpy as np
    import pypdfium2
    from PIL import Image, ImageDraw
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    noise = np.random.default_rng(7)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    pdf = pypdfium2.PdfDocument(data)
    for page in pdf:
        picture = page.render(scale=2).to_pil().convert("RGB")
        pen = ImageDraw.Draw(picture)
        x, y = int(picture.width * 0.74), int(picture.height * 0.47)
        pen.ellipse((x - 90, y - 90, x + 90, y + 90), outline=(214, 60, 50), width=7)
        picture = picture.rotate(0.5, resample=Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
        grey = np.asarray(picture, dtype=np.int16) + noise.integers(-9, 10, size=(picture.height, picture.width, 1))
        picture = Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))
        stream = io.BytesIO()
        picture.save(stream, "JPEG", quality=60)
        canvas.drawImage(ImageReader(io.BytesIO(stream.getvalue())), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()
