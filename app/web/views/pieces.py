"""Texts cut where words are marked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of a text; `colour` is the category it speaks for, 0 for one that is marked without, None unmarked."""

    text: str
    colour: int | None = None


def cut_pieces(text: str, marks: Iterable[tuple[int, int, int]]) -> tuple[Piece, ...]:
    """Returns the text in pieces; marks are (start, end, colour), of overlapping ones the first holds.

    >>> [(one.text, one.colour) for one in cut_pieces("拨付资金", [(2, 4, 5)])]
    [('拨付', None), ('资金', 5)]
    """
    pieces: list[Piece] = []
    done = 0
    for first, last, colour in sorted(marks, key=lambda mark: (mark[0], -mark[1])):
        start, end = max(first, done), min(last, len(text))
        if start >= end:
            continue
        if start > done:
            pieces.append(Piece(text=text[done:start]))
        pieces.append(Piece(text=text[start:end], colour=colour))
        done = end
    if done < len(text):
        pieces.append(Piece(text=text[done:]))
    return tuple(pieces)
