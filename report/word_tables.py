"""Tables of the Word file: three rules, no grid, columns as wide as their words need."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

from report.blocks import Table

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML cannot carry them
_WIDEST, _PADDING, _MARGIN = 40, 4, 2  # in half-width characters
_MANY = 7  # columns from which a table is set smaller
_GUTTER = "60"  # twentieths of a point on each side of a cell
_HALF_WIDTH = 57_150  # of nine points, in the units of the file (914,400 an inch)
_THICK, _THIN = "12", "6"  # eighths of a point


def clean(text: str) -> str:
    """Returns the text without the characters that XML cannot carry."""
    return _CONTROL.sub("", text)


def add_table(document: Any, block: Table) -> None:
    """Adds the table; its head is repeated on each page and no row is broken."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    lines = (block.head, *block.rows)
    table = document.add_table(rows=len(lines), cols=len(block.head))
    table.autofit = False
    section = document.sections[0]
    widths = share_width(lines, int(section.page_width - section.left_margin - section.right_margin))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for number, (row, line) in enumerate(zip(table.rows, lines, strict=True)):
        for column, (cell, value) in enumerate(zip(row.cells, line, strict=True)):
            cell.width = widths[column]
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(1)
            run = paragraph.add_run(clean(value))
            run.font.size, run.bold = Pt(8 if len(block.head) > _MANY else 9), number == 0
            if column in block.numeric:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _mark_row(row, is_head=number == 0)
    for (line_number, column_number), depth in block.depth:
        _shade(table.rows[line_number + 1].cells[column_number], depth)
    _rule(table)
    document.add_paragraph()


def share_width(lines: Sequence[Sequence[str]], total: int) -> list[int]:
    """Returns the widths of the columns; they sum to `total`.

    Each column gets what its longest word needs, so that no number is broken; what is left goes by the longest cells, up
    to a bound.
    """
    columns = range(len(lines[0]))
    least = [max(_width(word) for line in lines for word in _words(line[column])) + _MARGIN for column in columns]
    wish = [min(max(_width(line[column]) for line in lines) + _PADDING, _WIDEST) for column in columns]
    more = [max(wanted - needed, 0) for wanted, needed in zip(wish, least, strict=True)]
    all_fit, words_fit = total / (sum(least) + sum(more)), total / sum(least)
    # A character has its own width; where not even the words fit, all columns are alike too narrow.
    character = min(max(all_fit, float(_HALF_WIDTH)), words_fit)
    spare = total - sum(least) * character
    widths = [
        int(needed * character + spare * (extra / max(sum(more), 1))) for needed, extra in zip(least, more, strict=True)
    ]
    widths[-1] += total - sum(widths)
    return widths


def _words(text: str) -> list[str]:
    """Returns the pieces at which a line may be broken: words, and single ideographs two by two."""
    return [
        piece for word in text.split() for piece in (re.findall(r"[\u2e80-\uffff]{1,2}|[^\u2e80-\uffff]+", word))
    ] or [""]


def _width(text: str) -> int:
    """Returns the width in half-width characters: an ideograph counts as two, digits run wide in some fonts."""
    return math.ceil(sum(2 if character > "\u2e7f" else 1.2 for character in text))


def _mark_row(row: Any, *, is_head: bool) -> None:
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))
        for cell in row.cells:
            borders = OxmlElement("w:tcBorders")
            borders.append(_border("bottom", _THIN))
            cell._tc.get_or_add_tcPr().append(borders)


def _shade(cell: Any, depth: float) -> None:
    """Fills a cell between white and a blue on which black text can be read, by a number in [0, 1]."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    fill = "".join(f"{round(255 + (end - 255) * min(depth, 1.0)):02X}" for end in (0x8F, 0xB8, 0xDD))
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
        shading.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shading)


def _rule(table: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom"):
        borders.append(_border(side, _THICK))
    properties = table._tbl.tblPr
    layout = properties.find("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}tblLayout")
    layout.addprevious(borders)  # the schema wants borders before the layout, and margins after it
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), _GUTTER)
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    layout.addnext(margins)


def _border(side: str, size: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    border = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", size), ("space", "0"), ("color", "1B2530")):
        border.set(qn(f"w:{name}"), value)
    return border
