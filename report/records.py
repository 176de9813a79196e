"""Reading the library for a report: coded clauses without their texts, documents, the ledger."""

from __future__ import annotations

import json
import os
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.catalogue import Catalogue, PolicySource, load_catalogue
from corpus.label import NONE, Level
from corpus.library import Library
from report.parts import LedgerLine, Paper

_CODINGS = """
SELECT c.document, c.address, s.ordinal, s.stop - s.start, coalesce(l.level, 'unknown'), d.date, c."primary",
       c.secondary, coalesce(json_extract(c.probabilities, '$."' || c."primary" || '"'), 0.0), c.review, c.coder, c.machine
FROM codings_in_force c JOIN segments s USING (document, address) JOIN documents d ON d.id = c.document
LEFT JOIN levels l ON l.document = c.document ORDER BY d.source, d.id, s.ordinal
"""
_PAPERS = """
SELECT d.id, d.source, d.title, d.number, d.date, d.type, d.language, d.format, d.header,
       coalesce(l.level, 'unknown'), coalesce(l.province, '')
FROM documents d LEFT JOIN levels l ON l.document = d.id ORDER BY d.source, d.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A coded clause without its text; `length` counts characters, `ordinal` its place in the document."""

    document: str
    address: str
    ordinal: int
    length: int
    level: Level
    year: int | None
    primary: str
    secondary: tuple[str, ...]
    probability: float
    review: bool
    coder: str
    by_person: bool

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories given, primary first; empty for `none`."""
        return () if self.primary == NONE else (self.primary, *self.secondary)


def read_records(library: Library) -> list[Record]:
    """Returns the coding in force of every clause, in the order of documents and of the text."""
    return [
        Record(
            document=str(document),
            address=str(address),
            ordinal=_integer(ordinal),
            length=_integer(length),
            level=Level(str(level)),
            year=int(str(date)[:4]) if str(date)[:4].isdigit() else None,
            primary=str(primary),
            secondary=() if secondary == "[]" else tuple(json.loads(str(secondary))),
            probability=probability if isinstance(probability, float) else 0.0,
            review=bool(review),
            coder=str(coder),
            by_person=not machine,
        )
        for document, address, ordinal, length, level, date, primary, secondary, probability, review, coder, machine in (
            library.rows(_CODINGS)
        )
    ]


def read_papers(library: Library, records: Sequence[Record]) -> tuple[Paper, ...]:
    """Returns the documents with their counts, in the order of their sources."""
    units = Counter(record.document for record in records)
    coded = Counter(record.document for record in records if record.primary != NONE)
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for record in records:
        counts[record.document].update(record.categories)
    catalogue = load_catalogue()
    rows = library.rows(_PAPERS)
    names = shorten([str(row[1]) for row in rows])
    papers = []
    for id, source, title, number, date, type, language, format, header, level, province in rows:
        fields = json.loads(str(header))
        papers.append(
            Paper(
                id=str(id),
                title=str(title),
                number=str(number),
                issuers=tuple(dict.fromkeys(field["value"] for field in fields.get("issuers", ()))),
                date=str(date),
                type=str(type),
                level=Level(str(level)),
                province=str(province),
                language=str(language),
                format=str(format),
                source=names[str(source)],
                units=units[str(id)],
                coded=coded[str(id)],
                counts=dict(counts[str(id)]),
                catalogued=_match(catalogue, str(title), str(number), fields),
            )
        )
    return tuple(papers)


def _match(catalogue: Catalogue, title: str, number: str, fields: Mapping[str, object]) -> PolicySource | None:
    inner = fields.get("inner_title")
    for candidate in (title, str(inner["value"]) if isinstance(inner, dict) else ""):
        match = catalogue.match(title=candidate, number=number) if candidate or number else None
        if match is not None:
            return match.source
    return None


def read_ledger(library: Library, papers: Sequence[Paper]) -> tuple[LedgerLine, ...]:
    """Returns every input with its outcome, failures first, paths without the folders that all share."""
    titles = {paper.id: paper.label for paper in papers}
    entries = library.ledger()
    names = shorten(list(entries))
    order = {"failed": 0, "duplicate": 1}
    return tuple(
        LedgerLine(
            source=names[source],
            outcome=entry.outcome,
            document=entry.document or "",
            title=titles.get(entry.document or "", ""),
            reason=entry.reason,
            message=entry.message,
        )
        for source, entry in sorted(entries.items(), key=lambda item: (order.get(item[1].outcome, 2), item[0]))
    )


def shorten(sources: Sequence[str]) -> dict[str, str]:
    """Returns each path without the folders that all of them share: a report is passed on, home folders are not.

    >>> shorten(["/home/a/texts/x.pdf", "/home/a/texts/old/y.pdf"])["/home/a/texts/old/y.pdf"]
    'old/y.pdf'
    """
    plain = {source: source.replace("\\", "/") for source in sources}
    folders = {path.rsplit("/", 1)[0] for path in plain.values() if "/" in path}
    rooted = {folder.startswith("/") for folder in folders}
    shared = os.path.commonpath(sorted(folders)) if folders and len(rooted) == 1 else ""
    return {source: path[len(shared) :].lstrip("/") if shared else path for source, path in plain.items()}


def _integer(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"not a count: {value!r}")
    return value
