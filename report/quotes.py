"""Key clauses: the surest of a category at each level, each of another document, with their evidence."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from corpus.document import Span
from corpus.label import LEVELS, Level
from corpus.library import Library
from report.parts import Paper, Quote
from report.records import Record

MOST = 6  # quotes of a category at a level
_SHORTEST, _LONGEST = 24, 320  # characters: a clause that reads alone and fits a page
_MOST_MARKED = 0.6  # of a clause; where passages of the model cover more, the words of the lexicon are marked alone
_LEAST = 0.4  # probability of a machine's code that is shown as an example
_TRIED = 4  # candidates looked at for each quote shown: some repeat another's words

_TEXT = """
SELECT s.heading, s.page, s.start, substr(d.text, s.start + 1, s.stop - s.start), c.evidence
FROM segments s JOIN documents d ON d.id = s.document
JOIN codings c ON c.document = s.document AND c.address = s.address AND c.coder = ?
WHERE s.document = ? AND s.address = ? ORDER BY c.machine, c.id DESC LIMIT 1
"""


def pick_quotes(
    library: Library, papers: Sequence[Paper], coded: Sequence[Record], categories: Sequence[str], *, most: int = MOST
) -> dict[str, Mapping[Level, tuple[Quote, ...]]]:
    """Returns for each category the key clauses by level, from the centre down.

    Those that need no review first, then by probability; one of a document, further ones only where
    other documents have none; no two that begin alike.
    """
    titles = {paper.id: paper.label for paper in papers}
    grouped: dict[tuple[str, Level], list[Record]] = {}
    for record in coded:
        grouped.setdefault((record.primary, record.level), []).append(record)
    found: dict[str, Mapping[Level, tuple[Quote, ...]]] = {}
    for category in categories:
        by_level = {}
        for level in LEVELS:
            quotes = _pick(library, titles, grouped.get((category, level), []), most)
            if quotes:
                by_level[level] = quotes
        found[category] = by_level
    return found


def _pick(library: Library, titles: Mapping[str, str], records: list[Record], most: int) -> tuple[Quote, ...]:
    ranked = sorted((r for r in records if r.by_person or r.probability >= _LEAST), key=_rank)
    seen: set[str] = set()
    first = [record for record in ranked if not (record.document in seen or seen.add(record.document))]  # type: ignore[func-returns-value]
    chosen = {id(record) for record in first}
    candidates = (first + [record for record in ranked if id(record) not in chosen])[: most * _TRIED]
    quotes: list[Quote] = []
    for record in candidates:
        if len(quotes) == most:
            break
        quote = read_quote(library, titles.get(record.document, ""), record)
        if all(quote.text[:16] != other.text[:16] for other in quotes):
            quotes.append(quote)
    return tuple(quotes)


def _rank(record: Record) -> tuple[bool, bool, bool, float, str, int]:
    return (
        not record.by_person,
        record.review,
        not _SHORTEST <= record.length <= _LONGEST,
        -record.probability,
        record.document,
        record.ordinal,
    )


def read_quote(library: Library, title: str, record: Record) -> Quote:
    """Returns a clause with its text, page and evidence."""
    heading, page, start, text, evidence = library.rows(_TEXT, (record.coder, record.document, record.address))[0]
    if not isinstance(start, int):
        raise TypeError(f"not an offset: {start!r}")
    own = [i for i in json.loads(str(evidence)) if i["span"] is not None and i["label"] == record.primary]
    spans = [(item["span"][0] - start, item["span"][1] - start) for item in own]
    words = [span for span, item in zip(spans, own, strict=True) if item["source"] == "lexicon"]
    marks = join_marks(spans, len(str(text)))
    if words and sum(map(len, marks)) > _MOST_MARKED * len(str(text)):
        marks = join_marks(words, len(str(text)))
    return Quote(
        document=record.document,
        title=title,
        level=record.level,
        address=record.address,
        heading=tuple(json.loads(str(heading))),
        page=page if isinstance(page, int) else None,
        text=str(text),
        marks=marks,
        primary=record.primary,
        secondary=record.secondary,
        probability=record.probability,
        review=record.review,
        coder=record.coder,
    )


def join_marks(spans: Sequence[tuple[int, int]], length: int) -> tuple[Span, ...]:
    """Returns the spans within the text, in order, those that touch or overlap joined.

    >>> join_marks([(4, 6), (0, 2), (5, 9)], 8)
    (Span(start=0, end=2), Span(start=4, end=8))
    """
    joined: list[list[int]] = []
    for start, end in sorted((max(start, 0), min(end, length)) for start, end in spans):
        if start >= end:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    return tuple(Span(start=start, end=end) for start, end in joined)
