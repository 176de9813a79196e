"""Where a query stands in the original text of a clause, and the piece of the clause to show."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.document import Span
from search.language import All, Any, Node, Word
from search.terms import fold_for_search, words

WIDTH = 160  # characters of a snippet
_SPACES = r"[ \t\xa0\n]*"


def sought(node: Node | None) -> tuple[str, ...]:
    """Returns the texts a query looks for, longest first; what must not be found is not among them."""
    found: set[str] = set()
    _gather(node, found)
    return tuple(sorted(found, key=lambda text: (-len(text), text)))


def _gather(node: Node | None, found: set[str]) -> None:
    if isinstance(node, (All, Any)):
        for part in node.parts:
            _gather(part, found)
    elif isinstance(node, Word) and node.field in ("", "heading", "title", "issuer"):
        found.add(fold_for_search(node.text).strip())
        if not node.phrase:
            found.update(word for word in words(node.text) if len(word) > 1)


def find_spans(text: str, sought_texts: Iterable[str]) -> tuple[Span, ...]:
    """Returns the spans of `text` in which a sought text stands, in order, none overlapping another.

    Offsets count characters of `text` as given: folding keeps every character in its place.
    """
    folded = fold_for_search(text)
    spans: list[Span] = []
    for wanted in sought_texts:
        if not wanted:
            continue
        pattern = (
            _SPACES.join(re.escape(char) for char in wanted if not char.isspace()) if not wanted.isascii() else None
        )
        matches = re.finditer(pattern or rf"\b{re.escape(wanted)}", folded)
        for match in matches:
            span = Span(start=match.start(), end=match.end())
            if len(span) and not any(span.overlaps(other) for other in spans):
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
