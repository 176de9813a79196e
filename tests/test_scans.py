"""Scans lie askew, upside down or under a seal, and are read all the same."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.scans import DAMAGES, as_pdf, errors, page_text, pages
from corpus.document import Route
from extract.ocr import full_brackets, has_ocr
from extract.ocr_turn import Turn, is_sideways, lean_of
from extract.pdf import page_characters, read_pdf

MOST_WRONG = 0.01  # of the characters; measured 0.0005 on six pages with seven damages


@pytest.mark.slow
@pytest.mark.skipif(not has_ocr(), reason="the extra [ocr] is not installed")
def test_a_damaged_scan_is_read() -> None:
    name, picture, text = next(pages(1))
    for damages in (("sealed", "askew"), ("upside down",)):
        damaged = picture
        for damage in damages:
            damaged = DAMAGES[damage](damaged, random.Random(f"{name} {damage}"))
        raw = read_pdf(as_pdf(damaged), ocr=True)
        assert raw.pages[0].route is Route.OCR
        assert errors(text, page_text(raw)) <= MOST_WRONG * len(text), damages


@pytest.mark.slow
@pytest.mark.skipif(not has_ocr(), reason="the extra [ocr] is not installed")
def test_boxes_of_a_turned_scan_stand_on_the_page_as_it_was_given() -> None:
    _, picture, _ = next(pages(1))
    turned = picture.rotate(90, expand=True)
    text, boxes = page_characters(as_pdf(turned), 1, ocr=True)
    width, height = (size * 72 / 200 for size in turned.size)
    assert all(-1 <= box[0] <= width and -1 <= box[1] <= height for box in boxes)
    head = boxes[text.index("国家乡村")]  # the head of the page stands at its left now
    assert head[0] < 0.15 * width
    assert head[3] - head[1] < 0.05 * height


@given(
    st.integers(0, 3),
    st.floats(-0.1, 0.1),
    st.floats(0, 1),
    st.floats(0, 1),
)
def test_a_point_comes_back_to_where_it_was(quarters: int, lean: float, x: float, y: float) -> None:
    width, height = 600.0, 800.0
    given_x, given_y = x * width, y * height
    turned, size = (given_x, given_y), (width, height)
    for _ in range(quarters):  # a quarter turn against the clock
        turned, size = (turned[1], size[0] - turned[0]), (size[1], size[0])
    turn = Turn(quarters=quarters, lean=lean, width=size[0], height=size[1])
    back = turn.back(*turn.straight(*turned))
    assert back == pytest.approx((given_x, given_y), abs=1e-6)


def _box(x: float, y: float, width: float, height: float, angle: float) -> list[list[float]]:
    c, s = math.cos(angle), math.sin(angle)
    return [[x + a * c - b * s, y + a * s + b * c] for a, b in ((0, 0), (width, 0), (width, height), (0, height))]


def test_the_lean_is_that_of_the_long_lines() -> None:
    angle = math.radians(2.0)
    lines = [_box(50, 40 * n, 400, 14, angle) for n in range(6)] + [_box(10, 300, 15, 14, 0.5)]
    assert lean_of(lines) == pytest.approx(angle)
    assert lean_of(lines[:2]) == 0.0
    assert lean_of([_box(50, 40 * n, 400, 14, math.radians(40)) for n in range(6)]) == 0.0
    assert not is_sideways(lines)
    assert is_sideways([_box(40 * n, 50, 14, 400, 0) for n in range(6)])


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("(一)机构改革", "（一）机构改革"),
        ("条例(2014年版)", "条例（2014年版）"),
        ("f(x) of (2014)", "f(x) of (2014)"),
    ],
)
def test_brackets_beside_chinese_are_full(read: str, meant: str) -> None:
    assert full_brackets(read) == meant
