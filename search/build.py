"""Building the index from the library: only documents that changed since are written again."""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.errors import XietongError
from corpus.label import NONE
from corpus.library import Library
from search.index import FOLDER, VERSION, open_index
from search.terms import characters, fold_for_search, pairs, words

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


def build_index(library: Library, *, rebuild: bool = False) -> IndexState:
    """Brings the index up to the library.

    The state (document -> key, and how many clauses the index holds) is stored after the index was committed.
    A kill before that leaves a state that does not fit the index, or none: the next call starts afresh.

    Raises:
        XietongError: another process is at it.
    """
    wanted = _wanted(library)
    resumed = None if rebuild else _resume(library)
    index, present = resumed if resumed is not None else (_start(library), {})
    stale = [id for id in present if present[id] != wanted.get(id)]
    missing = [id for id in wanted if present.get(id) != wanted[id]]
    if stale or missing:
        writer = _writer(index)
        for id in stale:
            writer.delete_documents_by_term("document", id)
        for id in missing:
            _write_document(writer, library, id)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
    clauses = index.searcher().num_docs
    if stale or missing or resumed is None:
        state = {"clauses": clauses, "documents": wanted}
        library.store_derived(_STATE, VERSION, json.dumps(state, sort_keys=True))
    return IndexState(documents=len(wanted), clauses=clauses, changed=bool(stale or missing))


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
        raise XietongError("the index cannot be written now", hint="another run may be at it: try again") from error


def _wanted(library: Library) -> dict[str, str]:
    """Returns document -> key of what the index must hold of it: stages and the newest coding."""
    keys: dict[str, list[str]] = defaultdict(list)
    for document, stage, key in library.rows("SELECT document, stage, key FROM stages ORDER BY document, stage"):
        keys[str(document)].append(f"{stage}={key}")
    for document, newest in library.rows("SELECT document, max(id) FROM codings WHERE machine = 0 GROUP BY document"):
        if str(document) in keys:
            keys[str(document)].append(f"person={newest}")
    return {id: ";".join(keys[id]) for id in library.document_ids()}


def _write_document(writer: tantivy.IndexWriter, library: Library, id: str) -> None:
    import tantivy

    document = library.document(id)
    codings = library.codings(id)
    decision = library.level(id)
    header = document.header
    date = header.document_date.value if header.document_date else ""
    issuers = [field.value for field in header.issuers]
    whole = {
        "document": [id],
        "number": [fold_for_search(header.number.value)] if header.number else [],
        "level": [str(decision.level) if decision else "unknown"],
        "province": [decision.province] if decision and decision.province else [],
        "type": [header.type.value] if header.type else [],
        "issuer_name": issuers,
    }
    shared = {name: _tokens(text) for name, text in (("title", document.title), ("issuer", " ".join(issuers)))}
    headings: dict[tuple[str, ...], tuple[str, str]] = {}
    for segment in document.units:
        entry = tantivy.Document()
        entry.add_text("key", f"{id}\t{segment.address}")
        for name, values in whole.items():
            for value in values:
                entry.add_text(name, value)
        entry.add_text("address", fold_for_search(segment.address))
        if segment.heading not in headings:
            headings[segment.heading] = _tokens(" ".join(segment.heading))
        for name, (cut, paired) in (
            *shared.items(),
            ("heading", headings[segment.heading]),
            ("text", _tokens(segment.text)),
        ):
            entry.add_text(f"{name}_words", cut)
            entry.add_text(f"{name}_pairs", paired)
        entry.add_text("text_characters", " ".join(characters(fold_for_search(segment.text))))
        coding = codings.get(segment.address)
        for category in (coding.categories or (NONE,)) if coding else ():
            entry.add_text("category", category)
        if coding:
            entry.add_text("primary", coding.primary)
            entry.add_text("review", "yes" if coding.review else "no")
        if date[:4].isdigit():
            entry.add_integer("year", int(date[:4]))
        entry.add_integer("day", int((date.replace("-", "") + "00000000")[:8]) if date[:4].isdigit() else 0)
        writer.add_document(entry)


def _tokens(text: str) -> tuple[str, str]:
    folded = fold_for_search(text)
    return " ".join(words(folded)), " ".join(pairs(folded))
