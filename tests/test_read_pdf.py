"""PDF files: paragraphs, furniture, columns, tables, bad files. Places are invented."""

from __future__ import annotations

from typing import Any

import pytest

from corpus.document import Route
from extract.pdf_boxes import find_boxes
from extract.pdf_lines import join_text
from extract.read import read
from tests.pdf_pages import (
    EM,
    HEIGHT,
    LEFT,
    PROSE,
    RIGHT,
    WIDTH,
    body_lines,
    draw_paragraph,
    furniture_lines,
    make_pdf,
    wrap,
)


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


def test_entries_of_a_table_of_contents_stay_apart() -> None:
    entries = ["第一章　总则" + "." * 60 + "1", "第二章　养护" + "." * 60 + "2", "附则" + "." * 70 + "3"]

    def draw(canvas: Any) -> None:
        for number, entry in enumerate(entries):
            canvas.drawString(LEFT, 700 - 28 * number, entry)

    assert body_lines(read(make_pdf(draw), "a.pdf")) == entries


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
