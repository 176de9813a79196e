"""Scanned pages and images recognised with RapidOCR, an optional extra; its models lie in its wheel.

Measured: 3.5-4 s a page, character errors 0.2-0.8 %. Only pages that need it come here.
"""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from statistics import median
from typing import Any, TypeAlias

from corpus.document import Page, Route, Span
from corpus.errors import ReadError
from extract.beat import beat
from extract.pdf_chars import Box
from extract.pdf_furniture import mark_furniture
from extract.pdf_glyphs import Piece, is_wide
from extract.pdf_lines import Line, cut_rows, order_lines
from extract.pdf_write import write_lines
from extract.raw import Draft, Raw

Image: TypeAlias = Any  # an array of numpy, or encoded bytes

# Pixels: A4 at 144 dots an inch. On a scan of 8 pages the detector missed 7 lines at 2000, 1 at 1263, 0 at 1684.
LONG_SIDE = 1684
INK = 0.05  # share of dark pixels in the band of a line: specks and rules have less or more
MAX_FRAMES = 500
MIN_SCORE = 0.5
NEEDS_OCR = 'a scan without text: install the recognition with pip install "xietong[ocr]" or supply a text PDF'
SWITCHED_OFF = "a scan without text, and recognition (OCR) is switched off"


def has_ocr() -> bool:
    """Whether the extra is installed."""
    return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical"})


def recognise(image: Image, scale: float, height: float) -> tuple[list[Piece], float]:
    """Returns the pieces of an image in points (origin at the lower left) and the mean confidence.

    Args:
        image: pixels (height, width, 3) or the bytes of an image file.
        scale: pixels a point.
        height: of the page, in points.
    """
    result = _engine()(image)
    if result.txts is None or result.boxes is None:
        return [], 0.0
    pieces: list[Piece] = []
    weights = total = 0.0
    for corners, text, score in zip(result.boxes, result.txts, result.scores, strict=True):
        if not text.strip() or score < MIN_SCORE:
            continue
        lefts, tops = [float(x) / scale for x, _ in corners], [float(y) / scale for _, y in corners]
        box = (min(lefts), height - max(tops), max(lefts), height - min(tops))
        pieces.append(_piece(text.strip(), box))
        weights += len(text)
        total += len(text) * float(score)
    return pieces, round(total / weights, 4) if weights else 0.0


def _piece(text: str, box: Box) -> Piece:
    """Returns a piece whose characters share its width: full ems for Chinese, half for others."""
    ems = [1.0 if is_wide(char) else 0.55 for char in text]
    unit = (box[2] - box[0]) / sum(ems)
    boxes: list[Box] = []
    x = box[0]
    for em in ems:
        boxes.append((x, box[1], x + em * unit, box[3]))
        x += em * unit
    size = unit if len(text) >= 6 else 0.8 * (box[3] - box[1])
    return Piece(text, box, size, boxes)


def _fill_gaps(pieces: list[Piece], image: Image, scale: float, height: float) -> list[Piece]:
    """Returns the pieces with those found when dark gaps of a line's height are looked at once more."""
    found = list(pieces)
    rows = cut_rows(pieces)
    steps = [above[0].middle - below[0].middle for above, below in pairwise(rows)]
    if len(steps) < 4:
        return found
    pitch = median(steps)
    left, right = min(piece.left for piece in pieces) - pitch, max(piece.right for piece in pieces) + pitch
    for (above, below), step in zip(pairwise(rows), steps, strict=True):
        if not 1.6 * pitch < step < 8 * pitch:
            continue
        top, bottom = min(piece.bottom for piece in above), max(piece.top for piece in below)
        first, last = int((height - top) * scale), int((height - bottom) * scale)
        start = max(int(left * scale), 0)
        strip = image[max(first, 0) : max(last, 0), start : max(int(right * scale), 0)]
        for x0, y0, x1, y1 in _ink_bands(strip, int(0.3 * pitch * scale)):
            text, score = _recognise_line(strip[max(y0 - 3, 0) : y1 + 3, max(x0 - 3, 0) : x1 + 3].copy())
            if text and score >= MIN_SCORE:
                box_top, box_bottom = height - (first + y0) / scale, height - (first + y1) / scale
                found.append(_piece(text, ((start + x0) / scale, box_bottom, (start + x1) / scale, box_top)))
    return found


def _ink_bands(strip: Image, least: int) -> Iterator[tuple[int, int, int, int]]:
    """Yields left, top, right, bottom of the bands of dark rows in a strip that are high enough for a line."""
    if strip.shape[0] < 8 or strip.shape[1] < 8:
        return
    dark = strip.max(axis=2) < 128  # black: red seals do not count
    rows = [*(dark.sum(axis=1) > 2).tolist(), False]
    begin = -1
    for y, is_dark in enumerate(rows):
        if is_dark and begin < 0:
            begin = y
        elif not is_dark and begin >= 0:
            columns = dark[begin:y].any(axis=0).nonzero()[0]
            width = int(columns[-1]) - int(columns[0]) + 1
            if y - begin >= least and dark[begin:y].sum() > INK * width * (y - begin):
                yield int(columns[0]), begin, int(columns[-1]) + 1, y
            begin = -1


def _recognise_line(image: Image) -> tuple[str, float]:
    """Returns the text of an image of one line and its confidence, without looking for lines first."""
    result = _engine()(image, use_det=False, use_cls=False, use_rec=True)
    return (str(result.txts[0]).strip(), float(result.scores[0])) if result.txts else ("", 0.0)


def recognise_page(page: Any, index: int) -> tuple[list[Line], float]:
    """Returns the lines of a rendered PDF page in reading order and the mean confidence."""
    scale = LONG_SIDE / max(page.get_width(), page.get_height(), 1.0)
    bitmap = page.render(scale=scale, rev_byteorder=False)
    try:
        image = bitmap.to_numpy()[:, :, :3].copy()
    finally:
        bitmap.close()
    height = page.get_height()
    pieces, confidence = recognise(image, scale, height)
    pieces = _fill_gaps(pieces, image, scale, height)
    beat()
    return order_lines(cut_rows(pieces), index), confidence


def read_image(data: bytes, *, ocr: bool = True) -> Raw:
    """Returns the text of an image file, each frame of it a page (one pixel counts as a point).

    Raises:
        ReadError: `needs_ocr`, `damaged`, `no_text`, `too_large`.
    """
    if not ocr or not has_ocr():
        raise ReadError("needs_ocr", SWITCHED_OFF if not ocr else NEEDS_OCR)
    frames = _frames(data)
    pages: list[list[Line]] = []
    confidences: list[float] = []
    for index, frame in enumerate(frames):
        pieces, confidence = recognise(frame, 1.0, float(frame.shape[0]))
        pieces = _fill_gaps(pieces, frame, 1.0, float(frame.shape[0]))
        pages.append(order_lines(cut_rows(pieces), index))
        confidences.append(confidence)
        beat()
    if not any(pages):
        raise ReadError("no_text", "no text was recognised in the image")
    mark_furniture(pages, [float(frame.shape[0]) for frame in frames])
    draft = Draft("image")
    ends = write_lines(draft, pages, [float(frame.shape[1]) for frame in frames])
    starts = [0, *ends[:-1]]
    spans = tuple(
        Page(
            number=number,
            span=Span(start=start, end=end),
            width=float(frame.shape[1]),
            height=float(frame.shape[0]),
            route=Route.OCR,
            confidence=confidence,
        )
        for number, (start, end, frame, confidence) in enumerate(
            zip(starts, ends, frames, confidences, strict=True), start=1
        )
    )
    return draft.finish(pages=spans)


def _frames(data: bytes) -> list[Any]:
    """Returns the frames of an image as arrays of pixels, blue first as the recogniser expects."""
    import numpy
    from PIL import Image as PillowImage
    from PIL import ImageSequence, UnidentifiedImageError

    try:
        with PillowImage.open(io.BytesIO(data)) as image:
            if getattr(image, "n_frames", 1) > MAX_FRAMES:
                raise ReadError("too_large", f"an image of more than {MAX_FRAMES} frames")
            return [numpy.asarray(frame.convert("RGB"))[:, :, ::-1].copy() for frame in ImageSequence.Iterator(image)]
    except PillowImage.DecompressionBombError as error:
        raise ReadError("too_large", "the image has too many pixels") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise ReadError("damaged", f"the image cannot be opened ({error})") from error
