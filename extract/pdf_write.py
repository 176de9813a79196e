"""Lines of all pages written as paragraphs, with the place where each page ends."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extract.pdf_lines import Line, join_text
from extract.pdf_paragraphs import find_margins, starts_paragraph
from extract.raw import Draft

_NOTE_MARK = re.compile(r"\d{1,3}[\s　]|[①-⑳*＊†]")


@dataclass(slots=True)
class _Paragraph:
    """Lines of one paragraph, or a table, or one line of furniture."""

    lines: list[Line] = field(default_factory=list)

    @property
    def first(self) -> Line:
        return self.lines[0]


def write_lines(draft: Draft, pages: list[list[Line]], widths: list[float]) -> list[int]:
    """Adds paragraphs, tables and furniture to the draft; returns for each page the offset where it ends.

    A paragraph that runs over a page end stays one line: the page then ends within it, the furniture of
    the first page stands before the paragraph, that of the second after it.
    """
    flow = [line for lines in pages for line in lines if not line.furniture]
    furniture: dict[int, list[Line]] = {}
    for lines in pages:
        for line in lines:
            if line.furniture:
                furniture.setdefault(line.page, []).append(line)
    ends = [-1] * len(pages)
    paragraphs = _join(flow, widths)
    done = 0  # pages whose furniture is written
    for position, paragraph in enumerate(paragraphs):
        # Furniture of earlier pages, and of this one: before its first paragraph that begins here.
        while done <= paragraph.first.page:
            for line in furniture.get(done, ()):
                draft.add_furniture(line.text)
            if done < paragraph.first.page and ends[done] < 0:
                ends[done] = draft.size
            done += 1
        _write(draft, paragraph, ends)
        last = paragraph.lines[-1].page
        following = paragraphs[position + 1].first.page if position + 1 < len(paragraphs) else len(pages)
        if following > last and ends[last] < 0 and done > last:
            ends[last] = draft.size
    while done < len(pages):
        for line in furniture.get(done, ()):
            draft.add_furniture(line.text)
        ends[done] = draft.size
        done += 1
    return _monotone(ends, draft.size)


def _monotone(ends: list[int], size: int) -> list[int]:
    """Returns the ends in rising order; the last page ends with the text."""
    result: list[int] = []
    for end in ends:
        result.append(max(end, result[-1] if result else 0))
    if result:
        result[-1] = size
    return result


def _join(flow: list[Line], widths: list[float]) -> list[_Paragraph]:
    """Returns the paragraphs in order; footnotes of a page stand before a paragraph that runs past them."""
    margins = find_margins(flow, widths)
    paragraphs: list[_Paragraph] = []
    body: _Paragraph | None = None  # the last paragraph of the flow, footnotes may follow it
    for line in flow:
        above = (paragraphs[-1] if paragraphs else None) if line.note else body
        if above is None or line.cells or above.first.cells or above.first.note != line.note:
            begins = True
        elif line.note:
            begins = above.lines[-1].page != line.page or _NOTE_MARK.match(line.text) is not None
        else:
            begins = starts_paragraph(above.lines[-1], line, margins)
        if begins:
            paragraphs.append(_Paragraph([line]))
        elif above is not None:
            above.lines.append(line)
            if paragraphs[-1] is not above:  # by identity: two paragraphs may be equal
                place = next(at for at in range(len(paragraphs) - 1, -1, -1) if paragraphs[at] is above)
                paragraphs.append(paragraphs.pop(place))
        if not line.note:
            body = paragraphs[-1]
    return paragraphs


def _write(draft: Draft, paragraph: _Paragraph, ends: list[int]) -> None:
    first = paragraph.first
    if first.cells:
        draft.add_table(first.cells, first.page + 1)
        return
    text, page = first.text, first.page
    for line in paragraph.lines[1:]:
        if line.page != page:
            for passed in range(page, line.page):
                ends[passed] = draft.size + len(text)
            page = line.page
        text = join_text(text, line.text)
    draft.add_line(text)
