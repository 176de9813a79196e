"""Pages of made tables, and pages that have none, for `benchmarks/tables.py` and the tests: words of our own, fixed seeds."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import sample_pdf

FONT = "STSong-Light"
_font = [FONT]  # the font in use
WIDTH, HEIGHT, LEFT = 595.0, 842.0, 72.0
LINE = 16.0
_PLACES = ("云溪乡", "石坪镇", "白鹤村", "东河县", "青林街道", "上坝村", "红岩乡", "柳沟镇", "双桥村", "南坡县")
_KINDS = ("产业发展", "道路硬化", "危房改造", "饮水工程", "技能培训", "教育资助", "医疗救助", "易地搬迁", "光伏电站")
_HEADS = ("项目", "单位", "金额", "户数", "完成时间", "责任部门", "备注", "年份", "比例")
_BODIES = ("农业农村局", "财政局", "教育体育局", "交通运输局", "民政局", "水务局", "乡村振兴局")
_NOTES = (
    "资金按进度拨付到位后验收", "由乡镇组织实施并公示", "县级配套部分年底前到账", "已纳入项目库并完成评审",
    "Funded in two steps", "Road to the school", "Wells and pipes",
)  # fmt: skip
_PROSE = "各乡镇要按照项目清单组织实施，主要负责人负总责，建立台账，按月报送进度，年底前完成验收并将结果公示。"
Grid = list[list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A page with the table that stands on it (none: an empty grid)."""

    kind: str
    data: bytes
    grid: Grid


def _values(draw: random.Random, rows: int, columns: int) -> Grid:
    """Returns a head and rows; each column holds one kind of text."""
    makers: list[Callable[[], str]] = [
        lambda: draw.choice(_PLACES),
        lambda: draw.choice(_KINDS),
        lambda: f"{draw.randrange(1, 9000) / 10:.1f}",
        lambda: str(draw.randrange(1, 3000)),
        lambda: f"{draw.randrange(2015, 2024)}年{draw.randrange(1, 13)}月",
        lambda: draw.choice(_BODIES),
        lambda: f"{draw.randrange(1, 100)}%",
    ]
    draw.shuffle(makers)
    chosen = makers[:columns]
    grid = [draw.sample(_HEADS, columns)]
    grid += [[make() for make in chosen] for _ in range(rows)]
    for row in grid[1:]:
        if draw.random() < 0.25 and columns > 2:
            row[draw.randrange(1, columns)] = ""
    return grid


def _register() -> None:
    """Registers a font that every reader of PDF knows: none has to be on the machine."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    if _font[0] not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def embed() -> None:
    """From now on pages are set in the font of the samples, which goes into the file, where the machine has it."""
    if Path(sample_pdf.FONT_FILE).exists():
        sample_pdf.register_font()
        _font[0] = sample_pdf.FONT


class _Sheet:
    """A page that is drawn from the top."""

    def __init__(self, draw: random.Random) -> None:
        from reportlab.pdfgen.canvas import Canvas

        _register()
        self.draw = draw
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=(WIDTH, HEIGHT), invariant=1)
        self.y = HEIGHT - 90.0
        self.size = draw.choice((9.0, 10.5, 12.0))

    def text(self, x: float, words: str, *, align: str = "left", width: float = 0.0) -> None:
        self.canvas.setFont(_font[0], self.size)
        if align == "right":
            self.canvas.drawRightString(x + width, self.y, words)
        elif align == "centre":
            self.canvas.drawCentredString(x + width / 2, self.y, words)
        else:
            self.canvas.drawString(x, self.y, words)

    def prose(self, lines: int, *, x: float = LEFT, width: float = WIDTH - 2 * LEFT) -> None:
        room = int(width / self.size)
        text = "　　" + _PROSE * 4
        for number in range(lines):
            self.text(x, text[number * room : (number + 1) * room])
            self.y -= LINE
        self.y -= LINE

    def done(self, kind: str, grid: Grid) -> Made:
        self.canvas.showPage()
        self.canvas.save()
        return Made(kind=kind, data=self.buffer.getvalue(), grid=grid)


def _ruled(draw: random.Random, kind: str) -> Made:
    sheet = _Sheet(draw)
    sheet.prose(2)
    columns, rows = draw.randrange(2, 6), draw.randrange(3, 9)
    grid = _values(draw, rows, columns)
    wide, high = (WIDTH - 2 * LEFT) / columns, 24.0
    top = sheet.y
    merged: set[tuple[int, int]] = set()
    if kind == "merged":
        row = draw.randrange(1, rows)
        merged.add((row, 0))
        grid[row + 1][0] = ""
    shapes = sheet.canvas
    if kind == "form":
        shapes.beginForm("rules")
    for number in range(rows + 2):
        y = top - number * high
        covered = any(number == row + 1 for row, _ in merged)
        _draw_rule(shapes, kind, LEFT + (wide if covered else 0), y, WIDTH - LEFT, y)
    for number in range(columns + 1):
        _draw_rule(shapes, kind, LEFT + number * wide, top, LEFT + number * wide, top - (rows + 1) * high)
    if kind == "form":
        shapes.endForm()
        shapes.doForm("rules")
    for number, line in enumerate(grid):
        sheet.y = top - number * high - high / 2 - 4 - (high / 2 if (number, 0) in merged else 0)
        for column, words in enumerate(line):
            sheet.y = top - number * high - high / 2 - 4
            if (number, column) in merged:
                sheet.y -= high / 2
            sheet.text(LEFT + column * wide + 4, words[: int((wide - 6) / sheet.size) + 2])
            grid[number][column] = words[: int((wide - 6) / sheet.size) + 2]
    sheet.y = top - (rows + 1) * high - 2 * LINE
    sheet.prose(max(2, int((sheet.y - 90) / LINE)))
    return sheet.done(kind, grid)


def _draw_rule(canvas: Any, kind: str, x0: float, y0: float, x1: float, y1: float) -> None:
    if kind == "thin":
        canvas.rect(x0 - 0.3, min(y0, y1) - 0.3, x1 - x0 + 0.6, abs(y1 - y0) + 0.6, stroke=0, fill=1)
    else:
        canvas.line(x0, y0, x1, y1)


def _borderless(draw: random.Random) -> Made:
    sheet = _Sheet(draw)
    if draw.random() < 0.7:
        sheet.prose(draw.randrange(1, 4))
    columns, rows = draw.randrange(2, 6), draw.randrange(4, 11)
    grid = _values(draw, rows, columns)
    if columns == 2:  # the last of two columns holds numbers
        for row in grid[1:]:
            row[0], row[1] = draw.choice(_PLACES), str(draw.randrange(10, 9000))
    wrapped = draw.randrange(1, columns) if columns > 2 and draw.random() < 0.4 else -1
    wide = (WIDTH - 2 * LEFT) / columns
    aligns = [draw.choice(("left", "left", "centre", "right")) for _ in range(columns)]
    pitch = sheet.size * draw.uniform(1.5, 2.4)
    gap = draw.uniform(1.2, 2.6) * sheet.size
    room = int((wide - gap) / sheet.size)
    for number, line in enumerate(grid):
        if wrapped >= 0 and number and draw.random() < 0.5:
            line[wrapped] = draw.choice(_NOTES[:4])
        lines = [[words[at : at + room] for at in range(0, len(words), room)] or [""] for words in line]
        if any(len(parts) > 1 for column, parts in enumerate(lines) if column != wrapped):
            lines = [parts if column == wrapped else [parts[0]] for column, parts in enumerate(lines)]
            grid[number] = ["".join(parts) for parts in lines]
        for at in range(max(map(len, lines))):
            for column, parts in enumerate(lines):
                if at < len(parts) and parts[at]:
                    align = "left" if column == wrapped else aligns[column]
                    x = LEFT + column * wide
                    sheet.text(x, parts[at], align=align, width=wide - gap)
            sheet.y -= sheet.size * 1.25 if at < max(map(len, lines)) - 1 else pitch
    sheet.y -= LINE
    if draw.random() < 0.7:
        sheet.prose(draw.randrange(1, 4))
    return sheet.done("borderless", grid)


def _no_table(draw: random.Random, kind: str) -> Made:
    sheet = _Sheet(draw)
    if kind == "columns":
        top = sheet.y
        for x in (LEFT, WIDTH / 2 + 12):
            sheet.y = top
            for _ in range(6):
                sheet.prose(4, x=x, width=WIDTH / 2 - LEFT - 12)
    elif kind == "contents":
        for number in range(12):
            words = f"{number + 1}、{draw.choice(_KINDS)}"
            dots = "…" * (20 - len(words) // 2)
            sheet.text(LEFT, f"{words}{dots}")
            sheet.text(WIDTH - LEFT - 30, str(number * 3 + 1))
            sheet.y -= LINE * 1.3
    elif kind == "labels":
        sheet.prose(3)
        for name in ("联 系 人：", "联系电话：", "电子邮箱：", "通讯地址：", "邮政编码："):
            sheet.text(LEFT, name)
            sheet.text(LEFT + 120, draw.choice(_PLACES) + draw.choice(_BODIES))
            sheet.y -= LINE * 1.4
    elif kind == "list":
        for number in range(14):
            sheet.text(
                LEFT + 24,
                f"{number + 1}.{draw.choice(_KINDS)}由{draw.choice(_BODIES)}牵头，{draw.choice(_NOTES[:4])}。",
            )
            sheet.y -= LINE * 1.4
    else:
        sheet.prose(10)
        for words in (draw.choice(_BODIES), "2019年3月8日"):
            sheet.text(WIDTH - LEFT - 120, words)
            sheet.y -= LINE * 1.5
        sheet.text(LEFT, "抄送：")
        sheet.text(LEFT + 60, draw.choice(_BODIES))
    return sheet.done(kind, [])


RULED = ("ruled", "merged", "thin", "form")
NONE = ("columns", "contents", "labels", "list", "signature")


def make_pages(kind: str, count: int) -> list[Made]:
    """Returns pages of a kind, each with a seed of its own."""
    pages = []
    for number in range(count):
        draw = random.Random(f"{kind} {number}")  # a test needs no secrets
        maker = _ruled if kind in RULED else _no_table
        pages.append(_borderless(draw) if kind == "borderless" else maker(draw, kind))
    return pages
