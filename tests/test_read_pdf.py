"""PDF files: paragraphs, furniture, columns, tables, bad files. Places are invented."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.document import Route
from corpus.errors import ReadError
from extract.pdf_boxes import find_boxes
from extract.pdf_lines import join_text
from extract.raw import Raw
from extract.read import read

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


def test_wrapped_lines_become_paragraphs_and_title_lines_stay() -> None:
    def draw(canvas: Any) -> None:
        canvas.drawCentredString(WIDTH / 2, 760, "云山县人民政府关于加强")
        canvas.drawCentredString(WIDTH / 2, 732, "乡村道路养护工作的意见")
        canvas.drawString(LEFT, 690, "各乡镇人民政府：")
        y = draw_paragraph(canvas, PROSE, 662)
        y = draw_paragraph(canvas, "一、总体要求", y)
        y = draw_paragraph(canvas, PROSE[:44], y)  # ends near the margin
        canvas.drawRightString(RIGHT - 2 * EM, y - 28, "云山县人民政府")
        canvas.drawRightString(RIGHT - EM, y - 56, "2019年3月1日")

    raw = read(make_pdf(draw), "a.pdf")
    assert raw.format == "pdf"
    assert body_lines(raw) == [
        "云山县人民政府关于加强",
        "乡村道路养护工作的意见",
        "各乡镇人民政府：",
        PROSE,
        "一、总体要求",
        PROSE[:44],
        "云山县人民政府",
        "2019年3月1日",
    ]


def test_page_numbers_and_running_heads_are_marked_and_paragraphs_cross_pages() -> None:
    def draw(canvas: Any) -> None:
        lines = [f"　　{line}" if number % 9 == 0 else line for number, line in enumerate(wrap(PROSE * 12, 26))]
        for page in range(3):
            canvas.setFont("STSong-Light", 10)
            canvas.drawString(LEFT, 800, "云山县人民政府公报")
            canvas.drawCentredString(WIDTH / 2, 40, f"— {page + 1} —")
            canvas.setFont("STSong-Light", EM)
            y = 760.0
            for line in lines[page * 16 : page * 16 + 16]:
                canvas.drawString(LEFT, y, line.replace("　　", ""))
                y -= 28
            canvas.showPage()

    raw = read(make_pdf(draw), "a.pdf")
    assert furniture_lines(raw).count("云山县人民政府公报") == 3
    assert [line for line in furniture_lines(raw) if "—" in line] == ["— 1 —", "— 2 —", "— 3 —"]
    assert "".join(body_lines(raw)) == (PROSE * 12)[: 48 * 26]
    assert len(body_lines(raw)) == 1, "every line is full: one paragraph over three pages"


def test_pages_cover_the_text_in_order() -> None:
    def draw(canvas: Any) -> None:
        for page in range(4):
            if page != 2:
                canvas.setFont("STSong-Light", EM)
                draw_paragraph(canvas, f"第{page + 1}页的内容。" + PROSE[page * 7 :], 700)
            canvas.showPage()

    raw = read(make_pdf(draw), "a.pdf")
    assert [page.number for page in raw.pages] == [1, 2, 3, 4]
    assert raw.pages[0].span.start == 0
    assert raw.pages[-1].span.end == len(raw.text)
    for before, after in zip(raw.pages, raw.pages[1:], strict=False):
        assert before.span.end == after.span.start
    for page in raw.pages:
        shown = raw.text[page.span.start : page.span.end]
        assert (f"第{page.number}页的内容" in shown) == (page.number != 3)
        assert (page.width, page.height, page.route) == (WIDTH, HEIGHT, Route.TEXT)


def test_a_page_ends_within_a_paragraph_that_crosses_it() -> None:
    def draw(canvas: Any) -> None:
        for part in (PROSE[:24], PROSE[24:50]):
            canvas.setFont("STSong-Light", EM)
            y = draw_paragraph(canvas, PROSE, 700) if part == PROSE[:24] else 700.0
            canvas.drawString(LEFT + (2 * EM if part == PROSE[:24] else 0), y, part)
            canvas.showPage()

    raw = read(make_pdf(draw), "a.pdf")
    assert body_lines(raw) == [PROSE, PROSE[:50]]
    assert raw.text[raw.pages[1].span.start :].startswith(PROSE[24:50])


def test_attachment_marks_at_page_tops_are_text() -> None:
    def draw(canvas: Any) -> None:
        for page in range(4):
            canvas.setFont("STSong-Light", EM)
            canvas.drawString(LEFT, 770, f"附件{page + 1}")
            draw_paragraph(canvas, PROSE[page * 7 :], 700)
            canvas.drawCentredString(WIDTH / 2, 40, str(page + 1))
            canvas.showPage()

    raw = read(make_pdf(draw), "a.pdf")
    assert [line for line in body_lines(raw) if line.startswith("附件")] == ["附件1", "附件2", "附件3", "附件4"]
    assert furniture_lines(raw) == ["1", "2", "3", "4"]


def test_two_columns_are_read_one_after_the_other() -> None:
    def draw(canvas: Any) -> None:
        canvas.setFont("STSong-Light", 12)
        canvas.drawCentredString(WIDTH / 2, 780, "云山县道路养护简报")
        left = [PROSE[at : at + 18] for at in range(0, 90, 18)] * 2
        for row in range(10):  # row by row, as some programs write
            canvas.drawString(60, 740 - 20 * row, left[row])
            canvas.drawString(320, 740 - 20 * row, left[row].replace("县", "市"))
        canvas.drawString(60, 500, "（通栏的结尾一行，横跨左右两个栏目，说明简报的编印单位和日期，供各地参考）")

    text = "".join(body_lines(read(make_pdf(draw), "a.pdf")))
    left = PROSE[:90] * 2
    assert left + left.replace("县", "市") in text.replace("\n", "")


TABLE = (
    ("项目", "资金（万元）", "责任单位"),
    ("道路养护", "120", "云山县交通运输局"),
    ("危桥改造", "85.5", "云山县住房局"),
)


def draw_table(canvas: Any, *, thin_rectangles: bool = False) -> None:
    """Draws a ruled table of three rows and columns."""
    xs, ys = (90.0, 200.0, 320.0, 480.0), (700.0, 670.0, 640.0, 610.0)
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
    for row, y in zip(TABLE, ys, strict=False):
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


def test_blanks_between_scripts_are_not_added() -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(LEFT, 700, "截至")
        canvas.drawString(LEFT + 2 * EM + 4, 700, "2019")  # a quarter em of space, as word processors set it
        canvas.drawString(LEFT + 2 * EM + 4 + 2 * EM + 4, 700, "年底完成养护。")

    assert body_lines(read(make_pdf(draw), "a.pdf"))[0] == "截至2019年底完成养护。"


def test_turned_page_is_read_as_shown() -> None:
    def draw(canvas: Any) -> None:
        canvas.setPageRotation(90)  # the page is wider than high and shown turned
        canvas.rotate(90)
        canvas.translate(0, -HEIGHT)
        canvas.setFont("Helvetica", 11)
        canvas.drawString(
            LEFT, 700, "The county shall keep its rural roads in repair and shall report every quarter on the"
        )
        canvas.drawString(LEFT, 686, "funds spent.")

    data = make_pdf(draw)
    raw = read(data, "a.pdf")
    assert body_lines(raw)[0].endswith("on the funds spent.")
    assert len(body_lines(raw)) == 1
    (box,) = find_boxes(data, raw.text, raw.pages[0], 0, 10)
    assert box[0] == pytest.approx(LEFT, abs=1)
    assert box[1] < 700 < box[3]


def test_watermark_is_furniture() -> None:
    def draw(canvas: Any) -> None:
        for page in range(4):
            canvas.setFont("STSong-Light", EM)
            draw_paragraph(canvas, PROSE[page * 7 :], 760)
            canvas.drawString(240, 421, "内部资料请勿外传")
            canvas.showPage()

    raw = read(make_pdf(draw), "a.pdf")
    assert furniture_lines(raw) == ["内部资料请勿外传"] * 4


def test_characters_outside_the_page_are_left_out() -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(LEFT, 700, "云山县道路养护办法")
        canvas.drawString(WIDTH + 50, 700, "导航栏")

    assert body_lines(read(make_pdf(draw), "a.pdf")) == ["云山县道路养护办法"]


def test_english_lines_are_joined_with_blanks() -> None:
    def draw(canvas: Any) -> None:
        canvas.setFont("Helvetica", 11)
        for number, line in enumerate(
            (
                "The county shall keep its rural roads in repair and shall report every quarter on the",
                "funds spent, the length of road repaired, and the number of villages that are served by",
                "it.",
            )
        ):
            canvas.drawString(LEFT, 700 - 14 * number, line)

    assert body_lines(read(make_pdf(draw), "a.pdf"))[0].endswith("on the funds spent, the length of road repaired, and the "
                                                                 "number of villages that are served by it.")  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("推进乡村", "振兴", "推进乡村振兴"),
        ("rural", "roads", "rural roads"),
        ("截至2019", "年底", "截至2019年底"),
        ("develop-", "ment", "development"),
        ("2018-", "2020", "2018-2020"),
        ("加快“", "两新”", "加快“两新”"),
    ],
)
def test_join_text(before: str, after: str, joined: str) -> None:
    assert join_text(before, after) == joined


def test_boxes_of_a_passage() -> None:
    def draw(canvas: Any) -> None:
        draw_paragraph(canvas, PROSE, 700)

    data = make_pdf(draw)
    raw = read(data, "a.pdf")
    start = raw.text.index(PROSE[20:30])
    boxes = find_boxes(data, raw.text, raw.pages[0], start, start + 10)
    assert len(boxes) == 2, "the passage runs over a line end"
    first, second = boxes
    assert first[0] == pytest.approx(LEFT + 22 * EM, abs=1)
    assert first[2] == pytest.approx(LEFT + 26 * EM, abs=1)
    assert second[0] == pytest.approx(LEFT, abs=1)
    assert second[2] == pytest.approx(LEFT + 6 * EM, abs=1)
    assert first[1] > second[3] - EM
    assert find_boxes(data, raw.text, raw.pages[0], 0, 0) == ()


def _draw_line(canvas: Any) -> None:
    canvas.drawString(LEFT, 700, PROSE[:20])


def test_password() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    data = make_pdf(_draw_line, encrypt=StandardEncryption("secret", canPrint=0))
    with pytest.raises(ReadError) as caught:
        read(data, "a.pdf")
    assert caught.value.reason == "encrypted"


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6])
def test_cut_off(share: float) -> None:
    data = make_pdf(_draw_line)
    with pytest.raises(ReadError) as caught:
        read(data[: int(len(data) * share)], "a.pdf")
    assert caught.value.reason == "damaged"


def test_empty_pages() -> None:
    with pytest.raises(ReadError) as caught:
        read(make_pdf(lambda canvas: canvas.showPage()), "a.pdf")
    assert caught.value.reason == "no_text"


def test_scan_without_recognition() -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    def draw(canvas: Any) -> None:
        canvas.drawImage(ImageReader(Image.new("RGB", (600, 800), "gray")), 0, 0, WIDTH, HEIGHT)

    with pytest.raises(ReadError) as caught:
        read(make_pdf(draw), "a.pdf", ocr=False)
    assert caught.value.reason == "needs_ocr"


@pytest.mark.shared
@pytest.mark.parametrize("number", ["01", "05", "15", "32"])
def test_real_files_read_without_scattered_lines(number: str) -> None:
    folder = Path(__file__).resolve().parents[2] / "shared" / "data" / "pdf"
    if not folder.is_dir():
        pytest.skip("reference material is not beside the checkout")
    path = next(folder.glob(f"{number}_*.pdf"))
    raw = read(path.read_bytes(), path.name, ocr=False)
    lines = body_lines(raw)
    prose = [line for line in lines if len(line) > 40]
    ended = [line for line in prose if line[-1] in "。；：！？;:.）)”"]
    assert len(ended) / len(prose) > 0.95, "long lines end with a stop"
    assert all(page.confidence == 1.0 for page in raw.pages)


def test_footnotes_do_not_interrupt_a_paragraph() -> None:
    def draw(canvas: Any) -> None:
        lines = wrap(PROSE)
        for page, part in enumerate((lines[:3], lines[3:])):
            canvas.setFont("STSong-Light", EM)
            y = draw_paragraph(canvas, PROSE[::-1], 760) if page == 0 else 760.0
            for number, line in enumerate(part):
                canvas.drawString(LEFT + (2 * EM if page == number == 0 else 0), y, line)
                y -= 28
            if page == 0:
                canvas.setFont("STSong-Light", 9)
                canvas.drawString(LEFT, 90, "1 养护是指日常保洁和小修。")
                canvas.drawString(LEFT, 76, "2 乡村道路包括乡道和村道。")
            canvas.showPage()

    assert body_lines(read(make_pdf(draw), "a.pdf"))[-3:] == [
        "1 养护是指日常保洁和小修。",
        "2 乡村道路包括乡道和村道。",
        PROSE,
    ]


def test_caption_in_brackets_over_centred_lines_is_one_paragraph() -> None:
    def draw(canvas: Any) -> None:
        canvas.drawCentredString(WIDTH / 2, 760, "云山县道路养护办法")
        canvas.drawCentredString(WIDTH / 2, 720, "（2019年3月1日云山县第九届人民")
        canvas.drawCentredString(WIDTH / 2, 692, "代表大会常务委员会通过）")
        draw_paragraph(canvas, PROSE, 650)

    assert body_lines(read(make_pdf(draw), "a.pdf"))[:2] == [
        "云山县道路养护办法",
        "（2019年3月1日云山县第九届人民代表大会常务委员会通过）",
    ]


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


def test_entries_of_a_table_of_contents_stay_apart() -> None:
    entries = ["第一章　总则" + "." * 60 + "1", "第二章　养护" + "." * 60 + "2", "附则" + "." * 70 + "3"]

    def draw(canvas: Any) -> None:
        for number, entry in enumerate(entries):
            canvas.drawString(LEFT, 700 - 28 * number, entry)

    assert body_lines(read(make_pdf(draw), "a.pdf")) == entries


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


def test_side_column_is_read_after_the_text() -> None:
    def draw(canvas: Any) -> None:
        canvas.setFont("STSong-Light", 12)
        text = PROSE + PROSE[::-1]
        for row, at in enumerate(range(0, 24 * 8, 24)):
            canvas.drawString(60, 700 - 20 * row, text[at : at + 24])
        for row, name in enumerate(("云山县交通局", "养护课题组", "组长：", "副组长：", "成员若干", "联系人")):
            canvas.drawString(420, 697 - 20 * row, name)

    text = "".join(body_lines(read(make_pdf(draw), "a.pdf")))
    assert text.startswith((PROSE + PROSE[::-1])[: 24 * 8])
    assert text.endswith("联系人")
