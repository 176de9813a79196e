"""The clauses that topic models are compared on: two halves of a collection, one to choose on, one to report."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from models.vocabulary import Bags, Tokens, cut_tokens, make_bags

HALVES = ("choose", "report")
_TYPES = ("policy", "work_report")
_SHORTEST = 30  # characters of a line that counts as a clause


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """Half of the documents: the clauses models are fitted on, and the others, on which coherence is counted.

    `documents` has the document's number of each fitted clause.
    """

    name: str
    bags: Bags
    texts: tuple[str, ...]
    documents: tuple[int, ...]
    others: tuple[Tokens, ...]


def read_half(path: Path, name: str, clauses: int) -> Half:
    """Returns a half of the policies and work reports, split by document, with so many clauses to fit on.

    The clauses are spread evenly over all documents of the half.
    """
    with gzip.open(path, "rt", encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    wanted = sorted((r for r in records if r["doc_type"] in _TYPES and r["text"]), key=lambda r: str(r["id"]))
    random.Random(0).shuffle(wanted)
    half = wanted[HALVES.index(name) :: 2]
    seen: set[str] = set()
    rows: list[tuple[int, str]] = []
    for number, record in enumerate(half):
        for line in (line.strip() for line in record["text"].splitlines()):
            if len(line) >= _SHORTEST and line not in seen:
                seen.add(line)
                rows.append((number, line))
    tokens = cut_tokens([text for _, text in rows])
    fitted = _spread(len(rows), clauses)
    rest = sorted(set(range(len(rows))) - set(fitted))
    return Half(
        name=name,
        bags=make_bags([tokens[i] for i in fitted]),
        texts=tuple(rows[i][1] for i in fitted),
        documents=tuple(rows[i][0] for i in fitted),
        others=tuple(tokens[i] for i in rest),
    )


def _spread(size: int, wanted: int) -> Sequence[int]:
    return sorted({int(i * size / wanted) for i in range(wanted)}) if size > wanted else range(size)
