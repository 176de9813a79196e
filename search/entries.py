"""The entries of a document for the index, one a clause.

What costs is cutting the texts: a document is folded once, and its clauses are cut together.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from json.encoder import encode_basestring as _quote
from typing import TYPE_CHECKING, TypeAlias

from corpus.document import UNIT_KINDS
from corpus.label import NONE
from corpus.library import Library
from search.index import schema
from search.pairs import tokens_of_lines
from search.terms import fold_for_search, spaced_words
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
_PLACE_BYTES = 6  # of the number of a document: the engine counts numbers exactly up to 2 ** 53
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
    cut = _cut_together(texts)
    shared = dict(whole.values)
    for name in whole.texts:
        shared |= _fields(name, next(cut))
    heads = {heading: _fields("heading", next(cut)) for heading in headings}
    addresses = fold_for_search("\n".join(str(row[0]) for row in rows)).split("\n")
    own, fields = _quote(id), schema()
    for row, folded_address, tokens in zip(rows, addresses, cut, strict=True):
        address, heading, start, stop, page, primary, secondary, review = row
        text = whole.text[int(str(start)) : int(str(stop))]
        shown = f"[{own},{_quote(str(address))},{start},{stop},{page or 0},{heading},{_quote(text)}]"
        values = {**shared, **heads[str(heading)], **_fields("text", tokens)}
        values |= {"address": folded_address, "entry": shown.encode()}
        if primary:
            values |= _codes(str(primary), str(secondary), review=bool(review))
        topic = topics.of(text) if topics else ""
        if topic:
            values["topic"] = topic
        yield tantivy.Document.from_dict(values, fields)


def _cut_together(folded: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Returns the words, the pairs and the grams of each folded text; all are cut in one go, a line end between them."""
    lines = [text.replace("\n", "\t").replace("\r", "\t") for text in folded]  # no word goes over either
    return zip(spaced_words("\n".join(lines)).split("\n"), *tokens_of_lines(lines), strict=True)


@lru_cache(maxsize=10_000)
def _codes(primary: str, secondary: str, *, review: bool) -> Values:
    """Returns the codes of a clause."""
    given = [] if primary == NONE else [primary, *json.loads(secondary)]
    return {"category": given or [NONE], "review": "yes" if review else "no"}


def _read_whole(library: Library, id: str) -> _Whole:
    title, text, header, number, date, type_, level, province = map(str, library.rows(_WHOLE, (id,))[0])
    issuers = [str(issuer["value"]) for issuer in json.loads(header).get("issuers", ())]
    dated = date[:4].isdigit()
    values: Values = {
        "document": id,
        "place": int.from_bytes(hashlib.blake2b(id.encode(), digest_size=_PLACE_BYTES).digest()),
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


def _fields(name: str, cut: tuple[str, str, str]) -> Values:
    """Returns the fields of a text that was cut, those that hold nothing left out."""
    words, pairs, grams = cut
    if not pairs:
        return {}
    found: Values = {f"{name}_words": words, f"{name}_pairs": pairs}
    if grams:
        found[f"{name}_grams"] = grams
    return found
