"""Words of issuer names: where a body's name can end, what kind of body it is, what may follow it."""

from __future__ import annotations

import re

# Characters between the bodies of a joint document.
SEPARATORS = "、，,;；/·及和与暨 　\t\n"
# What follows the issuer in a title. The first of these ends the head of the title.
STOP = re.compile(
    r"关于|印发|转发|批转|发布|公布|颁布|下发|联合发文|等(?:\d+|[一二两三四五六七八九十]+)?(?:个)?(?:部门|部委|单位|机关)|等(?=关于|$)|"
    r"令(?=第|$|[\u4e00-\u9fff]{2,3}[省市州])|公告|通告|文件|的通知|办公会议|《|（|\(|“|:|：|——|20\d\d年|19\d\d年|第\d+号"
)
# Where a body's name can end; longer endings first.
ENDING = re.compile(
    r"人民政府|政府|人民委员会|革命委员会|行政公署|行署|办公厅|办公室|委员会|委会|领导小组|指挥部|联席会议|工作专班|专项组|工作队|工作组|协调组|"
    r"人民代表大会|人大|政协|纪检组|人民法院|法院|检察院|检察分院|军分区|军区|警备区|武装部|人武部|支队|总队|大队|兵团|管理处|办事处|联络处|"
    r"有限责任公司|股份有限公司|有限公司|公司|集团|银行|分行|支行|营业管理部|信用社|联社|合作社|合作总社|大学|学院|学校|党校|研究院|研究所|研究中心|"
    r"医院|中心|协会|学会|商会|基金会|联合会|促进会|研究会|总工会|工会|妇联|残联|科协|文联|侨联|社科联|工商联|团委|红十字会|总会|海关|"
    r"特派办|监管办|专员办|总站|基地|报社|博物馆|公所|街道办|党组|党工委|工委|分局|总局|专卖局|厅|局|委|办|部|署|院|会|社|校|队|组|站|所|处|室|厂|办"
)
# Kind of a body by its name, the first that fits.
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("court_procuratorate", re.compile(r"法院$|检察院$|检察分院$")),
    ("military", re.compile(r"军区|警备区|武装部|人武部|武警|预备役|消防救援(?:总队|支队|大队)$")),
    ("congress", re.compile(r"人民代表大会|人大|政协|政治协商会议")),
    ("bank", re.compile(r"银行|分行$|支行$|营业管理部$|信用社$|联社$|信用社联合社$|保险.*公司$")),
    ("SOE", re.compile(r"公司$|集团$|厂$|供电局$|电网")),
    ("university", re.compile(r"大学|学院$|学校$|专科学校|中学$|小学$|校$")),
    (
        "association",
        re.compile(r"协会$|学会$|商会$|基金会$|联合会$|促进会$|研究会$|总工会$|工会$|妇联$|残联$|科协$|文联$|侨联$|"
            r"社科联$|工商联$|团委$|共青团|红十字会$|总会$|供销|合作社$|社会科学院$"),
    ),
    ("leading_group", re.compile(r"领导小组|指挥部|联席会议|专班|专项组|工作队$|工作组$|协调组$|委员会办公室$")),
    (
        "vertical_agency",
        re.compile(
            r"税务局|国家税务|海关$|调查总队$|调查队$|银监|银保监|证监|保监|监管局$|监管分局$|气象局$|地震局$|"
                r"邮政管理局$|烟草专卖局|通信管理局$|海事局$|"
            r"特派办$|特派员办事处$|专员办|检验检疫局$|煤矿安全监察|铁路局$|民航.*局$|中心支行$|金融监管"
        ),
    ),
    (
        "dev_zone",
        re.compile(
            r"(?:开发区|新区|园区?|高新区|经开区|度假区|保税区|合作区|示范区|试验区|实验区|景区|名胜区|港区|功能区|聚集区|集聚区|自贸区|新城|片区)"
            r"[\u4e00-\u9fff]{0,8}(?:管理委员会|管委会|办公室|局|委|党工委)$|管委会$"
        ),
    ),
    ("party", re.compile(r"^(?:中共|中国共产党)|党委|^(?:省|自治区|州|市|县|区|旗|盟|地|工)?委(?:员会)?$|委(?:办公厅|"
        r"办公室|组织部|宣传部|统战部|政法委|政研室)|纪委|监委|组织部$|宣传部$|统战部$|党校$|党组$|工委$|纪律检查")),
    ("office", re.compile(r"(?:人民政府|政府|行署|公署)(?:办公厅|办公室)$|办公厅$")),
    ("government", re.compile(r"(?:人民政府|政府|行政公署|行署|街道办事处|街道办|公所|镇|乡|人民委员会|革命委员会)$")),
)  # fmt: skip


def kind_of(name: str) -> str:
    """Returns the kind of a body by its name; `department` where nothing more special shows."""
    for kind, pattern in _KINDS:
        if pattern.search(name):
            return kind
    return "department"


# The tier a body claims by its first word: 省教育厅, 县委办公室. 市 and 区 are left open.
RELATIVE = re.compile(
    r"(?:本|我)?(自治区|省|自治州|州|地区|地委|盟|自治县|县|旗|市|区|街道|乡|镇)(?=委|人民政府|政府|党委|人大|第[一二三四五六七八九十]+届|政协|纪委|直|级|扶贫|"
    r"[\u4e00-\u9fff]{1,16}?(?:局|厅|办|委|院|部|小组|指挥部|队|联合会|妇联|残联|工会|社|所|站)(?:$|[、，, 　]|关于|印发|转发|等|\(|（))"
)
RELATIVE_TIERS = {
    "自治区": "province", "省": "province", "自治州": "prefecture", "州": "prefecture", "地区": "prefecture", "地委": "prefecture",
    "盟": "prefecture", "自治县": "county", "县": "county", "旗": "county", "街道": "township", "乡": "township", "镇": "township",
}  # fmt: skip
# A township by its ending, where the table has no such place; the words after it show that it is one.
TOWNSHIP = re.compile(
    r"((?:(?!关于|印发|转发|委|党|人民|政府|加强|推进|实施|支持|发展|全|各|小城|建制|中心|农村|县|市)[\u4e00-\u9fff]){1,12}?"
    r"(?:街道办事处|街道办|街道|民族乡|[^城乡村建心集各\W]镇|[^城镇下返回兴振本全家各\W]乡|苏木|区公所))"
    r"(?=人民政府|政府|党委|党工委|党政|委员会|纪委|人大|团委|妇联|武装部|综合|社会|扶贫|农业|农村|财政|司法|关于|办|脱贫|乡村振兴|"
    r"[\u4e00-\u9fff]{1,8}(?:所|站|中心|村民委员会|村委会|社区|居委会|办事处)|[、，, ]|\d|“|$)"
)
VILLAGE = re.compile(
    r"[\u4e00-\u9fff]{1,10}?(?:村民委员会|村委会|社区居民委员会|社区居委会|居民委员会|居委会|村民小组|(?:村|社区)党(?:支部|总支|委)(?:委员会)?|"
    r"村(?:股份)?经济(?:合作社|联合社))"
)
# In Yunnan before 2000 an office (办事处) below a township is today's village (T28).
HAMLET = re.compile(r"[\u4e00-\u9fff]{1,6}?(?<!街道)办事处")
# A body of the centre that the table lacks.
CENTRAL = re.compile(
    r"(?:第[一二三四五六七八九十]+届)全国人民代表大会(?:常务委员会)?(?:第[一二三四五六七八九十]+次会议)?|"
    r"中央[\u4e00-\u9fff]{2,18}?(?:办公室|领导小组|委员会|小组|工委|部|委|办|局|室)|"
    r"国务院[\u4e00-\u9fff]{1,20}?(?:办公室|领导小组|委员会|联席会议|指挥部|普查组|局|部|办|委|署|组)|"
    r"国家[\u4e00-\u9fff]{1,14}?(?:总局|局|委员会|办公室|领导小组|指挥部|委|署|中心)|"
    r"全国[\u4e00-\u9fff]{1,20}?(?:委员会|协会|领导小组|办公室|指挥部|总会|联合会|组委会|联席会议|办|委|会)|"
    r"(?:中国|中华)[\u4e00-\u9fff]{2,16}?(?:协会|学会|基金会|促进会|研究会|联合会|总会|商会|研究院|科学院|集团公司|集团|"
    r"公司|银行|大学|学院|研究所|中心)"
)
# Offices and departments within a central body: 教育部办公厅, 民政部社会救助司.
CENTRAL_TAIL = re.compile(
    r"(?:办公厅|办公室|秘书局|综合司|党组|机关党委)?(?:[\u4e00-\u9fff]{2,14}?(?:司|局|厅|办公室|中心|委员会|小组|组|室))?"
)
# What marks a branch after the place: 国家税务总局云南省税务局, 中国人民银行昆明中心支行.
BRANCH = re.compile(
    r"(?:自治区|省|市|州|县|区)?[\u4e00-\u9fff]{0,8}?(?:税务局|中心支行|营业管理部|分行|支行|调查总队|调查队|监管局|"
    r"监管分局|监督管理局|局|分局|支局|总队|支队|海关|"
    r"特派员办事处|特派办|专员办事处|专员办|专员|办事处|监管办公室|监管办|分公司|公司|督察局|管理部|外汇管理部|分院)"
)
