"""Labelled header values (`发文机关：…`, `【发文字号】…`) as hints, wherever a file prints them."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.document import Span
from extract.raw import Hint, Raw

# Printed label, blanks removed -> name of the hint.
LABELS = {
    "索引号": "index_number",
    "信息索引号": "index_number",
    "主题分类": "topic",
    "信息分类": "topic",
    "分类": "topic",
    "主题词": "keywords",
    "发文机关": "issuer",
    "发文单位": "issuer",
    "发布机构": "issuer",
    "发布机关": "issuer",
    "发布单位": "issuer",
    "发布部门": "issuer",
    "制定机关": "issuer",
    "制定机构": "issuer",
    "颁布机关": "issuer",
    "颁布单位": "issuer",
    "公开机构": "issuer",
    "公开责任部门": "issuer",
    "发文字号": "number",
    "发文文号": "number",
    "文号": "number",
    "文件编号": "number",
    "文件登记号": "registration_number",
    "统一编号": "registration_number",
    "标题": "title",
    "名称": "title",
    "信息名称": "title",
    "文件名称": "title",
    "成文日期": "date_signature",
    "生成日期": "date_signature",
    "印发日期": "date_issue",
    "发文日期": "date_issue",
    "发布日期": "date_publication",
    "发布时间": "date_publication",
    "公布日期": "date_publication",
    "公开日期": "date_publication",
    "颁布日期": "date_publication",
    "批准日期": "date_adoption",
    "通过日期": "date_adoption",
    "实施日期": "date_in_force",
    "施行日期": "date_in_force",
    "生效日期": "date_in_force",
    "失效日期": "date_expiry",
    "废止日期": "date_expiry",
    "有效性": "validity",
    "时效性": "validity",
    "效力状态": "validity",
    "是否有效": "validity",
    "效力级别": "rank",
    "效力位阶": "rank",
    "公文种类": "type",
    "文种": "type",
    "体裁分类": "type",
    "法规类别": "topic",
    "全文链接": "url",
}
HEAD_CHARACTERS = 4000
MAX_VALUE = 200

_BLANKS = re.compile(r"[\s　\xa0]+")
_BRACKETED = re.compile(r"【([^【】\n]{2,8})】[:：]?([^【\n]*)")
_LABEL = "|".join(r"[\s　]*".join(label) for label in sorted(LABELS, key=len, reverse=True))
# A header on one line: `索引号： … 发布机构： …`: a value ends where the next label begins.
_LINE = re.compile(
    rf"(?:^[^\S\n]*|(?<=[\s　])|[\[［])({_LABEL})[^\S\n]*[\]］]?[:：\t][^\S\n]*"
    rf"([^\n]*?)(?=(?:[\s　\[［]+|(?<=[:：\s　]))(?:{_LABEL})[^\S\n]*[\]］]?[:：\t]|[^\S\n]*$)",
    re.MULTILINE,
)


def label_name(text: str) -> str:
    """Returns the hint name of a printed label (`索 引 号：` -> `index_number`), else the empty string."""
    return LABELS.get(_BLANKS.sub("", text).strip(":：[]［］【】"), "")


def with_text_hints(raw: Raw) -> Raw:
    """Returns the raw text with the hints that its own first lines print.

    `【label】value` counts from one label on; `label：value` lines only where two kinds stand there,
    for one alone may be a sentence, and none twice, for that is a list of documents.
    """
    head = raw.text[:HEAD_CHARACTERS]
    found = [_hint(match) for match in _BRACKETED.finditer(head)] if "【" in head else []
    lines = [_hint(match) for match in _LINE.finditer(head)] if "：" in head or ":" in head or "\t" in head else []
    names = [hint.name for hint in lines if hint is not None]
    if len(set(names)) >= 2 and len(set(names)) == len(names):
        found += lines
    hints = tuple(hint for hint in found if hint is not None)
    return replace(raw, hints=raw.hints + hints) if hints else raw


def _hint(match: re.Match[str]) -> Hint | None:
    name = label_name(match.group(1))
    value = match.group(2).strip(" \t　")
    if not name or not value or len(value) > MAX_VALUE:
        return None
    start = match.start(2) + match.group(2).index(value)
    return Hint(name=name, value=value, span=Span(start=start, end=start + len(value)), source="header_table")
