"""Word files: paragraphs, tables and text boxes in the order of the body, numbers written out."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from lxml import etree

from corpus.errors import ReadError
from extract.docx_numbering import Numbering, W, read_numbering
from extract.raw import Draft, Hint, Raw

Element: TypeAlias = Any  # lxml carries no types

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_SKIPPED = frozenset({f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}rPr", f"{W}pPr", _FALLBACK})


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """The list a paragraph style belongs to, and the style it is based on."""

    list_id: str | None
    depth: int
    base: str


@dataclass(slots=True, kw_only=True)
class _Reader:
    """What is needed while walking the body."""

    draft: Draft
    numbering: Numbering
    styles: dict[str, Style]


def read_docx(data: bytes) -> Raw:
    """Returns the text of a Word file: headers as furniture, body, notes; properties as hints.

    Raises:
        ReadError: `damaged`, `encrypted`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = _Parts(archive)
            body = parts.root("word/document.xml")
            if body is None:
                raise ReadError("damaged", "the Word file has no document part")
            reader = _Reader(
                draft=Draft("docx"),
                numbering=read_numbering(parts.root("word/numbering.xml")),
                styles=_styles(parts.root("word/styles.xml")),
            )
            _write_margins(reader, parts, "header")
            _write_blocks(reader, body.find(f"{W}body"))
            for name in ("footnotes", "endnotes"):
                _write_notes(reader, parts.root(f"word/{name}.xml"))
            _write_margins(reader, parts, "footer")
            return reader.draft.finish(hints=tuple(_property_hints(parts.root("docProps/core.xml"))))
    except (zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, EOFError, OSError, ValueError) as error:
        raise ReadError("damaged", f"the Word file is broken ({error})") from error
    except RuntimeError as error:  # zipfile's word for a password
        raise ReadError("encrypted", "the Word file is protected by a password") from error


class _Parts:
    """The XML parts of the package, parsed on demand."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.names = archive.namelist()

    def root(self, name: str) -> Element | None:
        if name not in self.names:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        return etree.fromstring(self._archive.read(name), parser)


def _styles(root: Element | None) -> dict[str, Style]:
    found: dict[str, Style] = {}
    for style in root.iter(f"{W}style") if root is not None else ():
        base = style.find(f"{W}basedOn")
        list_id, depth = _list_of(style)
        found[style.get(f"{W}styleId")] = Style(
            list_id=list_id, depth=depth, base="" if base is None else base.get(f"{W}val", "")
        )
    return found


def _list_of(element: Element) -> tuple[str | None, int]:
    """Returns the list id and level of a paragraph or style; None where it names none."""
    properties = element.find(f"{W}pPr/{W}numPr")
    if properties is None:
        return None, 0
    list_id, depth = properties.find(f"{W}numId"), properties.find(f"{W}ilvl")
    level = depth.get(f"{W}val", "0") if depth is not None else "0"
    return (None if list_id is None else list_id.get(f"{W}val")), int(level) if level.isdigit() else 0


def _write_blocks(reader: _Reader, parent: Element | None) -> None:
    """Adds the paragraphs and tables below an element; content controls and insertions are looked into."""
    for block in parent if parent is not None else ():
        if block.tag == f"{W}p":
            _write_paragraph(reader, block)
        elif block.tag == f"{W}tbl":
            _write_table(reader, block)
        elif block.tag not in _SKIPPED and isinstance(block.tag, str) and len(block):
            _write_blocks(reader, block)


def _write_paragraph(reader: _Reader, paragraph: Element) -> None:
    marker = _marker(reader, paragraph)
    text, boxes = paragraph_text(paragraph)
    lines = [line.strip(" \t　\xa0") for line in text.split("\n")]
    if marker and lines[0]:
        lines[0] = _join_marker(marker, lines[0])
    for line in filter(None, lines):
        reader.draft.add_line(line)
    for box in boxes:
        _write_blocks(reader, box)


def _marker(reader: _Reader, paragraph: Element) -> str:
    """Returns the automatic number of a paragraph: its own list, else that of its style or a style below."""
    if not any(node.text for node in paragraph.iter(f"{W}t")):
        return ""  # Word numbers an empty paragraph too; the reader hardly sees it, and lists go on without it
    list_id, depth = _list_of(paragraph)
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    name = "" if style is None else style.get(f"{W}val", "")
    for _ in range(20):
        if list_id is not None or name not in reader.styles:
            break
        list_id, depth = reader.styles[name].list_id, depth or reader.styles[name].depth
        name = reader.styles[name].base
    if list_id in {None, "0"}:
        return ""
    return reader.numbering.next_marker(str(list_id), depth)


def _join_marker(marker: str, line: str) -> str:
    marker = marker.strip(" 　")
    tight = marker.endswith(("、", "）", "．", "。", "】")) or (marker[-1:] in ".)" and ord(line[0]) > 0x2E7F)
    return marker + line if tight else f"{marker} {line}"


def paragraph_text(paragraph: Element) -> tuple[str, list[Element]]:
    """Returns the shown text of a paragraph (line breaks as "\\n") and the text boxes anchored in it."""
    parts: list[str] = []
    boxes: list[Element] = []
    walker = etree.iterwalk(paragraph, events=("start",))
    for _, node in walker:
        tag = node.tag
        if tag == f"{W}txbxContent":
            boxes.append(node)
            walker.skip_subtree()
        elif tag in _SKIPPED or (tag == f"{W}r" and _is_hidden(node)):
            walker.skip_subtree()
        elif tag == f"{W}t":
            parts.append((node.text or "").replace("\n", " "))
        elif tag in {f"{W}br", f"{W}cr"}:
            parts.append("\n")
        elif tag in {f"{W}tab", f"{W}ptab"}:
            parts.append(" ")
        elif tag == f"{W}noBreakHyphen":
            parts.append("-")
    return "".join(parts), boxes


def _is_hidden(run: Element) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(f"{W}val", "true") not in {"0", "false"}


def _write_table(reader: _Reader, table: Element) -> None:
    """Adds a table; one with a single column is a frame, its paragraphs are lines."""
    rows = [list(_row_cells(reader, row)) for row in table.iter(f"{W}tr") if _owner(row) is table]
    width = max((len(row) for row in rows), default=0)
    if width < 2:
        for cell in table.iter(f"{W}tc"):
            if _owner(cell) is table:
                _write_blocks(reader, cell)
        return
    reader.draft.add_table(tuple(tuple(row + [""] * (width - len(row))) for row in rows if any(row)))


def _owner(element: Element) -> Element:
    return next(element.iterancestors(f"{W}tbl"))


def _row_cells(reader: _Reader, row: Element) -> Iterator[str]:
    """Yields the texts of a row; merged cells give their text once, then empty places."""
    for cell in row.iter(f"{W}tc"):
        if next(cell.iterancestors(f"{W}tr")) is not row:
            continue
        span, merge = cell.find(f"{W}tcPr/{W}gridSpan"), cell.find(f"{W}tcPr/{W}vMerge")
        covered = merge is not None and merge.get(f"{W}val", "continue") == "continue"
        lines: list[str] = []
        for paragraph in () if covered else cell.iter(f"{W}p"):
            text, _ = paragraph_text(paragraph)
            marker = _marker(reader, paragraph)
            text = " ".join(text.split())
            lines.append(_join_marker(marker, text) if marker and text else text)
        yield join_cell(lines)
        width = 1 if span is None else int(span.get(f"{W}val", "1"))
        yield from [""] * min(max(width - 1, 0), 200)


def join_cell(lines: list[str]) -> str:
    """Returns the lines of a cell as one: Chinese without a blank between, other scripts with one."""
    text = ""
    for line in filter(None, lines):
        glue = " " if text and ord(text[-1]) < 0x2E80 and ord(line[0]) < 0x2E80 else ""
        text += glue + line
    return text


def _write_notes(reader: _Reader, root: Element | None) -> None:
    number = 0
    for note in root if root is not None else ():
        if note.get(f"{W}type") in {"separator", "continuationSeparator", "continuationNotice"}:
            continue
        number += 1
        text = " ".join(" ".join(paragraph_text(paragraph)[0].split()) for paragraph in note.iter(f"{W}p")).strip()
        if text:
            reader.draft.add_line(f"[{number}] {text}")


def _write_margins(reader: _Reader, parts: _Parts, kind: str) -> None:
    """Adds the lines of page headers or footers once each, as furniture."""
    seen: set[str] = set()
    for name in sorted(parts.names):
        if not name.startswith(f"word/{kind}"):
            continue
        root = parts.root(name)
        for paragraph in root.iter(f"{W}p") if root is not None else ():
            text = " ".join(paragraph_text(paragraph)[0].split())
            if text.strip("—-－–· 0123456789第页共") and text not in seen:
                seen.add(text)
                reader.draft.add_furniture(text)


def _property_hints(core: Element | None) -> Iterator[Hint]:
    if core is None:
        return
    for tag, name in ((f"{_DC}title", "title"), (f"{_DC}subject", "topic"), (f"{_TERMS}created", "date_created")):
        found = core.find(tag)
        if found is not None and found.text and found.text.strip():
            yield Hint(name=name, value=found.text.strip()[:200], span=None, source="metadata")
