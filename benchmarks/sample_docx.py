"""Word samples: centred titles, ruled tables, automatic numbering, footnotes; the same bytes each time."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from benchmarks.sample_address import Line
from benchmarks.sample_sources import Sample

_ZIP_DATE = (2020, 1, 1, 0, 0, 0)
_AUTOMATIC = ((0, re.compile(r"[一二三四五六七八九十]+、")), (1, re.compile(r"（[一二三四五六七八九十]+）")))
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def write_docx(sample: Sample) -> bytes:
    """Returns the sample as a Word file."""
    from docx import Document

    document: Any = Document()
    if "numbered" in sample.flags:
        _add_lists(document)
    rows: list[list[str]] = []
    notes: list[str] = []
    for line in (*sample.lines, None):
        if line is not None and line.style == "row":
            rows.append(line.cells)
            continue
        if rows:
            _add_table(document, rows)
            rows = []
        if line is not None:
            _add_line(document, line, sample, notes)
    document.core_properties.created = document.core_properties.modified = datetime(*_ZIP_DATE)  # Word keeps no zone
    document.core_properties.author = ""
    document.core_properties.comments = "虚构的示例"
    buffer = io.BytesIO()
    document.save(buffer)
    return _stable(buffer.getvalue(), notes)


def _add_line(document: Any, line: Line, sample: Sample, notes: list[str]) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = document.add_paragraph()
    depth, mark = _automatic(line) if "numbered" in sample.flags else (None, "")
    if depth is not None:
        _number(paragraph, depth)
    run = paragraph.add_run(line.text[len(mark) :])
    run.bold = line.style == "title"
    if line.style in ("title", "centre"):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif line.style == "right":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if line.is_attachment:
        paragraph.paragraph_format.page_break_before = True
    if line.note:
        notes.append(line.note)
        _refer(paragraph, len(notes) + 1)


def _add_table(document: Any, rows: list[list[str]]) -> None:
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text


def _automatic(line: Line) -> tuple[int | None, str]:
    """Returns the level and the mark of a line that Word numbers by itself."""
    for depth, pattern in _AUTOMATIC:
        match = pattern.match(line.text)
        if match and line.style == "body":
            return depth, match[0]
    return None, ""


def _xml(text: str) -> Any:
    from docx.oxml import parse_xml

    return parse_xml(text)


def _add_lists(document: Any) -> None:
    """Adds the list 一、（一） to the numbering of the document."""
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>'
        f'<w:suff w:val="nothing"/><w:lvlText w:val="{form}"/><w:lvlJc w:val="left"/></w:lvl>'
        for level, form in ((0, "%1、"), (1, "（%2）"))
    )
    part = document.part.numbering_part.element
    part.insert(0, _xml(f'<w:abstractNum xmlns:w="{_WORD}" w:abstractNumId="90">{levels}</w:abstractNum>'))
    part.append(_xml(f'<w:num xmlns:w="{_WORD}" w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))


def _number(paragraph: Any, depth: int) -> None:
    paragraph._p.get_or_add_pPr().append(
        _xml(f'<w:numPr xmlns:w="{_WORD}"><w:ilvl w:val="{depth}"/><w:numId w:val="90"/></w:numPr>')
    )


def _refer(paragraph: Any, number: int) -> None:
    paragraph._p.append(_xml(f'<w:r xmlns:w="{_WORD}"><w:footnoteReference w:id="{number}"/></w:r>'))


def _stable(data: bytes, notes: list[str]) -> bytes:
    """Returns the archive with its members in order of name and one date, with its footnotes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        members = {name: source.read(name) for name in source.namelist() if "thumbnail" not in name}
        _drop_thumbnail(members)
        if notes:
            _add_notes(members, notes)
        for name in sorted(members, key=lambda name: (name != "[Content_Types].xml", name)):
            info = zipfile.ZipInfo(name, _ZIP_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, members[name])
    return buffer.getvalue()


def _drop_thumbnail(members: dict[str, bytes]) -> None:
    """Removes the reference to the template's picture, which is half the size of the file."""
    name = "_rels/.rels"
    members[name] = re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", members[name])


def _add_notes(members: dict[str, bytes], notes: list[str]) -> None:
    written = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:t>{escape(note)}</w:t></w:r></w:p></w:footnote>'
        for number, note in enumerate(notes, start=2)
    )
    members["word/footnotes.xml"] = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes xmlns:w="{_WORD}">{written}</w:footnotes>'
    ).encode()
    _insert(members, "[Content_Types].xml", f'<Override PartName="/word/footnotes.xml" ContentType="{_TYPE}"/></Types>')
    _insert(
        members,
        "word/_rels/document.xml.rels",
        f'<Relationship Id="rId900" Type="{_RELATION}" Target="footnotes.xml"/></Relationships>',
    )


def _insert(members: dict[str, bytes], name: str, ending: str) -> None:
    """Replaces the closing tag of a member by `ending`, which ends in that tag."""
    closing = ending[ending.rindex("</") :]
    members[name] = members[name].replace(closing.encode(), ending.encode())
