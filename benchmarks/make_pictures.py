"""Makes the pictures of the web page in docs/pictures, from the samples, in Chromium with Noto CJK fonts.

python -m benchmarks.make_pictures
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

from benchmarks.web_writers import served
from corpus.library import Library

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs/pictures"
SAMPLES = ROOT / "corpus/samples/documents"
WIDE, NARROW = {"width": 1280, "height": 850}, {"width": 390, "height": 850}
OPENED = ("k05-relocation.pdf", "五/（一）")  # a document with its page beside a clause


def pages(folder: Path) -> dict[str, tuple[str, dict[str, int]]]:
    """Returns picture -> (address, size of the window)."""
    with Library(folder) as library:
        rows = library.rows("SELECT id FROM documents WHERE source LIKE ?", (f"%{OPENED[0]}",))
    document = f"/documents/{rows[0][0]}?at={quote(OPENED[1], safe='')}"
    return {
        "web-search": (f"/search?q={quote('资金 项目')}&category=fund", WIDE),
        "web-document": (document, WIDE),
        "web-review": ("/review", WIDE),
        "web-narrow": (f"/search?q={quote('资金 项目')}", NARROW),
    }


def take(browser: Any, address: str, size: dict[str, int], target: Path) -> None:
    """Writes what a window shows, in at most 256 colours, the rare ones among them."""
    from PIL import Image

    context = browser.new_context(locale="zh-CN", viewport=size)
    page = context.new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture = picture.quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    picture.save(target, optimize=True)
    context.close()


def main() -> None:
    """Makes the library, serves it and takes the pictures."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise SystemExit("Chromium is needed")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "library"
        command = [sys.executable, "-c", "from app.cli import main; main()"]
        sources = str(SAMPLES.relative_to(ROOT))
        subprocess.run([*command, "run", sources, "--library", str(folder)], cwd=ROOT, check=True, capture_output=True)
        with served(folder, "--person", "审核员", "--lang", "zh") as (address, _), sync_playwright() as started:
            browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            for name, (path, size) in pages(folder).items():
                take(browser, address + path, size, TARGET / f"{name}.png")
            browser.close()


if __name__ == "__main__":
    main()
