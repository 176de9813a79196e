"""PDF samples: one or two columns, ruled tables, page numbers, and a page that is only a picture."""

from __future__ import annotations

import io
from functools import cache, partial
from typing import Any

from benchmarks.sample_sources import Sample

FONT_FILE = "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"
FONT = "sample"


@cache
def register_font() -> None:
    """Makes the font of the samples known under `FONT`."""
    from reportlab.lib import textsplit
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    pdfmetrics.registerFont(TTFont(FONT, FONT_FILE, subfontIndex=0))
    missing = "，；：？！％》”’"  # reportlab knows no line break before 、 and 。 but allows one before these
    if "，" not in textsplit.ALL_CANNOT_START:
        textsplit.ALL_CANNOT_START += missing


def write_pdf(sample: Sample) -> bytes:
    """Returns the sample as a PDF."""
    data = _born_digital(sample)
    return _scanned(data) if "scan" in sample.flags else data


def _born_digital(sample: Sample) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

    register_font()
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
    decorate = partial(_decorate, sample)
    document.addPageTemplates([PageTemplate(id="page", frames=frames, onPage=decorate)])
    document.build(_story(sample))
    return buffer.getvalue()


def _decorate(sample: Sample, canvas: Any, document: Any) -> None:
    """Draws the page number and, where asked for, the running head of a gazette."""
    width, height = document.pagesize
    canvas.setFont(FONT, 10)
    canvas.drawCentredString(width / 2, 40, f"— {document.page} —")
    if "head" in sample.flags:
        canvas.drawString(72, height - 48, f"{sample.list_of('issuers')[0]}公报")
        canvas.line(72, height - 54, width - 72, height - 54)


def _styles(sample: Sample) -> dict[str, Any]:
    from reportlab.lib.colors import Color
    from reportlab.lib.enums import TA_CENTER, TA_RIGHT
    from reportlab.lib.styles import ParagraphStyle

    wrap = None if sample.is_english else "CJK"
    narrow = "columns" in sample.flags
    indent = 0 if sample.is_english else 24
    body = ParagraphStyle("body", fontName=FONT, fontSize=12, leading=20, wordWrap=wrap, firstLineIndent=indent)
    flush = ParagraphStyle("flush", parent=body, firstLineIndent=0)
    title = ParagraphStyle(
        "title", parent=flush, fontSize=14 if narrow else 17, leading=25, alignment=TA_CENTER, spaceAfter=4
    )
    return {
        "body": body,
        "flush": flush,
        "title": title,
        "centre": ParagraphStyle("centre", parent=flush, fontSize=11, alignment=TA_CENTER, spaceAfter=10),
        "right": ParagraphStyle("right", parent=flush, alignment=TA_RIGHT),
        "masthead": ParagraphStyle(
            "masthead", parent=title, fontSize=26, leading=40, textColor=Color(0.8, 0.1, 0.1), spaceAfter=20
        ),
    }


def _story(sample: Sample) -> list[Any]:
    from reportlab.platypus import PageBreak, Paragraph

    styles = _styles(sample)
    story: list[Any] = []
    if "masthead" in sample.flags:
        story.append(Paragraph(f"{sample.list_of('issuers')[0]}文件", styles["masthead"]))
    rows: list[list[str]] = []
    for line in (*sample.lines, None):
        if line is not None and line.style == "row":
            rows.append(line.cells)
            continue
        if rows:
            story.append(_table(rows))
            rows = []
        if line is None:
            break
        if line.is_attachment:
            story.append(PageBreak())
        flush = line.style == "body" and ((line.text.endswith("：") and not line.is_unit) or line.is_attachment)
        text = line.text.replace("&", "&amp;").replace("<", "&lt;").replace("　", "&#12288;")
        story.append(Paragraph(text, styles["flush" if flush else line.style]))
    return story


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
        x, y = int(picture.width * 0.79), int(picture.height * 0.545)
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
