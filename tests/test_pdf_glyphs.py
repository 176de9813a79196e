"""Pieces of a line: their text, their size, their boxes."""

from __future__ import annotations

from typing import Any

import pytest

from extract.pdf import open_pdf
from extract.pdf_glyphs import read_pieces
from tests.pdf_pages import EM, LEFT, make_pdf


def test_a_line_between_marks_has_the_size_of_its_characters() -> None:
    """Neither its first nor its last character is an ideograph: the height of the font would be taken for the em."""
    text = "（三）公路养护资金按照里程和等级拨付到乡镇，"

    def draw(canvas: Any) -> None:
        canvas.drawString(LEFT, 700, text)

    document = open_pdf(make_pdf(draw))
    page = document[0]
    textpage = page.get_textpage()
    (piece,) = read_pieces(textpage, page)
    textpage.close()
    page.close()
    document.close()
    assert piece.text == text
    assert piece.size == pytest.approx(EM, abs=0.1)
    assert len(piece.boxes) == len(text)
