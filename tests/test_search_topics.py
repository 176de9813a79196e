"""The topics of clauses in the index: a facet, a filter, a field of the query; written anew when topics change."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.library import Library
from extract.fold import fold
from models.infer import Reading
from search.build import build_index
from search.filters import Filters
from search.query import search
from search.topics import read_topics
from tests.search_sample import make_library
from tests.web_sample import running, sample_app, visiting

MONEY, WORK = "资金 · 贷款", "培训 · 就业"


def store_topics(library: Library, *names: str) -> None:
    """Stores topics as `app.finish` does, of which each tells clauses by the words of its name."""
    scope = {
        "topics": [{"name": name} for name in names],
        "reading": {"weights": [dict.fromkeys(name.split(" · "), 1.0) for name in names]},
    }
    library.store_derived("topics", f"made:{names}", json.dumps({"all": scope}, ensure_ascii=False))


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """The sample library, without topics."""
    opened = make_library(tmp_path)
    yield opened
    opened.close()


def test_topics_are_a_facet_a_filter_and_a_field(library: Library) -> None:
    store_topics(library, MONEY, WORK)
    assert build_index(library).changed
    everything = search(library, "")
    counts = dict(everything.facets["topic"])
    assert set(counts) == {MONEY, WORK}
    assert sum(counts.values()) < everything.total  # some clauses have none of their words
    for name, count in counts.items():
        found = search(library, "", filters=Filters(topic=(name,)), limit=100)
        assert found.total == count
        assert all(any(word in fold(hit.text) for word in name.split(" · ")) for hit in found.hits)
    assert search(library, "topic:贷款").total == counts[MONEY]
    without = search(library, "", filters=Filters(exclude={"topic": (MONEY,)}))
    assert without.total == everything.total - counts[MONEY]


def test_the_index_follows_the_topics(library: Library) -> None:
    assert read_topics(library) is None
    assert search(library, "").facets["topic"] == ()
    store_topics(library, MONEY)
    assert build_index(library).changed
    assert not build_index(library).changed
    store_topics(library, WORK)
    assert build_index(library).changed
    assert [name for name, _ in search(library, "").facets["topic"]] == [WORK]


def test_the_strongest_topic_is_the_one_with_the_largest_share() -> None:
    reading = Reading(weights=({"资金": 1.0, "贷款": 0.5}, {"培训": 0.8, "资金": 0.2}))
    for text in ("安排资金和贷款。", "开展培训。", "安排资金，开展培训，再培训。"):
        shares = reading.shares(text)
        assert reading.strongest(text) == shares.index(max(shares))
    assert reading.strongest("修建道路。") is None


def test_the_page_and_the_interface_restrict_to_a_topic(tmp_path: Path) -> None:
    app = sample_app(tmp_path)
    with Library(tmp_path) as opened:
        store_topics(opened, MONEY, WORK)
        build_index(opened)
    with running(app) as address, visiting(address) as client:
        page = client.get("/search", params={"q": ""}).text
        assert MONEY in page
        counts = {one["value"]: one["count"] for one in client.get("/api/v1/search").json()["facets"]["topic"]}
        found = client.get("/api/v1/search", params={"topic": WORK}).json()
        assert found["total"] == counts[WORK]
