"""Running heads, page numbers and watermarks of a PDF: found, marked, never deleted."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from extract.pdf_lines import Line

EDGE_LINES = 3
_DIGITS = re.compile(r"\d+|[一二三四五六七八九十百零〇]+(?=页)")
_NUMBER = r"(?:\d{1,4}|[ivxlcIVXLC]{1,6}|[一二三四五六七八九十百零〇]{1,5})"
_PAGE_NUMBER = re.compile(
    rf"^[—–\-－―_·•.~\s　]*(?:第\s*)?{_NUMBER}(?:\s*页)?(?:\s*[/／,，|·]?\s*(?:共\s*)?{_NUMBER}\s*页?)?"
    r"[—–\-－―_·•.~\s　]*$"
)
_NOTE = re.compile(r"\d{1,3}[\s　]+\S|\d{1,3}[^\s\d.．、%％/／\-－]|[①-⑳*＊†注][\s　:：]?\S")
_HEADING = re.compile(
    r"附[件表录图注]|第.{1,4}[编章节条]|专栏|表\d|图\d|[（(]?[一二三四五六七八九十]+[)）、．]|\d{1,2}[.．、]"
)
_DECORATED = re.compile(r"^[—–\-－―·~]|^第.*页|/|／")
# Recognition reads a dash as 一 and a digit as a letter.
_RECOGNISED = re.compile(r"^[一—–\-－―\s]+[\dSOIlZB]{1,3}[一—–\-－―\s]*$")


def _numbered_edges(pages: list[list[Line]]) -> set[int]:
    """Returns the ids of bare numbers at the edge of pages (lines from the top) that count along with the pages."""
    steps: dict[tuple[bool, int], list[Line]] = defaultdict(list)
    for index, ordered in enumerate(pages):
        for is_top, line in ((True, ordered[0]), (False, ordered[-1])) if ordered else ():
            if line.text.isdecimal() and len(line.text) < 5:
                steps[is_top, int(line.text) - index].append(line)
    needed = 2 if len(pages) <= 4 else 3
    return {id(line) for found in steps.values() if len(found) >= needed for line in found}


def mark_furniture(pages: list[list[Line]], heights: list[float]) -> None:
    """Marks the furniture among the lines of all pages (each in reading order)."""
    ordered = [_from_top(lines) for lines in pages]
    repeated = _repeated_lines(ordered)
    counted = _numbered_edges(ordered)
    for number, lines in enumerate(ordered):
        for edge in (lines, lines[::-1]):
            for line in edge[:EDGE_LINES]:
                key = (_key(line), round(line.middle / 6))
                known = id(line) in counted or bool(repeated & _neighbours(key))
                if not known and not is_page_number(line, heights[number], edge):
                    break
                line.furniture = True
    _mark_watermarks(pages)


def _from_top(lines: list[Line]) -> list[Line]:
    return sorted((line for line in lines if not line.cells), key=lambda line: -line.middle)


def _key(line: Line) -> str:
    """Returns the text without blanks; digits are made equal, but not those of an attachment or chapter."""
    text = "".join(line.text.split())
    return text if _HEADING.match(text) else _DIGITS.sub("#", text)


def _neighbours(key: tuple[str, int]) -> set[tuple[str, int]]:
    return {(key[0], key[1] + step) for step in (-1, 0, 1)}


def _repeated_lines(pages: list[list[Line]]) -> set[tuple[str, int]]:
    """Returns (text without digits, height band) of lines that stand at the edge of several pages, given from the top."""
    counts: Counter[tuple[str, int]] = Counter()
    for ordered in pages:
        edge = ordered[:EDGE_LINES] + ordered[-EDGE_LINES:] if len(ordered) > 2 * EDGE_LINES else ordered
        counts.update({(_key(line), round(line.middle / 6)) for line in edge})
    needed = 2 if len(pages) <= 4 else 3
    often: Counter[str] = Counter()
    for (text, _), count in counts.items():
        often[text] += count
    # A bare number is judged by `is_page_number`: as text without digits all numbers are equal.
    return {
        key
        for key in counts
        if often[key[0]] >= needed and key[0] != "#" and sum(counts[near] for near in _neighbours(key)) >= needed
    }


def is_page_number(line: Line, height: float, edge: list[Line]) -> bool:
    """Whether a line is a page number: decorated, or a bare number in the outer margin."""
    if _RECOGNISED.match(line.text) or (_PAGE_NUMBER.match(line.text) and _DECORATED.search(line.text.strip())):
        return line.middle < 0.15 * height or line.middle > 0.85 * height
    if not _PAGE_NUMBER.match(line.text):
        return False
    position = edge.index(line)
    apart = len(edge) <= position + 1 or abs(line.middle - edge[position + 1].middle) > 1.2 * edge[position + 1].size
    return apart and (line.middle < 0.1 * height or line.middle > 0.92 * height)


def mark_notes(pages: list[list[Line]]) -> None:
    """Marks the footnotes of every page: small lines at its foot, the first of which begins with a mark."""
    for lines in pages:
        body = [line for line in lines if not line.furniture and not line.cells]
        sizes: Counter[int] = Counter()
        for line in body:
            sizes[round(line.size * 4)] += len(line.text)
        if not sizes:
            continue
        usual = max(sizes, key=lambda size: (sizes[size], size)) / 4
        small: list[Line] = []
        for line in _from_top(body)[::-1]:
            if line.size > 0.88 * usual:
                break
            small.append(line)
        while small and not _NOTE.match(small[-1].text):
            small.pop()
        for line in small:
            line.note = True


def _mark_watermarks(pages: list[list[Line]]) -> None:
    """Marks short texts that stand at the same place on most pages."""
    if len(pages) < 3:
        return
    needed = max(3, 0.6 * len(pages))
    short = [line for lines in pages for line in lines if 2 < len(line.text) < 40 and not line.cells]
    often = {text for text, count in Counter([line.text for line in short]).items() if count >= needed}
    places: dict[tuple[str, int, int], list[Line]] = defaultdict(list)
    for line in short:
        if line.text in often:
            places[line.text, round(line.left / 4), round(line.middle / 4)].append(line)
    for found in places.values():
        if len({line.page for line in found}) >= needed:
            for line in found:
                line.furniture = True
