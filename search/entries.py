"""The entries of a document for the index, one a clause, as JSON.

What costs is cutting the texts: a document is folded once, and its clauses are cut together.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from json.encoder import encode_basestring as _quote

from corpus.codec import header_from_dict
from corpus.document import UNIT_KINDS
from corpus.label import NONE
from corpus.library import Library
from search.pairs import pairs_of_lines
from search.terms import fold_for_search, spaced_words
from search.topics import Topics

_CLAUSES = """
SELECT s.address, s.heading, s.start, s.stop, s.page,
    coalesce(c."primary", ''), coalesce(c.secondary, '[]'), coalesce(c.review, 0)
FROM segments s LEFT JOIN codings c ON c.id = (
    SELECT n.id FROM codings n WHERE n.document = s.document AND n.address = s.address ORDER BY n.machine, n.id DESC LIMIT 1)
WHERE s.document = ? AND s.kind IN (SELECT value FROM json_each(?)) ORDER BY s.ordinal
"""
_KINDS = json.dumps([str(kind) for kind in sorted(UNIT_KINDS)])
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True, kw_only=True)
class _Whole:
    """What all clauses of a document share: values by field, texts by field, the text, and it folded."""

    values: dict[str, str | int | list[str]]
    texts: tuple[tuple[str, str], ...]
    text: str
    folded: str


def entries_of(library: Library, id: str, topics: Topics | None = None) -> list[str]:
    """Returns the entries of a document in the order of its clauses, with their topics where there are any."""
    whole = _read_whole(library, id)
    rows = library.rows(_CLAUSES, (id, _KINDS))
    if not rows:
        return []
    headings = list(dict.fromkeys(str(row[1]) for row in rows))
    titles = [text for _, text in whole.texts]
    spans = [(int(str(row[2])), int(str(row[3]))) for row in rows]
    folded = [
        *titles,
        *(fold_for_search(" ".join(json.loads(heading))) for heading in headings),
        *(whole.folded[start:stop] for start, stop in spans),
    ]
    words, pairs = cut_together(folded)
    own: dict[str, object] = {**whole.values}
    for place, (name, _) in enumerate(whole.texts):
        own |= {f"{name}_words": words[place], f"{name}_pairs": pairs[place]}
    # What clauses share is written once: an object without its last bracket.
    shared = _encode(own)[:-1]
    heads = {
        heading: _encode({"heading_words": words[place], "heading_pairs": pairs[place]})[1:-1]
        for place, heading in enumerate(headings, start=len(titles))
    }
    addresses = fold_for_search("\n".join(str(row[0]) for row in rows)).split("\n")
    quoted = _quote(id)
    first = len(titles) + len(headings)
    entries = []
    for place, (row, (start, stop), folded_address) in enumerate(zip(rows, spans, addresses, strict=True), start=first):
        address, heading, _, _, page, primary, secondary, review = row
        shown = (
            f"[{quoted},{_quote(str(address))},{start},{stop},{page or 0},{heading},{_quote(whole.text[start:stop])}]"
        )
        codes = _codes(str(primary), str(secondary), review=bool(review)) if primary else ""
        topic = topics.of(whole.text[start:stop]) if topics else ""
        if topic:
            codes += f',"topic":{_quote(topic)}'
        entries.append(
            f'{shared},{heads[str(heading)]},"entry":"{b64encode(shown.encode()).decode()}","address":{_quote(folded_address)},'
            f'"text_words":{_quote(words[place])},"text_pairs":{_quote(pairs[place])},'
            f'"text_characters":{_quote(folded[place])}{codes}}}'
        )
    return entries


@lru_cache(maxsize=10_000)
def _codes(primary: str, secondary: str, *, review: bool) -> str:
    """Returns the codes of a clause as the end of an entry."""
    given = [] if primary == NONE else [primary, *json.loads(secondary)]
    return "," + _encode({"category": given or [NONE], "review": "yes" if review else "no"})[1:-1]


def _read_whole(library: Library, id: str) -> _Whole:
    row = library.rows(
        "SELECT d.title, d.text, d.header, coalesce(l.level, 'unknown'), coalesce(l.province, '')"
        " FROM documents d LEFT JOIN levels l ON l.document = d.id WHERE d.id = ?",
        (id,),
    )[0]
    title, text, plain, level, province = map(str, row)
    header = header_from_dict(json.loads(plain))
    date = header.document_date.value if header.document_date else ""
    issuers = [field.value for field in header.issuers]
    dated = date[:4].isdigit()
    values: dict[str, str | int | list[str]] = {
        "document": id,
        "level": level,
        "day": int((date.replace("-", "") + "00000000")[:8]) if dated else 0,
        "issuer_name": issuers,
    }
    if dated:
        values["year"] = int(date[:4])
    if header.number:
        values["number"] = fold_for_search(header.number.value)
    if province:
        values["province"] = province
    if header.type:
        values["type"] = header.type.value
    return _Whole(
        values=values,
        texts=(("title", fold_for_search(title)), ("issuer", fold_for_search(" ".join(issuers)))),
        text=text,
        folded=fold_for_search(text),
    )


def cut_together(folded: Sequence[str]) -> tuple[list[str], list[str]]:
    """Returns the words and the pairs of each folded text; all are cut in one go, a line end between them."""
    lines = [text.replace("\n", "\t").replace("\r", "\t") for text in folded]  # no word goes over either
    return spaced_words("\n".join(lines)).split("\n"), pairs_of_lines(lines)
