"""Scanned pages and images recognised with RapidOCR, an optional extra; its models lie in its wheel.

Measured: 3.5-4 s a page, character errors 0.2-0.8 %. Only pages that need it come here.
"""

from __future__ import annotations

import importlib.util
import io
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from corpus.document import Page, Route, Span
from corpus.errors import ReadError
from extract.beat import beat
from extract.ocr_gaps import MIN_SCORE, Image, fill_gaps, spread_piece
from extract.ocr_turn import (
    SURE,
    Turn,
    is_sideways,
    lean_of,
    mean_confidence,
    quarter,
    under_seal,
    without_red,
)
from extract.pdf_chars import Box
from extract.pdf_columns import order_lines
from extract.pdf_furniture import mark_furniture
from extract.pdf_glyphs import Piece, single
from extract.pdf_lines import Line, cut_rows
from extract.pdf_write import write_lines
from extract.raw import Draft, Raw

# Pixels: A4 at 144 dots an inch. On a scan of 8 pages the detector missed 7 lines at 2000, 1 at 1263, 0 at 1684.
LONG_SIDE = 1684
MAX_FRAMES = 500
NEEDS_OCR = 'a scan without text: install the recognition with pip install "xietong[ocr]" or supply a text PDF'
SWITCHED_OFF = "a scan without text, and recognition (OCR) is switched off"


def has_ocr() -> bool:
    """Whether the extra is installed."""
    return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was recognised: pieces of the straightened page in points (origin at the lower left), and how it was turned."""

    pieces: list[Piece]
    confidence: float
    image: Image
    turn: Turn
    height: float


def recognise(image: Image, scale: float) -> Seen:
    """Returns the pieces of an image, whichever way up it is, and the mean confidence.

    Args:
        image: pixels (height, width, 3), blue first.
        scale: pixels a point.
    """
    quarters, found = _right_way_up(image)
    image = quarter(image, quarters)
    height, width = image.shape[0] / scale, image.shape[1] / scale
    turn = Turn(quarters=quarters, lean=lean_of(found.boxes), width=width, height=height)
    pieces: list[Piece] = []
    kept: list[tuple[str, float]] = []
    for corners, first, sure in zip(found.boxes, found.texts, found.scores, strict=True):
        text, score = _reread(image, corners, first, sure)
        if not text.strip() or score < MIN_SCORE:
            continue
        points = [turn.straight(float(x) / scale, float(y) / scale) for x, y in corners]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        pieces.append(spread_piece(full_brackets(text.strip()), (min(xs), height - max(ys), max(xs), height - min(ys))))
        kept.append((text, score))
    confidence = mean_confidence([text for text, _ in kept], [score for _, score in kept])
    return Seen(pieces=pieces, confidence=round(confidence, 4), image=image, turn=turn, height=height)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    boxes: list[Any]
    texts: list[str]
    scores: list[float]

    @property
    def weight(self) -> float:
        """Confidence times characters: what the right way up has most of."""
        return sum(len(text) * score for text, score in zip(self.texts, self.scores, strict=True))


def _look(image: Image) -> _Found:
    result = _engine()(image, use_det=True, use_cls=False, use_rec=True)  # the engine remembers what it was told last
    if result.txts is None or result.boxes is None:
        return _Found(boxes=[], texts=[], scores=[])
    return _Found(boxes=list(result.boxes), texts=list(result.txts), scores=[float(one) for one in result.scores])


def _right_way_up(image: Image) -> tuple[int, _Found]:
    """Returns by how many quarter turns against the clock an image is upright, and what is then seen."""
    first = _look(image)
    if is_sideways(first.boxes):
        tried = [(turns, _look(quarter(image, turns))) for turns in (1, 3)]
    elif first.texts and mean_confidence(first.texts, first.scores) < SURE:
        tried = [(2, _look(quarter(image, 2)))]
    else:
        return 0, first
    return max([(0, first), *tried], key=lambda pair: pair[1].weight)


def _reread(image: Image, corners: Any, text: str, score: float) -> tuple[str, float]:
    """Returns a line as it was read, or better: one that runs under a red seal is read once more without the red."""
    xs, ys = [int(x) for x, _ in corners], [int(y) for _, y in corners]
    crop = image[max(min(ys) - 2, 0) : max(ys) + 3, max(min(xs) - 2, 0) : max(xs) + 3]
    if crop.shape[0] < 8 or crop.shape[1] < 8 or not under_seal(crop):
        return text, score
    again, sure = _recognise_line(without_red(crop))
    return (again, sure) if again and sure > score else (text, score)


_NARROW = re.compile(r"(?<=[\u3400-\u9fff。，；：、])[()]|[()](?=[\u3400-\u9fff。，；：、])")
_OPEN = re.compile(r"（([^（）()]*)\)|\(([^（）()]*)）")  # a pair of which one is full
_FULL = {"(": "（", ")": "）"}


def full_brackets(text: str) -> str:
    """Returns a text with full brackets beside Chinese characters, where recognition often sees narrow ones.

    >>> full_brackets("(一)机构(2014年版)f(x)")
    '（一）机构（2014年版）f(x)'
    """
    plain = _NARROW.sub(lambda found: _FULL[found[0]], text)
    return _OPEN.sub(lambda found: f"（{found[1] or found[2] or ''}）", plain)


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
    seen = recognise(image, scale)
    beat()
    return _lines(seen, scale, index, page.get_height()), seen.confidence


def _lines(seen: Seen, scale: float, index: int, height: float) -> list[Line]:
    """Returns the lines of a page in reading order, the boxes of their characters where they stand on the page."""
    pieces = seen.pieces
    if not seen.turn.lean:  # a band of a page that leans holds pieces of several lines
        pieces = fill_gaps(pieces, seen.image, scale, seen.height, _recognise_line)
    lines, _ = order_lines(cut_rows(pieces), index)
    if seen.turn.quarters or seen.turn.lean:
        for line in lines:
            line.runs = single([_as_given(box, seen, height) for box in line.boxes])
    return lines


def _as_given(box: Box, seen: Seen, height: float) -> Box:
    """Returns a box of the straightened page as one of the page as it was given."""
    corners = [seen.turn.back(x, seen.height - y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs, ys = [x for x, _ in corners], [height - y for _, y in corners]
    return (min(xs), min(ys), max(xs), max(ys))


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
        seen = recognise(frame, 1.0)
        pages.append(_lines(seen, 1.0, index, float(frame.shape[0])))
        confidences.append(seen.confidence)
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
