"""OFD files (GB/T 33190): pages and text objects read from the packed XML.

Only text is read; pictures, seals and annotations are not.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, TypeAlias

from lxml import etree

from corpus.document import Page, Span
from corpus.errors import ReadError
from extract.pdf_chars import Box
from extract.pdf_columns import order_lines
from extract.pdf_furniture import mark_furniture
from extract.pdf_glyphs import Piece, is_wide, single
from extract.pdf_lines import Line, cut_rows
from extract.pdf_write import write_lines
from extract.raw import Draft, Hint, Raw

Element: TypeAlias = Any  # lxml carries no types

POINTS = 72 / 25.4  # OFD counts millimetres
MAX_PAGES = 5000
_REPEAT = re.compile(r"g\s+(\d+)\s+(\S+)")


def read_ofd(data: bytes) -> Raw:
    """Returns the text of an OFD file with its pages; title and date of the file as hints.

    Raises:
        ReadError: `damaged`, `too_large`, `no_text`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(_Package(archive))
    except (zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, KeyError, EOFError, OSError, ValueError) as error:
        raise ReadError("damaged", f"the OFD file is broken ({error})") from error
    except RuntimeError as error:
        raise ReadError("encrypted", "the OFD file is protected by a password") from error


class _Package:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = set(archive.namelist())

    def root(self, path: str) -> Element:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        return etree.fromstring(self._archive.read(path.lstrip("/")), parser)

    def has(self, path: str) -> bool:
        return path.lstrip("/") in self._names


def _read(package: _Package) -> Raw:
    entry = package.root("OFD.xml")
    hints = tuple(_hints(entry))
    pages: list[list[Line]] = []
    sizes: list[tuple[float, float]] = []
    for document_path in [node.text.strip() for node in _all(entry, "DocRoot") if node.text]:
        document = package.root(document_path)
        folder = posixpath.dirname(document_path)
        default = _box(_first(document, "PhysicalBox"), (0.0, 0.0, 210.0, 297.0))
        templates = {node.get("ID"): node.get("BaseLoc") for node in _all(document, "TemplatePage")}
        listed = [node for pages_node in _all(document, "Pages") for node in _all(pages_node, "Page")]
        if len(listed) > MAX_PAGES:
            raise ReadError("too_large", f"an OFD file of {len(listed)} pages")
        for node in listed:
            path = _join(folder, node.get("BaseLoc", ""))
            page = package.root(path)
            area = _box(_first(page, "PhysicalBox"), default)
            roots = [page]
            for template in _all(page, "Template"):
                location = _join(folder, templates.get(template.get("TemplateID"), "") or "")
                if package.has(location):
                    roots.append(package.root(location))
            pieces = [piece for root in roots for piece in _pieces(root, area[3])]
            pages.append(order_lines(cut_rows(pieces), len(pages))[0])
            sizes.append((area[2] * POINTS, area[3] * POINTS))
    if not any(pages):
        raise ReadError("no_text", "the OFD file holds no text; its pages may be pictures")
    mark_furniture(pages, [height for _, height in sizes])
    draft = Draft("ofd")
    ends = write_lines(draft, pages, [width for width, _ in sizes])
    spans = tuple(
        Page(number=number, span=Span(start=start, end=end), width=round(size[0], 2), height=round(size[1], 2))
        for number, (start, end, size) in enumerate(zip([0, *ends[:-1]], ends, sizes, strict=True), start=1)
    )
    return draft.finish(pages=spans, hints=hints)


def _pieces(page: Element, height: float) -> Iterator[Piece]:
    """Yields the text objects of a page; the origin moves from the upper to the lower left."""
    for text_object in _all(page, "TextObject"):
        boundary = _box(text_object, (0.0, 0.0, 0.0, 0.0), "Boundary")
        matrix = _numbers(text_object.get("CTM", "")) or [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]
        size = float(text_object.get("Size", "0")) * (abs(matrix[3]) or abs(matrix[1]) or 1.0)
        for code in _all(text_object, "TextCode"):
            text = code.text or ""
            if not text.strip() or size <= 0:
                continue
            x = boundary[0] + float(code.get("X", "0")) * matrix[0] + (matrix[4] if len(matrix) > 4 else 0.0)
            y = boundary[1] + float(code.get("Y", "0")) * matrix[3] + (matrix[5] if len(matrix) > 5 else 0.0)
            yield _piece(text, x, height - y, size, [step * matrix[0] for step in _steps(code.get("DeltaX", ""))])


def _piece(text: str, x: float, baseline: float, size: float, steps: list[float]) -> Piece:
    boxes: list[Box] = []
    for index, char in enumerate(text):
        width = size * (1.0 if is_wide(char) else 0.5)
        box = (x, baseline - 0.15 * size, x + width, baseline + 0.85 * size)
        boxes.append((box[0] * POINTS, box[1] * POINTS, box[2] * POINTS, box[3] * POINTS))
        x += steps[index] if index < len(steps) else width
    first = len(text) - len(text.lstrip())
    text, boxes = text.strip(), boxes[first : len(text.rstrip())]
    box = (boxes[0][0], boxes[0][1], boxes[-1][2], boxes[0][3])
    return Piece(text, box, size * POINTS, single(boxes))


def _steps(text: str) -> list[float]:
    """Returns the distances between characters; `g 3 4.2` stands for three times 4.2."""
    text = _REPEAT.sub(lambda found: " ".join([found.group(2)] * min(int(found.group(1)), 10_000)), text)
    return _numbers(text)


def _numbers(text: str) -> list[float]:
    return [float(part) for part in text.split()]


def _box(
    element: Element | None, default: tuple[float, float, float, float], attribute: str = ""
) -> tuple[float, float, float, float]:
    """Returns x, y, width, height of an area as OFD writes it."""
    text = None if element is None else (element.get(attribute) if attribute else element.text)
    values = _numbers(text or "")
    return (values[0], values[1], values[2], values[3]) if len(values) == 4 else default


def _all(element: Element, name: str) -> list[Element]:
    return list(element.iter("{*}" + name))


def _first(element: Element, name: str) -> Element | None:
    return next(element.iter("{*}" + name), None)


def _join(folder: str, path: str) -> str:
    return path.lstrip("/") if path.startswith("/") else posixpath.normpath(posixpath.join(folder, path))


def _hints(entry: Element) -> Iterator[Hint]:
    for tag, name in (("Title", "title"), ("Subject", "topic"), ("CreationDate", "date_created")):
        node = _first(entry, tag)
        if node is not None and node.text and node.text.strip():
            yield Hint(name=name, value=node.text.strip()[:200], span=None, source="metadata")
