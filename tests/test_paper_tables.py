"""The paper's eight tables come out of the catalogue, in both languages, with links where the library has a source."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html as lxml_html

from corpus.catalogue import load_catalogue
from corpus.label import CATEGORIES, Level
from corpus.library import Library
from report.content import gather
from report.page import render
from report.sources import list_sources
from tests.conftest import SHARED
from tests.report_sample import make_library

KINDS = {"policy", "agreement"}


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with make_library(tmp_path / "L") as opened:
        yield opened


def _printed() -> list[dict[str, str]]:
    path = SHARED / "domain" / "paper_sources.csv"
    if not path.exists():
        pytest.skip("needs ../shared")
    with path.open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["paper"] == "A" and row["kind"] in KINDS]


@pytest.mark.parametrize("category", CATEGORIES)
def test_a_table_has_all_sources_that_the_paper_lists_with_their_level(category: str) -> None:
    rows = [row for row in _printed() if row["category"] == category]
    assert rows
    found = list_sources(category, ())
    for row in rows:
        # The list adds in brackets what the paper may mean instead.
        match = load_catalogue().match(title=row["title_zh_best"].split("（疑指")[0])
        assert match is not None, row["id"]
        assert match.source in {one.catalogued for one in found.get(Level(row["level"]), ())}, row["id"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_row_has_a_title_and_a_level_in_both_languages(language: str) -> None:
    rows = [row for category in CATEGORIES for found in list_sources(category, ()).values() for row in found]
    assert len({row.catalogued.id for row in rows if row.catalogued}) == len(load_catalogue().sources)
    assert all(row.title(language) and row.level is not Level.UNKNOWN for row in rows)
    if language == "en":
        assert all(
            row.title("en").isascii() or not any("\u4e00" <= c <= "\u9fff" for c in row.title("en")) for row in rows
        )


def test_a_source_of_the_library_is_linked(library: Library) -> None:
    content = gather(library, {})
    source = load_catalogue().of("fund", Level.CENTRAL)[0]
    paper = replace(content.papers[0], catalogued=source)
    parts = tuple(
        replace(part, sources=list_sources(part.category.id, (paper, *content.papers[1:])))
        for part in content.categories
    )
    page = lxml_html.document_fromstring(
        render(replace(content, papers=(paper, *content.papers[1:]), categories=parts), "en")
    )
    links = page.xpath(f"//section[@id='fund']//a[@href='#d-{paper.id}']")
    assert source.title_en in {link.text_content() for link in links}
    assert page.xpath(f"//*[@id='d-{paper.id}']")
