"""What a search returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from corpus.codec import Plain
from corpus.label import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A clause that was found. `highlights` are spans of `snippet`, `found` spans of `text`."""

    document: str
    title: str
    number: str
    level: Level
    province: str
    date: str
    source: str
    address: str
    heading: tuple[str, ...]
    page: int | None
    span: tuple[int, int]
    text: str
    score: float
    snippet: str
    highlights: tuple[tuple[int, int], ...]
    found: tuple[tuple[int, int], ...]
    primary: str
    secondary: tuple[str, ...]
    review: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """Hits of one page, how many there are in all, in how many documents, and the facets.

    `loose` says that no clause has all the words and those with some are shown. `synonyms`: word -> other names
    that were looked up too. `clusters`: the documents of each cluster with a hit on the page (versions, copies).
    """

    query: str
    total: int
    documents: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    loose: bool = False
    synonyms: tuple[tuple[str, tuple[str, ...]], ...] = ()
    clusters: tuple[tuple[str, ...], ...] = ()


def results_to_dict(results: Results) -> Plain:
    """Returns the results as `xietong search --json` prints them."""
    plain = asdict(results)
    plain["facets"] = {name: [{"value": v, "count": n} for v, n in values] for name, values in results.facets.items()}
    return plain
