"""Reads the addressees (主送机关): one writes to those below, so the level is one above the highest addressed."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.label import Level
from extract.fold import simplify

# (what the line says, level, province code, weight), the first that fits; levels.md §4.
_RULES: tuple[tuple[re.Pattern[str], Level, str, float], ...] = (
    (re.compile(r"兵团机关|各师市|各师[（(]市|各师[、，].*院"), Level.PROVINCIAL, "65", 5.0),
    (re.compile(r"各团场|师市机关|师机关各部门"), Level.PREFECTURE, "65", 5.0),
    (
        re.compile(r"各省[、，](?:各)?自治区|各省[（(]?(?:区|自治区)|各省[\u4e00-\u9fff]*(?:厅|委|局|办)|各省级|"
            r"国务院各部委|各直属海关|中央和国家机关各|各战区|"
                   r"全国各省|省、自治区、直辖市|各大军区|中央国家机关各"),
        Level.CENTRAL, "", 5.0,
    ),
    (re.compile(r"各州[、，]?市(?!直)|各州、市|各州（市）|各州\(市\)"), Level.PROVINCIAL, "53", 5.0),
    (re.compile(r"各区县（自治县）|各区县\(自治县\)"), Level.PROVINCIAL, "50", 5.0),
    (re.compile(r"各地级以上市"), Level.PROVINCIAL, "44", 5.0),
    (re.compile(r"各盟行政公署|各盟市"), Level.PROVINCIAL, "15", 5.0),
    (re.compile(r"伊犁哈萨克自治州[，,、].*各行政公署|伊犁哈萨克自治州[，,、]各州"), Level.PROVINCIAL, "65", 5.0),
    (re.compile(r"各设区(?:的)?市|各省辖市|各市[（(]州|各市[、，]州|各州[（(]市|各地[、，]州|各地区行署|各行署|"
        r"各市[、，]自治州|各市州|各地市|各市[（(]地|各市、地"), Level.PROVINCIAL, "", 5.0),
    (re.compile(r"省直|省级(?:各|有关)?(?:部门|机关|单位)|省政府(?:各|有关)|省人民政府各|省委各|省属|自治区(?:党委|"
        r"人民政府|政府|直属|直|各)|区直各|各市人民政府[、，]自治区"), Level.PROVINCIAL, "", 4.0),
    (re.compile(r"^各市人民政府[，,：:]|^各市[、，]县[（(]?(?:市|区|、)|^各市委|^各市、县"), Level.PROVINCIAL, "", 3.0),
    (re.compile(r"^各乡[、，（(]?镇?|^各镇|各街道办事处|县直|县级(?:国家)?机关|县委各|县人武部|县属|旗直|旗委|各苏木|"
        r"各乡镇|各镇街|区直各|区属各|区政府各"), Level.COUNTY, "", 4.0),
    (re.compile(r"州直|州级|州属|州委各|州政府各|州人民政府各|盟直|地直|行署各|驻州|州各"), Level.PREFECTURE, "", 5.0),
    (re.compile(r"各县[（(、，]?(?:市|区)?|各区[（(、，]?县|各旗县|各市县区"), Level.PREFECTURE, "", 4.0),
    (re.compile(r"各区(?:人民政府|委|政府|县)|各区[、，]"), Level.PREFECTURE, "", 3.0),
    (re.compile(r"各村|各社区|各行政村|镇属|镇直|乡属|乡直|各站所|各村民"), Level.TOWNSHIP, "", 5.0),
)  # fmt: skip
_MUNICIPALITY = re.compile(r"各区[（(、]?县?|各区人民政府|市政府各")
_TO_COUNTY_FIRST = re.compile(r"^[\W]*各(?:乡|镇|街道|苏木|村|社区)")


@lru_cache(maxsize=4096)
def read_addressees(line: str) -> tuple[Level, str, float, int, int] | None:
    """Returns (level, province code, weight, start, end) of the telling words of an addressee line, or None.

    >>> read_addressees("各州、市人民政府，省直各委、办、厅、局")[:2]
    (<Level.PROVINCIAL: 'provincial'>, '53')
    """
    text = simplify(line)
    for pattern, level, code, weight in _RULES:
        found = pattern.search(text)
        if found is None:
            continue
        if level is Level.PROVINCIAL and "区直" in found[0] and _TO_COUNTY_FIRST.match(text):
            continue
        if level is Level.COUNTY and re.match(r"[\W]*各(?:县|市、县|区、县|旗县)", text):
            continue
        return level, code, weight, found.start(), found.end()
    return None
