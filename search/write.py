"""Writing one document into the index, an entry a clause.

What costs is cutting the texts: the document is folded once and its clauses are cut into words together.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.document import UNIT_KINDS
from corpus.label import NONE
from corpus.library import Library
from extract.words import cut_words
from search.terms import characters, fold_for_search, is_term, pairs

if TYPE_CHECKING:
    import tantivy

_CLAUSES = """
SELECT s.address, s.heading, s.start, s.stop,
    coalesce(c."primary", ''), coalesce(c.secondary, '[]'), coalesce(c.review, 0)
FROM segments s LEFT JOIN codings c ON c.id = (
    SELECT n.id FROM codings n WHERE n.document = s.document AND n.address = s.address ORDER BY n.machine, n.id DESC LIMIT 1)
WHERE s.document = ? AND s.kind IN (SELECT value FROM json_each(?)) ORDER BY s.ordinal
"""
_KINDS = json.dumps([str(kind) for kind in sorted(UNIT_KINDS)])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Whole:
    """What all clauses of a document share: exact values by field, texts by field, folded text, date."""

    exact: tuple[tuple[str, str], ...]
    texts: tuple[tuple[str, str], ...]
    folded: str
    year: int
    day: int


def write_document(writer: tantivy.IndexWriter, library: Library, id: str) -> None:
    """Adds the entries of a document to the writer."""
    import tantivy

    whole = _read_whole(library, id)
    rows = library.rows(_CLAUSES, (id, _KINDS))
    headings = {str(row[1]): " ".join(json.loads(str(row[1]))) for row in rows}
    folded = [whole.folded[int(str(row[2])) : int(str(row[3]))] for row in rows]
    shared = [(f"{name}_words", f"{name}_pairs", *_tokens(text)) for name, text in whole.texts]
    heads = dict(zip(headings, map(_tokens, map(fold_for_search, headings.values())), strict=True))
    for row, text, words in zip(rows, folded, cut_together(folded), strict=True):
        address, heading, _, _, primary, secondary, review = row
        entry = tantivy.Document()
        entry.add_text("key", f"{id}\t{address}")
        for name, value in whole.exact:
            entry.add_text(name, value)
        entry.add_text("address", fold_for_search(str(address)))
        for cut_name, pair_name, cut, paired in shared:
            entry.add_text(cut_name, cut)
            entry.add_text(pair_name, paired)
        cut, paired = heads[str(heading)]
        entry.add_text("heading_words", cut)
        entry.add_text("heading_pairs", paired)
        entry.add_text("text_words", " ".join(words))
        entry.add_text("text_pairs", " ".join(pairs(text)))
        entry.add_text("text_characters", " ".join(characters(text)))
        if primary:
            given = [] if primary == NONE else [primary, *json.loads(str(secondary))]
            for category in given or [NONE]:
                entry.add_text("category", str(category))
            entry.add_text("primary", str(primary))
            entry.add_text("review", "yes" if review else "no")
        if whole.year:
            entry.add_integer("year", whole.year)
        entry.add_integer("day", whole.day)
        writer.add_document(entry)


def _read_whole(library: Library, id: str) -> _Whole:
    row = library.rows(
        "SELECT d.title, d.text, d.header, coalesce(l.level, 'unknown'), coalesce(l.province, '')"
        " FROM documents d LEFT JOIN levels l ON l.document = d.id WHERE d.id = ?",
        (id,),
    )[0]
    title, text, plain, level, province = map(str, row)
    from corpus.codec import header_from_dict

    header = header_from_dict(json.loads(plain))
    date = header.document_date.value if header.document_date else ""
    issuers = [field.value for field in header.issuers]
    exact = [("document", id), ("level", level)]
    if header.number:
        exact.append(("number", fold_for_search(header.number.value)))
    if province:
        exact.append(("province", province))
    if header.type:
        exact.append(("type", header.type.value))
    exact += [("issuer_name", name) for name in issuers]
    dated = date[:4].isdigit()
    return _Whole(
        exact=tuple(exact),
        texts=(("title", fold_for_search(title)), ("issuer", fold_for_search(" ".join(issuers)))),
        folded=fold_for_search(text),
        year=int(date[:4]) if dated else 0,
        day=int((date.replace("-", "") + "00000000")[:8]) if dated else 0,
    )


def _tokens(folded: str) -> tuple[str, str]:
    return " ".join(filter(is_term, cut_words(folded))), " ".join(pairs(folded))


def cut_together(folded: Sequence[str]) -> Iterator[list[str]]:
    """Yields the words worth looking up of each folded text; all are cut in one go, a line end between them.

    Raises:
        ValueError: never, but for a word cutter that does not return the text.
    """
    if any("\r" in text for text in folded):  # would grow together with the line end
        yield from (list(filter(is_term, cut_words(text))) for text in folded)
        return
    words = iter(cut_words("\n".join(folded)))
    for place, text in enumerate(folded):
        if place:
            next(words)  # the line end
        left = len(text)
        some: list[str] = []
        while left > 0:
            word = next(words)
            left -= len(word)
            some.append(word)
        if left:
            raise ValueError("a word goes over the end of a text")
        yield list(filter(is_term, some))
