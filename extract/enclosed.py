"""Letters after the first: addressees and signatures of enclosures, and of a text that is printed twice.

The header speaks of the first letter alone; here the later ones are told from the body they frame.
"""

from __future__ import annotations

import re

from corpus.document import SegmentKind
from extract.dates import whole_date
from extract.header_parts import is_addressee, signer_names
from extract.lines import Line

_FRAME = frozenset(
    {SegmentKind.TITLE, SegmentKind.NOTE, SegmentKind.SIGNATURE, SegmentKind.NUMBER, SegmentKind.ADDRESSEE}
)
_NEAR = 3  # lines between the title of an enclosure and its addressee
_SIGNERS = 6
_SOURCE = re.compile(r"[（(]?来源[：:]")


def mark_letters(kinds: dict[int, SegmentKind], lines: list[Line], first: int, attachments: dict[int, str]) -> set[int]:
    """Marks addressees and signatures below the first letter; returns the addressees that begin a text anew.

    `first` is the line after the first letter's head. An addressee stands right below what frames a text: a title,
    a note, a signature. A signature is a date with its bodies above it, below which a text ends.
    """
    signed = False
    begun: set[int] = set()
    for index in range(first, len(lines)):
        if kinds.get(index) is SegmentKind.SIGNATURE:
            signed = True
        if index in kinds or lines[index].table is not None:
            continue
        if _is_framed(kinds, lines, index) and is_addressee(lines[index]):
            kinds[index] = SegmentKind.ADDRESSEE
            if signed and not any(place < index for place in attachments):
                begun.add(index)
        elif _ends(kinds, lines, index) and whole_date(lines[index].text):
            signers = _signers(kinds, lines, index, first)
            if signers:
                kinds.update(dict.fromkeys((*signers, index), SegmentKind.SIGNATURE))
                signed = True
    return begun


def _is_framed(kinds: dict[int, SegmentKind], lines: list[Line], index: int) -> bool:
    """Whether a line stands right below a frame, at most two plain lines (a second title, a number) between."""
    for place in range(index - 1, max(index - 1 - _NEAR, -1), -1):
        if kinds.get(place) in _FRAME:
            return True
        if lines[place].marker is not None or len(lines[place].text) > 50 or lines[place].text[-1] in "。；：":
            return False
    return False


def _ends(kinds: dict[int, SegmentKind], lines: list[Line], index: int) -> bool:
    after = next((at for at in range(index + 1, len(lines)) if kinds.get(at) is not SegmentKind.FURNITURE), None)
    return after is None or kinds.get(after) in _FRAME or _SOURCE.match(lines[after].text) is not None


def _signers(kinds: dict[int, SegmentKind], lines: list[Line], index: int, first: int) -> list[int]:
    found: list[int] = []
    for place in range(index - 1, max(first, index - 1 - _SIGNERS), -1):
        if place in kinds or lines[place].marker is not None or signer_names(lines[place].text) is None:
            break
        found.insert(0, place)
    return found
