"""What finds a string in the fields of the index: as one term, as a row of pairs, as the beginning of a word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from corpus.errors import XietongError
from search.grams import SIZES, is_gram
from search.index import TEXT_FIELDS, schema
from search.language import Word
from search.terms import fold_for_search, is_wide, iter_runs, tokens_of_runs, told_tokens

if TYPE_CHECKING:
    import tantivy

_AS_PATTERN = 4.0  # weight of what is found by a pattern, beside 1
_SPECIAL = re.compile(r"[\\.+*?()|\[\]{}^$]")


def escaped(text: str) -> str:
    """Returns a text as the engine's patterns write it."""
    return _SPECIAL.sub(lambda match: "\\" + match.group(), text)


def matching(field: str, pattern: str) -> tantivy.Query:
    """Returns what finds the values that match.

    Raises:
        XietongError: the pattern has more than some hundred characters: the engine refuses it.
    """
    import tantivy

    try:
        return tantivy.Query.regex_query(schema(), field, pattern)
    except ValueError as error:
        raise XietongError(f"{pattern[:20]}… cannot be looked up", hint="make it shorter") from error


def weighted(query: tantivy.Query, weight: float) -> tantivy.Query:
    """Returns the query with a weight."""
    import tantivy

    return query if weight == 1.0 else tantivy.Query.boost_query(query, weight)


def any_of(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    """Returns what finds whatever one of the queries finds."""
    import tantivy

    if not queries:
        return tantivy.Query.empty_query()
    if len(queries) == 1:
        return queries[0]
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])


def phrase(text: str, scope: Sequence[str]) -> tantivy.Query:
    """Returns what finds the text exactly, in any field of the scope."""
    runs = list(iter_runs(fold_for_search(text)))
    return any_of([weighted(row(name, runs), TEXT_FIELDS[name]) for name in scope] if runs else [])


def row(name: str, runs: list[str]) -> tantivy.Query:
    """Returns what finds runs of letters, digits and characters one after the other in a field."""
    import tantivy

    if len(runs) == 1 and is_gram(runs[0]):
        found = tantivy.Query.term_query(schema(), f"{name}_grams", runs[0])
        return weighted(found, float(max(1, len(runs[0]) - 1)))  # as much as its pairs
    tokens, field = tokens_of_runs(runs), f"{name}_pairs"
    if len(tokens) > 1:
        told = list(told_tokens(tokens))
        return weighted(tantivy.Query.phrase_query(schema(), field, told), len(tokens) / len(told))
    if not is_wide(tokens[0]):
        return tantivy.Query.term_query(schema(), field, tokens[0])
    # Wherever it stands, a token begins with it. The engine gives what matches a pattern 1, a rare word several.
    return weighted(matching(field, f"{tokens[0]}.?"), _AS_PATTERN)


def spelled(word: Word, scope: Sequence[str]) -> Iterator[tantivy.Query]:
    """Yields what finds words that begin so, or are spelled nearly so.

    Chinese stands without blanks: what begins with 脱贫 is found where 脱贫 is. One character other makes another word of
    two; among those of three and four it is told apart.
    """
    import tantivy

    runs = list(iter_runs(fold_for_search(word.text)))
    tokens = tokens_of_runs(runs)
    for name in scope if tokens else ():
        field, alone = f"{name}_pairs", len(tokens) == 1
        if word.fuzzy:
            yield row(name, runs)
            if alone and tokens[0].isascii() and len(tokens[0]) > 1:
                yield tantivy.Query.fuzzy_term_query(schema(), field, tokens[0], distance=1)
            elif len(runs) == 1 and len(runs[0]) in SIZES and all(map(is_wide, runs[0])):
                yield tantivy.Query.fuzzy_term_query(schema(), f"{name}_grams", runs[0], distance=1)
        elif not tokens[-1].isascii():
            yield row(name, runs)
        elif alone:
            yield matching(field, f"{tokens[0]}.*")
        else:  # 5g*: the number, then words that begin so
            patterns = [*map(escaped, tokens[:-1]), f"{tokens[-1]}.*"]
            yield tantivy.Query.regex_phrase_query(schema(), field, patterns)
