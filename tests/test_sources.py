"""Policy sources of a category: shares by hand, and the papers' own rows."""

from __future__ import annotations

import pytest

from corpus.catalogue import load_catalogue
from corpus.label import CATEGORIES, Level
from models.clauses import Clause
from models.sources import DocumentFacts, category_sources, paper_rows


def _clause(document: str, number: int, primary: str, *secondary: str) -> Clause:
    return Clause(
        document=document,
        address=f"p{number}",
        text="青禾县安排专项资金。",
        title=document,
        level=Level.COUNTY,
        year=2018,
        page=None,
        primary=primary,
        secondary=secondary,
        review=False,
    )


def _facts(id: str) -> DocumentFacts:
    return DocumentFacts(
        id=id, title=id, number="", date="2018", issuers=("青禾县人民政府",), level=Level.COUNTY, province=""
    )


def test_shares_count_coded_clauses_only() -> None:
    clauses = [_clause("a", 1, "fund"), _clause("a", 2, "policy", "fund"), _clause("a", 3, "policy")]
    clauses += [_clause("a", 4, "none"), _clause("b", 1, "fund"), _clause("b", 2, "policy")]
    (source,) = category_sources(clauses, {"a": _facts("a"), "b": _facts("b")}, "fund")
    assert (source.document.id, source.clauses, source.primary) == ("a", 2, 1)
    assert source.share == pytest.approx(2 / 3, abs=1e-4)


def test_a_source_of_the_catalogue_is_listed_with_one_clause() -> None:
    listed = load_catalogue().of("fund")[0]
    facts = DocumentFacts(
        id="b", title="b", number="", date="", issuers=(), level=listed.level, province="", source=listed
    )
    clauses = [_clause("b", 1, "fund"), _clause("b", 2, "policy")]
    assert [source.document.id for source in category_sources(clauses, {"b": facts}, "fund")] == ["b"]
    rows = paper_rows(load_catalogue(), {"b": facts}, "fund")
    assert [row.document for row in rows if row.source == listed] == ["b"]
    assert all(row.document is None for row in rows if row.source != listed)


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_category_has_central_and_lower_rows(category: str) -> None:
    levels = [row.source.level for row in paper_rows(load_catalogue(), {}, category)]
    assert Level.CENTRAL in levels
    assert set(levels) - {Level.CENTRAL}
    assert levels == sorted(levels, key=list(Level).index)
