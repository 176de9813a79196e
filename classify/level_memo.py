"""What was decided before for the same issuer, number prefix and title head: a spreadsheet repeats them endlessly.

A decision rests on what was read, not on the wording: two titles of one body with numbers of one prefix lead to the
same decision, but for the words and spans of the evidence. Where the wording itself was looked at, nothing is kept.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol, TypeAlias

from classify.body import Body
from classify.level_cues import Title
from classify.level_number import NumberReading
from classify.level_place import needs_wording
from classify.level_votes import HELPERS, PRINTED_NUMBER, is_relative
from classify.level_weigh import Signed, Vote, sign
from corpus.document import Span
from corpus.label import Evidence, Level, LevelDecision

_MOST = 16384
Key: TypeAlias = tuple[object, ...]
_known: dict[Key, LevelDecision] = {}


class Record(Protocol):
    """What a record shows of a document."""

    @property
    def title(self) -> str: ...
    @property
    def issuer(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def addressee(self) -> str: ...


def memo_key(record: Record, number: NumberReading, year: int | None, title: Title) -> Key | None:
    """Returns what the decision on a record rests on; None where it must be decided by itself."""
    if record.text or record.addressee or number.bodies:
        return None
    if not record.number and not title.bodies and PRINTED_NUMBER.search(record.title):
        return None
    prefix = number.prefix.prefix if number.prefix is not None else ""
    begins = record.number.startswith(prefix)
    return (record.issuer, year, prefix, begins, bool(record.number), title.bodies, title.strength, title.cue,
            title.cue_weight, title.cue_code, title.others, title.flags, title.relation, title.span is None)  # fmt: skip


def recall(key: Key) -> LevelDecision | None:
    """Returns what was decided for a key."""
    return _known.get(key)


def remember(key: Key, decision: LevelDecision) -> None:
    """Keeps a decision; when there are too many, all are forgotten."""
    if len(_known) >= _MOST:
        _known.clear()
    _known[key] = decision


def forget() -> None:
    """Forgets all decisions."""
    _known.clear()


def reads_title(level: Level, signed: Signed, votes: list[Vote], issuers: tuple[Body, ...], title: Title) -> bool:
    """Whether the wording of the title had a part in the decision."""
    if is_relative(issuers) or is_relative(title.bodies):
        return True
    body = sign(title.bodies, title.others).body
    if body is not None and body.kind in HELPERS:
        return True
    return needs_wording(level, signed, votes)


def repeat(known: LevelDecision, record: Record, title: Title) -> LevelDecision:
    """Returns a known decision with the evidence of another record: itself where the titles begin alike."""
    start, end = (title.span if title.bodies else title.cue_span) or (0, 0)
    words = record.title[start:end]
    if all(item.source != "title" or _stands(item, words, start, end) for item in known.evidence):
        return known
    span = Span(start=start, end=end) if end else None
    evidence = [item if item.source != "title" else replace(item, text=words, span=span) for item in known.evidence]
    return replace(known, evidence=tuple(evidence))


def _stands(item: Evidence, words: str, start: int, end: int) -> bool:
    """Whether the evidence is these words at this place."""
    if item.span is None:
        return end == 0 and item.text == words
    return item.text == words and item.span.start == start and item.span.end == end
