"""Whether a short item of a list has a verb of its own: with one it is a unit, without it is half of one."""

from __future__ import annotations

import re

# Verbs with which an item begins that says what is to be done (编制规划), and what no name of a thing holds (应当).
_FIRST = (
    "编制 制定 制订 拟订 拟定 起草 组织 实施 执行 贯彻 落实 负责 承担 指导 监督 检查 督促 督查 协调 配合 协助 参与 参加 开展 推进 推动 "
    "推广 加强 加快 加大 强化 深化 优化 完善 健全 建立 建设 建成 构建 打造 创建 设立 成立 组建 培育 培养 培训 发展 壮大 扩大 提高 提升 "
    "增强 增加 促进 保障 保护 保证 确保 维护 支持 扶持 帮助 帮扶 鼓励 引导 动员 宣传 发布 公布 公示 公开 报告 报送 上报 提交 提供 提出 "
    "提请 审核 审查 审议 审批 批准 核准 核实 核查 登记 申请 申报 受理 办理 处理 处置 查处 查明 调查 调解 调整 调度 统计 分析 研究 评估 "
    "考核 考评 奖励 表彰 处罚 追究 责令 罚款 没收 吊销 撤销 取消 停止 禁止 限制 减少 减免 免除 降低 控制 防止 防范 预防 防治 治理 整治 "
    "改善 改造 改革 改建 新建 扩建 修建 修复 修缮 修订 修改 维修 养护 安排 安置 拨付 筹集 筹措 发放 支付 补助 补贴 补充 落户 引进 聘请 "
    "聘用 选派 选拔 任命 任免 召开 召集 主持 听取 讨论 通过 决定 确定 明确 规范 统筹 坚持 坚守 树立 遵守 遵循 履行 行使 享有 享受 接受 "
    "签订 订立 使用 利用 运用 采取 采用 采购 购买 出售 转让 出租 销售 生产 种植 养殖 加工 经营 运输 储存 存放 排放 倾倒 堆放 破坏 损坏 "
    "侵占 挪用 截留 骗取 虚报 隐瞒 伪造 变造 涂改 泄露 拒绝 阻碍 妨碍 违反 违法 擅自 未经 未按 依法 及时 定期 按时 积极 切实 严格 大力 "
    "全面 进一步 拓宽 拓展 做好 做大 做强 抓好 抓实 修通 架设 铺设 种好 办好 用好 管好 守住 打赢 打好 实现 完成 达到 形成 突出 注重 "
    "聚焦 围绕 探索 创新 试点 推行 普及 丰富 盘活 整合 对接 联系 走访 慰问 收集 整理 建档 移交 归还 返还 告知 通知 邀请 委托 授权 "
    "取得 具备 修建 购置 偿还 归集 提议 解决 "
    "总结 投资 携带 吸收 占用 毁坏 损毁 销毁 私自 解除 终止 变更 注销 缴纳 交纳 出具 查阅 复制 询问 约谈 担任 兼任 从事 接触 了解 熟悉 掌握 依照 按照 "
    "根据 违规 被 因 在 对 向 将 把 由 与 以 为 有 无 未 不 能 应 须 经 可 当 使 令 让 请 给"
).split()
_INITIAL = re.compile("|".join(sorted(_FIRST, key=len, reverse=True)))
_ANYWHERE = re.compile(
    "应当|不得|不准|不能|不予|必须|可以|负责|予以|进行|给予|达到|低于|高于|超过|不少于|不足|属于|具有|没有|需要|尚未|已经|均为|均已|是(?!非)|由.+的$"
)
_ENGLISH = re.compile(
    r"\b(?:shall|must|may|will|should|can|is|are|be|was|were|has|have|do|does|make|take|keep|build|set|hold|give|"
    r"report|provide|ensure|support|promote|improve|establish|strengthen|carry|implement|train|pay|review)\b",
    re.IGNORECASE,
)
# What names of things end with: only a short item of such an end counts as one without a verb.
_THING = re.compile(
    r"(?:政府|机关|机构|部门|单位|组织|企业|公司|银行|学校|医院|委员会|办公室|中心|局|厅|委|办|站|所|院|社|"
    r"人员|代表|专家|身份证明|材料|证明|证书|证件|执照|许可证|合同|协议|协议书|申请书|登记表|申请表|章程|方案|预案|文本|文件|资料|清单|名单|目录|"
    r"报告书|说明书|意见书|承诺书|决定书|通知书|报表|账簿|凭证|档案|名称|姓名|住所|地址|数量|数额|金额|价格|价款|费用|费率|日期|期限|时间|地点|位置|面积|范围|"
    r"方式|方法|形式|标准|条件|要求|内容|事项|情况|结构|状况|程序|原则|目标|任务|措施|办法|制度|责任|权利|义务|纪律|保护|报酬|依据|理由|数据|指标|物品|产品|设备|设施|"
    r"山体|绿地|道路|土地|房屋|资金|资产|财产|收入|支出|捐赠|会费|经费|利息|罚款|协商|招标|拍卖)(?:等)?$"
)
_LAST = frozenset(re.sub(r"[a-z(?:)|$]+", " ", _THING.pattern).replace(" ", "")) | frozenset("书表证单")
_PAPER = re.compile(r"[\u4e00-\u9fff]{2,5}(?:书|表|证|单)")  # 申请书, though 申请 is a verb
_HAN = re.compile("[\u3400-\u9fff]")
_SHORTEST, _SHORTEST_WORDS = 12, 8


def is_fragment(text: str) -> bool:
    """Whether an item, its mark left out, is shorter than 12 Chinese characters (8 English words) and has no verb.

    In doubt it has one: only what clearly names a thing counts as a fragment.

    >>> is_fragment("县财政局；"), is_fragment("编制规划；"), is_fragment("砍伐林木的；"), is_fragment("Village roads;")
    (True, False, False, True)
    """
    bare = text.rstrip("；;。，,、. 　")
    if bare[-1:] not in _LAST and not bare.isascii():
        return False
    size = len(_HAN.findall(text[: 4 * _SHORTEST]))
    if not size:
        words = text.split()
        return 0 < len(words) < _SHORTEST_WORDS and text[:1].isalpha() and _ENGLISH.search(text) is None
    if size >= _SHORTEST or len(text) >= 4 * _SHORTEST:
        return False
    if _PAPER.fullmatch(bare):
        return True
    return _THING.search(bare) is not None and not _INITIAL.match(bare) and not _ANYWHERE.search(bare)
