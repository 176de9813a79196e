"""Name lists: lines of people, bodies or firms, one entry a line, that make up one unit of coding."""

from __future__ import annotations

import re

from corpus.document import SegmentKind
from extract.lines import Line

_ROLE = re.compile(
    r"^(?:副?\s*组\s*长|成\s*员|副?\s*主\s*任|副?总?指挥长?|副?\s*召\s*集\s*人|副?\s*会\s*长|秘\s*书\s*长)(?:单位)?\s*[：:]?\s*\S"
)
_PERSON = re.compile(r"^[\u4e00-\u9fff](?:[ \u3000]{0,3}[\u4e00-\u9fff]){1,3}[ \u3000]+[\u4e00-\u9fff（(][^，]{1,38}$")
_BODY = re.compile(
    r"^[\u4e00-\u9fff（）()“”、·]{2,36}(?:公司|集团|大学|学院|中学|小学|医院|银行|中心|局|委员会|委|办公室|处|协会|合作社|出版社|研究院|研究所|厂)$"
)
_SENTENCE = re.compile(r"[。；！？;，]|[.:：]$")
LEAST = 3  # entries
_LONGEST = 60


def list_end(lines: list[Line], kinds: dict[int, SegmentKind], index: int) -> int:
    """Returns the line after a list of names that begins at a line, or the line itself where none does."""
    role = _ROLE.match(lines[index].text)
    if not role and not _is_entry(lines[index]):
        return index
    end = index
    while end < len(lines) and end not in kinds and len(lines[end].text) < _LONGEST:
        text = lines[end].text
        if _SENTENCE.search(text) or lines[end].table is not None:
            break
        if lines[end].marker and not _ROLE.match(text):
            break
        if not role and not _is_entry(lines[end]) and not _ROLE.match(text):
            break
        end += 1
    return end if end - index >= LEAST else index


def _is_entry(line: Line) -> bool:
    return bool(line.marker is None and (_PERSON.match(line.text) or _BODY.match(line.text)))
