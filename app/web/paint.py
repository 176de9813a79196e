"""What the painting process does: pages of a PDF as pictures, and where a passage stands on them.

It runs isolated, under limits of time and memory, because the files come from anyone.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from typing import Any

from corpus.codec import page_from_dict, page_to_dict
from corpus.document import Page
from corpus.errors import ReadError

WIDEST = 2000  # pixels


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A page as PNG, with its size in pixels."""

    png: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Boxes:
    """The lines of a passage on a page: left, top, right, bottom as shares of the page's width and height."""

    page: int
    boxes: tuple[tuple[float, float, float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawPage:
    """The task of drawing a page (from 1), so many pixels wide."""

    page: int
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FindBoxes:
    """The task of finding a passage of the document's text on a page."""

    text: str
    page: Page
    start: int
    end: int


def pack(task: DrawPage | FindBoxes, pdf: bytes) -> bytes:
    """Returns a task and its PDF as the worker takes them: a line of JSON, then the file."""
    if isinstance(task, DrawPage):
        plain: dict[str, object] = {"page": task.page, "width": task.width}
    else:
        plain = {"text": task.text, "page": page_to_dict(task.page), "start": task.start, "end": task.end}
    return json.dumps(plain).encode() + b"\n" + pdf


def paint(data: bytes, name: str, *, ocr: bool = True) -> Picture | Boxes:
    """Returns what a packed task asks of a PDF; called by the isolated worker.

    Raises:
        ReadError: the PDF cannot be opened, or has no such page.
    """
    line, _, pdf = data.partition(b"\n")
    plain = json.loads(line)
    if "width" in plain:
        return _draw(pdf, DrawPage(**plain))
    return _find(pdf, FindBoxes(**{**plain, "page": page_from_dict(plain["page"])}))


def _draw(pdf: bytes, task: DrawPage) -> Picture:
    from extract.pdf import open_pdf

    document: Any = open_pdf(pdf)
    try:
        if not 1 <= task.page <= len(document):
            raise ReadError("no_page", f"page {task.page} of {len(document)}")
        page = document[task.page - 1]
        wide, high = page.get_size()
        scale = min(task.width, WIDEST) / max(wide, 1.0)
        scale = min(scale, 2 * WIDEST / max(high, 1.0))
        image = page.render(scale=scale).to_pil()
    finally:
        document.close()
    out = io.BytesIO()
    image.save(out, "PNG")
    return Picture(png=out.getvalue(), width=image.width, height=image.height)


def _find(pdf: bytes, task: FindBoxes) -> Boxes:
    from extract.pdf_boxes import find_boxes

    wide, high = task.page.width or 1.0, task.page.height or 1.0
    found = find_boxes(pdf, task.text, task.page, task.start, task.end)
    return Boxes(
        page=task.page.number,
        boxes=tuple(
            (round(left / wide, 5), round(1 - top / high, 5), round(right / wide, 5), round(1 - bottom / high, 5))
            for left, bottom, right, top in found
        ),
    )
