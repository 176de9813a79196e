"""How many born-digital PDFs are read in a second on one core, beside pdfium's own text of the same pages.

    python -m benchmarks.pdf_speed [FILES...]

Without files, documents of seven pages are made from the sentences of our samples: 22 lines of 28 characters a page, as
the standard for official documents sets them. Processor time, the best of seven rounds, both in turns.
"""

from __future__ import annotations

import io
import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.sample_pdf import FONT, register_font
from benchmarks.sample_sources import read_samples
from extract.pdf import read_pdf

PAGES, LINES, CHARACTERS = 7, 22, 28
ROUNDS = 7


def make(seed: int, text: str) -> bytes:
    """Returns a document of seven pages."""
    from reportlab.pdfgen.canvas import Canvas

    register_font()
    draw, buffer = random.Random(seed), io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=1)
    for page in range(PAGES):
        for line in range(LINES):
            canvas.setFont(FONT, 15.8)
            start, indent = draw.randrange(len(text) - CHARACTERS), 2 if line % 4 == 0 else 0
            canvas.drawString(78 + 15.8 * indent, 760 - 29 * line, text[start : start + CHARACTERS - indent])
        canvas.setFont(FONT, 12)
        canvas.drawCentredString(297, 40, f"— {page + 1} —")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def plain(data: bytes) -> int:
    """Reads the text of all pages with pdfium alone; returns the number of pages."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    pages = len(document)
    for index in range(pages):
        page = document[index]
        text = page.get_textpage()
        text.get_text_range()
        text.close()
        page.close()
    document.close()
    return pages


def seconds(work: Callable[[bytes], object], files: Sequence[bytes]) -> float:
    """Returns the processor time of one round."""
    start = time.process_time()
    for data in files:
        work(data)
    return time.process_time() - start


def main() -> None:
    """Prints the figures as JSON."""
    if len(sys.argv) > 1:
        files = [Path(name).read_bytes() for name in sys.argv[1:]]
    else:
        lines = (line.text for sample in read_samples() if not sample.is_english for line in sample.lines)
        text = "".join("".join(lines).split())
        files = [make(seed, text) for seed in range(12)]
    pages = sum(map(plain, files))
    ours = pdfium = float("inf")
    for _ in range(ROUNDS):
        ours = min(ours, seconds(lambda data: read_pdf(data, ocr=False), files))
        pdfium = min(pdfium, seconds(plain, files))
    figures = {
        "files": len(files),
        "pages": pages,
        "seven pages a second, read": round(pages / PAGES / ours, 1),
        "seven pages a second, pdfium's text alone": round(pages / PAGES / pdfium, 1),
        "ratio": round(ours / pdfium, 2),
    }
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
