"""Makes the sample documents from their plain sources, byte for byte the same each time.

Run: python -m benchmarks.make_samples (needs the Debian package fonts-wqy-microhei for the PDF files).
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from html import escape

from benchmarks.sample_pdf import write_pdf
from benchmarks.sample_sources import SAMPLES, Sample, read_samples

_ZIP_DATE = (2020, 1, 1, 0, 0, 0)
_NOTE = "本文件为虚构的示例，所涉地名、机构和文号均不存在。"
_LEVELS = ("一、", "二、", "三、", "四、", "五、")


def main() -> None:
    """Writes the files and expected.json."""
    makers: dict[str, Callable[[Sample], bytes]] = {
        "pdf": write_pdf,
        "docx": _docx,
        "html": _html,
        "txt": _text,
    }
    expected = {}
    for sample in read_samples():
        (SAMPLES / "documents" / sample.name).write_bytes(makers[sample.name.rsplit(".", 1)[1]](sample))
        expected[sample.name] = sample.expected()
    text = json.dumps(expected, ensure_ascii=False, indent=1)
    (SAMPLES / "expected.json").write_text(text + "\n", encoding="utf-8")


def _plain(line: str) -> str:
    return line.removeprefix("# ").strip("|").replace("|", "\t") if line.startswith("|") else line.removeprefix("# ")


def _text(sample: Sample) -> bytes:
    text = "\r\n".join(_plain(line) for line in sample.lines) + "\r\n"
    encoding = sample.flags[0] if sample.flags else "utf-8"
    return text.encode(encoding)


def _html(sample: Sample) -> bytes:
    facts = sample.facts
    table = _header_table(facts) if "table" in sample.flags else ""
    body = "\n".join(
        f"<h1>{escape(line[2:])}</h1>" if line.startswith("# ") else f"<p>{escape(line)}</p>" for line in sample.lines
    )
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head><meta charset="utf-8"><title>{escape(facts["title"])}</title></head>\n'
        '<body>\n<div class="nav"><a href="/">首页</a> <a href="/zwgk">信息公开</a> <a href="/zcwj">政策文件</a></div>\n'
        f'{table}<div class="article">\n{body}\n</div>\n'
        f'<div class="footer"><p>{_NOTE}</p><p>主办单位 网站地图 联系我们</p></div>\n</body>\n</html>\n'
    ).encode()


def _header_table(facts: dict[str, str]) -> str:
    """Returns the table that government sites print above a document."""
    rows = (
        ("索 引 号", "000000000/" + facts["date"][:4] + "-00001"),
        ("发文机关", facts["issuers"]),
        ("成文日期", _chinese_date(facts["date"])),
        ("标　　题", facts["title"]),
        ("发文字号", facts["number"]),
        ("发布日期", _chinese_date(facts["date"])),
    )
    cells = "".join(f"<tr><td><b>{name}：</b></td><td>{escape(value)}</td></tr>" for name, value in rows)
    return f'<table class="header">{cells}</table>\n'


def _chinese_date(date: str) -> str:
    year, month, day = date.split("-")
    return f"{year}年{int(month)}月{int(day)}日"


def _docx(sample: Sample) -> bytes:
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    document = Document()
    numbering = _add_numbering(document) if "numbered" in sample.flags else None
    for line in sample.lines:
        if line.startswith("|"):
            continue
        paragraph = document.add_paragraph()
        text = line.removeprefix("# ")
        if numbering is not None and not line.startswith("# "):
            text = _numbered(paragraph, text, numbering)
        run = paragraph.add_run(text)
        if line.startswith("# "):
            run.bold = True
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    buffer = io.BytesIO()
    document.core_properties.created = document.core_properties.modified = _created()
    document.core_properties.author = ""
    document.save(buffer)
    return _stable_zip(buffer.getvalue())


def _created() -> object:
    from datetime import datetime

    return datetime(*_ZIP_DATE[:6])  # Word keeps no zone


def _add_numbering(document: object) -> str:
    """Adds the list 一、（一） to the document's numbering; returns its id."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    part = document.part.numbering_part.element  # type: ignore[attr-defined]  # a python-docx document
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>'
        f'<w:suff w:val="nothing"/><w:lvlText w:val="{form}"/><w:lvlJc w:val="left"/></w:lvl>'
        for level, form in ((0, "%1、"), (1, "（%2）"))
    )
    part.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{levels}</w:abstractNum>'))
    part.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    return "90"


def _numbered(paragraph: object, text: str, numbering: str) -> str:
    """Makes the mark of a line automatic; returns the text without it."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    level = 0 if text.startswith(_LEVELS) else 1 if text.startswith("（") else None
    if level is None:
        return text
    properties = paragraph._p.get_or_add_pPr()  # type: ignore[attr-defined]  # a python-docx paragraph
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{numbering}"/></w:numPr>')
    )
    return text.split("、", 1)[1] if level == 0 else text.split("）", 1)[1]


def _stable_zip(data: bytes) -> bytes:
    """Returns the archive with its members in order of name and one date."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        names = source.namelist()
        for name in sorted(names, key=lambda name: (name != "[Content_Types].xml", name)):
            info = zipfile.ZipInfo(name, _ZIP_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(name))
    return buffer.getvalue()


if __name__ == "__main__":
    main()
