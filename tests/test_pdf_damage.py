"""Files that cannot be read as they should: passwords, cut off, empty, scans without recognition; and real ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from corpus.errors import ReadError
from extract.read import read
from tests.pdf_pages import HEIGHT, LEFT, PROSE, WIDTH, body_lines, make_pdf


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
