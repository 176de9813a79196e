"""The outline of a document that header and clause tree share: its lines, its title, the parts around its body."""

from __future__ import annotations

from dataclasses import dataclass

from extract.header_parts import Parts, find_parts
from extract.header_title import Title, find_title
from extract.lines import Line, split_lines
from extract.raw import Raw


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """All lines; those that are not furniture (`plain`), on whose indices title and parts count."""

    lines: list[Line]
    plain: list[Line]
    title: Title | None
    parts: Parts


def layout_of(raw: Raw) -> Layout:
    """Returns the outline of a text."""
    lines = split_lines(raw)
    plain = [line for line in lines if not line.furniture] if raw.furniture else lines
    title = find_title(raw, plain)
    return Layout(lines=lines, plain=plain, title=title, parts=find_parts(raw, plain, title))
