"""Whether evidence is what the decision stands on: cover it, or leave nothing but it.

Comprehensiveness: share of units whose primary code changes when its evidence is covered.
Sufficiency: share whose primary code stays when only its evidence is left. Source of the two
measures: DeYoung and others 2020 (ERASER), here on decisions instead of probabilities.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from classify.coder import Coder
from classify.unit import Unit
from corpus.document import Span
from corpus.label import NONE, Coding

COVER = "。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Faithfulness:
    """The two shares over the coded units, the share of characters that is evidence, and a control.

    `control` is comprehensiveness when as many characters elsewhere in the unit are covered instead.
    """

    units: int
    comprehensiveness: float
    sufficiency: float
    covered: float
    control: float


def measure_faithfulness(
    coder: Coder, units: Sequence[Unit], sources: Sequence[str] = ("model", "lexicon")
) -> Faithfulness:
    """Returns the measures for the units that get a category (short ones that are all evidence too)."""
    codings = coder.code(units)
    rows = [(unit, coding) for unit, coding in zip(units, codings, strict=True) if coding.primary != NONE]
    marks = [_marks(unit, coding, sources) for unit, coding in rows]
    covered = _changed(coder, rows, [[not mark for mark in some] for some in marks])
    kept = _changed(coder, rows, marks)
    control = _changed(coder, rows, [_elsewhere(some) for some in marks])
    count = max(len(rows), 1)
    characters = sum(len(some) for some in marks)
    return Faithfulness(
        units=len(rows),
        comprehensiveness=round(covered / count, 4),
        sufficiency=round(1 - kept / count, 4),
        covered=round(sum(map(sum, marks)) / max(characters, 1), 4),
        control=round(control / count, 4),
    )


def _marks(unit: Unit, coding: Coding, sources: Sequence[str]) -> list[bool]:
    marks = [False] * len(unit.text)
    for one in coding.evidence:
        if one.label == coding.primary and one.source in sources and one.span is not None:
            _set(marks, one.span)
    return marks


def _set(marks: list[bool], span: Span) -> None:
    for place in range(span.start, span.end):
        marks[place] = True


def _elsewhere(marks: Sequence[bool]) -> list[bool]:
    """Returns what to keep when as many characters from the first free ones on are covered instead."""
    left = sum(marks)
    keep = []
    for mark in marks:
        cover = not mark and left > 0
        left -= cover
        keep.append(not cover)
    return keep


def _changed(coder: Coder, rows: Sequence[tuple[Unit, Coding]], keep: Sequence[Sequence[bool]]) -> int:
    """Returns how many primary codes change when only the kept characters are left."""
    texts = [
        "".join(character if stays else COVER for character, stays in zip(unit.text, some, strict=True))
        for (unit, _), some in zip(rows, keep, strict=True)
    ]
    again = coder.code([replace(unit, text=text) for (unit, _), text in zip(rows, texts, strict=True)])
    return sum(new.primary != old.primary for new, (_, old) in zip(again, rows, strict=True))
