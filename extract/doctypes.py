"""What a title says: the type of the document, the matter, the document it carries inside."""

from __future__ import annotations

import re

# Longest first where one ends with another. GB/T 9704 types, laws and rules, plans and working papers.
_TYPES = (
    "政府工作报告 工作报告 自治条例 单行条例 变通规定 条例 实施细则 实施办法 管理办法 办法 细则 规则 规程 章程 准则 规定 "
    "总体规划 规划纲要 规划 纲要 三年行动计划 行动计划 计划 行动方案 实施方案 总体方案 工作方案 试点方案 方案 工作要点 要点 "
    "指导意见 实施意见 若干意见 意见 若干措施 措施 指南 指引 目录 名单 责任书 框架协议 合作协议 协议书 协议 备忘录 倡议书 倡议 "
    "决议 决定 命令 令 公报 公告 通告 通知书 通知 通报 报告 请示 批复 答复 复函 议案 函 会议纪要 纪要 公示 总结 讲话 解读 白皮书 "
    "标准 制度 安排 法 法典 解释 议定书 宣言 清单 预案 说明 "
).split()
_ENGLISH = (
    "Notice Opinions Opinion Decision Measures Regulations Regulation Plan Outline Programme Program Circular "
    "Announcement Reply Letter Report Law Provisions Rules Agreement Guidelines Bulletin Resolution "
).split()
_TYPE_END = re.compile(rf"({'|'.join(sorted(_TYPES, key=len, reverse=True))})$")
_TAIL = re.compile(r"[（(〔\[][^（）()]{1,24}[)）〕\]]\s*$|[—\-－_]{1,2}\d{4}年?$|\d{4}[—\-－~]+\d{4}年?$")
_QUOTED = re.compile(r"《(?:[^《》]|《[^《》]*》)*》")
_INNER = (
    re.compile(r"(?:印发|转发|批转|公布|发布|下发)(?:关于)?《((?:[^《》]|《[^《》]*》)+)》"),
    re.compile(r"(?:印发|转发|批转|公布|发布|下发)(.{4,60}?)的(?:通知|公告|决定|函)$"),
)
_RELATIONS = (("forward", "转发"), ("approve", "批转"), ("issue", "印发"), ("issue", "公布"), ("issue", "发布"))
MATTERS = "关于|印发|转发|批转|公布|发布|废止|修改|修订|调整|成立|开展|实施|贯彻|同意|批准|授权|任免|表彰|表扬"


def bare_title(title: str) -> str:
    """Returns the title without what follows it in brackets (试行, 2016—2020年)."""
    bare = title.strip()
    while True:
        shorter = _TAIL.sub("", bare).strip()
        if shorter in (bare, ""):
            return bare
        bare = shorter


def type_of_title(title: str) -> str:
    """Returns the type a title ends with, titles within it left out, or the empty string.

    >>> type_of_title("关于印发《松涛县产业规划》的通知"), type_of_title("青禾州扶贫资金管理办法（试行）")
    ('通知', '管理办法')
    """
    if title.isascii():
        words = re.findall(r"[A-Z][a-z]+", title)
        return next((word for word in words if word in _ENGLISH), "")
    outside = bare_title(_QUOTED.sub("", title)) or bare_title(title.strip("《》"))
    match = _TYPE_END.search(outside.rstrip("》"))
    return match.group(1) if match else ""


def inner_title(title: str) -> str:
    """Returns the title of the document that a letter issues or forwards, or the empty string."""
    for pattern in _INNER:
        match = pattern.search(title)
        if match:
            inner = match.group(1).strip()
            return "" if inner.startswith("关于") and pattern is _INNER[1] and len(inner) < 6 else inner
    return ""


def relation_of_title(title: str) -> str:
    """Returns how the document relates to the one it carries: `original`, `issue`, `forward`, `approve`, `reply`."""
    outside = _QUOTED.sub("", title)
    if type_of_title(title) in ("批复", "答复", "复函"):
        return "reply"
    for relation, word in _RELATIONS:
        if word in outside and type_of_title(title) in ("通知", "公告", "决定", "函", "令"):
            return relation
    return "original"


def title_issuer(title: str) -> str:
    """Returns the words before the matter of a title: its issuers, several separated as printed."""
    outside = _QUOTED.sub("", title)
    match = re.match(rf"(.{{2,60}}?)(?:{MATTERS})", outside)
    if match is None:
        return ""
    issuer = re.split('对[“《"十全]', match.group(1))[0].strip()  # X对“关于…的建议”的答复
    return issuer if _BODY.search(issuer) else ""


_BODY = re.compile(
    r"(?:国务院|中共中央|中央|政府|委员会|委|厅|局|司|部|署|办公室|办|院|领导小组|指挥部|银行|总会|联合会|协会|集团|公司|大学|学院|社|行|会|团|中心|人大|政协|军区|工会)$"
)
