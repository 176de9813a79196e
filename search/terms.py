"""What is looked up: the character pairs of a text, made alike for documents and queries.

Pairs ("云南 南省") in a row find exactly what a reader sees, whatever a word cutter thinks; the index holds no words.
Between two runs of characters stands `BREAK`, so that a phrase never leaps over a mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from operator import add

from extract.fold import fold
from extract.words import cut_words

BREAK = "¦"
FIRST = "^"  # before the first character of a run or after letters and digits
_WIDE = r"\u3007\u3400-\u9fff\U00020000-\U0003ffff"
_RUN = re.compile(rf"[0-9a-z{_WIDE}]+")
_PIECE = re.compile(rf"[0-9]+|[a-z]+|[{_WIDE}]+")
_ONE = re.compile(rf"[{_WIDE}]")
_LETTERS = re.compile(r"[0-9a-z]")
# Spaces that typesetting put between characters; between two numbers they part them, and a tab parts cells.
_GAP = re.compile(rf"(?<=[{_WIDE}])[ \xa0]+(?=[0-9{_WIDE}])|(?<=[0-9])[ \xa0]+(?=[{_WIDE}])")
_OPENING, _CLOSING = "〔﹝【［[", "〕﹞】］]"


def fold_for_search(text: str) -> str:
    """Returns the text folded: width, case, traditional characters, brackets of document numbers.

    Every character keeps its place.
    """
    folded = fold(text)
    for opening, closing in zip(_OPENING, _CLOSING, strict=True):  # a tenth of what translating a long text takes
        folded = folded.replace(opening, "(").replace(closing, ")")
    return folded


def iter_runs(folded: str) -> Iterator[str]:
    """Yields the runs of letters, digits and characters; spaces inside Chinese do not end one."""
    for match in _RUN.finditer(_GAP.sub("", folded)):
        yield match.group()


def is_wide(text: str) -> bool:
    """Whether the text is one Chinese character."""
    return len(text) == 1 and _ONE.match(text) is not None


def is_pair(token: str) -> bool:
    """Whether a token is two Chinese characters."""
    return len(token) == 2 and is_wide(token[0]) and is_wide(token[1])


def tokens_of_run(run: str, *, opens: bool = True, closes: bool = True) -> list[str]:
    """Returns the tokens of one run: pairs of characters, Latin words and numbers whole.

    Where Chinese begins and where it ends stands a token of one character, so that text which goes over
    from Chinese to digits is found exactly. `opens`, `closes`: whether the run begins and ends here, or
    is a piece of a longer one.

    >>> tokens_of_run("云南省2016年")
    ['^云', '云南', '南省', '省', '2016', '^年', '年']
    >>> tokens_of_run("云南省2016年", opens=False, closes=False)
    ['云南', '南省', '省', '2016', '^年']
    """
    tokens: list[str] = []
    pieces = _PIECE.findall(run)
    for number, piece in enumerate(pieces):
        if _LETTERS.match(piece):
            tokens.append(piece)
            continue
        if opens or number:
            tokens.append(FIRST + piece[0])
        tokens += map(add, piece, piece[1:])
        if closes or number < len(pieces) - 1:
            tokens.append(piece[-1])
    return tokens


def pairs(folded: str) -> list[str]:
    """Returns the tokens of the pair field of a folded text in order, with a break between runs."""
    tokens: list[str] = []
    for run in iter_runs(folded):
        if tokens:
            tokens.append(BREAK)
        tokens += tokens_of_run(run)
    return tokens


def phrase_tokens(text: str) -> list[str]:
    """Returns the tokens that must stand in a row where the text occurs; one character stays itself."""
    return tokens_of_runs(list(iter_runs(fold_for_search(text))))


def tokens_of_runs(runs: list[str]) -> list[str]:
    """Returns the tokens of runs that stand one after the other."""
    if len(runs) == 1 and is_wide(runs[0]):
        return runs
    tokens: list[str] = []
    for number, run in enumerate(runs):
        if number:
            tokens.append(BREAK)
        tokens += tokens_of_run(run, opens=number > 0, closes=number < len(runs) - 1)
    return tokens


def told_tokens(tokens: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yields (place, token) of a row, without the pairs that the pairs on both sides imply.

    >>> list(told_tokens(["专项", "项资", "资金"]))
    [(0, '专项'), (2, '资金')]
    """
    kept = -1
    for place, token in enumerate(tokens):
        around = tokens[place - 1 : place + 2] if place else ()
        if kept == place - 1 and len(around) == 3 and all(map(is_pair, around)):
            continue
        kept = place
        yield place, token


def words(folded: str) -> list[str]:
    """Returns the words of a folded text that are worth looking up."""
    return _RUN.findall(" ".join(cut_words(folded)))
