"""The actors, places and documents that a library mentions most."""

from __future__ import annotations

from collections.abc import Mapping

from corpus.library import Library

KINDS = ("actor", "place", "citation")
_MOST = 15
_WORDS = """
SELECT substr(d.text, e.start + 1, e.stop - e.start) AS name, count(DISTINCT document) AS n
FROM entities e JOIN documents d ON d.id = e.document WHERE kind = ? AND name <> ''
GROUP BY name ORDER BY n DESC, name LIMIT ?
"""
_VALUES = """
SELECT value AS name, count(DISTINCT document) AS n FROM entities WHERE kind = ? AND value <> ''
GROUP BY name ORDER BY n DESC, name LIMIT ?
"""


def read_mentions(library: Library) -> Mapping[str, tuple[tuple[str, int], ...]]:
    """Returns by kind the names and in how many documents each is mentioned, the frequent ones first."""
    found = {}
    for kind in KINDS:
        rows = library.rows(_VALUES if kind == "citation" else _WORDS, (kind, _MOST))
        found[kind] = tuple((str(name), count) for name, count in rows if isinstance(count, int))
    return found
