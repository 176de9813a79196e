"""What holds of every query: only our own errors, exact phrases, highlights that lie where they say."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import XietongError
from corpus.library import Library
from search.grams import is_gram
from search.language import FIELDS, parse_query
from search.pairs import tokens_of_lines
from search.query import Filters, iter_hits, search
from search.snippet import cut_snippet, find_spans, sought
from search.terms import fold_for_search, iter_runs, pairs, phrase_tokens, told_tokens
from tests.search_sample import TEXTS, make_library

_WORDS = (
    "云南",
    "县",
    "的",
    "扶贫",
    "定点扶贫",
    "资金",
    "skills",
    "2015",
    "国办发〔2014〕58号",
    "國辦發（2014）58號",
    "电商",
    "電商",
    "五",
)
_SIGNS = ' |  |"|“|”|(|)|（|）|-|！|AND|OR|NOT|&&|~|*|..|、|年|\n|\t|\x00|[|]|^|¦|\\|.|+|?|{|}|/|#|&|𠮷|ﬁ|İ'.split("|")
_PIECES = st.sampled_from([*_WORDS, *(f"{name}:" for name in FIELDS), *_SIGNS, "|", "||"])
_QUERIES = st.lists(_PIECES, max_size=14).map("".join) | st.text(max_size=40)
_CHARACTERS = st.sampled_from("云南省扶贫县的2015年a bＡ〔〕（），。、 \t\n\xa0的𠮷電〇G5.%")
_TEXTS = st.text(_CHARACTERS, max_size=40)
_LIGHT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The sample library, indexed."""
    opened = make_library(tmp_path_factory.mktemp("search"))
    yield opened
    opened.close()


@given(st.text() | _QUERIES)
@settings(max_examples=400, deadline=None)
def test_the_parser_raises_only_our_error(query: str) -> None:
    try:
        node = parse_query(query)
    except XietongError:
        return
    sought(node)


@given(_QUERIES)
@settings(_LIGHT, max_examples=250)
def test_a_search_raises_only_our_error_and_shows_what_it_found(library: Library, query: str) -> None:
    try:
        results = search(library, query, limit=5)
    except XietongError:
        return
    assert len(results.hits) == min(results.total, 5)
    patterns = sought(parse_query(query))
    for hit in results.hits:
        for text, spans in ((hit.text, hit.found), (hit.snippet, hit.highlights)):
            ends = [0]
            for start, end in spans:
                assert ends[-1] <= start < end <= len(text)
                ends.append(end)
        for start, end in hit.found:
            assert any(pattern.fullmatch(fold_for_search(hit.text), start, end) for pattern in patterns)


@given(_QUERIES)
@settings(_LIGHT, max_examples=250)
def test_what_is_counted_is_what_is_ranked(library: Library, query: str) -> None:
    """Counting uses a lighter query than ranking: both must find the same clauses."""
    try:
        total = search(library, query).total
    except XietongError:
        return
    assert total == sum(1 for _ in iter_hits(library, query))


@given(st.data())
@settings(_LIGHT, max_examples=30)
def test_any_filter_is_answered_or_refused(library: Library, data: st.DataObject) -> None:
    values = data.draw(st.lists(st.text(max_size=5), max_size=3).map(tuple))
    years = data.draw(st.none() | st.tuples(st.integers(), st.integers()))
    exclude = data.draw(st.dictionaries(st.sampled_from(["level", "year", "issuer", "x"]), st.just(values), max_size=2))
    filters = Filters(category=values, level=values, issuer=values, year=years, exclude=exclude)
    try:
        search(library, "县", filters=filters)
    except XietongError:
        return


def _units(library: Library) -> list[tuple[str, str, str]]:
    return [(document.id, unit.address, unit.text) for document in library.documents() for unit in document.units]


_GAPS = re.compile(r"(?<=[\u3400-\u9fff]) +(?=[0-9\u3400-\u9fff])|(?<=[0-9]) +(?=[\u3400-\u9fff])")


@given(st.data())
@settings(_LIGHT, max_examples=150)
def test_a_phrase_finds_exactly_the_clauses_that_hold_it(library: Library, data: st.DataObject) -> None:
    """Against a plain scan of the folded texts, for pieces of Chinese cut anywhere in them."""
    units = _units(library)
    source = data.draw(st.sampled_from(list(TEXTS.values())))
    runs = re.findall(r"[\u3400-\u9fff]+(?:[0-9]+[\u3400-\u9fff]+)*", source)
    run = data.draw(st.sampled_from(runs or ["云南"]))
    start = data.draw(st.integers(0, len(run) - 1))
    phrase = run[start : data.draw(st.integers(start + 1, len(run)))]
    if phrase[0].isdigit() or phrase[-1].isdigit():  # a number is found whole only
        return
    wanted = fold_for_search(phrase)
    expected = {(id, place) for id, place, text in units if wanted in _GAPS.sub("", fold_for_search(text))}
    found = search(library, f'text:"{phrase}"', limit=1000)
    assert {(hit.document, hit.address) for hit in found.hits} == expected
    assert all(hit.found for hit in found.hits)


@given(_TEXTS, _TEXTS)
@settings(deadline=None, max_examples=400)
def test_a_phrase_of_a_text_stands_in_its_tokens(before: str, phrase: str) -> None:
    """Tokens of a phrase stand in a row in the tokens of any text that holds it between marks."""
    tokens, wanted = pairs(fold_for_search(f"{before}。{phrase}。")), phrase_tokens(phrase)
    if len(wanted) > 1 or (wanted and len(wanted[0]) > 1):
        assert any(tokens[i : i + len(wanted)] == wanted for i in range(len(tokens)))


@given(st.text("云南省1a，", max_size=30), st.text("云南省1a，", min_size=2, max_size=9))
@settings(deadline=None, max_examples=600)
def test_the_tokens_looked_up_tell_the_whole_row(text: str, phrase: str) -> None:
    tokens, row = pairs(text), phrase_tokens(phrase)
    told = list(told_tokens(row))
    assert [token for _, token in told] == [row[place] for place, _ in told]
    for start in range(len(tokens) - len(row) + 1):
        stands = all(tokens[start + place] == token for place, token in told)
        assert stands == (tokens[start : start + len(row)] == row)


@given(_TEXTS, st.lists(_TEXTS, max_size=3), st.integers(1, 60))
@settings(deadline=None, max_examples=300)
def test_snippets_are_pieces_of_the_text_with_their_spans(text: str, queries: list[str], width: int) -> None:
    patterns = [p for q in queries if (p := _patterns(q))]
    spans = find_spans(text, [pattern for group in patterns for pattern in group])
    piece, inside, start = cut_snippet(text, spans, width)
    assert text[start : start + len(piece)] == piece
    for span in inside:
        assert 0 <= span.start < span.end <= len(piece)
        assert any(s.start <= start + span.start and start + span.end <= s.end for s in spans)


def _patterns(query: str) -> tuple[re.Pattern[str], ...]:
    try:
        return sought(parse_query(f'"{query}"'))
    except XietongError:
        return ()


@given(st.text())
@settings(deadline=None, max_examples=300)
def test_folding_keeps_every_place(text: str) -> None:
    assert len(fold_for_search(text)) == len(text)
    assert list(iter_runs(fold_for_search(text))) == list(iter_runs(fold_for_search(fold_for_search(text))))


@given(st.lists(_TEXTS.map(lambda text: text.replace("\n", "\t")), min_size=1, max_size=6))
@_LIGHT
def test_the_pairs_of_many_texts_are_those_of_each(texts: list[str]) -> None:
    folded = [fold_for_search(text) for text in texts]
    own, grams = tokens_of_lines(folded)
    assert [line.split() for line in own] == [pairs(text) for text in folded]
    assert [sorted(line.split()) for line in grams] == [sorted(_grams(text)) for text in folded]


def _grams(folded: str) -> Iterator[str]:
    """Yields every string of Chinese characters in a row that is looked up whole."""
    for piece in re.findall(r"[\u3007\u3400-\u9fff\U00020000-\U0003ffff]+", " ".join(iter_runs(folded))):
        for size in (1, 3, 4):
            yield from filter(is_gram, (piece[at : at + size] for at in range(len(piece) - size + 1)))
