"""Characters of a PDF page put together to the pieces of its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

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
_LATIN = "\u2e7f"  # the last before the ideographs and their punctuation
_WIDE = r"\u2e80-\u2fff\u3001-\u9fff\uff01-\uff60"
_ATOM = re.compile(rf"[{_WIDE}“”‘’]{{2,}}|[A-Za-z0-9]{{2,}}(?:[.,]\d+)*|\d(?:[.,]\d+)+|[^{_BLANK}]")
_IDEOGRAPH = re.compile("[\u4e00-\u9fff]")
_PART = re.compile(rf"[{_WIDE}]{{2,}}|[^{_BLANK}]")  # where quotation marks are narrow
Run: TypeAlias = tuple[int, Box]


class Piece:
    """Characters that stand side by side: a line, or its part in one column or cell.

    `size` is the em (the width of a Chinese character, else the height). `runs` are how many characters stand evenly in
    which box; `boxes`, one a character, are worked out when they are asked for.
    """

    __slots__ = ("_boxes", "bottom", "box", "left", "middle", "right", "runs", "size", "slanted", "text", "top")

    def __init__(self, text: str, box: Box, size: float, runs: list[Run], slanted: bool = False) -> None:
        self.text, self.box, self.size, self.runs, self.slanted = text, box, size, runs, slanted
        self.left, self.bottom, self.right, self.top = box
        self.middle = (self.bottom + self.top) / 2
        self._boxes: list[Box] | None = None

    @property
    def boxes(self) -> list[Box]:
        """The boxes of all characters."""
        if self._boxes is None:
            self._boxes = spread(self.runs)
        return self._boxes


def spread(runs: list[Run]) -> list[Box]:
    """Returns a box for every character of runs."""
    boxes: list[Box] = []
    for count, (left, bottom, right, top) in runs:
        if count == 1:
            boxes.append((left, bottom, right, top))
            continue
        step = (right - left) / count
        boxes += [(left + at * step, bottom, left + (at + 1) * step, top) for at in range(count)]
    return boxes


def is_wide(char: str) -> bool:
    """Whether a character is set in a full em: ideographs, Chinese punctuation, full-width forms."""
    return (
        "\u2e80" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or "\uff00" <= char <= "\uff60" or char > "\uffff"
    )


def read_pieces(textpage: TextPage, page: TextPage) -> list[Piece]:
    """Returns the pieces of a page in the order of its content; characters outside the page are left out."""
    characters = PageCharacters(textpage, page)
    return list(_join_slanted(_cut(characters)))


def _split(characters: PageCharacters, start: int, end: int) -> Iterator[tuple[int, str, Run]]:
    """Yields (index, text, run) of the parts of an atom whose characters do not stand evenly."""
    text, box = characters.text, characters.box
    for part in _PART.finditer(text, start, end):
        begin, stop = part.span()
        run = _even(characters, begin, stop) if stop - begin > 1 else (1, box(begin))
        if run is not None:
            yield begin, part.group(), run
            continue
        for index in range(begin, stop):
            yield index, text[index], (1, box(index))


def _atoms(characters: PageCharacters) -> Iterator[tuple[int, str, Run]]:
    """Yields (index, text, run) of runs of equally wide ideographs, of words and of single characters."""
    text, box = characters.text, characters.box
    for match in _ATOM.finditer(text):
        start, end = match.span()
        if end - start == 1:
            yield start, text[start], (1, box(start))
            continue
        run = _even(characters, start, end)
        if run is None:
            yield from _split(characters, start, end)
        else:
            yield start, text[start:end], run


def _even(characters: PageCharacters, start: int, end: int) -> Run | None:
    """Returns characters as one run, from the boxes of the first and the last; None where they do not stand evenly."""
    box = characters.box
    left, bottom, right, top = box(start)
    begin, low, stop, _ = box(end - 1)
    em, count, length = right - left, end - start, stop - left
    if em <= 0 or not -0.3 < bottom - low < 0.3:
        return None
    first = characters.text[start]
    if first < _LATIN and first not in NEUTRAL:
        even = 0 < length < 0.58 * count * (top - bottom)  # a word or number: narrow enough to have no gap inside
    else:
        slack, lean = 0.02 * length, 0.05 * em
        even = -slack < length - em * count < slack and -lean < stop - begin - em < lean
    return (count, (left, bottom, stop, top)) if even else None


def _cut(characters: PageCharacters) -> list[Piece]:
    """Returns pieces: a new one where the next character is not beside the last."""
    text, width, height = characters.text, characters.width, characters.height
    pieces: list[Piece] = []
    parts: list[str] = []
    runs: list[Run] = []
    start = after = 0  # index of the first character of the piece, and of the next after its last
    for index, atom, run in _atoms(characters):
        count, (left, bottom, right, top) = run
        if left > width or bottom > height or right < 0 or top < 0 or atom in UNSEEN:
            continue
        if runs:
            number, (begin, low, end, high) = runs[-1]
            gap = left - end
            if top == high and bottom == low:
                overlap = em = top - bottom
            else:
                em = min(high - low, top - bottom)
                overlap = min(high, top) - max(low, bottom)
            if overlap < 0.5 * em or gap > PIECE_GAP * em or left < end - (end - begin) / number - 0.3 * em:
                pieces.append(_piece(parts, runs, characters, start))
                parts, runs, start = [], [], index
            elif (gap > LATIN_SPACE * em or after < index) and _is_blank(
                parts[-1][-1], atom[0], gap / em if em else 0.0, _blank_between(text, after, index), characters
            ):
                parts.append("\u3000" if "\u3000" in text[after:index] else " ")
                runs.append((1, (end, bottom, left, top)))
        else:
            start = index
        parts.append("-" if atom in HYPHENS else atom)
        runs.append(run)
        after = index + count
    if runs:
        pieces.append(_piece(parts, runs, characters, start))
    return pieces


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


def _piece(parts: list[str], runs: list[Run], characters: PageCharacters, start: int) -> Piece:
    if len(runs) == 1:  # the usual case
        text, (count, box) = parts[0], runs[0]
        size = (box[2] - box[0]) / count if "\u4e00" <= text[0] <= "\u9fff" else _em(parts, runs)
        return Piece(text, box, size, runs, count < 3 and characters.is_slanted(start))
    text = "".join(parts)
    boxes = [run[1] for run in runs]
    _, bottoms, rights, tops = zip(*boxes, strict=True)
    box = (boxes[0][0], min(bottoms), max(rights), max(tops))
    return Piece(text, box, _em(parts, runs), runs, len(text) < 3 and characters.is_slanted(start))


def _em(parts: list[str], runs: list[Run]) -> float:
    """Returns the usual width of the ideographs, by characters; without any nine tenths of the usual height."""
    ems: list[float] = []
    for part, (count, box) in zip(parts, runs, strict=True):
        if "\u4e00" <= part[0] <= "\u9fff" or _IDEOGRAPH.search(part):
            ems += [(box[2] - box[0]) / count] * count
    if ems:
        return _median(ems)
    return 0.9 * _median([height for count, box in runs for height in [box[3] - box[1]] * count])


def _median(values: list[float]) -> float:
    """Returns the median, without the checks that cost `statistics.median` more than the sorting."""
    values.sort()
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2


def single(boxes: list[Box]) -> list[Run]:
    """Returns boxes of characters as runs of one."""
    return [(1, box) for box in boxes]


def _join_slanted(pieces: list[Piece]) -> Iterator[Piece]:
    """Yields the pieces, the single characters of a slanted text put together."""
    held: Piece | None = None
    for piece in pieces:
        if not piece.slanted:
            yield piece
        elif held is not None and _is_near(held.runs[-1][1], piece.runs[0][1]):
            held.text += piece.text
            held.runs = [*held.runs, *piece.runs]
        else:
            if held is not None:
                yield held
            held = piece
    if held is not None:
        yield held


def _is_near(one: Box, other: Box) -> bool:
    reach = 2.5 * max(one[3] - one[1], one[2] - one[0])
    return abs(one[0] - other[0]) < reach and abs(one[1] - other[1]) < reach
