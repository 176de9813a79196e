"""Passages of unlabelled documents with the category their own heading names (distant labels).

A passage under "组织保障" is probably about organization, one under "资金管理" about money: thousands of weak
labels that no person gave. The documents of coded units are left out, so nothing leaks into the folds.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

from classify.unit import Unit

HEADINGS = {
    "strategy": r"总体要求|指导思想|基本原则|工作目标|总体目标|发展目标|主要目标|目标任务|战略定位|总体思路|发展定位|预期目标|总体布局|空间布局|形势",
    "organization": r"组织领导|组织保障|领导责任|责任落实|责任分工|部门职责|工作职责|组织机构|工作机制|考核"
    r"|督查|监督检查|组织实施|监督管理职责|法律责任|监督|职权|任职|会议制度|党的建设|机构设置",
    "society": r"社会力量|社会参与|社会组织|志愿|慈善|公益|民营企业|利益联结|联农带农|行业协会|公众参与|社会扶贫|消费扶贫|消费帮扶|会员",
    "fund": r"资金|财政|金融|信贷|贷款|保险|预算|投入|融资|基金|经费|债务|收支|决算",
    "publicity": r"宣传|舆论|氛围|表彰|典型|宣讲|扶志|思想教育|精神文明|奖励|荣誉|移风易俗|内生动力",
    "technology": r"信息化|大数据|数字|信息系统|信息平台|监测|培训|科技|技术|研发|创新平台|互联网|档案|识别|登记|统计|数据|智慧",
    "assistance": r"对口|结对|帮扶|驻村|定点|东西部|协作|挂职|选派|第一书记|支援|联系点",
    "policy": r"产业|教育|医疗|卫生|住房|就业|生态|基础设施|社会保障|旅游|农业|搬迁|养老|用地|税收|工业|交通|水利|能源|环境|市场|安全|标准|许可|管理规定",
}
PATTERNS = {name: re.compile(pattern) for name, pattern in HEADINGS.items()}
HEADING = re.compile(
    r"^\s*(?:第[一二三四五六七八九十百零]+[编章节]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|\d+[.．、])"
)
RUN_IN = re.compile(r"^\s*(?:[（(]?[一二三四五六七八九十\d]+[)）]?[、.．]?)?([^。；，：\n]{2,24})[。：]")
LAW_SHARE = 12  # one law in so many is read: laws are most of the documents and the least like policy


def name_category(heading: str) -> str:
    """Returns the one category a heading names; policy only where no other is named; else nothing."""
    named = [name for name, pattern in PATTERNS.items() if pattern.search(heading)]
    others = [name for name in named if name != "policy"]
    if len(others) == 1:
        return others[0]
    return "policy" if named == ["policy"] else ""


def iter_passages(documents: Path, leave_out: set[str]) -> Iterator[tuple[Unit, str]]:
    """Yields passages with their distant category (empty where the heading names none)."""
    with gzip.open(documents, "rt", encoding="utf-8") as stream:
        for number, line in enumerate(stream):
            document = json.loads(line)
            if document["id"] in leave_out:
                continue
            if document["doc_type"] in {"law", "regulation"} and number % LAW_SHARE:
                continue
            yield from _passages(document)


def _passages(document: dict[str, str]) -> Iterator[tuple[Unit, str]]:
    heading = ""
    for number, raw in enumerate(document["text"].split("\n")):
        line = raw.strip()
        if HEADING.match(line) and len(line) <= 40 and "。" not in line:
            heading = line
            continue
        if len(line) < 15:
            continue
        text = line[:600]
        run_in = RUN_IN.match(text)
        own = run_in.group(1) if run_in else ""
        category = (name_category(own) if own else "") or name_category(heading)
        body = text[run_in.end() :] if run_in and len(text) - run_in.end() >= 15 else text
        yield Unit(id=f"{document['id']}:{number}", text=body, title=document["title"]), category
