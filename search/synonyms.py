"""Other names of the same thing, taken into a query where the reader asks for it, and shown."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from search.language import All, Any, Node, Not, Word
from search.terms import fold_for_search

_LIST = Path(__file__).with_name("synonyms.csv")
Used = dict[str, tuple[str, ...]]


@cache
def read_synonyms() -> Used:
    """Returns name -> the other names of the same thing, all folded; longer names come first."""
    rows = [fold_for_search(line).split(",") for line in _LIST.read_text(encoding="utf-8").splitlines() if line]
    others = {name: tuple(other for other in row if other != name) for row in rows for name in row}
    return {name: others[name] for name in sorted(others, key=lambda name: (-len(name), name))}


def with_synonyms(node: Node | None) -> tuple[Node | None, Used]:
    """Returns the query with the other names as alternatives, and which were taken in.

    What must not be found is left as it is.
    """
    used: Used = {}
    return (None if node is None else _expand(node, used)), used


def _expand(node: Node, used: Used) -> Node:
    if isinstance(node, All):
        return replace(node, parts=tuple(_expand(part, used) for part in node.parts))
    if isinstance(node, Any):
        return replace(node, parts=tuple(_expand(part, used) for part in node.parts))
    if isinstance(node, Not) or node.field not in ("", "text", "title", "heading") or node.prefix or node.fuzzy:
        return node
    folded = fold_for_search(node.text)
    for name, others in read_synonyms().items():
        if name in folded:
            used[name] = others
            other_words = (Word(text=folded.replace(name, other), field=node.field, phrase=True) for other in others)
            return Any(parts=(node, *other_words))
    return node
