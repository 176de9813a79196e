"""Where a passage stands on a page of a PDF: boxes for drawing evidence."""

from __future__ import annotations

from corpus.document import Page, Route
from extract.pdf import page_characters
from extract.pdf_chars import Box
from extract.pdf_lines import join_box

ANCHOR = 12  # characters by which a passage is found that the page writes a little differently


def find_boxes(data: bytes, text: str, page: Page, start: int, end: int) -> tuple[Box, ...]:
    """Returns a box (left, bottom, right, top; points from the lower left) for every line of a passage on a page.

    Args:
        data: the PDF.
        text: the text read from it.
        page: a page of it; what of the passage lies on other pages is left out.
        start: first character of the passage in `text`.
        end: end of the passage in `text`.

    Returns:
        No box where the passage is not on the page. A recognised page is recognised again (seconds).

    Raises:
        ReadError: `encrypted`, `damaged`.
    """
    start, end = max(start, page.span.start), min(end, page.span.end)
    wanted = "".join(text[start:end].split())
    if not wanted:
        return ()
    shown, boxes = page_characters(data, page.number, ocr=page.route is Route.OCR)
    expected = len("".join(text[page.span.start : start].split()))
    first, last = _locate(shown, wanted, expected)
    return tuple(_by_line(boxes[first:last]))


def _locate(shown: str, wanted: str, expected: int) -> tuple[int, int]:
    """Returns the range of a passage among the page's characters, of several the one nearest to where it should be."""
    found = _nearest(shown, wanted, expected)
    if found >= 0:
        return found, found + len(wanted)
    head = _nearest(shown, wanted[:ANCHOR], expected)
    tail = _nearest(shown, wanted[-ANCHOR:], expected + len(wanted) - ANCHOR)
    if head < 0 or tail < head:
        return (0, 0)
    return head, tail + len(wanted[-ANCHOR:])


def _nearest(shown: str, wanted: str, expected: int) -> int:
    best = place = shown.find(wanted)
    while place >= 0:
        if abs(place - expected) < abs(best - expected):
            best = place
        place = shown.find(wanted, place + 1)
    return best


def _by_line(boxes: list[Box]) -> list[Box]:
    """Returns one box for each run of characters that stand on one line side by side."""
    runs: list[list[Box]] = []
    for box in boxes:
        if runs:
            last = runs[-1][-1]
            height = min(last[3] - last[1], box[3] - box[1])
            beside = min(last[3], box[3]) - max(last[1], box[1]) > 0.4 * height
            if beside and -0.5 * height < box[0] - last[2] < 3 * height:
                runs[-1].append(box)
                continue
        runs.append([box])
    return [join_box(run) for run in runs]
