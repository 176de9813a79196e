"""The index follows the library, and a damaged or half-made one is made again."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
import tantivy

from corpus.errors import XietongError
from corpus.label import Coding
from corpus.library import Library
from search import lock
from search.build import build_index
from search.compile import compile_query
from search.index import FOLDER, VERSION, open_index
from search.language import parse_query
from search.query import search
from search.searcher import open_searcher
from tests.search_sample import TEXTS, make_library, store


def answers(library: Library) -> list[tuple[int, int, list[tuple[str, str]]]]:
    queries = ("", "县", "云南", "扶贫资金", "国办发〔2014〕58号", "skills", "category:fund")
    found = [search(library, query, limit=1000) for query in queries]
    return [(r.total, r.documents, sorted((h.document, h.address) for h in r.hits)) for r in found]


def test_a_second_build_changes_nothing(tmp_path: Path) -> None:
    with make_library(tmp_path / "L") as library:
        clauses = sum(len(document.units) for document in library.documents())
        state = build_index(library)
        assert (state.documents, state.clauses, state.changed) == (len(TEXTS), clauses, False)


def test_changed_added_and_removed_documents(tmp_path: Path) -> None:
    with make_library(tmp_path / "L") as library:
        fresh = store(library, "fresh", TEXTS["names"].replace("漫灌", "浇灌"))
        assert build_index(library).changed
        assert search(library, "浇灌").total == 1
        old = search(library, "漫灌").hits[0].document
        with library.transaction() as connection:
            connection.execute("DELETE FROM documents WHERE id = ?", (old,))
        assert build_index(library).changed
        assert search(library, "漫灌").total == 0
        store(library, "fresh", TEXTS["names"].replace("漫灌", "浇灌"), key="2")  # labelled anew
        state = build_index(library)
        assert state.changed
        assert state.clauses == sum(len(document.units) for document in library.documents())
        assert search(library, "浇灌").hits[0].document == fresh.id
        after = answers(library)
        build_index(library, rebuild=True)
        assert answers(library) == after


def test_a_coding_by_a_person_reaches_the_index(tmp_path: Path) -> None:
    with make_library(tmp_path / "L") as library:
        hit = search(library, "漫灌").hits[0]
        before = search(library, "category:society").total
        library.add_coding(
            hit.document, Coding(address=hit.address, primary="society", coder="reader", time="2020-01-01")
        )
        assert build_index(library).changed
        assert search(library, "category:society").total == before + 1
        assert search(library, "漫灌 category:society").hits[0].primary == "society"


@pytest.mark.parametrize("harm", ["state", "folder", "meta", "meta_text", "segment", "empty", "half", "deleted"])
def test_a_damaged_or_half_made_index_is_made_again(tmp_path: Path, harm: str) -> None:
    with make_library(tmp_path / "L") as library:
        before = answers(library)
        path = library.folder / FOLDER
        if harm == "state":  # killed after the commit
            library.store_derived("index", "", "")
        elif harm == "folder":
            for file in path.iterdir():
                file.unlink()
            path.rmdir()
        elif harm == "meta":
            (path / "meta.json").unlink()
        elif harm == "meta_text":
            (path / "meta.json").write_text('{"segments": [')
        elif harm == "segment":
            for file in path.glob("*.term"):
                file.write_bytes(b"")
        elif harm == "empty":  # killed while it was being made again
            for file in path.iterdir():
                file.unlink()
            open_index(library.folder)
        elif harm == "half":
            state = library.derived("index", VERSION)
            assert state is not None
            store(library, "more", TEXTS["names"].replace("漫灌", "浇灌"))
            build_index(library)
            with library.transaction() as connection:
                connection.execute("DELETE FROM documents WHERE source LIKE 'more%'")
            library.store_derived("index", VERSION, state)
        elif harm == "deleted":
            for file in path.glob("*.store"):
                file.unlink()
        build_index(library)
        assert answers(library) == before
        assert not build_index(library).changed


def test_a_damaged_index_is_an_error_of_ours_when_searched(tmp_path: Path) -> None:
    with make_library(tmp_path / "L") as library:
        (library.folder / FOLDER / "meta.json").write_text("{")
        with pytest.raises(XietongError, match="damaged"):
            search(library, "县")


def test_two_builds_at_once_are_told_apart(tmp_path: Path) -> None:
    with make_library(tmp_path / "L") as library:
        writer = open_index(library.folder).writer(20_000_000, 1)
        store(library, "more", TEXTS["names"].replace("漫灌", "浇灌"))
        with pytest.raises(XietongError, match="cannot be written now"):
            build_index(library)
        writer.rollback()
        del writer
        assert build_index(library).changed


def test_builders_that_start_together_write_every_clause_once(tmp_path: Path) -> None:
    with make_library(tmp_path / "L") as library:
        folder, clauses = library.folder, build_index(library).clauses
        library.store_derived("index", "", "")
        states: list[int] = []

        def build() -> None:
            with Library(folder) as own:
                states.append(build_index(own).clauses)

        threads = [threading.Thread(target=build) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert states == [clauses] * 4
        assert search(library, "").total == clauses


def test_the_lock_is_let_go_and_another_waits_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "_PATIENCE", 0.2)
    with (
        lock.only_writer(tmp_path),
        pytest.raises(XietongError, match="cannot be written now"),
        lock.only_writer(tmp_path),
    ):
        raise AssertionError
    with lock.only_writer(tmp_path):
        pass


def test_documents_are_counted_in_parts_as_at_once(tmp_path: Path) -> None:
    with make_library(tmp_path / "L") as library:
        searcher = open_searcher(library.folder)
        for query in ("", "县", "扶贫"):
            node = parse_query(query)
            counting = compile_query(node, ranked=False) if node else tantivy.Query.all_query()
            assert searcher.count_in_parts(counting) == search(library, query).documents


def test_the_same_library_gives_the_same_hits_in_the_same_order(tmp_path: Path) -> None:
    with make_library(tmp_path / "A") as first, make_library(tmp_path / "B") as second:
        for query in ("", "县", "资金", "year:2015..2017", "光伏漫灌核桃"):
            assert search(first, query, limit=1000) == search(second, query, limit=1000)
