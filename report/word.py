"""The report as a Word file, ready to edit: real headings, captions that number themselves, fonts for both scripts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from corpus.errors import XietongError
from corpus.library import Library
from report.blocks import Block, Clause, Heading, Table
from report.content import Content, gather
from report.labels import Labels
from report.parts import Quote
from report.story import tell
from report.topic_parts import stored_topics
from report.word_tables import add_table, clean

_CREATED = datetime(2000, 1, 1)
_ZIP_TIME = (2000, 1, 1, 0, 0, 0)
_LATIN, _SONG, _HEI = "Times New Roman", "宋体", "黑体"  # body and headings as official documents have them
_SHADE = "FFF2CC"


def write_word(
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
    data = render(content, language)
    try:
        path.write_bytes(data)
    except OSError as error:
        raise XietongError(f"cannot write {path}: {error.strerror}") from error
    return path


def render(content: Content, language: str) -> bytes:
    """Returns the file: the same content gives the same bytes."""
    import docx

    labels = Labels(language)
    document = docx.Document()
    _set_page(document)
    _set_fonts(document)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = labels("subtitle"), "Xietong", ""
    properties.created = properties.modified = _CREATED
    for block in tell(content, labels):
        _add(document, block, labels)
    raw = io.BytesIO()
    document.save(raw)
    return _settle(raw.getvalue())


def _set_page(document: Any) -> None:
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(25)


def _set_fonts(document: Any) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    for name, size, east in (
        ("Normal", 10.5, _SONG),
        ("Title", 22, _HEI),
        ("Heading 1", 16, _HEI),
        ("Heading 2", 13, _HEI),
        ("Heading 3", 11, _HEI),
        ("Caption", 9.5, _HEI),
        ("Quote", 10.5, "楷体"),
    ):
        style = document.styles[name]
        style.font.name, style.font.size = _LATIN, Pt(size)
        style.font.color.rgb = RGBColor(0x17, 0x21, 0x2B)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:eastAsia"), east)
    document.styles["Quote"].font.italic = False


def _add(document: Any, block: Block, labels: Labels) -> None:
    if isinstance(block, Heading):
        document.add_heading(clean(block.text), level=block.depth)
    elif isinstance(block, Table):
        _add_caption(document, block.caption, labels)
        add_table(document, block)
    elif isinstance(block, Clause):
        _add_quote(document, block.quote)
        where = document.add_paragraph()
        where.paragraph_format.left_indent = 228600  # a quarter inch
        run = where.add_run(clean(block.where))
        run.font.size = 114300  # 9 points
    else:
        paragraph = document.add_paragraph()
        if block.label:
            paragraph.add_run(f"{clean(block.label)}　").bold = True
        paragraph.add_run(clean(block.text))


def _add_quote(document: Any, quote: Quote) -> None:
    """Adds a clause, its evidence shaded."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph = document.add_paragraph(style="Quote")
    paragraph.paragraph_format.keep_with_next = True
    at = 0
    for mark in quote.marks:
        paragraph.add_run(clean(quote.text[at : mark.start]))
        run = paragraph.add_run(clean(quote.text[mark.start : mark.end]))
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), _SHADE)
        run._r.get_or_add_rPr().append(shade)
        at = mark.end
    paragraph.add_run(clean(quote.text[at:]))


def _add_caption(document: Any, caption: str, labels: Labels) -> None:
    """Adds a caption whose number is a SEQ field: Word renumbers it and lists it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    count = sum(paragraph.style.name == "Caption" for paragraph in document.paragraphs) + 1
    before, after = labels("table").split("{number}")
    paragraph = document.add_paragraph(style="Caption")
    paragraph.paragraph_format.keep_with_next = True
    paragraph.add_run(before)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), f" SEQ {before.strip()} \\* ARABIC ")
    paragraph._p.append(field)
    field.append(paragraph.add_run(str(count))._r)
    paragraph.add_run(after.replace("{title}", clean(caption)))


def _settle(data: bytes) -> bytes:
    """Returns the archive with one time in all its entries: otherwise each run would give other bytes."""
    settled = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return settled.getvalue()
