"""Where a query stands in the original text of a clause, and the piece of the clause to show."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from corpus.document import Span
from search.language import All, Any, Node, Word
from search.terms import fold_for_search, is_wide, iter_runs, words

WIDTH = 160  # characters of a snippet
_SHOWN = ("", "text", "heading", "title", "issuer")
_SPACES = r"[ \xa0]*"
_MARKS = r"[^0-9a-z\u3007\u3400-\u9fff\U00020000-\U0003ffff]+"


def sought(node: Node | None) -> tuple[re.Pattern[str], ...]:
    """Returns what a query looks for in folded text, longest first; what must not be found is not among it."""
    found: dict[str, str] = {}
    _gather(node, found)
    return tuple(re.compile(found[text]) for text in sorted(found, key=lambda text: (-len(text), text)))


def _gather(node: Node | None, found: dict[str, str]) -> None:
    if isinstance(node, (All, Any)):
        for part in node.parts:
            _gather(part, found)
    elif isinstance(node, Word) and node.field in _SHOWN:
        texts = (
            [node.text]
            if node.phrase
            else [node.text, *(word for word in words(fold_for_search(node.text)) if len(word) > 1)]
        )
        for text in texts:
            runs = list(iter_runs(fold_for_search(text)))
            if runs:
                found[text] = _pattern(runs, prefix=node.prefix)


def _pattern(runs: list[str], *, prefix: bool) -> str:
    """Returns the pattern of a text as the index finds it: any mark between runs, whole words and numbers."""
    first, last = runs[0][0], runs[-1][-1]
    before = "" if is_wide(first) else "(?<![0-9])" if first.isdigit() else "(?<![a-z])"
    after = "" if prefix or is_wide(last) else "(?![0-9])" if last.isdigit() else "(?![a-z])"
    return before + _MARKS.join(map(_spaced, runs)) + after


def _spaced(run: str) -> str:
    """Returns the pattern of one run; a space may stand beside a Chinese character, as the index has it."""
    joined = run[0]
    for left, right in pairwise(run):
        wide = is_wide(left) or is_wide(right)
        latin = "a" <= left <= "z" or "a" <= right <= "z"
        joined += (_SPACES if wide and not latin else "") + right
    return joined


def find_spans(text: str, patterns: Iterable[re.Pattern[str]]) -> tuple[Span, ...]:
    """Returns the spans of `text` in which something sought stands, in order, none overlapping another.

    Offsets count characters of `text` as given: folding keeps every character in its place.
    """
    folded = fold_for_search(text)
    spans: list[Span] = []
    for pattern in patterns:
        for match in pattern.finditer(folded):
            span = Span(start=match.start(), end=match.end())
            if not any(span.overlaps(other) for other in spans):
                spans.append(span)
    return tuple(sorted(spans))


def cut_snippet(text: str, spans: tuple[Span, ...], width: int = WIDTH) -> tuple[str, tuple[Span, ...], int]:
    """Returns the piece of the text with most hits, the spans within it, and where it starts."""
    if len(text) <= width:
        return text, spans, 0
    start = 0
    if spans:
        best = max(spans, key=lambda s: sum(s.start <= other.start < s.start + width - 40 for other in spans))
        start = max(0, min(best.start - 40, len(text) - width))
    end = start + width
    inside = tuple(
        Span(start=span.start - start, end=min(span.end, end) - start) for span in spans if start <= span.start < end
    )
    return text[start:end], inside, start
