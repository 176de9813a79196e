"""What a reader does beside searching: context, other names, what is alike, saved searches, references."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import xietong
from corpus.errors import XietongError
from corpus.library import Library
from search.build import build_index
from search.clusters import read_clusters, similarity, sketch
from search.filters import Filters
from search.kwic import WIDTH, iter_kwic
from search.language import parse_query
from search.query import iter_hits, search
from search.related import related_clauses, related_documents
from search.saved import forget_search, new_hits, save_search, saved_searches
from search.synonyms import read_synonyms, with_synonyms
from tests.search_sample import TEXTS, store


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "L", create=True) as made:
        for name, text in TEXTS.items():
            store(made, name, text)
        build_index(made)
        yield made


def _run(library: Library, *arguments: str) -> Result:
    return CliRunner().invoke(xietong, ["search", *arguments, "-L", str(library.folder)], standalone_mode=False)


def test_context_is_that_of_the_document(library: Library) -> None:
    lines = list(iter_kwic(library, "定点"))
    assert lines
    for line in lines:
        text = library.document(line.document).text
        assert text[line.span[0] : line.span[1]] == line.match == "定点"
        assert text[: line.span[0]].replace("\n", " ").endswith(line.left)
        assert len(line.left) <= WIDTH >= len(line.right)
    assert len(list(iter_kwic(library, "定点", most=1))) == 1


def test_other_names_are_looked_up_only_where_asked_and_shown(library: Library) -> None:
    assert not [hit for hit in iter_hits(library, '"电子商务"') if "电商" in hit.text or "電商" in hit.text]
    found = search(library, '"电子商务"', synonyms=True)
    assert any("電商" in hit.text for hit in found.hits)
    assert ("电子商务", ("电商",)) in found.synonyms
    assert search(library, "电子商务").synonyms == ()


def test_what_must_not_be_found_has_no_other_names() -> None:
    node, used = with_synonyms(parse_query("通知 -电商"))
    assert used == {}
    assert node == parse_query("通知 -电商")
    assert all(name not in others for name, others in read_synonyms().items())


def test_copies_and_versions_are_one_cluster(library: Library) -> None:
    assert read_clusters(library).groups == ()
    first = store(library, "copy", TEXTS["names"].replace("20名", "30名"))
    build_index(library)
    (group,) = read_clusters(library).groups
    assert first.id in group and len(group) == 2
    found = search(library, "定点扶贫")
    assert set(group) in [set(one) for one in found.clusters]
    assert read_clusters(library).of(first.id) == tuple(id for id in group if id != first.id)


def test_similarity_is_that_of_the_texts() -> None:
    text = "".join(chr(0x4E00 + (number * 7919) % 5000) for number in range(3000))
    assert similarity(sketch(text), sketch(text)) == 1.0
    assert 0.7 < similarity(sketch(text), sketch(text[:2700])) < 1.0
    assert similarity(sketch(text), sketch(text[::-1])) < 0.05
    assert similarity(sketch(""), sketch("")) == 0.0


def test_like_clauses_come_from_other_documents_and_say_why(library: Library) -> None:
    hit = next(hit for hit in iter_hits(library, "电商") if "培训" in hit.text or "培訓" in hit.text)
    store(library, "more", "关于电商的通知\n一、发展农村电商，培训电商人员，建设网上平台。\n二、修路。\n")
    build_index(library)
    best = related_clauses(library, hit.document, hit.address)[0]
    assert best.document != hit.document
    assert "电商" in best.shared
    assert 0 < best.score <= 1.0001
    assert all(one.document != hit.document for one in related_documents(library, hit.document))
    with pytest.raises(XietongError, match="no clause"):
        related_clauses(library, hit.document, "nowhere")


def test_a_saved_search_tells_what_is_new_once(library: Library) -> None:
    saved = save_search(library, "  电商  周报 ", "电商", filters=Filters(level=("provincial",)))
    assert saved.name == "电商 周报"
    assert new_hits(library, "电商 周报") == ()
    document = store(library, "traditional", TEXTS["traditional"] + "三、電商下鄉。\n")
    build_index(library)
    assert {hit.document for hit in new_hits(library, "电商 周报", mark=False)} == {document.id}
    assert {hit.document for hit in new_hits(library, "电商 周报")} == {document.id}
    assert new_hits(library, "电商 周报") == ()
    assert [one.filters.level for one in saved_searches(library)] == [("provincial",)]
    forget_search(library, "电商 周报")
    assert saved_searches(library) == ()
    with pytest.raises(XietongError, match="no saved search"):
        new_hits(library, "电商 周报")
    for name, query in (("", "电商"), ("x" * 101, "电商"), ("a", "(电商")):
        with pytest.raises(XietongError):
            save_search(library, name, query)


def test_the_command_tells_all_of_it(library: Library, tmp_path: Path) -> None:
    hit = next(iter_hits(library, "电商"))
    assert "电商" in _run(library, "电商", "--kwic").output or "電商" in _run(library, "电商", "--kwic").output
    assert json.loads(_run(library, "--like", f"{hit.document}#{hit.address}", "--json").stdout) is not None
    assert "电商" in _run(library, '"电子商务"', "--synonyms").output
    assert "a" in _run(library, "电商", "--save", "a").output
    assert [one["name"] for one in json.loads(_run(library, "--saved", "--json").stdout)] == ["a"]
    assert json.loads(_run(library, "--new", "a", "--json").stdout) == []
    _run(library, "--forget", "a")
    assert json.loads(_run(library, "--saved", "--json").stdout) == []
    out = tmp_path / "hits.ris"
    _run(library, "电商", "--export", str(out))
    assert out.read_text(encoding="utf-8").count("ER  -") == len({one.document for one in iter_hits(library, "电商")})


def test_values_can_be_excluded(library: Library) -> None:
    levels = {hit.level for hit in iter_hits(library, "资金 OR 培训")}
    assert "county" in levels
    without = json.loads(_run(library, "资金 OR 培训", "--exclude", "level=county", "--json").stdout)
    assert without["hits"]
    assert all(hit["level"] != "county" for hit in without["hits"])
    refused = _run(library, "资金", "--exclude", "level")
    assert isinstance(refused.exception, XietongError)
