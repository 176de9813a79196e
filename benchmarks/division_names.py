"""Names of divisions in all the ways they are written: without peoples, short, in Latin letters."""

from __future__ import annotations

import re
from importlib import import_module

PEOPLES = [
    "维吾尔",
    "哈萨克",
    "柯尔克孜",
    "塔吉克",
    "乌孜别克",
    "俄罗斯",
    "鄂温克",
    "鄂伦春",
    "达斡尔",
    "蒙古",
    "土家",
    "布依",
    "仡佬",
    "仫佬",
    "毛南",
    "哈尼",
    "傈僳",
    "拉祜",
    "景颇",
    "布朗",
    "阿昌",
    "普米",
    "独龙",
    "德昂",
    "基诺",
    "塔塔尔",
    "裕固",
    "保安",
    "撒拉",
    "东乡",
    "锡伯",
    "赫哲",
    "朝鲜",
    "满",
    "回",
    "藏",
    "苗",
    "彝",
    "壮",
    "侗",
    "瑶",
    "白",
    "傣",
    "黎",
    "佤",
    "畲",
    "水",
    "纳西",
    "土",
    "羌",
    "怒",
    "京",
    "高山",
    "门巴",
    "珞巴",
    "各",
]
_PEOPLE = re.compile("(?:" + "|".join(sorted(PEOPLES, key=len, reverse=True)) + ")族")
_BARE_PEOPLE = re.compile("(?:维吾尔|哈萨克|柯尔克孜|塔吉克|蒙古|达斡尔族?)(?=自治)")
_SUFFIX = re.compile(
    "(?:自治区|自治州|自治县|自治旗|特别行政区|街道办事处|民族乡|苏木|街道|林区|特区|地区|省|市|州|县|区|旗|盟|镇|乡)$"
)
_SHORT_SUFFIX = {"自治州": "州", "自治县": "县", "自治旗": "旗"}
# Names whose usual Latin spelling is not that of the characters.
_LATIN = """
内蒙古=Inner Mongolia; 西藏=Tibet; 陕西=Shaanxi; 澳门=Macao; 香港=Hong Kong; 哈尔滨=Harbin;
呼和浩特=Hohhot; 乌鲁木齐=Urumqi; 拉萨=Lhasa; 香格里拉=Shangri-La; 鄂尔多斯=Ordos;
齐齐哈尔=Qiqihar; 呼伦贝尔=Hulunbuir; 克拉玛依=Karamay; 吐鲁番=Turpan; 西双版纳=Xishuangbanna;
六安=Lu'an; 台州=Taizhou; 重庆=Chongqing; 厦门=Xiamen; 东阿=Dong'e; 蚌埠=Bengbu; 亳州=Bozhou;
长治=Changzhi; 长沙=Changsha; 长春=Changchun; 丽水=Lishui; 丽江=Lijiang; 铅山=Yanshan;
番禺=Panyu; 乐山=Leshan; 洪洞=Hongtong; 泸水=Lushui; 勐海=Menghai; 勐腊=Mengla; 漾濞=Yangbi;
新疆=Xinjiang; 六盘水=Liupanshui; 会泽=Huize
"""
LATIN = dict(pair.strip().split("=") for pair in _LATIN.split(";"))


def strip_peoples(name: str) -> str:
    """Returns the name without peoples: 宁洱哈尼族彝族自治县 -> 宁洱自治县; a name that is a people stays."""
    if name == "内蒙古自治区":
        return name
    bare = _BARE_PEOPLE.sub("", _PEOPLE.sub("", name))
    if bare == name or len(bare) >= 5 or "自治区" in bare:
        return bare
    # 东乡族自治县: the people is the name.
    match = re.match("(" + "|".join(PEOPLES) + ")族?自治", name)
    return match[1] + bare if match and len(bare) <= 3 else bare


def stem_of(name: str) -> str:
    """Returns the name without peoples and without its kind: 怒江傈僳族自治州 -> 怒江."""
    return _SUFFIX.sub("", strip_peoples(name)) or name


def latin_of(stem: str) -> str:
    """Returns the usual spelling in Latin letters: 普洱 -> Pu'er."""
    if stem in LATIN:
        return LATIN[stem]
    syllables: list[str] = import_module("pypinyin").lazy_pinyin(stem, v_to_u=False)
    spelled = syllables[0]
    for syllable in syllables[1:]:
        spelled += ("'" if syllable[0] in "aeo" else "") + syllable
    return spelled.replace("ü", "v").capitalize()


def aliases_of(name: str, tier: str) -> list[str]:
    """Returns other spellings; `~` marks a bare stem, `=` the Latin form of the stem."""
    bare = strip_peoples(name)
    stem = stem_of(name)
    found: list[str] = []
    if bare != name:
        kind = next((kind for kind in _SHORT_SUFFIX if bare.endswith(kind)), "")
        if kind:
            found.append(stem + _SHORT_SUFFIX[kind])
        found.append(bare)
    elif name.endswith("自治旗"):
        found.append(stem + "旗")
    if name == "内蒙古自治区":
        found.append("内蒙")
    if len(stem) >= 2 and stem != name and tier != "township":
        found.append("~" + stem)
    if tier != "township" and re.fullmatch("[\u4e00-\u9fff]+", stem):
        found.append("=" + latin_of(stem))
    return [alias for alias in dict.fromkeys(found) if alias != name]
