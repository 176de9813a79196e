"""What a web page says about its document: header tables, labelled lines, meta tags."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from extract.hints import MAX_VALUE, label_name
from extract.raw import Hint

Element: TypeAlias = Any  # lxml carries no types

# Meta tags of government sites (the ministry's standard for government web sites) and of Dublin Core.
META = {
    "articletitle": "title",
    "og:title": "title",
    "dc.title": "title",
    "pubdate": "date_publication",
    "article:published_time": "date_publication",
    "dc.date": "date_publication",
    "contentsource": "site_source",
    "source": "site_source",
    "keywords": "keywords",
    "columnname": "topic",
    "url": "url",
}
_LOOSE = re.compile(r"^[\s　]*([^\s:：][^:：]{1,10})[:：][\s　]*(.+?)[\s　]*$", re.DOTALL)


def head_hints(root: Element) -> Iterator[Hint]:
    """Yields the hints of meta tags and, last, of the title element."""
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").strip().lower()
        value = _clean(meta.get("content") or "")
        if name in META and value and len(value) <= MAX_VALUE:
            yield Hint(name=META[name], value=value, span=None, source="metadata")
    title = root.find(".//title")
    if title is not None and title.text and _clean(title.text):
        yield Hint(name="title", value=_clean(title.text)[:MAX_VALUE], span=None, source="metadata")


def is_header_table(table: Element) -> bool:
    """Whether a table without inner tables holds labels of a header and little else."""
    if table.find(".//table") is not None:
        return False
    cells = [_text(cell) for cell in table.iter("td", "th")]
    labels = [text for text in cells if len(text) < 16 and label_name(text)]
    if len(labels) >= 3:
        return True
    joined = [text for text in cells if (found := _LOOSE.match(text)) and label_name(found.group(1))]
    if len(joined) >= 3 and len(joined) * 2 >= len([text for text in cells if text]):
        return True
    # The second half of a header: one label alone (`主 题 词：`) and no other words.
    return bool(labels) and len("".join(cells)) < 80 and len(labels) * 2 >= len([text for text in cells if text])


def table_hints(table: Element) -> Iterator[Hint]:
    """Yields label and value from neighbouring cells, or from one cell `label：value`."""
    name = ""
    for cell in table.iter("td", "th"):
        text = _text(cell)
        found = label_name(text) if len(text) < 16 else ""
        if found:
            name = found
            continue
        if not name and (match := _LOOSE.match(text)):
            name, text = label_name(match.group(1)), match.group(2)
        if name and text:
            yield Hint(name=name, value=text[:MAX_VALUE], span=None, source="header_table")
        name = ""


def loose_hints(body: Element, content: Element) -> Iterator[Hint]:
    """Yields hints from list items and short blocks `label：value` outside the content, where two or more stand."""
    inside = set(content.iter()) if content is not body else set()
    found: list[Hint] = []
    for element in body.iter("li", "p", "span", "div", "dd", "td"):
        if element in inside or len(element) > 4 or _holds_blocks(element):
            continue
        text = _text(element)
        match = _LOOSE.match(text) if 4 < len(text) < MAX_VALUE else None
        name = label_name(match.group(1)) if match else ""
        if match and name and not any(hint.name == name for hint in found):
            found.append(Hint(name=name, value=match.group(2), span=None, source="header_table"))
    if len(found) >= 2:
        yield from found


def _holds_blocks(element: Element) -> bool:
    return any(block is not element for block in element.iter("li", "p", "div", "td", "dd"))


def _text(element: Element) -> str:
    return _clean("".join(element.itertext()))


def _clean(text: str) -> str:
    return re.sub(r"[\s\xa0]+", " ", text).strip(" 　")
