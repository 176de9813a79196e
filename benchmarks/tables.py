"""Cells of generated tables read back: ruled, merged, thin rectangles, rules in a form, and without rules.

    python -m benchmarks.tables [--pages 40] [--part develop|report] [--speed]

Pages are made from words of our own with a fixed seed; every even page is for development, the odd ones are reported.
A cell counts if row, column and text agree. Pages without a table (two columns of prose, contents, lists,
labels with values, signatures) count what is wrongly taken for one. `--speed`: seconds beside `pdfplumber` with the
same settings on the same ruled pages, in turns, the best of five rounds; their font is in the file, as in most files of
offices, where the machine has the font of our samples.
"""

from __future__ import annotations

import argparse
import io
import json
import time

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
    """Returns processor seconds for the same files, read by us (text and tables) and by pdfplumber (tables alone)."""
    import pdfplumber

    ours = stock = float("inf")
    found = same = 0
    for _ in range(ROUNDS):
        start = time.process_time()
        same = sum(len(read_pdf(data, ocr=False).tables) for data in files)
        middle = time.process_time()
        found = 0
        for data in files:
            with pdfplumber.open(io.BytesIO(data)) as document:
                found += sum(len(one.extract_tables()) for one in document.pages)
        ours, stock = min(ours, middle - start), min(stock, time.process_time() - middle)
    return {
        "ours": round(ours, 3),
        "pdfplumber": round(stock, 3),
        "ratio": round(stock / ours, 1),
        "tables of pdfplumber": found,
        "tables of ours": same,
    }


def main() -> None:
    """Prints the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--part", choices=("develop", "report"), default="report")
    parser.add_argument("--speed", action="store_true")
    arguments = parser.parse_args()
    side = 1 if arguments.part == "report" else 0
    figures: dict[str, object] = {
        kind: score(kind, make_pages(kind, 2 * arguments.pages)[side::2]) for kind in (*RULED, "borderless", *NONE)
    }
    if arguments.speed:
        table_pages.embed()
        pages = [page for kind in ("ruled", "thin") for page in make_pages(kind, 35)]
        figures["speed"] = speed([bound(pages[start : start + 7]) for start in range(0, len(pages), 7)])
    print(json.dumps(figures, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
