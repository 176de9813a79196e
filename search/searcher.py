"""The index opened once and kept, opened anew when it has changed on disk."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from corpus.errors import XietongError
from corpus.library import Library
from search.clusters import Clusters, read_clusters
from search.compile import compile_query
from search.filters import Filters, restrict
from search.grams import term_of
from search.index import FOLDER, PLACES, open_index, schema
from search.language import Node
from search.lookup import phrase
from search.rows import Entry, read_entry

if TYPE_CHECKING:
    import tantivy

Found: TypeAlias = "list[tuple[float, tantivy.DocAddress]]"
Stamp: TypeAlias = tuple[int, int, int]
_MOST_VALUES = 50  # of a facet
_PARTS = 32  # in which documents are counted where they are too many for the engine
_MOST_OPEN = 8  # indexes of different libraries
_MOST_ASKED = 200  # queries whose counts are kept: turning a page counts nothing again


_HELPERS = max(1, (os.cpu_count() or 1) // 2)  # threads that count while another ranks
_helpers = threading.BoundedSemaphore(_HELPERS)


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_HELPERS, thread_name_prefix="count")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A query for the engine with what was counted: clauses, documents, and the values of the facets."""

    query: tantivy.Query
    total: int
    documents: int
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    loose: bool


class Searcher:
    """One state of an index. It may be used by many threads at once."""

    def __init__(self, folder: Path) -> None:
        self._engine = open_index(folder).searcher()
        self.clauses = self._engine.num_docs
        self._places = {"*documents": {"terms": {"field": "place", "size": self.clauses}}}
        self._asked: OrderedDict[tuple[object, ...], Asked] = OrderedDict()
        self._lock = threading.Lock()
        self._clusters: Clusters | None = None
        self._frequencies: dict[str, int] = {}
        self._categories = frozenset(term for term, _ in self._engine.terms_with_prefix("category", ""))

    def ask(self, node: Node | None, filters: Filters, facets: tuple[str, ...]) -> Asked:
        """Returns what a query finds in all; a loose one where no clause has all the words.

        Raises:
            XietongError: a value does not fit its field.
        """
        known = self._known(node, filters, facets)
        if known is not None:
            return known
        asked = self._ask(node, filters, facets)
        with self._lock:
            self._asked[node, repr(filters), facets] = asked
            while len(self._asked) > _MOST_ASKED:
                self._asked.popitem(last=False)
        return asked

    def ask_and_page(
        self, node: Node | None, filters: Filters, facets: tuple[str, ...], limit: int, offset: int, *, by_day: bool
    ) -> tuple[Asked, Found]:
        """Returns what `ask` and `page` do; where a core is idle, counting and ranking go on at the same time.

        Raises:
            XietongError: a value does not fit its field.
        """
        if node is None or self._known(node, filters, facets) or not _helpers.acquire(blocking=False):
            asked = self.ask(node, filters, facets)
            return asked, self.page(asked.query, limit, offset, by_day=by_day)
        try:
            counting = _pool().submit(self.ask, node, filters, facets)
            found = self.page(self._restricted(compile_query(node), filters), limit, offset, by_day=by_day)
            asked = counting.result()
        finally:
            _helpers.release()
        return asked, self.page(asked.query, limit, offset, by_day=by_day) if asked.loose else found

    def clauses_with(self, word: str) -> int:
        """Returns in how many clauses a word stands; one without a term of its own is looked up as a row."""
        known = self._frequencies.get(word)
        if known is None:
            term = term_of(word)
            known = (
                int(self._engine.doc_freq(f"text_{term[0]}", term[1]))
                if term
                else int(self._engine.search(phrase(word, ["text"]), 1, count=True).count or 0)
            )
            self._frequencies[word] = known
        return known

    def clusters(self, library: Library) -> Clusters:
        """Returns the documents that are much alike, as they were when the index was written."""
        if self._clusters is None:
            self._clusters = read_clusters(library)
        return self._clusters

    def forget(self) -> None:
        """Forgets what was counted, so that the next query is counted anew (for benchmarks)."""
        with self._lock:
            self._asked.clear()

    def _known(self, node: Node | None, filters: Filters, facets: tuple[str, ...]) -> Asked | None:
        with self._lock:
            return self._asked.get((node, repr(filters), facets))

    def _ask(self, node: Node | None, filters: Filters, facets: tuple[str, ...]) -> Asked:
        import tantivy

        if node is None:
            every = self._restricted(tantivy.Query.all_query(), filters)
            return self._count(every, every, facets)
        strict = self._count_found(node, filters, facets, loose=False)
        if strict.total:
            return strict
        loose = self._count_found(node, filters, facets, loose=True)
        return loose if loose.total else strict

    def _count_found(self, node: Node, filters: Filters, facets: tuple[str, ...], *, loose: bool) -> Asked:
        ranking, counting = (
            self._restricted(compile_query(node, loose=loose, ranked=ranked), filters) for ranked in (True, False)
        )
        return self._count(ranking, counting, facets, loose=loose)

    def _restricted(self, query: tantivy.Query, filters: Filters) -> tantivy.Query:
        return restrict(query, filters, self._categories)

    def _count(
        self, query: tantivy.Query, counting: tantivy.Query, facets: tuple[str, ...], *, loose: bool = False
    ) -> Asked:
        """Returns the counts of a query, all taken in one walk over its hits, which `counting` finds as well."""
        if not self.clauses:
            return Asked(query=query, total=0, documents=0, facets=dict.fromkeys(facets, ()), loose=loose)
        wanted: dict[str, object] = {name: {"terms": {"field": name, "size": _MOST_VALUES}} for name in facets}
        wanted["*total"] = {"value_count": {"field": "day"}}
        try:
            counted = self._engine.aggregate(counting, wanted | self._places)
            documents = len(counted["*documents"]["buckets"])
        except ValueError:  # more than 65,000 values to count
            counted = self._engine.aggregate(counting, wanted)
            documents = self.count_in_parts(counting)
        values = {}
        for name in facets:
            buckets = [(_shown(bucket["key"]), int(bucket["doc_count"])) for bucket in counted[name]["buckets"]]
            values[name] = tuple(sorted(buckets, key=lambda pair: (-pair[1], pair[0])))
        return Asked(
            query=query,
            total=int(counted["*total"]["value"]),
            documents=documents,
            facets=values,
            loose=loose,
        )

    def count_in_parts(self, query: tantivy.Query) -> int:
        """Returns in how many documents a query has hits, counted part by part of their numbers: some million at most."""
        import tantivy

        count = 0
        for start in range(0, PLACES, PLACES // _PARTS):
            part = tantivy.Query.range_query(
                schema(), "place", tantivy.FieldType.Integer, start, start + PLACES // _PARTS - 1
            )
            both = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, part)])
            count += len(self._engine.aggregate(both, self._places)["*documents"]["buckets"])
        return count

    def page(self, query: tantivy.Query, limit: int, offset: int, *, by_day: bool = False) -> Found:
        """Returns the score and place of the hits of one page."""
        import tantivy

        most = max(1, self.clauses)  # the engine reserves memory for as many as it is asked for
        order = {"order_by_field": "day", "order": tantivy.Order.Desc} if by_day else {}
        found = self._engine.search(query, max(1, min(limit, most)), count=False, offset=min(offset, most), **order)
        hits: Found = found.hits
        return hits[:limit]

    def entries(self, found: Found) -> list[Entry]:
        """Returns what the index stores of the hits."""
        return [
            read_entry(bytes(self._engine.doc(at).get_first("entry")).decode(), float(score)) for score, at in found
        ]


def _shown(key: object) -> str:
    return str(int(key)) if isinstance(key, float) else str(key)


_open: OrderedDict[Path, tuple[Stamp, Searcher]] = OrderedDict()
_opening = threading.Lock()


def open_searcher(folder: Path) -> Searcher:
    """Returns the searcher of a library's index as it is now on disk.

    Raises:
        XietongError: there is no index, or it is damaged.
    """
    meta = folder / FOLDER / "meta.json"
    try:
        state = meta.stat()
    except OSError as error:
        raise XietongError(f"{folder} has no index", hint="xietong run, or xietong search builds it") from error
    stamp = (state.st_ino, state.st_mtime_ns, state.st_size)
    with _opening:
        known = _open.get(folder)
        if known is not None and known[0] == stamp:
            return known[1]
        try:
            searcher = Searcher(folder)
        except (ValueError, OSError) as error:
            raise XietongError(
                "the index is damaged or of another version", hint="xietong search makes it again"
            ) from error
        _open[folder] = (stamp, searcher)
        _open.move_to_end(folder)
        while len(_open) > _MOST_OPEN:
            _open.popitem(last=False)
        return searcher
