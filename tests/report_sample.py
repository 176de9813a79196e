"""A small library about invented places, coded by hand: what reports are tested on."""

from __future__ import annotations

from pathlib import Path

from corpus.document import Document, Span
from corpus.label import CATEGORIES, NONE, Coding, Evidence, Level, LevelDecision
from corpus.library import Library
from corpus.store import Input
from extract.parse import parse_text

TEXTS = {
    "central/aim.txt": (
        Level.CENTRAL,
        "松涛国务委员会关于山区振兴的意见\n松委发〔2016〕3号\n各州人民政府：\n"
        "一、总体要求\n到2020年，全国山区居民收入达到平均水平的八成，山区贫困村全部退出。\n"
        "二、重点任务\n（一）发展产业。对新建茶园每亩补助八百元，连续补助三年。\n"
        "（二）筹集资金。中央财政每年安排山区振兴专项资金，实行专户管理，不得挪用。\n"
        "松涛国务委员会\n2016年3月1日\n",
    ),
    "province/plan.txt": (
        Level.PROVINCIAL,
        "青岚省人民政府关于印发《青岚省山区振兴规划》的通知\n青政发〔2017〕8号\n各县人民政府：\n"
        "一、组织保障\n（一）成立山区振兴领导小组，省长任组长，办公室设在农业厅。\n"
        "（二）每月召开联席会议，通报各县进度，年底考核并公布结果。\n"
        "二、技术支撑\n建立贫困户信息系统，每季度更新一次，并对农民开展实用技术培训。\n"
        "青岚省人民政府\n2017年5月12日\n",
    ),
    "county/help.txt": (
        Level.COUNTY,
        "白石县人民政府关于对口帮扶工作的通知\n白政发〔2018〕2号\n各乡镇人民政府：\n"
        "一、结对帮扶\n县直各单位各结对一个村，派驻工作队，驻村时间不少于两年。\n"
        "二、社会参与\n鼓励企业和志愿者到山区捐资助学、领办合作社。\n"
        "三、宣传发动\n通过广播和村民大会宣讲政策，使群众了解并参与。\n"
        "白石县人民政府\n2018年9月30日\n",
    ),
}
_CODES = {
    "全国": "strategy", "发展产业": "policy", "筹集资金": "fund", "成立": "organization", "每月": "organization",
    "信息系统": "technology", "结对": "assistance", "志愿者": "society", "宣讲": "publicity",
}  # fmt: skip
_SECONDARY = {"筹集资金": "policy", "志愿者": "assistance"}


def make_library(folder: Path) -> Library:
    """Returns an open library of the three documents, a copy of one, and an input that failed."""
    library = Library(folder, create=True)
    for source, (level, text) in TEXTS.items():
        document = parse_text(text, source)
        library.store_document(
            document,
            _entry(f"/home/someone/papers/{source}", "stored", document.id),
            level=LevelDecision(level=level, confidence=0.9),
            codings=_codings(document),
            stages={"read": "1", "label": "1"},
        )
    first = library.document_ids()[0]
    library.record_input(_entry("/home/someone/papers/copy.txt", "duplicate", first))
    library.record_input(_entry("/home/someone/papers/locked.pdf", "failed", None, "encrypted"))
    return library


def _entry(source: str, outcome: str, document: str | None, reason: str = "") -> Input:
    message = "a password is needed" if reason else ""
    return Input(
        source=source, size=1, modified=1, content=source, outcome=outcome, document=document, reason=reason,
        message=message,
    )  # fmt: skip


def _codings(document: Document) -> list[Coding]:
    found = []
    for segment in document.units:
        word, primary = next(((w, c) for w, c in _CODES.items() if w in segment.text), ("", NONE))
        secondary = (_SECONDARY[word],) if word in _SECONDARY else ()
        start = segment.span.start + max(segment.text.find(word), 0)
        evidence = Evidence(label=primary, text=word, span=Span(start=start, end=start + len(word)))
        shares = dict.fromkeys((*CATEGORIES, NONE), 0.02) | {primary: 0.84}
        found.append(
            Coding(
                address=segment.address,
                primary=primary,
                secondary=secondary,
                probabilities=shares,
                evidence=(evidence,) if word else (),
                review=primary == "society",
                coder="model@1",
            )
        )
    return found
