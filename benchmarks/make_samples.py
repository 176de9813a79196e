"""Makes the sample documents from their plain sources, byte for byte the same each time.

Run: python -m benchmarks.make_samples (the PDF files need the Debian package fonts-wqy-microhei).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape

from benchmarks.sample_address import Line
from benchmarks.sample_docx import write_docx
from benchmarks.sample_pdf import write_pdf
from benchmarks.sample_sources import SAMPLES, Sample, read_samples

_NOTE = "本文件为虚构的示例，所涉地名、机构和文号均不存在。"
_ENCODINGS = ("gb18030", "utf-16", "utf-8-sig")


def main() -> None:
    """Writes the files and expected.json."""
    expected = {}
    for sample in read_samples():
        (SAMPLES / "documents" / sample.name).write_bytes(make(sample))
        expected[sample.name] = sample.expected()
    (SAMPLES / "expected.json").write_text(expected_text(expected), encoding="utf-8")


def expected_text(expected: dict[str, dict[str, object]]) -> str:
    """Returns the expectations as JSON."""
    return json.dumps(expected, ensure_ascii=False, indent=1) + "\n"


def make(sample: Sample) -> bytes:
    """Returns the file of a sample."""
    makers: dict[str, Callable[[Sample], bytes]] = {
        "pdf": write_pdf,
        "docx": write_docx,
        "html": _html,
        "txt": _text,
    }
    return makers[sample.name.rsplit(".", 1)[1]](sample)


def _text(sample: Sample) -> bytes:
    text = "".join(_plain(line) + "\r\n" for line in sample.lines)
    return text.encode(next((flag for flag in sample.flags if flag in _ENCODINGS), "utf-8"))


def _plain(line: Line) -> str:
    if line.style == "row":
        return "\t".join(line.cells)
    return " " * 30 + line.text if line.style == "right" else line.text


def _html(sample: Sample) -> bytes:
    facts = sample.facts
    table = _header_table(facts) if "table" in sample.flags else ""
    body = "\n".join(_paragraph(line) for line in sample.lines)
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head><meta charset="utf-8"><title>{escape(facts["title"])}</title></head>\n'
        '<body>\n<div class="nav"><a href="/">首页</a> <a href="/zwgk">信息公开</a> <a href="/zcwj">政策文件</a>'
        ' <a href="/hdjl">互动交流</a></div>\n'
        '<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk">信息公开</a> &gt; 正文</div>\n'
        f'{table}<div class="article">\n{body}\n</div>\n'
        '<div class="tools"><a href="#">打印本页</a> <a href="#">关闭窗口</a> 分享到：</div>\n'
        f'<div class="footer"><p>{_NOTE}</p><p>主办单位 网站地图 联系我们</p></div>\n</body>\n</html>\n'
    ).encode()


def _paragraph(line: Line) -> str:
    text = escape(line.text)
    if line.style == "title":
        return f"<h1>{text}</h1>"
    if line.style in ("centre", "right"):
        return f'<p style="text-align:{line.style.replace("centre", "center")}">{text}</p>'
    return f"<p>　　{text}</p>"


def _header_table(facts: dict[str, str]) -> str:
    """Returns the table that government sites print above a document."""
    dates = dict(date.split("=") for date in facts["dates"].split())
    cells = (
        ("索 引 号", f"000000000/{dates['signature'][:4]}-00001", "主题分类", "农业农村、乡村振兴"),
        ("发文机关", facts["issuers"], "成文日期", _chinese_date(dates["signature"])),
        ("标　　题", facts["title"], "", ""),
        ("发文字号", facts["number"], "发布日期", _chinese_date(dates["publication"])),
    )
    return f'<table class="xxgk">{"".join(_row(row) for row in cells)}</table>\n'


def _row(row: tuple[str, str, str, str]) -> str:
    name, value, other, its = row
    if not other:
        return f'<tr><td><b>{name}：</b></td><td colspan="3">{escape(value)}</td></tr>'
    return f"<tr><td><b>{name}：</b></td><td>{escape(value)}</td><td><b>{other}：</b></td><td>{its}</td></tr>"


def _chinese_date(date: str) -> str:
    year, month, day = date.split("-")
    return f"{year}年{int(month)}月{int(day)}日"


if __name__ == "__main__":
    main()
