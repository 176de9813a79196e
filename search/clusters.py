"""Documents that are much alike: copies, and versions of one text, found by sketches of their shingles.

A sketch is the smallest hashes of all runs of eight folded characters (bottom-k: Broder 1997); the share of common
hashes among the smallest of both estimates the Jaccard similarity, with a standard error below 0.05.
"""

from __future__ import annotations

import base64
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from corpus.library import Library
from search.pairs import counted_codes
from search.terms import fold_for_search

_SKETCHES, _CLUSTERS, _VERSION = "sketches", "clusters", "1"
_SIZE = 128  # hashes of a sketch
_SHINGLE = 8  # characters
_ALIKE = 0.5  # Jaccard similarity from which two documents belong together
_CROWD = 200  # documents with one hash: boilerplate, which says nothing
_FEW = 16  # common hashes from which two documents are compared
_AHEAD = 4 * _SIZE  # smallest hashes told apart before equal ones among them are dropped
_FACTOR = 0x9E3779B97F4A7C15  # odd, of 64 bits (golden ratio): spreads the hashes


@dataclass(frozen=True, slots=True, kw_only=True)
class Clusters:
    """Groups of at least two documents, each in the order of the library."""

    groups: tuple[tuple[str, ...], ...] = ()

    def among(self, documents: Iterable[str]) -> tuple[tuple[str, ...], ...]:
        """Returns the groups that have one of the documents."""
        wanted = set(documents)
        return tuple(group for group in self.groups if wanted.intersection(group))

    def of(self, document: str) -> tuple[str, ...]:
        """Returns the other documents of a document's group."""
        return tuple(other for group in self.among([document]) for other in group if other != document)


def read_clusters(library: Library) -> Clusters:
    """Returns the clusters of a library as its index was last written."""
    stored = library.derived(_CLUSTERS, _VERSION)
    return Clusters(groups=tuple(map(tuple, json.loads(stored)))) if stored else Clusters()


def write_clusters(library: Library) -> None:
    """Brings the clusters up to the library; only documents that are new are read."""
    import numpy as np

    stored = library.derived(_SKETCHES, _VERSION)
    known: dict[str, str] = json.loads(stored) if stored else {}
    sketches: dict[str, Any] = {}
    ids = library.document_ids()
    if known.keys() == set(ids) and library.derived(_CLUSTERS, _VERSION) is not None:
        return  # a text never changes under its id: a correction of codes alters nothing here
    for id in ids:
        if id in known:
            sketches[id] = np.frombuffer(base64.b64decode(known[id]), dtype=np.uint64)
        else:
            text = str(library.rows("SELECT text FROM documents WHERE id = ?", (id,))[0][0])
            sketches[id] = sketch(text)
    encoded = {id: base64.b64encode(found.tobytes()).decode() for id, found in sketches.items()}
    library.store_derived(_SKETCHES, _VERSION, json.dumps(encoded))
    library.store_derived(_CLUSTERS, _VERSION, json.dumps(group(sketches)))


def sketch(text: str) -> Any:
    """Returns the sketch of a text: at most `_SIZE` hashes, ascending (uint64); none of a text without characters."""
    import numpy as np

    codes = counted_codes(fold_for_search(text)).astype(np.uint64)
    if codes.size == 0:
        return codes
    width = min(_SHINGLE, codes.size)
    hashes = np.zeros(codes.size - width + 1, dtype=np.uint64)
    for place in range(width):
        hashes = (hashes ^ codes[place : place + hashes.size]) * np.uint64(_FACTOR)
        hashes ^= hashes >> np.uint64(29)
    if hashes.size > _AHEAD:  # the smallest are told apart first: sorting all takes ten times as long
        few = np.unique(np.partition(hashes, _AHEAD)[:_AHEAD])
        if few.size >= _SIZE:
            return few[:_SIZE]
    return np.unique(hashes)[:_SIZE]


def similarity(first: Any, second: Any) -> float:
    """Returns the estimated Jaccard similarity of the shingles of two texts by their sketches."""
    import numpy as np

    smallest = np.union1d(first, second)[:_SIZE]
    both = np.intersect1d(first, second)
    return float(np.isin(smallest, both).sum() / len(smallest)) if len(smallest) else 0.0


def group(sketches: dict[str, Any]) -> list[list[str]]:
    """Returns the groups of documents of which each is much alike to another one of its group."""
    ids = list(sketches)
    parent = {id: id for id in ids}
    few = {id: min(_FEW, len(hashes) // 2) for id, hashes in sketches.items()}
    for one, common in _common(list(sketches.values())):
        id = ids[one]
        for other, count in ((ids[place], count) for place, count in common.items()):
            enough = count >= few[id] or count >= few[other]
            if enough and other < id and similarity(sketches[id], sketches[other]) >= _ALIKE:
                parent[_root(parent, id)] = _root(parent, other)
    groups: dict[str, list[str]] = defaultdict(list)
    for id in ids:
        groups[_root(parent, id)].append(id)
    return [members for members in groups.values() if len(members) > 1]


def _common(sketches: list[Any]) -> Iterator[tuple[int, Counter[int]]]:
    """Yields for each sketch that shares any hash (by its place) how many it has in common with which others."""
    import numpy as np

    if not sketches:
        return
    owners = np.repeat(np.arange(len(sketches)), [len(hashes) for hashes in sketches])
    hashes = np.concatenate(sketches)
    order = np.argsort(hashes, kind="stable")
    owners, hashes = owners[order], hashes[order]
    starts = np.flatnonzero(np.concatenate([[True], hashes[1:] != hashes[:-1]])) if len(hashes) else hashes
    holders: dict[int, list[list[int]]] = defaultdict(list)
    for start, size in zip(starts.tolist(), np.diff(np.append(starts, len(hashes))).tolist(), strict=True):
        if 1 < size <= _CROWD:
            together = owners[start : start + size].tolist()
            for owner in together:
                holders[owner].append(together)
    for owner in sorted(holders):
        common: Counter[int] = Counter()
        for together in holders[owner]:
            common.update(together)
        yield owner, common


def _root(parent: dict[str, str], id: str) -> str:
    while parent[id] != id:
        parent[id] = parent[parent[id]]
        id = parent[id]
    return id
