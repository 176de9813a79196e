"""How far the review is, kept as long as it holds."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.web.queue import Wish, count_for_review, count_judged, count_second, state
from app.web.remembered import Remembered
from app.web.review import Share, shares
from corpus.library import Library


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the review is: clauses for review, how many of them a person has judged, and each one's share."""

    total: int
    done: int
    shares: tuple[Share, ...]


def progress(remembered: Remembered, library: Library) -> Progress:
    """Returns how far the review is."""
    total, done = _counts(remembered, library, Wish())
    return Progress(total=total, done=done, shares=remembered.get("shares", lambda: shares(library)))


def waiting(remembered: Remembered, library: Library, *, person: str, wish: Wish) -> int:
    """Returns how many clauses wait for a person."""
    whole = replace(wish, after=None)
    if wish.second:
        return remembered.get(("second", person, whole), lambda: count_second(library, person=person, wish=whole))
    total, done = _counts(remembered, library, whole)
    return max(total - done, 0)


def _counts(remembered: Remembered, library: Library, wish: Wish) -> tuple[int, int]:
    """Returns (for review, judged). The first, which is dear, does not change when people judge."""
    total = remembered.get(("for review", wish), lambda: count_for_review(library, wish), state=state(library))
    return total, remembered.get(("judged", wish), lambda: count_judged(library, wish))
