"""Cells of generated tables read back: ruled, merged, thin rectangles, rules in a form, and without rules.

    python -m benchmarks.tables [--pages 40] [--part develop|report] [--speed [FILES...]]

Pages are made from words of our own with a fixed seed; every even page is for development, the odd ones are reported.
A cell counts if row, column and text agree. Pages without a table (two columns of prose, contents, lists,
labels with values, signatures) count what is wrongly taken for one. `--speed`: seconds beside `pdfplumber` with the
same settings, in turns, the best of five rounds, on the files given; without files on ruled pages with a table each,
whose font is in the file, as in most files of offices, where the machine has the font of our samples.
"""

from __future__ import annotations

import argparse
import io
import json
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import table_pages
from benchmarks.table_pages import NONE, RULED, Grid, Made, make_pages
from extract.pdf import read_pdf
from extract.raw import Raw

ROUNDS = 5


def tables_of(raw: Raw) -> list[Grid]:
    """Returns the tables of a file as grids."""
    return [[list(row) for row in table.cells] for table in raw.tables]


def overlap(expected: Grid, found: list[Grid]) -> tuple[int, int, int]:
    """Returns cells that agree, cells expected and cells found, for the table that agrees best; others count as found."""
    wanted = _cells(expected)
    grids = [_cells(grid) for grid in found]
    best = max((len(wanted & grid) for grid in grids), default=0)
    return best, len(wanted), sum(map(len, grids))


def _cells(grid: Grid) -> set[tuple[int, int, str]]:
    return {
        (row, column, "".join(text.split()))
        for row, line in enumerate(grid)
        for column, text in enumerate(line)
        if text.strip()
    }


def score(kind: str, pages: list[Made]) -> dict[str, float]:
    """Returns precision, recall and F1 of the cells of pages of one kind."""
    right = wanted = got = 0
    for page in pages:
        agreed, expected, found = overlap(page.grid, tables_of(read_pdf(page.data, ocr=False)))
        right, wanted, got = right + agreed, wanted + expected, got + found
    if not wanted:
        return {"pages": len(pages), "cells taken": got}
    return {
        "pages": len(pages),
        "precision": round(right / max(1, got), 4),
        "recall": round(right / wanted, 4),
        "f1": round(2 * right / (wanted + got), 4),
    }


def bound(pages: list[Made]) -> bytes:
    """Returns pages as one file."""
    import pypdfium2

    whole = pypdfium2.PdfDocument.new()
    for page in pages:
        whole.import_pages(pypdfium2.PdfDocument(page.data))
    buffer = io.BytesIO()
    whole.save(buffer)
    return buffer.getvalue()


def speed(files: list[bytes]) -> dict[str, float]:
    """Returns processor seconds for the same files: read by us (text and tables), pdfplumber's tables, those and its text."""
    import pdfplumber

    def stock(data: bytes, *, text: bool) -> int:
        count = 0
        with pdfplumber.open(io.BytesIO(data)) as document:
            for page in document.pages:
                count += len(page.extract_tables())
                if text:
                    page.extract_text()
        return count

    works: dict[str, Callable[[bytes], int]] = {
        "ours": lambda data: len(read_pdf(data, ocr=False).tables),
        "pdfplumber": lambda data: stock(data, text=False),
        "pdfplumber with text": lambda data: stock(data, text=True),
    }
    best = dict.fromkeys(works, float("inf"))
    found: dict[str, int] = {}
    for _ in range(ROUNDS):
        for name, work in works.items():
            start = time.process_time()
            found[name] = sum(map(work, files))
            best[name] = min(best[name], time.process_time() - start)
    return {
        **{name: round(seconds, 3) for name, seconds in best.items()},
        "ratio": round(best["pdfplumber"] / best["ours"], 1),
        "ratio with text": round(best["pdfplumber with text"] / best["ours"], 1),
        "tables of pdfplumber": found["pdfplumber"],
        "tables of ours": found["ours"],
    }


def main() -> None:
    """Prints the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--part", choices=("develop", "report"), default="report")
    parser.add_argument("--speed", nargs="*", type=Path)
    arguments = parser.parse_args()
    if arguments.speed:
        print(json.dumps(speed([path.read_bytes() for path in arguments.speed]), indent=1))
        return
    side = 1 if arguments.part == "report" else 0
    figures: dict[str, object] = {
        kind: score(kind, make_pages(kind, 2 * arguments.pages)[side::2]) for kind in (*RULED, "borderless", *NONE)
    }
    if arguments.speed is not None:
        table_pages.embed()
        pages = [page for kind in ("ruled", "thin") for page in make_pages(kind, 35)]
        figures["speed"] = speed([bound(pages[start : start + 7]) for start in range(0, len(pages), 7)])
    print(json.dumps(figures, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
