"""What goes with a search: context, synonyms, related texts, clusters, saved searches, the command."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import xietong
from corpus.errors import XietongError
from corpus.label import Coding
from corpus.library import Library
from search.build import build_index
from search.clusters import read_clusters, similarity, sketch
from search.filters import Filters
from search.kwic import iter_kwic
from search.query import search
from search.related import related_clauses, related_documents
from search.saved import forget_search, new_hits, save_search, saved_searches
from search.searcher import open_searcher
from tests.search_sample import NAMES, TEXTS, make_library, store

_LONG = "".join(f"第{number}项由澜山省第{number}工作组落实，每季度报告一次进度和问题。\n" for number in range(1, 40))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The sample library, indexed."""
    opened = make_library(tmp_path_factory.mktemp("features"))
    yield opened
    opened.close()


def test_lines_in_context_stand_where_they_say(library: Library) -> None:
    lines = list(iter_kwic(library, "扶贫", width=6))
    assert len(lines) >= 3
    for line in lines:
        text = library.document(line.document).text
        assert text[line.span[0] : line.span[1]] == line.match
        assert text[: line.span[0]].endswith(line.left.split(" ")[-1])
        assert len(line.left) <= 6
        assert len(line.right) <= 6
    assert len(list(iter_kwic(library, "扶贫", most=2))) == 2


def test_synonyms_are_looked_up_only_where_asked_and_shown(library: Library) -> None:
    plain = search(library, '"农村电子商务"')
    assert (plain.total, plain.synonyms) == (0, ())
    wide = search(library, '"农村电子商务"', synonyms=True)
    assert dict(wide.synonyms) == {"电子商务": ("电商",)}
    assert wide.total > 0
    assert {hit.text[a:b] for hit in wide.hits for a, b in hit.found} == {"農村電商"}
    nothing = search(library, "县 NOT 电子商务", synonyms=True)
    assert (nothing.total, nothing.synonyms) == (search(library, "县 NOT 电子商务").total, ())


def test_what_is_related_shares_words(library: Library, tmp_path: Path) -> None:
    with Library(tmp_path / "L", create=True) as other:
        first = store(other, "first", NAMES)
        twin = store(other, "twin", NAMES.replace("20名", "30名").replace("发展旅游", "发展康养"))
        for name in ("notice", "measures", "english"):
            store(other, name, TEXTS[name])
        build_index(other)
        documents = related_documents(other, first.id)
        assert documents[0].document == twin.id
        assert [one.score for one in documents] == sorted((one.score for one in documents), reverse=True)
        clause = next(unit for unit in first.units if "光伏" in unit.text)
        (best, *_) = related_clauses(other, first.id, clause.address)
        assert best.document == twin.id
        assert "光伏" in best.text
        assert "光伏" in best.shared
        assert 0 < best.score <= 1.0001
    with pytest.raises(XietongError, match="no clause"):
        related_clauses(library, library.document_ids()[0], "nowhere")


def test_long_words_and_letters_with_digits_tell_what_is_related(tmp_path: Path) -> None:
    """Words that have no term of their own in the index count too."""
    text = "一、驻村工作队开发公益性岗位{}。\n二、村民委员会用好风险补偿金，做好covid19防控。\n"
    with Library(tmp_path / "L", create=True) as library:
        first = store(library, "first", text.format("五个"))
        twin = store(library, "twin", text.format("六个"))
        store(library, "english", TEXTS["english"])
        build_index(library)
        (best, *_) = related_documents(library, first.id)
        assert best.document == twin.id
        assert {"公益性岗位", "covid19"} & set(best.shared)


def test_categories_of_another_codebook_can_be_filtered(tmp_path: Path) -> None:
    with make_library(tmp_path / "L") as library:
        first = library.document_ids()[0]
        unit = library.document(first).units[0]
        library.add_coding(first, Coding(address=unit.address, primary="seawall", coder="reader", time="2020-01-01"))
        build_index(library)
        found = search(library, "", filters=Filters(category=("seawall",)))
        assert [hit.address for hit in found.hits] == [unit.address]
        everything = search(library, "").total
        assert search(library, "", filters=Filters(exclude={"category": ("seawall",)})).total == everything - 1


def test_versions_are_one_cluster_and_others_are_not(tmp_path: Path) -> None:
    with make_library(tmp_path / "L") as library:
        assert read_clusters(library).groups == ()
        old = store(library, "old", _LONG)
        new = store(library, "new", _LONG.replace("每季度报告", "每月报告", 2) + "本通知自印发之日起施行。\n")
        build_index(library)
        found = search(library, '"澜山省第7工作组"')
        assert [set(group) for group in found.clusters] == [{old.id, new.id}]
        assert read_clusters(library).of(old.id) == (new.id,)
        with library.transaction() as connection:
            connection.execute("DELETE FROM documents WHERE id = ?", (old.id,))
        build_index(library)
        assert search(library, '"澜山省第7工作组"').clusters == ()


def test_similarity_of_sketches() -> None:
    assert similarity(sketch(_LONG), sketch(_LONG)) == 1.0
    assert similarity(sketch(_LONG), sketch(NAMES)) < 0.1
    assert similarity(sketch(""), sketch("")) == 0.0
    assert similarity(sketch("关於"), sketch("关于")) == 1.0


def test_a_saved_search_tells_what_is_new(tmp_path: Path) -> None:
    with make_library(tmp_path / "L") as library:
        filters = Filters(level=("provincial",), year=(2000, 2030), exclude={"category": ("society",)})
        save_search(library, "  bring  in ", "定点扶贫", filters=filters)
        assert [(one.name, one.filters) for one in saved_searches(library)] == [("bring in", filters)]
        assert new_hits(library, "bring in") == ()
        save_search(library, "all", "定点扶贫")
        fresh = store(library, "fresh", NAMES.replace("漫灌", "浇灌"))
        build_index(library)
        assert {hit.document for hit in new_hits(library, "all", mark=False)} == {fresh.id}
        assert {hit.document for hit in new_hits(library, "all")} == {fresh.id}
        assert new_hits(library, "all") == ()
        forget_search(library, "all")
        with pytest.raises(XietongError, match="no saved search"):
            new_hits(library, "all")
        with pytest.raises(XietongError, match="needs a name"):
            save_search(library, " ", "县")
        with pytest.raises(XietongError):
            save_search(library, "bad", '"open')


def test_the_searcher_is_kept_until_the_index_changes(tmp_path: Path) -> None:
    with make_library(tmp_path / "L") as library:
        first = open_searcher(library.folder)
        assert open_searcher(library.folder) is first
        store(library, "fresh", NAMES.replace("漫灌", "浇灌"))
        build_index(library)
        assert open_searcher(library.folder) is not first
        assert search(library, "浇灌").total == 1


def test_the_command(tmp_path: Path) -> None:
    make_library(tmp_path / "L").close()

    def run(*words: str) -> str:
        result = CliRunner().invoke(xietong, ["search", *words, "--library", str(tmp_path / "L")])
        assert result.exit_code == 0, result.output
        return result.output

    assert "定点扶贫" in run("定点扶贫", "--kwic")
    every = json.loads(run("", "--json"))["total"]
    assert 0 < json.loads(run("", "--json", "--exclude", "level=county"))["total"] < every
    hit = json.loads(run("定点扶贫", "--json"))["hits"][0]
    assert isinstance(json.loads(run("--like", f"{hit['document']}#{hit['address']}", "--json")), list)
    run("定点扶贫", "--save", "mine")
    assert "mine" in run("--saved")
    assert json.loads(run("--new", "mine", "--json")) == []
    run("定点扶贫", "--export", str(tmp_path / "out.ris"))
    assert (tmp_path / "out.ris").read_text(encoding="utf-8").count("TY  - ") == 1
    run("", "--export", str(tmp_path / "out.jsonl"))
    assert len((tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()) == every
