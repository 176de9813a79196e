"""The entries of a document for the index, one a clause.

A document is folded once, and the tokens of its clauses are made together.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from json.encoder import encode_basestring as _quote
from typing import TYPE_CHECKING, TypeAlias

from corpus.document import UNIT_KINDS
from corpus.label import NONE
from corpus.library import Library
from search.index import PLACES, schema
from search.pairs import tokens_of_lines
from search.terms import fold_for_search
from search.topics import Topics

if TYPE_CHECKING:
    import tantivy

_CLAUSES = """
SELECT s.address, s.heading, s.start, s.stop, s.page,
    coalesce(c."primary", ''), coalesce(c.secondary, '[]'), coalesce(c.review, 0)
FROM segments s LEFT JOIN codings c ON c.id = (
    SELECT n.id FROM codings n WHERE n.document = s.document AND n.address = s.address ORDER BY n.machine, n.id DESC LIMIT 1)
WHERE s.document = ? AND s.kind IN (SELECT value FROM json_each(?)) ORDER BY s.ordinal
"""
_WHOLE = """
SELECT d.title, d.text, d.header, d.number, d.date, d.type, coalesce(l.level, 'unknown'), coalesce(l.province, '')
FROM documents d LEFT JOIN levels l ON l.document = d.id WHERE d.id = ?
"""
_KINDS = json.dumps([str(kind) for kind in sorted(UNIT_KINDS)])
Values: TypeAlias = dict[str, str | int | bytes | list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Whole:
    """What all clauses of a document share: values by field, folded texts by field, the text, and it folded."""

    values: Values
    texts: Mapping[str, str]
    text: str
    folded: str


def entries_of(library: Library, id: str, topics: Topics | None = None) -> Iterator[tantivy.Document]:
    """Yields the entries of a document in the order of its clauses, with their topics where there are any."""
    import tantivy

    rows = library.rows(_CLAUSES, (id, _KINDS))
    if not rows:
        return
    whole = _read_whole(library, id)
    headings = list(dict.fromkeys(str(row[1]) for row in rows))
    texts = [
        *whole.texts.values(),
        *(fold_for_search(" ".join(json.loads(heading))) for heading in headings),
        *(whole.folded[int(str(row[2])) : int(str(row[3]))] for row in rows),
    ]
    lines = [text.replace("\n", "\t").replace("\r", "\t") for text in texts]  # nothing goes over either
    cut = zip(*tokens_of_lines(lines), strict=True)
    shared = dict(whole.values)
    for name in whole.texts:
        shared |= _fields(name, next(cut))
    fields, own = schema(), _quote(id)
    bases = {h: tantivy.Document.from_dict(shared | _fields("heading", next(cut)), fields) for h in headings}
    addresses = fold_for_search("\n".join(str(row[0]) for row in rows)).split("\n")
    for row, folded_address, (pairs, grams) in zip(rows, addresses, cut, strict=True):
        address, heading, start, stop, page, primary, secondary, review = row
        text = whole.text[int(str(start)) : int(str(stop))]
        shown = f"[{own},{_quote(str(address))},{start},{stop},{page or 0},{heading},{_quote(text)}]"
        entry = copy(bases[str(heading)])
        entry.add_bytes("entry", shown.encode())
        entry.add_text("address", folded_address)
        entry.add_text("text_pairs", pairs)
        entry.add_text("text_grams", grams)
        if primary:
            for category in _categories(str(primary), str(secondary)):
                entry.add_text("category", category)
            entry.add_text("review", "yes" if review else "no")
        topic = topics.of(text) if topics else ""
        if topic:
            entry.add_text("topic", topic)
        yield entry


@lru_cache(maxsize=10_000)
def _categories(primary: str, secondary: str) -> Sequence[str]:
    given = [] if primary == NONE else [primary, *json.loads(secondary)]
    return given or [NONE]


def _read_whole(library: Library, id: str) -> _Whole:
    title, text, header, number, date, type_, level, province = map(str, library.rows(_WHOLE, (id,))[0])
    issuers = [str(issuer["value"]) for issuer in json.loads(header).get("issuers", ())]
    dated = date[:4].isdigit()
    values: Values = {
        "document": id,
        "place": int.from_bytes(hashlib.blake2b(id.encode(), digest_size=8).digest()) % PLACES,
        "level": level,
        "day": int((date.replace("-", "") + "00000000")[:8]) if dated else 0,
    }
    if dated:
        values["year"] = int(date[:4])
    known: Values = {"issuer_name": issuers, "number": fold_for_search(number), "province": province, "type": type_}
    values |= {name: value for name, value in known.items() if value}
    return _Whole(
        values=values,
        texts={"title": fold_for_search(title), "issuer": fold_for_search(" ".join(issuers))},
        text=text,
        folded=fold_for_search(text),
    )


def _fields(name: str, cut: tuple[str, str]) -> Values:
    """Returns the fields of a text, those that hold nothing left out."""
    pairs, grams = cut
    found: Values = {f"{name}_pairs": pairs} if pairs else {}
    return found | {f"{name}_grams": grams} if grams else found
