"""Tables of generated pages are read back cell by cell; what is no table stays text."""

from __future__ import annotations

import pytest

from benchmarks.table_pages import NONE, RULED, make_pages
from benchmarks.tables import score, tables_of
from extract.pdf import read_pdf

PAGES = 12
LEAST_BORDERLESS = 0.85  # F1 of the cells; measured 0.93 on the 40 pages that are reported


@pytest.mark.parametrize("kind", RULED)
def test_cells_between_rules_are_exact(kind: str) -> None:
    assert score(kind, make_pages(kind, PAGES))["f1"] == 1.0


def test_columns_without_rules() -> None:
    assert score("borderless", make_pages("borderless", 2 * PAGES)[1::2])["f1"] >= LEAST_BORDERLESS


@pytest.mark.parametrize("kind", NONE)
def test_what_is_no_table_stays_text(kind: str) -> None:
    assert score(kind, make_pages(kind, PAGES)) == {"pages": PAGES, "cells taken": 0}


def test_a_table_without_rules_loses_no_character() -> None:
    for page in make_pages("borderless", PAGES):
        raw = read_pdf(page.data, ocr=False)
        missing = {cell for row in page.grid for cell in row if cell} - {
            cell for grid in tables_of(raw) for row in grid for cell in row
        }
        squeezed = "".join(raw.text.split())
        assert all("".join(cell.split()) in squeezed or len(cell) > 8 for cell in missing)
