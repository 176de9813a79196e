"""From the tree of a query to what the index can run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from corpus.errors import XietongError
from extract.fold import simplify
from extract.numbers import parse_number
from search.grams import is_gram
from search.index import TEXT_FIELDS, schema
from search.language import All, Any, Node, Not, Word
from search.terms import BREAK, fold_for_search, is_wide, iter_runs, phrase_tokens, tokens_of_runs, told_tokens, words
from search.values import category_of, level_of_name

if TYPE_CHECKING:
    import tantivy

# Weights beside 1 for a text that holds the words: as the whole run, as a pattern, close together.
_AS_RUN = 2.0
_AS_PATTERN = 4.0
_AS_NEAR = 3.0
_CLOSE = 20  # tokens between two words that stand close together
_SCOPES = {"": tuple(TEXT_FIELDS), **{name: (name,) for name in TEXT_FIELDS}}
_EXACT = ("type", "document")
_WHOLE_PROVINCE = ("省", "市", "自治区", "特别行政区")
_LAST_YEAR = 9999
_YEARS = re.compile(r"(\d{4})(?:(?:\.\.|-|—|～|~)(\d{4}))?")
_STOP = frozenset("的 了 和 与 及 或 等 在 对 为 是 the of and in to a for on by with".split())
_SPECIAL = re.compile(r"[\\.+*?()|\[\]{}^$]")


def compile_query(node: Node, *, loose: bool = False, ranked: bool = True) -> tantivy.Query:
    """Returns the query for the index; `loose`: any word of a run will do.

    Not `ranked`, it finds the same clauses without what only ranks them: counting walks over all of them.

    Raises:
        XietongError: a value does not fit its field.
    """
    import tantivy

    if isinstance(node, Not):
        return _boolean(
            [
                (tantivy.Occur.Must, tantivy.Query.all_query()),
                (tantivy.Occur.MustNot, compile_query(node.part, ranked=False)),
            ]
        )
    if isinstance(node, All):
        return _compile_all(node, loose=loose, ranked=ranked)
    if isinstance(node, Any):
        parts = [compile_query(part, loose=loose, ranked=ranked) for part in node.parts]
        return _boolean([(tantivy.Occur.Should, part) for part in parts])
    return _compile_word(node, loose=loose, ranked=ranked)


def _compile_all(node: All, *, loose: bool, ranked: bool) -> tantivy.Query:
    """Returns what finds all parts; where `loose` and no AND was written, one of the plain words will do."""
    import tantivy

    parts = [part for part in node.parts if not _says_nothing(part)] or node.parts
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
        clauses.append((tantivy.Occur.Must, _boolean(some)))
    if all(isinstance(part, Not) for part in parts):
        clauses.append((tantivy.Occur.Must, tantivy.Query.all_query()))
    found = _boolean(clauses)
    for near in (
        _near(parts) if ranked else ()
    ):  # one by one: several together are looked up in every clause, found or not
        found = _boolean([(tantivy.Occur.Must, found), (tantivy.Occur.Should, near)])
    return found


def _near(parts: Sequence[Node]) -> Iterator[tantivy.Query]:
    """Yields what prefers clauses in which two neighbouring words of the query stand close together."""
    import tantivy

    plain = [phrase_tokens(part.text) if isinstance(part, Word) and not part.field else [] for part in parts]
    for left, right in pairwise(plain):
        if left and right and not is_wide(left[0]) and not is_wide(right[0]):
            close = tantivy.Query.phrase_query(schema(), "text_pairs", [left[0], right[0]], slop=_CLOSE)
            yield _weighted(close, _AS_NEAR)


def _is_plain(part: Node) -> bool:
    return isinstance(part, Word) and not (part.field or part.phrase)


def _says_nothing(part: Node) -> bool:
    """Whether a part is a bare mark or a word like 的, which no clause need have."""
    if not isinstance(part, Word) or not _is_plain(part):
        return False
    folded = fold_for_search(part.text)
    return folded in _STOP or next(iter_runs(folded), None) is None


def _boolean(parts: list[tuple[tantivy.Occur, tantivy.Query]]) -> tantivy.Query:
    import tantivy

    return tantivy.Query.boolean_query(parts)


def _compile_word(word: Word, *, loose: bool, ranked: bool) -> tantivy.Query:
    import tantivy

    folded = fold_for_search(word.text).strip()
    if word.field == "year":
        return _year(word.text)
    if word.field == "category":
        return tantivy.Query.term_query(schema(), "category", category_of(word.text))
    if word.field == "level":
        return tantivy.Query.term_query(schema(), "level", level_of_name(word.text))
    if word.field == "province":
        return in_province(word.text)
    if word.field == "topic":  # its name is made of words
        return _matching("topic", f".*{_SPECIAL.sub(_escape, word.text.strip())}.*")
    if word.field in _EXACT:
        return tantivy.Query.term_query(schema(), word.field, word.text.strip())
    if word.field in ("number", "address"):
        number = parse_number(word.text) if word.field == "number" else None
        wanted = fold_for_search(number.value) if number else "".join(folded.split())
        pattern = f".*{_SPECIAL.sub(_escape, wanted)}.*"
        return _matching(word.field, pattern)
    scope = _SCOPES[word.field]
    if word.prefix or word.fuzzy:
        return _any_of(list(_spelled(word, list(iter_runs(folded)), scope)))
    if word.phrase:
        number = parse_number(word.text) if not word.field else None
        own = [tantivy.Query.term_query(schema(), "number", fold_for_search(number.value))] if number else []
        return _any_of([_phrase(word.text, scope), *own])
    return _run(word.text, scope, loose=loose, ranked=ranked)


def _matching(field: str, pattern: str) -> tantivy.Query:
    """Returns what finds the values that match; the engine refuses patterns of more than some hundred characters."""
    import tantivy

    try:
        return tantivy.Query.regex_query(schema(), field, pattern)
    except ValueError as error:
        raise XietongError(f"{pattern[:20]}… cannot be looked up", hint="make it shorter") from error


def _escape(match: re.Match[str]) -> str:
    return "\\" + match.group()


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


def in_province(name: str) -> tantivy.Query:
    """Returns the query for documents of a province; 云南 is 云南省, 内蒙古 is 内蒙古自治区."""
    import tantivy

    whole = simplify(name).strip()
    if whole.endswith(_WHOLE_PROVINCE):
        return tantivy.Query.term_query(schema(), "province", whole)
    return _matching("province", f"{_SPECIAL.sub(_escape, whole)}.*")


def _spelled(word: Word, runs: list[str], scope: tuple[str, ...]) -> Iterator[tantivy.Query]:
    """Yields what finds words that begin so, or are spelled nearly so.

    Chinese stands without blanks: what begins with 脱贫 is found where 脱贫 is. One character other makes another word of
    two; among those of three and four it is told apart.
    """
    import tantivy

    stem = "".join(runs)
    for name in scope if stem else ():
        if not stem.isascii():
            yield _row(name, runs)
            if word.fuzzy and is_gram(stem) and len(stem) > 1:
                yield tantivy.Query.fuzzy_term_query(schema(), f"{name}_grams", stem, distance=1)
        elif word.fuzzy and len(stem) > 1:
            yield tantivy.Query.fuzzy_term_query(schema(), f"{name}_pairs", stem, distance=1)
        else:
            yield _matching(f"{name}_pairs", f"{re.escape(stem)}.*")


def _any_of(queries: list[tantivy.Query]) -> tantivy.Query:
    import tantivy

    if not queries:
        return tantivy.Query.empty_query()
    return _boolean([(tantivy.Occur.Should, query) for query in queries])


def _phrase(text: str, scope: tuple[str, ...]) -> tantivy.Query:
    """Returns what finds the text exactly, in any field of the scope."""
    runs = list(iter_runs(fold_for_search(text)))
    return _any_of([_weighted(_row(name, runs), TEXT_FIELDS[name]) for name in scope] if runs else [])


def _row(name: str, runs: list[str]) -> tantivy.Query:
    """Returns what finds runs of letters, digits and characters one after the other in a field."""
    import tantivy

    if len(runs) == 1 and is_gram(runs[0]):
        found = tantivy.Query.term_query(schema(), f"{name}_grams", runs[0])
        return _weighted(found, float(max(1, len(runs[0]) - 1)))  # as much as its pairs
    tokens, field = tokens_of_runs(runs), f"{name}_pairs"
    if len(tokens) > 1:
        told = list(told_tokens(tokens))
        return _weighted(tantivy.Query.phrase_query(schema(), field, told), len(tokens) / len(told))
    if not is_wide(tokens[0]):
        return tantivy.Query.term_query(schema(), field, tokens[0])
    # Wherever it stands, a token begins with it. The engine gives what matches a pattern 1, a rare word several.
    return _weighted(_matching(field, f"{tokens[0]}.?"), _AS_PATTERN)


def _weighted(query: tantivy.Query, weight: float) -> tantivy.Query:
    import tantivy

    return query if weight == 1.0 else tantivy.Query.boost_query(query, weight)


def _run(text: str, scope: tuple[str, ...], *, loose: bool, ranked: bool) -> tantivy.Query:
    """Returns what finds every word of a run of text, and prefers the run as it stands."""
    import tantivy

    every = words(fold_for_search(text))
    parts = [word for word in every if word not in _STOP] or every
    if not parts:
        return tantivy.Query.empty_query()
    if loose:  # 县 of 县农业局 alone says too little
        parts = [word for word in parts if not is_wide(word)] or parts
    occur = tantivy.Occur.Should if loose else tantivy.Occur.Must
    clauses = [(occur, _phrase(word, scope)) for word in parts]
    if ranked and len(parts) > 1 and BREAK not in phrase_tokens(text):
        clauses.append((tantivy.Occur.Should, _weighted(_phrase(text, scope), _AS_RUN)))
    return _boolean(clauses)
