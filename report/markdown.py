"""The report as Markdown (GitHub flavour): for notes, repositories, and further editing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from corpus.errors import XietongError
from corpus.library import Library
from report.blocks import Block, Clause, Heading, Table
from report.content import Content, gather
from report.labels import Labels
from report.parts import Quote
from report.story import tell
from report.topic_parts import stored_topics

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~])")
_OPENING = re.compile(r"^(\s*)([#+-]|\d+[.)])(?=\s)")


def write_markdown(
    library: Library,
    path: Path,
    *,
    language: str,
    topics: Mapping[str, object] | None = None,
    only: frozenset[str] = frozenset(),
) -> Path:
    """Writes the report and returns its path; `topics` are the library's stored ones by default,
    `only` names the categories to tell of.

    Raises:
        XietongError: the file cannot be written.
    """
    content = gather(library, stored_topics(library) if topics is None else topics, only)
    try:
        path.write_text(render(content, language), encoding="utf-8", newline="\n")
    except OSError as error:
        raise XietongError(f"cannot write {path}: {error.strerror}") from error
    return path


def render(content: Content, language: str) -> str:
    """Returns the report's text."""
    labels = Labels(language)
    return "\n\n".join(_block(block, labels) for block in tell(content, labels)) + "\n"


def escape(text: str) -> str:
    """Returns a text that Markdown shows as it is, on one line.

    >>> escape("1. a*b")
    '1\\\\. a\\\\*b'
    """
    line = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return _OPENING.sub(lambda m: f"{m[1]}{m[2][:-1]}\\{m[2][-1]}", line)


def _block(block: Block, labels: Labels) -> str:
    if isinstance(block, Heading):
        return f"{'#' * (block.depth + 1)} {escape(block.text)}"
    if isinstance(block, Table):
        return _table(block, labels)
    if isinstance(block, Clause):
        return f"> {_quote(block.quote)}\n>\n> — {escape(block.where)}"
    label = f"**{escape(block.label)}** " if block.label else ""
    return label + escape(block.text)


def _quote(quote: Quote) -> str:
    """Returns the clause with its evidence in bold."""
    parts, at = [], 0
    for mark in quote.marks:
        inside = escape(quote.text[mark.start : mark.end])
        parts.append(escape(quote.text[at : mark.start]))
        parts.append(f"<mark>{inside}</mark>" if inside else "")
        at = mark.end
    return "".join([*parts, escape(quote.text[at:])])


def _table(table: Table, labels: Labels) -> str:
    rule = ["---:" if column in table.numeric else "---" for column in range(len(table.head))]
    rows = [list(map(escape, table.head)), rule, *(list(map(escape, row)) for row in table.rows)]
    caption = f"**{escape(table.caption)}**"
    return caption + "\n\n" + "\n".join(f"| {' | '.join(row)} |" for row in rows)
