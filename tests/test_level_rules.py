"""The tricky cases T1-T31 of the domain notes, each by its id. Titles are made up, bodies and places are real facts."""

from __future__ import annotations

import pytest

from classify.level import LevelInput, decide_level

# (rule, title, issuer, number, addressee, date, level, province)
CASES = [
    ("T1", "关于做好脱贫攻坚宣传工作的通知", "云南省教育厅、云南省民政厅、云南省扶贫办", "", "", "", "provincial", "云南省"),
    ("T1", "教育部 民政部 财政部关于做好控辍保学工作的通知", "", "", "", "", "central", ""),
    ("T1", "省发展改革委、财政厅、扶贫办关于下达投资计划的通知", "", "云发改投资〔2017〕3号", "", "", "provincial", "云南省"),
    ("T2", "关于共建职业教育高地的意见", "教育部、江西省人民政府", "", "", "", "central", "江西省"),
    ("T2", "民政部 云南省人民政府关于开展社会救助改革试点的协议", "", "", "", "", "central", "云南省"),
    ("T3", "云南省财政厅转发财政部关于加强扶贫资金监管文件的通知", "", "", "", "", "provincial", "云南省"),
    ("T3", "宁洱县教育局转发教育部办公厅关于防止学生辍学文件的通知", "", "", "", "", "county", "云南省"),
    ("T3", "临沧市人民政府批转市扶贫办关于产业扶贫意见的通知", "", "", "", "", "prefecture", "云南省"),
    ("T4", "国务院办公厅转发民政部等部门关于加强救助管理工作意见的通知", "", "", "", "", "central", ""),
    ("T4", "江苏省政府办公厅转发省民政厅等部门关于加强救助工作意见的通知", "", "", "", "", "provincial", "江苏省"),
    ("T5", "关于印发《普洱市产业扶贫规划》的通知", "普洱市人民政府办公室", "", "", "", "prefecture", "云南省"),
    ("T5", "关于印发昭通市产业扶贫三年行动方案的通知", "", "", "", "", "prefecture", "云南省"),
    ("T6", "国务院关于支持贵州在新时代西部大开发上闯新路的意见", "", "", "", "", "central", ""),
    ("T6", "云南省人民政府关于对普洱市土地利用规划的批复", "", "", "", "", "provincial", "云南省"),
    ("T6", "国务院关于滇西边境片区区域发展与扶贫攻坚规划的批复", "", "", "", "", "central", ""),
    ("T7", "宁洱县贯彻落实《云南省农村扶贫开发条例》实施方案", "", "", "", "", "county", "云南省"),
    ("T7", "怒江州人民政府实施《云南省农村扶贫开发条例》办法", "", "", "", "", "prefecture", "云南省"),
    ("T8", "云南省红河哈尼族彝族自治州自治条例", "", "", "", "", "prefecture", "云南省"),
    ("T8", "云南省景东彝族自治县无量山保护管理条例", "", "", "", "", "county", "云南省"),
    ("T8", "延边朝鲜族自治州长白松保护条例", "", "", "", "", "prefecture", "吉林省"),
    ("T9", "国家税务总局贵州省税务局关于落实减税政策的公告", "", "", "", "", "provincial", "贵州省"),
    ("T9", "中国人民银行昆明中心支行关于做好金融扶贫的通知", "", "", "", "", "provincial", "云南省"),
    ("T9", "中国人民银行普洱市中心支行关于做好金融扶贫的通知", "", "", "", "", "prefecture", "云南省"),
    ("T9", "国家统计局云南调查总队关于住户调查的通知", "", "", "", "", "provincial", "云南省"),
    ("T9", "云南银保监局关于扶贫小额信贷的通知", "", "", "", "", "provincial", "云南省"),
    ("T9", "国家税务总局宁洱县税务局关于发票的通告", "", "", "", "", "county", "云南省"),
    ("T9", "昆明海关关于支持边境贸易的措施", "", "", "", "", "provincial", "云南省"),
    ("T10", "上海市人民政府 云南省人民政府关于加强对口帮扶的协议", "", "", "", "", "provincial", "云南省"),
    ("T10", "关于深化沪滇协作的框架协议", "云南省人民政府、上海市人民政府", "", "", "", "provincial", "云南省"),
    ("T10", "结对帮扶协议", "上海市金山区人民政府、宁洱哈尼族彝族自治县人民政府", "", "", "", "county", "云南省"),
    ("T11", "新疆生产建设兵团关于支持团场产业发展的意见", "", "", "", "", "provincial", "新疆维吾尔自治区"),
    ("T11", "新疆生产建设兵团第三师图木舒克市关于连队安居工程的通知", "", "", "", "", "prefecture", "新疆维吾尔自治区"),
    ("T11", "关于连队分红的通知", "新疆生产建设兵团第三师四十一团", "", "", "", "county", "新疆维吾尔自治区"),
    ("T12", "清华大学关于定点帮扶南涧县的工作方案", "", "", "", "", "central", ""),
    ("T12", "云南农业大学关于选派科技特派员的通知", "", "", "", "", "provincial", "云南省"),
    ("T12", "昆明学院关于志愿服务的通知", "", "", "", "", "prefecture", "云南省"),
    ("T12", "西南林业大学关于驻村工作的通知", "", "", "", "", "provincial", "云南省"),
    ("T13", "中国农业发展银行关于支持易地扶贫搬迁的意见", "", "", "", "", "central", ""),
    ("T13", "国家开发银行云南省分行关于助学贷款的通知", "", "", "", "", "provincial", "云南省"),
    ("T13", "云南电网有限责任公司关于农网改造的通知", "", "", "", "", "provincial", "云南省"),
    ("T13", "宁洱县扶贫开发投资有限公司关于项目的公告", "", "", "", "", "county", "云南省"),
    ("T14", "云南省工商业联合会关于村企共建的通知", "", "", "", "", "provincial", "云南省"),
    ("T14", "普洱市妇女联合会关于素质扶贫的通知", "", "", "", "", "prefecture", "云南省"),
    ("T14", "中国光彩会关于光彩行的通知", "", "", "", "", "central", ""),
    ("T15", "上海市黄浦区人民政府关于对口支援的意见", "", "", "", "", "county", "上海市"),
    ("T15", "重庆市财政局关于扶贫资金的通知", "", "", "", "", "provincial", "重庆市"),
    ("T15", "重庆市酉阳土家族苗族自治县扶贫办关于项目库的通知", "", "", "", "", "county", "重庆市"),
    ("T16", "成都市人民政府关于对口支援的意见", "", "", "", "", "prefecture", "四川省"),
    ("T16", "青岛市人民政府关于东西部协作的意见", "", "青政发〔2017〕8号", "", "", "prefecture", "山东省"),
    ("T17", "仙桃市人民政府关于粮食生产的意见", "", "", "", "", "county", "湖北省"),
    ("T17", "济源市人民政府关于乡村建设的意见", "", "", "", "", "county", "河南省"),
    ("T17", "关于团场改革的通知", "第八师石河子市", "", "", "", "prefecture", "新疆维吾尔自治区"),
    ("T18", "大理市人民政府关于古城保护的通告", "", "", "", "", "county", "云南省"),
    ("T18", "大理州人民政府关于洱海保护的通告", "", "", "", "", "prefecture", "云南省"),
    ("T18", "昭通市人民政府关于扶贫的通知", "", "", "", "1995-03-01", "county", "云南省"),
    ("T18", "昭通市人民政府关于扶贫的通知", "", "", "", "2016-03-01", "prefecture", "云南省"),
    ("T18", "思茅市人民政府关于扶贫的通知", "", "", "", "2005-03-01", "prefecture", "云南省"),
    ("T18", "思茅市人民政府关于扶贫的通知", "", "思政发〔1996〕3号", "", "", "county", "云南省"),
    ("T19", "昭通地区行政公署关于扶贫攻坚的意见", "", "", "", "1996-05-01", "prefecture", "云南省"),
    ("T19", "锡林郭勒盟行政公署关于禁牧的通告", "", "", "", "", "prefecture", "内蒙古自治区"),
    ("T19", "鄂伦春自治旗人民政府关于禁猎的通告", "", "", "", "", "county", "内蒙古自治区"),
    ("T20", "云南滇中新区管理委员会关于招商的意见", "", "", "", "", "prefecture", "云南省"),
    ("T20", "昆明高新技术产业开发区管理委员会关于招商的意见", "", "", "", "", "county", "云南省"),
    ("T20", "宁洱县工业园区管理委员会关于招商的通知", "", "", "", "", "county", "云南省"),
    ("T21", "楚雄州扶贫开发领导小组办公室关于考核的通知", "", "", "", "", "prefecture", "云南省"),
    ("T21", "国务院扶贫开发领导小组关于考核的通知", "", "", "", "", "central", ""),
    ("T21", "会泽县脱贫攻坚指挥部关于冲刺的通知", "", "", "", "", "county", "云南省"),
    ("T22", "中共镇雄县委 镇雄县人民政府关于脱贫摘帽的决定", "", "", "", "", "county", "云南省"),
    ("T22", "中共文山州委文山州人民政府关于乡村振兴的意见", "", "", "", "", "prefecture", "云南省"),
    ("T23", "云南省委驻宁洱县扶贫工作队关于驻村情况的报告", "", "", "", "", "provincial", "云南省"),
    ("T23", "普洱市驻墨江县工作队关于驻村情况的报告", "", "", "", "", "prefecture", "云南省"),
    ("T24", "云南省人民政府关于促进农民增收的意见", "姚安县人民政府", "云政发〔2013〕8号", "", "", "provincial", "云南省"),
    ("T25", "云南省召开扶贫开发工作会议", "", "", "", "", "provincial", "云南省"),
    ("T26", "云南省乡村振兴促进条例（征求意见稿）", "", "", "", "", "provincial", "云南省"),
    ("T27", "Opinions of the Pu'er Municipal Committee on Poverty Alleviation", "", "", "", "", "prefecture", "云南省"),
    ("T27", "Notice of the People's Government of Dali City on Loans", "", "", "", "", "county", "云南省"),
    ("T27", "Dali Prefecture's Plan for Poor Villages", "", "", "", "", "prefecture", "云南省"),
    ("T27", "Implementation Opinions on Employment", "", "(Yun Zheng Fa [2015] No. 53)", "", "", "provincial", "云南省"),
    ("T27", "Opinions on Social Forces", "", "Guo Ban Fa [2014] No. 58", "", "", "central", ""),
    ("T27", "Dali State Committee's decision on poverty", "", "", "", "", "prefecture", "云南省"),
    ("T28", "湾碧傣族傈僳族乡人民政府关于动态管理的通知", "大姚县湾碧傣族傈僳族乡人民政府", "", "", "", "township", "云南省"),
    ("T28", "关于救济粮发放的通知", "云南省禄劝县撒营盘区公所", "", "", "1985-02-01", "township", "云南省"),
    ("T28", "关于救济的通知", "禄劝县团街乡新村办事处", "", "", "1992-03-01", "township", "云南省"),
    ("T29", "云南省军区关于参加扶贫的意见", "", "", "", "", "provincial", "云南省"),
    ("T29", "普洱军分区关于参加扶贫的意见", "", "", "", "", "prefecture", "云南省"),
    ("T29", "宁洱县人民武装部关于征兵的公告", "", "", "", "", "county", "云南省"),
    ("T29", "云南省高级人民法院关于司法救助的意见", "", "", "", "", "provincial", "云南省"),
    ("T29", "昆明市中级人民法院关于司法救助的意见", "", "", "", "", "prefecture", "云南省"),
    ("T30", "关于我市扶贫工作的通知", "", "大政发〔2016〕3号", "", "", "unknown", ""),
    ("T30", "关于做好我区扶贫工作的通知", "", "宁政发〔2016〕3号", "", "", "unknown", ""),
    ("T31", "定点帮扶合作协议", "中国宝武钢铁集团有限公司、宁洱哈尼族彝族自治县人民政府", "", "", "", "county", "云南省"),
    ("T31", "浙江大学 景东彝族自治县人民政府科技合作协议", "", "", "", "", "county", "云南省"),
    ("T31", "开发性金融扶贫合作协议", "国家开发银行云南省分行、普洱市人民政府", "", "", "", "prefecture", "云南省"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "title", "issuer", "number", "addressee", "date", "level", "province"), CASES)
def test_rule(
    rule: str, title: str, issuer: str, number: str, addressee: str, date: str, level: str, province: str
) -> None:
    record = LevelInput(title=title, issuer=issuer, number=number, addressee=addressee, date=date)
    decision = decide_level(record)
    assert (decision.level.value, decision.province) == (level, province), (rule, decision.evidence)


def test_every_rule_has_a_case() -> None:
    assert {case[0] for case in CASES} == {f"T{number}" for number in range(1, 32)}


@pytest.mark.parametrize(
    ("title", "issuer", "flag"),
    [
        ("上海市黄浦区人民政府关于停车的通告", "", "municipality_district"),
        ("成都市人民政府关于停车的通告", "", "sub_provincial"),
        ("昆明高新技术产业开发区管理委员会关于停车的通告", "", "dev_zone"),
        ("云南省乡村振兴促进条例（征求意见稿）", "", "draft"),
        ("班利村村规民约", "澜沧县东回镇班利村民委员会", "sub_township"),
        ("关于救济的通知", "禄劝县团街乡新村办事处", "sub_township"),
        ("禄丰县人民政府关于停车的通告", "", "historic"),
        ("云南省召开扶贫开发工作会议", "", "news"),
    ],
)
def test_flags(title: str, issuer: str, flag: str) -> None:
    assert flag in decide_level(LevelInput(title=title, issuer=issuer)).flags


@pytest.mark.parametrize(
    ("title", "relation"),
    [
        ("云南省财政厅转发财政部关于资金监管文件的通知", "forward"),
        ("云南省人民政府关于印发云南省扶贫规划的通知", "issue"),
        ("云南省人民政府关于普洱市规划的批复", "reply"),
        ("云南省人民政府关于同意撤销松涛县的决定", "approve"),
        ("云南省人民政府关于扶贫的意见", "original"),
    ],
)
def test_relation(title: str, relation: str) -> None:
    assert decide_level(LevelInput(title=title)).relation == relation


@pytest.mark.parametrize(
    ("issuer", "joint", "count"),
    [
        ("财政部、教育部", True, 2),
        ("财政部", False, 1),
        ("财政部等六部门", True, 1),
        ("中共松阳县委松阳县人民政府", True, 2),
    ],
)
def test_joint(issuer: str, joint: bool, count: int) -> None:
    decision = decide_level(LevelInput(title="关于资金的通知", issuer=issuer))
    assert (decision.joint, len(decision.issuers)) == (joint, count)


@pytest.mark.parametrize(
    ("title", "date", "code", "current", "prefecture", "county"),
    [
        ("禄丰县人民政府关于道路的通告", "2015", "532331", "532302", "楚雄彝族自治州", "禄丰县"),
        ("思茅市人民政府关于道路的通告", "2005", "530800", "530800", "思茅市", ""),
        ("普洱哈尼族彝族自治县人民政府关于道路的通告", "2006", "530821", "530821", "思茅市", "普洱哈尼族彝族自治县"),
        ("中甸县人民政府关于道路的通告", "1999", "533421", "533401", "迪庆藏族自治州", "中甸县"),
        ("丽江纳西族自治县人民政府关于道路的通告", "2000", "533221", "530700", "丽江地区", "丽江纳西族自治县"),
        ("云南省人民政府关于道路的通告", "", "530000", "530000", "", ""),
    ],
)
def test_codes_at_issue_and_today(title: str, date: str, code: str, current: str, prefecture: str, county: str) -> None:
    decision = decide_level(LevelInput(title=title, date=date))
    assert (decision.code, decision.code_current) == (code, current)
    assert (decision.prefecture, decision.county) == (prefecture, county)
