"""Characters of a PDF page put together to the pieces of its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from extract.pdf_chars import Box, PageCharacters, TextPage

# In ems. Word processors put a quarter em between Chinese and Latin without a blank in the text.
AUTOSPACE = 0.45
LATIN_SPACE = 0.12
PIECE_GAP = 1.6  # wider gaps part two pieces of a row: columns, cells, tabs
HYPHENS = frozenset("\x02\ufffe")  # pdfium's signs for a hyphen at the end of a line
UNSEEN = frozenset("\u200b\ufeff\u00ad")
# Quotation marks, dashes and dots are narrow in Latin fonts and wide in Chinese ones: they go with their neighbours.
NEUTRAL = frozenset("“”‘’—…·")
_BLANK = "\x00\x01\x03-\x20\xa0\u3000"
_ATOM = re.compile(rf"[\u2e80-\u2fff\u3001-\u9fff\uff01-\uff60]{{2,}}|[^{_BLANK}]")


@dataclass(slots=True)
class Piece:
    """Characters that stand side by side: a line, or its part in one column or cell.

    `size` is the em (the width of a Chinese character, else the height); `boxes` holds one box a character.
    """

    text: str
    box: Box
    size: float
    boxes: list[Box]
    slanted: bool = False

    @property
    def left(self) -> float:
        """The left edge of the first character."""
        return self.box[0]

    @property
    def bottom(self) -> float:
        """The lowest edge."""
        return self.box[1]

    @property
    def right(self) -> float:
        """The right edge of the last character."""
        return self.box[2]

    @property
    def top(self) -> float:
        """The highest edge."""
        return self.box[3]

    @property
    def middle(self) -> float:
        """The height of the middle."""
        return (self.box[1] + self.box[3]) / 2


def is_wide(char: str) -> bool:
    """Whether a character is set in a full em: ideographs, Chinese punctuation, full-width forms."""
    return (
        "\u2e80" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or "\uff00" <= char <= "\uff60" or char > "\uffff"
    )


def read_pieces(textpage: TextPage, page: TextPage) -> list[Piece]:
    """Returns the pieces of a page in the order of its content; characters outside the page are left out."""
    characters = PageCharacters(textpage, page)
    return list(_join_slanted(_cut(characters)))


def _atoms(characters: PageCharacters) -> Iterator[tuple[int, str, list[Box]]]:
    """Yields (index, text, boxes) of runs of equally wide ideographs and of single characters."""
    for match in _ATOM.finditer(characters.text):
        start, end = match.span()
        first = characters.box(start)
        if end - start > 1:
            last = characters.box(end - 1)
            em = first[2] - first[0]
            length = last[2] - first[0]
            even = abs(length - em * (end - start)) < 0.02 * length and abs(last[2] - last[0] - em) < 0.05 * em
            if even and abs(first[1] - last[1]) < 0.3 and em > 0:
                left, bottom, step, top = first[0], first[1], length / (end - start), first[3]
                boxes = [(left + at * step, bottom, left + (at + 1) * step, top) for at in range(end - start)]
                yield start, match.group(), boxes
                continue
        yield start, characters.text[start], [first]
        for index in range(start + 1, end):
            yield index, characters.text[index], [characters.box(index)]


def _cut(characters: PageCharacters) -> Iterator[Piece]:
    """Yields pieces: a new one where the next character is not beside the last."""
    text, width, height = characters.text, characters.width, characters.height
    parts: list[str] = []
    boxes: list[Box] = []
    start = after = 0  # index of the first character of the piece, and of the next after its last
    for index, atom, own in _atoms(characters):
        left, bottom, right, top = own[0]
        if right < 0 or left > width or top < 0 or bottom > height or atom in UNSEEN:
            continue
        if parts:
            last = boxes[-1]
            gap = left - last[2]
            if top == last[3] and bottom == last[1]:
                overlap = em = top - bottom
            else:
                em = min(last[3] - last[1], top - bottom)
                overlap = min(last[3], top) - max(last[1], bottom)
            if overlap < 0.5 * em or gap > PIECE_GAP * em or left < last[0] - 0.3 * em:
                yield _piece(parts, boxes, characters, start)
                parts, boxes, start = [], [], index
            elif (gap > LATIN_SPACE * em or after < index) and _is_blank(
                parts[-1][-1], atom[0], gap / em if em else 0.0, _blank_between(text, after, index), characters
            ):
                parts.append("\u3000" if "\u3000" in text[after:index] else " ")
                boxes.append((last[2], bottom, left, top))
        else:
            start = index
        parts.append("-" if atom in HYPHENS else atom)
        boxes += own
        after = index + len(atom)
    if parts:
        yield _piece(parts, boxes, characters, start)


def _blank_between(text: str, after: int, index: int) -> int:
    """Returns the index of a blank between two characters that is not a line end, else -1."""
    for place in range(after, index):
        if text[place] not in "\r\n":
            return place
    return -1


def _is_blank(before: str, after: str, gap: float, blank: int, characters: PageCharacters) -> bool:
    """Whether a gap (in ems) between two characters is a blank of the text, not of its setting."""
    if blank >= 0 and characters.is_real(blank):
        return True
    wide = is_wide(before) or is_wide(after) or before in NEUTRAL or after in NEUTRAL
    if wide:
        return gap > AUTOSPACE
    return gap > (LATIN_SPACE if blank >= 0 else AUTOSPACE)


def _piece(parts: list[str], boxes: list[Box], characters: PageCharacters, start: int) -> Piece:
    text = "".join(parts)
    _, bottoms, rights, tops = zip(*boxes, strict=True)
    box = (boxes[0][0], min(bottoms), max(rights), max(tops))
    ems = [own[2] - own[0] for char, own in zip(text, boxes, strict=True) if "\u4e00" <= char <= "\u9fff"]
    size = median(ems) if ems else median(own[3] - own[1] for own in boxes) * 0.9
    return Piece(text, box, size, boxes, len(text) < 3 and characters.is_slanted(start))


def _join_slanted(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Yields the pieces, the single characters of a slanted text put together."""
    held: Piece | None = None
    for piece in pieces:
        if not piece.slanted:
            yield piece
        elif held is not None and _is_near(held.boxes[-1], piece.boxes[0]):
            held.text += piece.text
            held.boxes += piece.boxes
        else:
            if held is not None:
                yield held
            held = piece
    if held is not None:
        yield held


def _is_near(one: Box, other: Box) -> bool:
    reach = 2.5 * max(one[3] - one[1], one[2] - one[0])
    return abs(one[0] - other[0]) < reach and abs(one[1] - other[1]) < reach
