"""Pages drawn for tests of reading PDF, and what was read of them."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from extract.raw import Raw

WIDTH, HEIGHT = 595.0, 842.0
EM = 16.0
LEFT, RIGHT = 90.0, 90.0 + 26 * EM  # 26 characters a line
PROSE = (
    "为进一步加强乡村道路养护，改善群众出行条件，推动云山县农村经济社会发展，根据上级有关规定，结合本县实际，"
    "现就做好乡村道路养护工作提出如下意见，请各乡镇人民政府和县直各部门认真组织实施，并将落实情况及时报告县人民政府。"
)


def make_pdf(draw: Callable[[Any], None], **options: Any) -> bytes:
    """Returns a PDF drawn on a canvas in a Chinese font."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT), invariant=1, **options)
    canvas.setFont("STSong-Light", EM)
    draw(canvas)
    canvas.save()
    return buffer.getvalue()


def wrap(text: str, first: int = 24, rest: int = 26) -> list[str]:
    """Returns the lines of a paragraph, the first two ems shorter."""
    return [text[:first], *(text[at : at + rest] for at in range(first, len(text), rest))]


def draw_paragraph(canvas: Any, text: str, y: float) -> float:
    """Draws a paragraph with a first-line indent; returns the height of the next line."""
    for number, line in enumerate(wrap(text)):
        canvas.drawString(LEFT + (2 * EM if number == 0 else 0), y, line)
        y -= 28
    return y


def body_lines(raw: Raw) -> list[str]:
    """Returns the lines that are not furniture."""
    starts = {span.start for span in raw.furniture}
    lines: list[str] = []
    position = 0
    for line in raw.text.split("\n"):
        if line and position not in starts:
            lines.append(line)
        position += len(line) + 1
    return lines


def furniture_lines(raw: Raw) -> list[str]:
    """Returns the lines that are furniture."""
    return [raw.text[span.start : span.end] for span in raw.furniture]
