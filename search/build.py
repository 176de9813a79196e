"""Building the index from the library: only documents that changed since are written again."""

from __future__ import annotations

import gc
import json
import shutil
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.library import Library
from search.clusters import write_clusters
from search.entries import entries_of
from search.index import FOLDER, VERSION, open_index
from search.lock import busy, only_writer
from search.topics import Topics, read_topics

if TYPE_CHECKING:
    import tantivy

_HEAP_BYTES = 256 * 1024 * 1024
_STATE = "index"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexState:
    """What the index holds, and whether this call changed it."""

    documents: int
    clauses: int
    changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """What the index must hold (document -> key), and the present index with what it holds, None where there is none."""

    topics: Topics | None
    wanted: dict[str, str]
    resumed: tuple[tantivy.Index, dict[str, str]] | None

    @property
    def state(self) -> IndexState | None:
        """The state of an index that is up to the library, else None."""
        if self.resumed is None or self.resumed[1] != self.wanted:
            return None
        return IndexState(documents=len(self.wanted), clauses=self.resumed[0].searcher().num_docs, changed=False)


def build_index(library: Library, *, rebuild: bool = False) -> IndexState:
    """Brings the index up to the library.

    The state (document -> key, and how many clauses the index holds) is stored after the index was committed.
    A kill before that leaves a state that does not fit the index, or none: the next call starts afresh.

    Raises:
        XietongError: another process is at it.
    """
    state = None if rebuild else _look(library).state
    if state is not None:
        return state
    with only_writer(library.folder):
        plan = _look(library, rebuild=rebuild)  # again: another may just have done it
        return plan.state or _write(library, plan)


def _look(library: Library, *, rebuild: bool = False) -> _Plan:
    topics = read_topics(library)
    return _Plan(topics=topics, wanted=_wanted(library, topics), resumed=None if rebuild else _resume(library))


def _write(library: Library, plan: _Plan) -> IndexState:
    wanted, topics = plan.wanted, plan.topics
    index, present = plan.resumed if plan.resumed is not None else (_start(library), {})
    stale = [id for id in present if present[id] != wanted.get(id)]
    missing = [id for id in wanted if present.get(id) != wanted[id]]
    if stale or missing:
        writer = _writer(index)
        for id in stale:
            writer.delete_documents_by_term("document", id)
        with _no_collection():
            for id in missing:
                for entry in entries_of(library, id, topics):
                    writer.add_document(entry)
        write_clusters(library)  # before the commit: who sees the new index reads the new clusters
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
    clauses = index.searcher().num_docs
    library.store_derived(_STATE, VERSION, json.dumps({"clauses": clauses, "documents": wanted}, sort_keys=True))
    return IndexState(documents=len(wanted), clauses=clauses, changed=bool(stale or missing))


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keeps Python from looking for cycles of garbage: entries make none, and looking takes a tenth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _resume(library: Library) -> tuple[tantivy.Index, dict[str, str]] | None:
    """Returns the present index and what it holds; None where it is missing, damaged or half made."""
    stored = library.derived(_STATE, VERSION)
    if stored is None or not (library.folder / FOLDER / "meta.json").is_file():
        return None
    state = json.loads(stored)
    try:
        index = open_index(library.folder)
        whole = index.searcher().num_docs == state["clauses"]
    except (ValueError, OSError):
        return None
    return (index, state["documents"]) if whole else None


def _start(library: Library) -> tantivy.Index:
    """Returns an empty index; the state goes first, so that a kill here is not taken for a whole index."""
    library.store_derived(_STATE, "", "")
    path = library.folder / FOLDER
    if path.exists():
        shutil.rmtree(path)
    return open_index(library.folder)


def _writer(index: tantivy.Index) -> tantivy.IndexWriter:
    try:
        return index.writer(_HEAP_BYTES, 1)
    except (ValueError, OSError) as error:
        raise busy() from error


def _wanted(library: Library, topics: Topics | None) -> dict[str, str]:
    """Returns document -> key of what the index must hold of it: stages, the newest coding, the topics."""
    keys: dict[str, list[str]] = defaultdict(list)
    for document, stage, key in library.rows("SELECT document, stage, key FROM stages ORDER BY document, stage"):
        keys[str(document)].append(f"{stage}={key}")
    for document, newest in library.rows("SELECT document, max(id) FROM codings WHERE machine = 0 GROUP BY document"):
        if str(document) in keys:
            keys[str(document)].append(f"person={newest}")
    common = [f"topics={topics.key}"] if topics else []
    return {id: ";".join(keys[id] + common) for id in library.document_ids()}
