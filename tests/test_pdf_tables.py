"""Tables with rules on drawn pages."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import pytest

from extract.read import read
from tests.pdf_pages import EM, LEFT, body_lines, make_pdf

TABLE = (
    ("项目", "资金（万元）", "责任单位"),
    ("道路养护", "120", "云山县交通运输局"),
    ("危桥改造", "85.5", "云山县住房局"),
)


def draw_table(
    canvas: Any,
    rows: Sequence[Sequence[str]] = TABLE,
    xs: Sequence[float] = (90.0, 200.0, 320.0, 480.0),
    *,
    thin_rectangles: bool = False,
) -> None:
    """Draws a ruled table; its rows are 30 points high, its rules upright at `xs`."""
    ys = [700.0 - 30 * at for at in range(len(rows) + 1)]
    for y in ys:
        if thin_rectangles:
            canvas.rect(xs[0], y, xs[-1] - xs[0], 0.5, stroke=0, fill=1)
        else:
            canvas.line(xs[0], y, xs[-1], y)
    for x in xs:
        if thin_rectangles:
            canvas.rect(x, ys[-1], 0.5, ys[0] - ys[-1], stroke=0, fill=1)
        else:
            canvas.line(x, ys[-1], x, ys[0])
    canvas.setFont("STSong-Light", 12)
    for row, y in zip(rows, ys, strict=False):
        for cell, x in zip(row, xs, strict=False):
            canvas.drawString(x + 5, y - 20, cell)


@pytest.mark.parametrize("thin_rectangles", [False, True])
def test_ruled_table(thin_rectangles: bool) -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(LEFT, 760, "附表如下。")
        draw_table(canvas, thin_rectangles=thin_rectangles)
        canvas.setFont("STSong-Light", EM)
        canvas.drawString(LEFT, 560, "以上资金由云山县财政局安排。")

    data = make_pdf(draw)
    raw = read(data, "a.pdf")
    assert [table.cells for table in raw.tables] == [TABLE]
    table = raw.tables[0]
    assert raw.text[table.span.start : table.span.end] == "\n".join("\t".join(row) for row in TABLE)
    assert table.page == 1
    assert body_lines(raw)[0] == "附表如下。"
    assert body_lines(raw)[-1] == "以上资金由云山县财政局安排。"
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as reference:
        assert [[tuple(row) for row in found] for found in reference.pages[0].extract_tables()] == [list(TABLE)]


def test_table_in_a_form_object() -> None:
    def draw(canvas: Any) -> None:
        canvas.beginForm("rules")
        draw_table(canvas)
        canvas.endForm()
        canvas.doForm("rules")
        canvas.setFont("STSong-Light", EM)
        for _ in range(6):
            canvas.line(10, 10, 20, 10)
        canvas.drawString(LEFT, 560, "以上资金由云山县财政局安排。")

    assert [table.cells for table in read(make_pdf(draw), "a.pdf").tables] == [TABLE]


def test_merged_cells_have_their_text_once() -> None:
    def draw(canvas: Any) -> None:
        for y in (700, 640, 610):
            canvas.line(90, y, 390, y)
        canvas.line(190, 670, 390, 670)
        for x in (90, 190, 390):
            canvas.line(x, 610, x, 700)
        canvas.line(290, 610, 290, 670)
        canvas.setFont("STSong-Light", 12)
        for x, y, text in (
            (95, 665, "单位"), (195, 680, "资金"), (195, 650, "中央"), (295, 650, "省级"),
            (95, 620, "云山县"), (195, 620, "30"), (295, 620, "20"),
        ):  # fmt: skip
            canvas.drawString(x, y, text)

    cells = read(make_pdf(draw), "a.pdf").tables[0].cells
    assert cells == (("单位", "资金", ""), ("", "中央", "省级"), ("云山县", "30", "20"))


def test_table_open_at_its_sides() -> None:
    def draw(canvas: Any) -> None:
        for y in (700, 670, 640, 610):
            canvas.line(90, y, 480, y)
        for x in (200, 320):
            canvas.line(x, 610, x, 700)
        canvas.setFont("STSong-Light", 12)
        for row, y in zip(TABLE, (680, 650, 620), strict=True):
            for cell, x in zip(row, (95, 205, 325), strict=True):
                canvas.drawString(x, y, cell)

    assert [table.cells for table in read(make_pdf(draw), "a.pdf").tables] == [TABLE]


def test_grid_of_a_chart_is_no_table() -> None:
    def draw(canvas: Any) -> None:
        for step in range(8):
            canvas.line(90, 400 + 30 * step, 480, 400 + 30 * step)
            canvas.line(90 + 55 * step, 400, 90 + 55 * step, 610)
        canvas.drawString(LEFT, 360, "图1：养护里程")
        canvas.drawString(LEFT + 4, 440, "里程")

    raw = read(make_pdf(draw), "a.pdf")
    assert raw.tables == ()
    assert "图1：养护里程" in raw.text


def test_a_form_to_be_filled_in_is_a_table() -> None:
    """Names at the head of rows and columns, the other cells empty."""
    names = [
        ("救助对象", "姓名", "金额", "日期", "签字"),
        *((name, "", "", "", "") for name in ("低保户", "特困户", "残疾户")),
    ]

    def draw(canvas: Any) -> None:
        draw_table(canvas, names, [90.0 + 80 * at for at in range(6)])

    assert [table.cells for table in read(make_pdf(draw), "a.pdf").tables] == [tuple(names)]
