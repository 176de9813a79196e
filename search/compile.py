"""From the tree of a query to what the index can run."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from corpus.errors import XietongError
from extract.fold import simplify
from extract.numbers import parse_number
from search.index import TEXT_FIELDS, schema
from search.language import All, Any, Node, Not, Word
from search.lookup import any_of, escaped, matching, phrase, spelled, weighted
from search.terms import BREAK, fold_for_search, is_wide, iter_runs, phrase_tokens, words
from search.values import category_of, level_of_name

if TYPE_CHECKING:
    import tantivy

# Weights beside 1 for a text that holds the words: as the whole run, close together.
_AS_RUN = 2.0
_AS_NEAR = 3.0
_MOST_NEAR = 8  # pairs of neighbouring words that are looked at
_CLOSE = 20  # tokens between two words that stand close together
_SCOPES = {"": tuple(TEXT_FIELDS), **{name: (name,) for name in TEXT_FIELDS}}
_EXACT = ("type", "document")
_WHOLE_PROVINCE = ("省", "市", "自治区", "特别行政区")
_LAST_YEAR = 9999
_ROUND = frozenset("百千万亿")
_ORDER = re.compile(r".{1,20}(?:令|公告) ?第? ?[0-9０-９]{1,4} ?[号號]")
_YEARS = re.compile(r"(\d{4})(?:(?:\.\.|-|—|～|~)(\d{4}))?")
_STOP = frozenset("的 了 和 与 及 或 等 在 对 为 是 the of and in to a for on by with".split())


def compile_query(node: Node, *, loose: bool = False, ranked: bool = True) -> tantivy.Query:
    """Returns the query for the index; `loose`: any word of a run will do.

    Not `ranked`, it finds the same clauses without what only ranks them: counting walks over all of them.

    Raises:
        XietongError: a value does not fit its field.
    """
    import tantivy

    if isinstance(node, Not):
        return tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Must, tantivy.Query.all_query()),
                (tantivy.Occur.MustNot, compile_query(node.part, ranked=False)),
            ]
        )
    if isinstance(node, All):
        return _compile_all(node, loose=loose, ranked=ranked)
    if isinstance(node, Any):
        parts = [compile_query(part, loose=loose, ranked=ranked) for part in node.parts]
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, part) for part in parts])
    return _compile_word(node, loose=loose, ranked=ranked)


def _compile_all(node: All, *, loose: bool, ranked: bool) -> tantivy.Query:
    """Returns what finds all parts; where `loose` and no AND was written, one of the plain words will do."""
    import tantivy

    parts = [part for part in node.parts if not _says_nothing(part)] or node.parts
    if loose and not node.explicit:  # 县 alone says too little
        parts = [part for part in parts if not (_is_plain(part) and is_wide(_folded(part)))] or parts
    clauses: list[tuple[tantivy.Occur, tantivy.Query]] = []
    some: list[tuple[tantivy.Occur, tantivy.Query]] = []
    for part in parts:
        if isinstance(part, Not):
            clauses.append((tantivy.Occur.MustNot, compile_query(part.part, ranked=False)))
        elif loose and not node.explicit and _is_plain(part):
            some.append((tantivy.Occur.Should, compile_query(part, loose=True, ranked=ranked)))
        else:
            clauses.append((tantivy.Occur.Must, compile_query(part, loose=loose, ranked=ranked)))
    if some:
        clauses.append((tantivy.Occur.Must, tantivy.Query.boolean_query(some)))
    if all(isinstance(part, Not) for part in parts):
        clauses.append((tantivy.Occur.Must, tantivy.Query.all_query()))
    found = tantivy.Query.boolean_query(clauses)
    if ranked:  # one by one: several together are looked up in every clause, found or not
        for near in _near(parts):
            found = tantivy.Query.boolean_query([(tantivy.Occur.Must, found), (tantivy.Occur.Should, near)])
    return found


def _near(parts: Sequence[Node]) -> Iterator[tantivy.Query]:
    """Yields what prefers clauses in which two neighbouring words of the query stand close together."""
    import tantivy

    plain = [phrase_tokens(part.text) if isinstance(part, Word) and not part.field else [] for part in parts]
    neighbours = dict.fromkeys(
        (left[0], right[0])
        for left, right in pairwise(plain)
        if left and right and not is_wide(left[0]) and not is_wide(right[0])
    )
    for left, right in islice(neighbours, _MOST_NEAR):
        close = tantivy.Query.phrase_query(schema(), "text_pairs", [left, right], slop=_CLOSE)
        yield weighted(close, _AS_NEAR)


def _is_plain(part: Node) -> bool:
    return isinstance(part, Word) and not (part.field or part.phrase)


def _says_nothing(part: Node) -> bool:
    """Whether a part is a bare mark or a word like 的, which no clause need have."""
    if not isinstance(part, Word) or not _is_plain(part):
        return False
    folded = _folded(part)
    return folded in _STOP or next(iter_runs(folded), None) is None


def _folded(part: Node) -> str:
    return fold_for_search(part.text).strip() if isinstance(part, Word) else ""


def _compile_word(word: Word, *, loose: bool, ranked: bool) -> tantivy.Query:
    import tantivy

    folded = fold_for_search(word.text).strip()
    if word.field == "year":
        return _year(word.text)
    if word.field in ("category", "level", "province"):
        return having(word.field, word.text)
    if word.field == "topic":  # its name is made of words
        return matching("topic", f".*{escaped(word.text.strip())}.*")
    if word.field in _EXACT:
        return tantivy.Query.term_query(schema(), word.field, word.text.strip())
    if word.field in ("number", "address"):
        number = parse_number(word.text) if word.field == "number" else None
        wanted = fold_for_search(number.value) if number else "".join(folded.split())
        pattern = f".*{escaped(wanted)}.*"
        return matching(word.field, pattern)
    scope = _SCOPES[word.field]
    if word.prefix or word.fuzzy:
        return any_of(list(spelled(word, scope)))
    if word.phrase:
        own = [] if word.field else list(_as_number(word.text))
        return any_of([phrase(word.text, scope), *own])
    return _run(word.text, scope, loose=loose, ranked=ranked)


def _as_number(text: str) -> Iterator[tantivy.Query]:
    """Yields what finds the documents that have a text for their number."""
    import tantivy

    number = parse_number(text)
    if number and number.year:
        yield tantivy.Query.term_query(schema(), "number", fold_for_search(number.value))
    elif number or _ORDER.fullmatch(text):  # 国务院令第707号 is written with and without 中华人民共和国
        printed = number.value if number else "".join(text.split())
        yield matching("number", f".*{escaped(fold_for_search(printed))}")


def _year(text: str) -> tantivy.Query:
    match = _YEARS.fullmatch(text.strip())
    if match is None:
        raise XietongError(f"year:{text} is not a year", hint="year:2016 or year:2015..2018")
    return between_years(int(match.group(1)), int(match.group(2) or match.group(1)))


def between_years(first: int, last: int) -> tantivy.Query:
    """Returns the query for documents of some years.

    Raises:
        XietongError: they are not years, or the last comes first.
    """
    import tantivy

    if not 0 <= first <= last <= _LAST_YEAR:
        raise XietongError(f"{first} to {last} are not years in order", hint="2015 to 2018")
    return tantivy.Query.range_query(schema(), "year", tantivy.FieldType.Integer, first, last)


def having(field: str, value: str, categories: Collection[str] = ()) -> tantivy.Query:
    """Returns the query for a value of a field, named as a reader would: 资金 is fund, 云南 is 云南省.

    `categories` are those of another codebook.

    Raises:
        XietongError: it names no category or level.
    """
    import tantivy

    if field == "province":
        value = simplify(value).strip()
        if not value.endswith(_WHOLE_PROVINCE):
            return matching("province", f"{escaped(value)}.*")
    elif field == "category":
        value = category_of(value, categories)
    elif field == "level":
        value = level_of_name(value)
    return tantivy.Query.term_query(schema(), field, value)


def _run(text: str, scope: tuple[str, ...], *, loose: bool, ranked: bool) -> tantivy.Query:
    """Returns what finds every word of a run of text, and prefers the run as it stands."""
    import tantivy

    every = _with_numbers(fold_for_search(text))
    parts = [word for word in every if word.isascii() or word not in _STOP] or every
    if not parts:
        return tantivy.Query.empty_query()
    if loose:  # 县 of 县农业局 alone says too little
        parts = [word for word in parts if not is_wide(word)] or parts
    occur = tantivy.Occur.Should if loose else tantivy.Occur.Must
    clauses = [(occur, phrase(word, scope)) for word in parts]
    if ranked and len(parts) > 1 and BREAK not in phrase_tokens(text):
        clauses.append((tantivy.Occur.Should, weighted(phrase(text, scope), _AS_RUN)))
    return tantivy.Query.boolean_query(clauses)


def _with_numbers(folded: str) -> list[str]:
    """Returns the words of a run; a number or letter and what it counts or marks are one: 第3条, 500万元, A级."""
    parts: list[str] = []
    for word in words(folded):
        before = parts[-1] if parts else ""
        counted = before[-1:].isascii() and before[-1:].isalnum() and (is_wide(word) or word[0] in _ROUND)
        numbered = before == "第" and word.isdigit()
        if (counted or numbered) and before + word in folded:
            parts[-1] = before + word
        else:
            parts.append(word)
    return parts
