"""Character errors of made scans: pages of our samples as pictures, damaged as scanners and offices damage them.

    python -m benchmarks.scans [--pages 6]

A page is rendered at 200 dots an inch, damaged with a fixed seed, put into a PDF as a picture and read by recognition;
what comes out is compared with the text of the page (white space does not count).
"""

from __future__ import annotations

import argparse
import io
import json
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from extract.pdf import read_pdf
from extract.raw import Raw

SAMPLES = Path(__file__).resolve().parents[1] / "corpus" / "samples" / "documents"
FILES = (
    "c01-notice.pdf",
    "c05-data-notice.pdf",
    "p01-regulation.pdf",
    "k05-relocation.pdf",
    "p03-fund.pdf",
    "k08-english.pdf",
)
DOTS = 200
_NUMBER = re.compile(r"[—–-]\d+[—–-]")
Picture = Any  # a picture of Pillow


def _plain(picture: Picture, draw: random.Random) -> Picture:
    return picture


def _askew(picture: Picture, draw: random.Random) -> Picture:
    from PIL import Image

    angle = draw.choice((-1, 1)) * draw.uniform(0.5, 3.0)
    return picture.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor="white")


def _noisy(picture: Picture, draw: random.Random) -> Picture:
    import numpy
    from PIL import Image

    random_ = numpy.random.default_rng(draw.randrange(2**32))
    pixels = numpy.asarray(picture).astype("float32") + random_.normal(0, 22, (*picture.size[::-1], 3))
    specks = random_.random(picture.size[::-1]) < 0.0006
    pixels[specks] = 0
    return Image.fromarray(pixels.clip(0, 255).astype("uint8"))


def _faint(picture: Picture, draw: random.Random) -> Picture:
    from PIL import ImageEnhance, ImageFilter

    return ImageEnhance.Contrast(picture.filter(ImageFilter.GaussianBlur(0.9))).enhance(0.5)


def _sealed(picture: Picture, draw: random.Random) -> Picture:
    """Draws a red seal over the lower third, where signatures stand."""
    from PIL import Image, ImageDraw

    layer = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    radius = int(1.9 / 2.54 * DOTS)
    x, y = int(picture.width * draw.uniform(0.45, 0.7)), int(picture.height * draw.uniform(0.25, 0.6))
    ink = (215, 30, 35, 190)
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), outline=ink, width=10)
    pen.polygon([(x, y - 40), (x + 38, y + 28), (x - 38, y + 28)], fill=ink)
    for step in range(-3, 4):
        pen.rectangle((x + step * 36 - 12, y + 60, x + step * 36 + 12, y + 84), outline=ink, width=4)
    return Image.alpha_composite(picture.convert("RGBA"), layer).convert("RGB")


def _upside_down(picture: Picture, draw: random.Random) -> Picture:
    return picture.rotate(180)


def _on_its_side(picture: Picture, draw: random.Random) -> Picture:
    return picture.rotate(draw.choice((90, 270)), expand=True)


DAMAGES: dict[str, Callable[[Picture, random.Random], Picture]] = {
    "none": _plain,
    "askew": _askew,
    "noisy": _noisy,
    "faint": _faint,
    "sealed": _sealed,
    "upside down": _upside_down,
    "on its side": _on_its_side,
}


def pages(most: int) -> Iterator[tuple[str, Picture, str]]:
    """Yields name, picture and text of the first page of each sample."""
    import pypdfium2

    for name in FILES[:most]:
        data = (SAMPLES / name).read_bytes()
        document = pypdfium2.PdfDocument(data)
        picture = document[0].render(scale=DOTS / 72).to_pil().convert("RGB")
        yield name, picture, page_text(read_pdf(data, ocr=False))


def page_text(raw: Raw) -> str:
    """Returns the text of the first page without white space and without its number, which stands now here, now there."""
    span = raw.pages[0].span
    return _NUMBER.sub("", "".join(raw.text[span.start : span.end].split()))


def as_pdf(picture: Picture) -> bytes:
    """Returns a PDF of one page that is nothing but a picture."""
    buffer = io.BytesIO()
    picture.save(buffer, "PDF", resolution=DOTS, quality=85)
    return buffer.getvalue()


def errors(expected: str, found: str) -> int:
    """Returns the edit distance of two texts."""
    before = list(range(len(found) + 1))
    for row, char in enumerate(expected, start=1):
        now = [row]
        for column, other in enumerate(found, start=1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (char != other)))
        before = now
    return before[-1]


def main() -> None:
    """Prints the share of wrong characters by damage as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=len(FILES))
    arguments = parser.parse_args()
    wrong: dict[str, int] = dict.fromkeys(DAMAGES, 0)
    size = dict.fromkeys(DAMAGES, 0)
    for name, picture, text in pages(arguments.pages):
        for damage, do in DAMAGES.items():
            read = read_pdf(as_pdf(do(picture, random.Random(f"{name} {damage}"))), ocr=True)
            found = errors(text, page_text(read))
            wrong[damage] += found
            size[damage] += len(text)
            print(f"{name} {damage}: {found} of {len(text)}, confidence {read.pages[0].confidence}", flush=True)
    shares = {damage: round(wrong[damage] / size[damage], 4) for damage in DAMAGES}
    print(json.dumps({**shares, "all": round(sum(wrong.values()) / sum(size.values()), 4)}, indent=1))


if __name__ == "__main__":
    main()
