"""Blocks of a web page as lines: paragraphs, list items, line breaks, tables."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

from lxml import etree

from extract.raw import Draft

Element: TypeAlias = Any  # lxml carries no types

BLOCKS = frozenset(
    (
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    )
)
CJK = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\u201c\u201d\u2018\u2019\u2014\u2026"
_WRAP = re.compile(rf"(?<=[{CJK}])[ \t]*[\r\n]\s*(?=[{CJK}])")
_BLANKS = re.compile(r"[ \t\r\n\f\v\xa0]+")
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")


def write_blocks(draft: Draft, content: Element) -> None:
    """Adds the lines and tables of an element to the draft, in document order."""
    line: list[str] = []

    def flush() -> None:
        text = tidy("".join(line))
        line.clear()
        if text:
            draft.add_line(text)

    walker = etree.iterwalk(content, events=("start", "end"))
    for event, element in walker:
        if not isinstance(element.tag, str):
            continue
        block = element.tag in BLOCKS
        if event == "start":
            if block or element.tag == "br":
                flush()
            if element.tag == "table" and (cells := data_cells(element)):
                draft.add_table(cells)
                walker.skip_subtree()
                continue
            if element.tag == "li" and (marker := _list_marker(element)):
                line.append(marker)
            if element.text and element.tag != "table":
                line.append(element.text)
        else:
            if block:
                flush()
            if element is not content and element.tail:
                line.append(element.tail)
    flush()


def tidy(text: str) -> str:
    """Returns the text as a browser shows it: blanks collapsed, none where a Chinese line was wrapped."""
    text = _INVISIBLE.sub("", text)
    text = _WRAP.sub("", text)
    return _BLANKS.sub(" ", text).strip(" 　")


def _list_marker(item: Element) -> str:
    """Returns the number a browser prints before an item of an ordered list."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol" or "none" in (parent.get("style") or ""):
        return ""
    start = parent.get("start") or "1"
    number = (int(start) if start.lstrip("-").isdigit() else 1) + sum(
        1 for _ in item.itersiblings("li", preceding=True)
    )
    return f"{number}. "


def data_cells(table: Element) -> tuple[tuple[str, ...], ...]:
    """Returns the cells of a data table, row by row; empty for a table that only lays out the page.

    A merged cell keeps its text in its first place, the others are empty.
    """
    if table.find(".//table") is not None:
        return ()
    grid: list[list[str]] = []
    waiting: dict[int, int] = {}  # column -> rows still covered from above
    for row in table.iter("tr"):
        cells: list[str] = []
        for cell in row.iterchildren("td", "th"):
            _fill_covered(cells, waiting)
            text = tidy(_cell_text(cell))
            width, height = _size(cell, "colspan"), _size(cell, "rowspan")
            for offset in range(width):
                if height > 1:
                    waiting[len(cells)] = height - 1
                cells.append(text if offset == 0 else "")
        _fill_covered(cells, waiting)
        if any(cells):
            grid.append(cells)
    width = max((len(row) for row in grid), default=0)
    if len(grid) < 2 or width < 2 or sum(1 for row in grid if len([cell for cell in row if cell]) > 1) < 2:
        return ()
    return tuple(tuple(row + [""] * (width - len(row))) for row in grid)


def _fill_covered(cells: list[str], waiting: dict[int, int]) -> None:
    while waiting.get(len(cells), 0) > 0:
        waiting[len(cells)] -= 1
        cells.append("")


def _cell_text(cell: Element) -> str:
    """Returns the text of a cell; its paragraphs are joined as wrapped lines are."""
    parts: list[str] = []
    for node in cell.iter():
        if not isinstance(node.tag, str):
            continue
        if node.tag in BLOCKS or node.tag == "br":
            parts.append("\n")
        parts.append(node.text or "")
        if node is not cell:
            parts.append(node.tail or "")
    return "".join(parts)


def _size(cell: Element, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return min(max(int(value), 1), 200) if value.isdigit() else 1
