"""What is looked up: the words and character pairs of a text, made alike for documents and queries.

Pairs ("云南 南省") in a row find exactly what a reader sees, whatever a word cutter thinks; words rank.
Between two runs of characters stands `BREAK`, so that a phrase never leaps over a mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.fold import fold
from extract.words import cut_words

BREAK = "¦"
_RUN = re.compile(r"[0-9a-z\u3007\u3400-\u9fff\U00020000-\U0003ffff]+")
_PIECE = re.compile(r"[0-9]+(?:\.[0-9]+)?|[a-z]+|[\u3007\u3400-\u9fff\U00020000-\U0003ffff]+")
_LETTERS = re.compile(r"[0-9a-z]")
_WIDE = r"[0-9\u3007\u3400-\u9fff]"
_GAP = re.compile(rf"(?<={_WIDE})[ \t\xa0]+(?={_WIDE})|(?<=[\[(]) +| +(?=[\])])")
_BRACKETS = str.maketrans("〔〕﹝﹞【】［］[]", "()()()()()")


def fold_for_search(text: str) -> str:
    """Returns the text folded: width, case, traditional characters, brackets of document numbers.

    Every character keeps its place.
    """
    return fold(text).translate(_BRACKETS)


def iter_runs(folded: str) -> Iterator[str]:
    """Yields the runs of letters, digits and characters; spaces inside Chinese do not end one."""
    for match in _RUN.finditer(_GAP.sub("", folded)):
        yield match.group()


def pairs_of_run(run: str) -> list[str]:
    """Returns the tokens of one run: pairs of characters, Latin words and numbers whole.

    >>> pairs_of_run("云南省2016年")
    ['云南', '南省', '省', '2016', '年']
    """
    tokens: list[str] = []
    for match in _PIECE.finditer(run):
        piece = match.group()
        if _LETTERS.match(piece):
            tokens.append(piece)
        else:
            tokens += [piece[i : i + 2] for i in range(len(piece) - 1)]
            tokens.append(piece[-1])  # the end of the run: a one-character word is found by it too
    return tokens


def pairs(text: str) -> list[str]:
    """Returns the tokens of the pair field in order, with a break between runs."""
    tokens: list[str] = []
    for run in iter_runs(fold_for_search(text)):
        if tokens:
            tokens.append(BREAK)
        tokens += pairs_of_run(run)
    return tokens


def phrase_tokens(text: str) -> list[str]:
    """Returns the tokens that must stand in a row where the text occurs.

    The last single character of a Chinese run is left out where pairs stand before it: in the middle of a
    longer run it is not a token of its own.
    """
    tokens: list[str] = []
    runs = list(iter_runs(fold_for_search(text)))
    for number, run in enumerate(runs):
        if tokens:
            tokens.append(BREAK)
        found = pairs_of_run(run)
        is_last = number == len(runs) - 1
        if is_last and len(found) > 1 and len(found[-1]) == 1 and not _LETTERS.match(found[-1]):
            found = found[:-1] if len(found[-2]) == 2 and not _LETTERS.match(found[-2]) else found
        tokens += found
    return tokens


def characters(text: str) -> str:
    """Returns the distinct Chinese characters of a text, for one-character words."""
    return " ".join(sorted({c for c in fold_for_search(text) if "\u3400" <= c <= "\u9fff" or c == "〇"}))


def words(text: str) -> list[str]:
    """Returns the words of a text that are worth looking up."""
    return [word for word in cut_words(fold_for_search(text)) if _RUN.fullmatch(word)]
