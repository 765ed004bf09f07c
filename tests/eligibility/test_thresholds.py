"""Every limit in the document, one step below, at and above: the table a reader can check by eye.

A row gives just enough of a profile for one award. Engine and reference must both pay what the
row says, so the reference too is held against figures worked out by hand.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

import pytest

from milu_bot.conditions import AllOf, Compare, FactId, Op
from milu_bot.eligibility.assessment import assess
from milu_bot.eligibility.awards import Status
from milu_bot.eligibility.conditions import facts_in
from milu_bot.eligibility.payoffs import compile_payoff
from milu_bot.eligibility.questions import cuts
from milu_bot.eligibility.rulebook import Rulebook
from milu_bot.payoffs import PerUnit
from milu_bot.policy import Policy
from milu_bot.quantity import Span, read_quantity, step_of
from tests.eligibility import cases, reference

YES, NO = "是", "否"
REFERRED, NOTHING_DUE = "转介", "不能领"

HERE = {"在本地注册": YES}
FIRM = {**HERE, "申请身份": "企业", "是电商企业": YES}
SPECIALTY_FIRM = {**FIRM, "主营本地特色产品": YES, "在全国性平台销售": YES}
IN_PARK = {**FIRM, "入驻电商产业园": YES}
HIRED = {**IN_PARK, "安排残疾人就业人数": "0人"}
DISABLED = {**IN_PARK, "新安排就业人数": "0人"}
CENTRE = {**HERE, "建设市域物流中心": YES, "覆盖全市镇村": YES, "免费配送达到规模": YES}
PARCELS = {**CENTRE, "整合货运企业数": "0家", "整合快递企业数": "8家", "年派送件数": "500万件"}
FREIGHT = {**CENTRE, "整合快递企业数": "0家", "整合货运企业数": "5家", "年货运吨数": "50万吨"}
NO_TITLE = {
    **HERE,
    "有国家农产品地理标志": NO,
    "有全国驰名电商品牌": NO,
    "有全国电子商务示范企业": NO,
    "有省级著名电商品牌": NO,
    "有省级电商示范企业": NO,
}
DESIGNER = {**HERE, "是包装设计或营销策划企业": YES, "开发地方特色设计": YES}
EMPLOYER = {**HERE, "签一年以上劳动合同": YES, "缴纳社会保险": YES}
SELLER = {**HERE, "网上销售本地产品": YES}
NEWCOMER = {**SELLER, "往年最高年销售收入": "0元"}
PLATFORM = {**HERE, "自建第三方支付平台": YES, "填补省内空白": YES, "平台经过备案": YES}
INNOVATOR = {**HERE, "开展其他模式创新": YES}
LARGE = {**FIRM, "日均资金流量": "60万元", "年交易额": "2亿元"}

TWO_ROWS = {"特色产品奖怎么取档": "前三档后三档相加"}
SIX_STEPS = {"特色产品奖怎么取档": "六档全部累加"}
TAX_ADDED = {"税收奖怎么取档": "累加到封顶"}
SALES_FLOOR = {"就业奖三样怎么配": "销售过300万就按人数"}
HIRED_ALONE = {"就业奖三样怎么配": "新就业不看销售额"}
REACHING = {"突破含不含本数": "达到就算"}
STEPS_ADDED = {"首次突破怎么取档": "几档相加"}
ONCE_EVER = {"首次是一生一次吗": "破过就不再给"}
OVER_INCLUDED = {"超过含不含本数": "含"}
EXCESS = {"模式创新按哪部分算": "只算超过部分"}


@dataclass(frozen=True)
class Row:
    """One limit: what is paid one step below it, at it, and one step above."""

    award: str
    words: str
    said: dict[FactId, str]
    fact: FactId
    limit: str
    below: str
    at: str
    above: str
    readings: dict[FactId, str] = field(default_factory=dict)


# fmt: off
LIMITS = [
    # 三（二）2
    Row("3.2.2", "一次性投资2000万元以上", {"是电商重点项目": YES, "需要新增建设用地": YES},
        "项目一次性投资", "2000万元", NOTHING_DUE, REFERRED, REFERRED),
    # 三（二）3：30%，封顶点 66666.67 元
    Row("3.2.3", "按30%……最高不超过2万元", {"入驻溯源体系": YES},
        "溯源系统总投资", "66666.67元", "19999.998元", "2万元", "2万元"),
    # 三（三）1
    Row("3.3.1", "快递物流整合8家以上企业", PARCELS, "整合快递企业数", "8家",
        NOTHING_DUE, "15万元", "15万元"),
    Row("3.3.1", "年派送规模达500万件以上", PARCELS, "年派送件数", "500万件",
        NOTHING_DUE, "15万元", "15万元"),
    Row("3.3.1", "货运物流整合5家以上企业", FREIGHT, "整合货运企业数", "5家",
        NOTHING_DUE, "15万元", "15万元"),
    Row("3.3.1", "全年货运发送量达50万吨以上", FREIGHT, "年货运吨数", "50万吨",
        NOTHING_DUE, "15万元", "15万元"),
    # 三（三）3
    Row("3.3.3", "销售额达5万……2000元", SPECIALTY_FIRM, "特色产品网销额", "5万元",
        NOTHING_DUE, "2000元", "2000元"),
    Row("3.3.3", "20万……5000元", SPECIALTY_FIRM, "特色产品网销额", "20万元",
        "2000元", "5000元", "5000元"),
    Row("3.3.3", "100万以上……2万元", SPECIALTY_FIRM, "特色产品网销额", "100万元",
        "5000元", "2万元", "2万元"),
    Row("3.3.3", "达到300万……2万元", SPECIALTY_FIRM, "特色产品网销额", "300万元",
        "2万元", "2万元", "2万元"),
    Row("3.3.3", "500万……5万元", SPECIALTY_FIRM, "特色产品网销额", "500万元",
        "2万元", "5万元", "5万元"),
    Row("3.3.3", "1000万以上……10万元", SPECIALTY_FIRM, "特色产品网销额", "1000万元",
        "5万元", "10万元", "10万元"),
    Row("3.3.3", "分号前后各一档", SPECIALTY_FIRM, "特色产品网销额", "300万元",
        "2万元", "4万元", "4万元", TWO_ROWS),
    Row("3.3.3", "分号前后各一档", SPECIALTY_FIRM, "特色产品网销额", "500万元",
        "4万元", "7万元", "7万元", TWO_ROWS),
    Row("3.3.3", "分号前后各一档", SPECIALTY_FIRM, "特色产品网销额", "1000万元",
        "7万元", "12万元", "12万元", TWO_ROWS),
    Row("3.3.3", "六档累加", SPECIALTY_FIRM, "特色产品网销额", "20万元",
        "2000元", "7000元", "7000元", SIX_STEPS),
    Row("3.3.3", "六档累加", SPECIALTY_FIRM, "特色产品网销额", "100万元",
        "7000元", "2.7万元", "2.7万元", SIX_STEPS),
    Row("3.3.3", "六档累加", SPECIALTY_FIRM, "特色产品网销额", "300万元",
        "2.7万元", "4.7万元", "4.7万元", SIX_STEPS),
    Row("3.3.3", "六档累加", SPECIALTY_FIRM, "特色产品网销额", "500万元",
        "4.7万元", "9.7万元", "9.7万元", SIX_STEPS),
    Row("3.3.3", "六档累加", SPECIALTY_FIRM, "特色产品网销额", "1000万元",
        "9.7万元", "19.7万元", "19.7万元", SIX_STEPS),
    # 三（三）5
    Row("3.3.5", "网上销售达到300万元以上", DESIGNER, "设计产品网销额", "300万元",
        NOTHING_DUE, "5万元", "5万元"),
    # 三（三）7：税收
    Row("3.3.7a", "年纳税额达到100万元……1万元", IN_PARK, "年纳税额", "100万元",
        NOTHING_DUE, "1万元", "1万元"),
    Row("3.3.7a", "300万元……3万元", IN_PARK, "年纳税额", "300万元", "1万元", "3万元", "3万元"),
    Row("3.3.7a", "500万元以上……5万元", IN_PARK, "年纳税额", "500万元",
        "3万元", "5万元", "5万元"),
    Row("3.3.7a", "累加，最高5万元", IN_PARK, "年纳税额", "300万元",
        "1万元", "4万元", "4万元", TAX_ADDED),
    Row("3.3.7a", "累加，最高5万元", IN_PARK, "年纳税额", "500万元",
        "4万元", "5万元", "5万元", TAX_ADDED),
    # 三（三）7：就业
    Row("3.3.7b", "新安排就业达到100人", {**HIRED, "网上销售额": "1000万元"},
        "新安排就业人数", "100人", NOTHING_DUE, "1万元", "1万元"),
    Row("3.3.7b", "200人", {**HIRED, "网上销售额": "1000万元"},
        "新安排就业人数", "200人", "1万元", "2万元", "2万元"),
    Row("3.3.7b", "500人以上", {**HIRED, "网上销售额": "1000万元"},
        "新安排就业人数", "500人", "2万元", "5万元", "5万元"),
    Row("3.3.7b", "安排残疾人就业20人", {**DISABLED, "网上销售额": "1000万元"},
        "安排残疾人就业人数", "20人", NOTHING_DUE, "1万元", "1万元"),
    Row("3.3.7b", "50人", {**DISABLED, "网上销售额": "1000万元"},
        "安排残疾人就业人数", "50人", "1万元", "2万元", "2万元"),
    Row("3.3.7b", "100人以上", {**DISABLED, "网上销售额": "1000万元"},
        "安排残疾人就业人数", "100人", "2万元", "5万元", "5万元"),
    Row("3.3.7b", "且网上销售额达到300万元", {**HIRED, "新安排就业人数": "500人"},
        "网上销售额", "300万元", NOTHING_DUE, "1万元", "1万元"),
    Row("3.3.7b", "500万元", {**HIRED, "新安排就业人数": "500人"},
        "网上销售额", "500万元", "1万元", "2万元", "2万元"),
    Row("3.3.7b", "1000万元以上", {**HIRED, "新安排就业人数": "500人"},
        "网上销售额", "1000万元", "2万元", "5万元", "5万元"),
    Row("3.3.7b", "销售额管残疾人一支", {**DISABLED, "安排残疾人就业人数": "100人"},
        "网上销售额", "500万元", "1万元", "2万元", "2万元"),
    Row("3.3.7b", "销售过300万就按人数", {**HIRED, "新安排就业人数": "500人"},
        "网上销售额", "300万元", NOTHING_DUE, "5万元", "5万元", SALES_FLOOR),
    Row("3.3.7b", "新就业不看销售额", {**HIRED, "网上销售额": "0元"},
        "新安排就业人数", "200人", "1万元", "2万元", "2万元", HIRED_ALONE),
    Row("3.3.7b", "残疾人仍看销售额", {**DISABLED, "安排残疾人就业人数": "100人"},
        "网上销售额", "1000万元", "2万元", "5万元", "5万元", HIRED_ALONE),
    # 三（三）8
    Row("3.3.8", "就业达到10人以上……每人1000元", EMPLOYER, "安排贫困人口就业人数", "10人",
        NOTHING_DUE, "1万元", "1.1万元"),
    # 三（三）9
    Row("3.3.9a", "成交10笔以上", {"是建档立卡贫困人员": YES, "在第三方平台开网店": YES},
        "第一年成交笔数", "10笔", NOTHING_DUE, "1000元", "1000元"),
    Row("3.3.9b", "网上交易额达到20万元", {"是贫困村电商服务站": YES},
        "站点网上交易额", "20万元", NOTHING_DUE, "1万元", "1万元"),
    # 三（三）10
    Row("3.3.10", "首次突破200万元", NEWCOMER, "年销售收入", "200万元",
        NOTHING_DUE, NOTHING_DUE, "1万元"),
    Row("3.3.10", "500万元", NEWCOMER, "年销售收入", "500万元", "1万元", "1万元", "2万元"),
    Row("3.3.10", "1000万元", NEWCOMER, "年销售收入", "1000万元", "2万元", "2万元", "5万元"),
    Row("3.3.10", "首次：以前越过200万", {**SELLER, "年销售收入": "300万元"},
        "往年最高年销售收入", "200万元", "1万元", "1万元", NOTHING_DUE),
    Row("3.3.10", "首次：以前越过500万", {**SELLER, "年销售收入": "600万元"},
        "往年最高年销售收入", "500万元", "2万元", "2万元", NOTHING_DUE),
    Row("3.3.10", "首次：以前越过1000万", {**SELLER, "年销售收入": "1200万元"},
        "往年最高年销售收入", "1000万元", "5万元", "5万元", NOTHING_DUE),
    Row("3.3.10", "达到即突破", NEWCOMER, "年销售收入", "200万元",
        NOTHING_DUE, "1万元", "1万元", REACHING),
    Row("3.3.10", "达到即突破", NEWCOMER, "年销售收入", "500万元",
        "1万元", "2万元", "2万元", REACHING),
    Row("3.3.10", "达到即突破", NEWCOMER, "年销售收入", "1000万元",
        "2万元", "5万元", "5万元", REACHING),
    Row("3.3.10", "达到即突破：以前达到过", {**SELLER, "年销售收入": "300万元"},
        "往年最高年销售收入", "200万元", "1万元", NOTHING_DUE, NOTHING_DUE, REACHING),
    Row("3.3.10", "几档相加", NEWCOMER, "年销售收入", "500万元",
        "1万元", "1万元", "3万元", STEPS_ADDED),
    Row("3.3.10", "几档相加", NEWCOMER, "年销售收入", "1000万元",
        "3万元", "3万元", "8万元", STEPS_ADDED),
    Row("3.3.10", "破过就不再给", {**SELLER, "年销售收入": "600万元"},
        "往年最高年销售收入", "200万元", "2万元", "2万元", NOTHING_DUE, ONCE_EVER),
    # 三（四）
    Row("3.4a", "15%……最高限额15万元", PLATFORM, "自建平台投入费用", "100万元",
        "149999.9985元", "15万元", "15万元"),
    Row("3.4b", "超过100万元的，按10%……最高限额10万元", INNOVATOR, "模式创新投入费用", "100万元",
        NOTHING_DUE, NOTHING_DUE, "10万元"),
    Row("3.4b", "超过含本数", INNOVATOR, "模式创新投入费用", "100万元",
        NOTHING_DUE, "10万元", "10万元", OVER_INCLUDED),
    Row("3.4b", "只补超过部分", INNOVATOR, "模式创新投入费用", "100万元",
        NOTHING_DUE, NOTHING_DUE, "0.001元", EXCESS),
    Row("3.4b", "只补超过部分，200万封顶", INNOVATOR, "模式创新投入费用", "200万元",
        "99999.999元", "10万元", "10万元", EXCESS),
    Row("3.4c", "日均资金流量超过50万元", LARGE, "日均资金流量", "50万元",
        NOTHING_DUE, NOTHING_DUE, "3万元"),
    Row("3.4c", "超过含本数", LARGE, "日均资金流量", "50万元",
        NOTHING_DUE, "3万元", "3万元", OVER_INCLUDED),
    Row("3.4c", "年交易额达到15000万元以上", LARGE, "年交易额", "15000万元",
        NOTHING_DUE, "3万元", "3万元"),
    # 四（三）
    Row("4.3", "第一名3万元", {"是乡镇": YES}, "农产品线上交易额排名", "1名",
        NOTHING_DUE, "3万元", "2万元"),
    Row("4.3", "前三位……1万元", {"是乡镇": YES}, "农产品线上交易额排名", "3名",
        "2万元", "1万元", NOTHING_DUE),
]

# Sums without a limit: what is worked out, or named outright.
SUMS: list[tuple[str, dict[FactId, str], str, dict[FactId, str]]] = [
    ("3.2.3", {"入驻溯源体系": YES, "溯源系统总投资": "4万元"}, "1.2万元", {}),
    ("3.2.3", {"入驻溯源体系": YES, "溯源系统总投资": "0元"}, "0元", {}),
    ("3.3.2", {**HERE, "进入创业城开店": YES, "创业城年租金": "1.2万元"}, "2.4万元", {}),
    ("3.3.2", {**HERE, "进入创业城开店": NO, "创业城年租金": "1.2万元"}, NOTHING_DUE, {}),
    ("3.3.4", {**NO_TITLE, "有国家农产品地理标志": YES}, "5万元", {}),
    ("3.3.4", {**NO_TITLE, "有省级电商示范企业": YES}, "2万元", {}),
    ("3.3.4", {**NO_TITLE, "有全国驰名电商品牌": YES, "有省级著名电商品牌": YES}, "7万元", {}),
    ("3.3.4", {**NO_TITLE, "有全国驰名电商品牌": YES, "有国家农产品地理标志": YES}, "5万元", {}),
    ("3.3.4", {**NO_TITLE, "有全国驰名电商品牌": YES, "有国家农产品地理标志": YES}, "10万元",
     {"称号奖怎么给": "每个称号都给"}),
    ("3.3.4", {**NO_TITLE, "有全国驰名电商品牌": YES, "有省级著名电商品牌": YES}, "5万元",
     {"称号奖怎么给": "只取最高一次"}),
    ("3.3.4", {**NO_TITLE, "有省级著名电商品牌": YES, "有省级电商示范企业": YES}, "4万元",
     {"称号奖怎么给": "每个称号都给"}),
    ("3.3.6", {"是知名电商企业": YES, "在汨罗设总部或中心": YES}, REFERRED, {}),
    ("3.3.8", {**EMPLOYER, "安排贫困人口就业人数": "25人"}, "2.5万元", {}),
    ("3.3.11", {**HERE, "开展跨境电商": YES, "跨境交易额": "0元"}, "0元", {}),
    ("3.4a", {**PLATFORM, "自建平台投入费用": "40万元"}, "6万元", {}),
    ("3.4b", {**INNOVATOR, "模式创新投入费用": "150万元"}, "5万元", EXCESS),
    ("3.4c", {**LARGE, "是电商企业": NO}, NOTHING_DUE, {}),
    ("3.5a", FIRM, REFERRED, {}),
    ("3.5b", {"是培训机构": YES, "培训人次": "1人次"}, "200元", {}),
    ("3.5b", {"是培训机构": YES, "培训人次": "350人次"}, "7万元", {}),
    ("3.6a", FIRM, REFERRED, {}),
    ("3.6b", {**FIRM, "准备上市": YES}, REFERRED, {}),
    ("3.6b", {**FIRM, "在本地注册": NO, "准备上市": YES}, NOTHING_DUE, {}),
    ("4.3", {"是乡镇": YES, "农产品线上交易额排名": "2名"}, "2万元", {}),
]
# fmt: on

SIDES = (("below", -1), ("at", 0), ("above", 1))


CASES = [
    pytest.param(row, side, sign, id=f"{row.award}-{row.words}-{side}")
    for row in LIMITS
    for side, sign in SIDES
]


def plain(said: dict[FactId, str]) -> cases.World:
    """The table's words as answers: what starts with a figure is a number with its unit."""
    return {
        fact: read_quantity(word).value if word[0].isdigit() else word
        for fact, word in said.items()
    }


def assert_pays(
    policy: Policy, award: str, answers: cases.World, readings: dict[FactId, str], expected: str
) -> None:
    assessment = assess(Rulebook(policy), cases.told(answers), readings)
    outcome = assessment.outcomes[award]
    full, _ = cases.complete(policy, _nothing_else(policy), answers)
    due = reference.all_due(full, {**policy.adopted_readings(), **readings})[award]
    status = {REFERRED: Status.REFERRAL, NOTHING_DUE: Status.CANNOT}.get(expected, Status.CAN)
    money = read_quantity(expected).value if status is Status.CAN else Decimal(0)
    assert (outcome.status, outcome.amount) == (status, Span(money, money))
    assert (due.status, due.low, due.high) == (status.value, money, money)
    if status is not Status.REFERRAL:
        assert not outcome.missing, "the row tells all that this award asks for"


def _nothing_else(policy: Policy) -> cases.World:
    """A firm that does nothing and has nothing."""
    return {
        id: Decimal(0) if fact.is_number else frozenset() if fact.options else NO
        for id, fact in policy.facts.items()
    } | {"申请身份": "企业"}


@pytest.mark.parametrize(("row", "side", "sign"), CASES)
def test_limit(policy: Policy, row: Row, side: str, sign: int) -> None:
    number = read_quantity(row.limit).value + sign * step_of(policy.facts[row.fact].measure)
    answers = {**plain(row.said), row.fact: number}
    assert_pays(policy, row.award, answers, row.readings, getattr(row, side))


@pytest.mark.parametrize(("award", "said", "expected", "readings"), SUMS)
def test_sum(
    policy: Policy,
    award: str,
    said: dict[FactId, str],
    expected: str,
    readings: dict[FactId, str],
) -> None:
    assert_pays(policy, award, plain(said), readings, expected)


def test_no_limit_is_left_out(policy: Policy) -> None:
    """Whatever number a rule compares with has its row, so a rule cannot change unseen."""
    in_rules = {
        (id, test.fact, test.quantity.value)
        for id, award in policy.awards.items()
        for condition in (award.eligible, *(tier.condition for tier in award.tiers))
        for test in facts_in(condition)
        if isinstance(test, Compare)
    }
    in_table = {(row.award, row.fact, read_quantity(row.limit).value) for row in LIMITS}
    # Rank 2 is one above row "1" and one below row "3", so it needs no row of its own.
    in_table.add(("4.3", "农产品线上交易额排名", Decimal(2)))
    assert in_rules <= in_table


# A condition that fails alone: each award falls with any single one of its conditions.
WHOLE: dict[str, dict[FactId, str]] = {
    "3.2.2": {"是电商重点项目": YES, "需要新增建设用地": YES, "项目一次性投资": "3000万元"},
    "3.2.3": {"入驻溯源体系": YES, "溯源系统总投资": "1万元"},
    "3.3.1": PARCELS,
    "3.3.2": {**HERE, "进入创业城开店": YES, "创业城年租金": "1万元"},
    "3.3.3": {**SPECIALTY_FIRM, "特色产品网销额": "600万元"},
    "3.3.4": {**NO_TITLE, "有全国驰名电商品牌": YES},
    "3.3.5": {**DESIGNER, "设计产品网销额": "400万元"},
    "3.3.6": {"是知名电商企业": YES, "在汨罗设总部或中心": YES},
    "3.3.7a": {**IN_PARK, "年纳税额": "400万元"},
    "3.3.7b": {**HIRED, "新安排就业人数": "300人", "网上销售额": "600万元"},
    "3.3.8": {**EMPLOYER, "安排贫困人口就业人数": "12人"},
    "3.3.9a": {"是建档立卡贫困人员": YES, "在第三方平台开网店": YES, "第一年成交笔数": "30笔"},
    "3.3.9b": {"是贫困村电商服务站": YES, "站点网上交易额": "30万元"},
    "3.3.10": {**NEWCOMER, "年销售收入": "300万元"},
    "3.3.11": {**HERE, "开展跨境电商": YES, "跨境交易额": "100万元"},
    "3.4a": {**PLATFORM, "自建平台投入费用": "50万元"},
    "3.4b": {**INNOVATOR, "模式创新投入费用": "300万元"},
    "3.4c": LARGE,
    "3.5a": FIRM,
    "3.5b": {"是培训机构": YES, "培训人次": "10人次"},
    "3.6a": FIRM,
    "3.6b": {**FIRM, "准备上市": YES},
    "4.3": {"是乡镇": YES, "农产品线上交易额排名": "1名"},
}
CONDITIONS = [
    (award, fact) for award, said in WHOLE.items() for fact, word in said.items() if word == YES
]


@pytest.mark.parametrize(("award", "fact"), CONDITIONS)
def test_one_condition_unmet_and_nothing_is_due(policy: Policy, award: str, fact: FactId) -> None:
    said = WHOLE[award]
    rulebook = Rulebook(policy)
    met = assess(rulebook, cases.told(plain(said))).outcomes[award].status
    needless = award in {"3.5a", "3.6a"} and fact == "在本地注册"
    unmet = assess(rulebook, cases.told(plain({**said, fact: NO}))).outcomes[award]
    assert met in (Status.CAN, Status.REFERRAL)
    assert unmet.status is (Status.REFERRAL if needless else Status.CANNOT)
    assert unmet.amount == Span(Decimal(0), Decimal(0))


# （下同）: who need not be registered here, under each reading of how far it reaches.
NOT_FROM_HERE = {
    "管后面各项": {"3.2.2", "3.2.3", "3.3.6", "3.3.9a", "3.3.9b", "3.5a", "3.5b", "3.6a", "4.3"},
    "连贫困户网店等也管": {"3.2.2", "3.2.3", "3.3.6", "3.5a", "3.6a", "4.3"},
    "只管写明的几项": WHOLE.keys() - {"3.3.1", "3.3.4", "3.4a", "3.6b"},
}


@pytest.mark.parametrize("reach", NOT_FROM_HERE)
@pytest.mark.parametrize("award", WHOLE)
def test_registered_here_where_the_text_asks_for_it(policy: Policy, award: str, reach: str) -> None:
    answers = plain({**WHOLE[award], "在本地注册": NO})
    outcome = assess(Rulebook(policy), cases.told(answers), {"本地注册管到哪里": reach}).outcomes[
        award
    ]
    assert (outcome.status is not Status.CANNOT) == (award in NOT_FROM_HERE[reach])


# Conditions met, but what the sum is worked out from was not told: from nothing to the cap.
NO_BASE: list[tuple[str, dict[FactId, str], Decimal | None]] = [
    ("3.2.3", {"入驻溯源体系": YES}, Decimal(20_000)),
    ("3.3.2", {**HERE, "进入创业城开店": YES}, None),
    ("3.3.11", {**HERE, "开展跨境电商": YES}, Decimal(50_000)),
    ("3.4a", PLATFORM, Decimal(150_000)),
    ("3.5b", {"是培训机构": YES}, None),
]


@pytest.mark.parametrize(("award", "said", "most"), NO_BASE)
def test_claimable_though_the_sum_is_not_yet_known(
    policy: Policy, award: str, said: dict[FactId, str], most: Decimal | None
) -> None:
    outcome = assess(Rulebook(policy), cases.told(plain(said))).outcomes[award]
    assert (outcome.status, outcome.amount) == (Status.CAN, Span(Decimal(0), most))
    assert outcome.missing


def test_poor_staff_not_counted_leaves_the_sum_without_limit(policy: Policy) -> None:
    """三（三）8 names a price for each person and no ceiling."""
    outcome = assess(Rulebook(policy), cases.told(EMPLOYER)).outcomes["3.3.8"]
    assert (outcome.status, outcome.amount) == (Status.OPEN, Span(Decimal(0), None))


def test_cross_border_is_never_promised(policy: Policy) -> None:
    """不超过5万元: no formula, so nothing is certain however large the trade."""
    said = plain({**HERE, "开展跨境电商": YES, "跨境交易额": "9000万元"})
    assessment = assess(Rulebook(policy), cases.told(said))
    assert assessment.outcomes["3.3.11"].amount == Span(Decimal(0), Decimal(50_000))
    assert assessment.choice.total.low == 0


def test_rent_without_a_rate(policy: Policy) -> None:
    """2年租金补贴: the share was never written, so read that way even the rent settles nothing."""
    said = plain({**HERE, "进入创业城开店": YES, "创业城年租金": "1.2万元"})
    readings = {"创业城租金补多少": "比例没写"}
    outcome = assess(Rulebook(policy), cases.told(said), readings).outcomes["3.3.2"]
    assert (outcome.status, outcome.amount) == (Status.CAN, Span(Decimal(0), Decimal(24_000)))


# 第3项和第7项中内容同类不重复奖励: 3 pays 10万, 7a 5万, 7b 5万, 10 5万 to this firm.
RICH = {
    **SPECIALTY_FIRM,
    **HIRED,
    **NEWCOMER,
    "特色产品网销额": "1000万元",
    "年纳税额": "500万元",
    "新安排就业人数": "500人",
    "网上销售额": "1000万元",
    "年销售收入": "1100万元",
}
# The same, but selling its specialties only in its own shop: 3 pays nothing, 7b 1万, 10 5万.
MODEST = {**RICH, "在全国性平台销售": NO, "新安排就业人数": "100人"}
TOGETHER = [
    # reading, ceiling of 第7项, RICH, MODEST
    ("第10项与同类的不重复", "各封各的", "20万元", "10万元"),
    ("第10项与第3第7整项不重复", "各封各的", "20万元", "6万元"),
    ("只有第3与第7不重复", "各封各的", "20万元", "11万元"),
    ("三项同类两两不重复", "各封各的", "15万元", "10万元"),
    ("三项整项两两不重复", "各封各的", "10万元", "6万元"),
    ("第10项与同类的不重复", "合起来5万", "15万元", "10万元"),
    ("第10项与第3第7整项不重复", "合起来5万", "15万元", "5万元"),
    ("只有第3与第7不重复", "合起来5万", "20万元", "10万元"),
    ("三项同类两两不重复", "合起来5万", "15万元", "10万元"),
    ("三项整项两两不重复", "合起来5万", "10万元", "5万元"),
]


@pytest.mark.parametrize(("same_kind", "ceiling", "rich", "modest"), TOGETHER)
def test_same_kind_is_not_paid_twice(
    policy: Policy, same_kind: str, ceiling: str, rich: str, modest: str
) -> None:
    readings = {"同类不重复管哪些": same_kind, "第7项封顶怎么算": ceiling}
    for said, expected in ((RICH, rich), (MODEST, modest)):
        answers, _ = cases.complete(policy, _nothing_else(policy), plain(said))
        assessment = assess(Rulebook(policy), cases.told(answers), readings)
        money = read_quantity(expected).value
        assert assessment.choice.total == Span(money, money)
        due = reference.all_due(answers, {**policy.adopted_readings(), **readings})
        assert reference.lawful_total(due, {**policy.adopted_readings(), **readings}) == (
            money,
            money,
        )


# “电子商务企业”: read loosely, shops of a single person are such firms too, and nobody else.
@pytest.mark.parametrize(
    ("applicant", "loosely"),
    [("个人网店", True), ("贫困户", True), ("企业", False), ("培训机构", False), ("乡镇", False)],
)
def test_who_is_an_ecommerce_firm(policy: Policy, applicant: str, loosely: bool) -> None:
    answers = plain({**WHOLE["3.3.3"], "申请身份": applicant, "是电商企业": NO})
    for option, firm in (("不算", False), ("也算", loosely)):
        readings = {"个体网店算不算电商企业": option}
        outcomes = assess(Rulebook(policy), cases.told(answers), readings).outcomes
        assert (outcomes["3.3.3"].status is Status.CAN) == firm
        assert (outcomes["3.5a"].status is Status.REFERRAL) == firm


SAID_TWICE = [(Op.AT_LEAST, 20), (Op.AT_LEAST, 100), (Op.AT_MOST, 500), (Op.AT_MOST, 300)]


@pytest.mark.parametrize("limits", [SAID_TWICE, SAID_TWICE[::-1]])
def test_a_sum_keeps_within_all_limits_of_its_number(limits: list[tuple[Op, int]]) -> None:
    tests = (Compare("数", op, read_quantity(f"{number}个")) for op, number in limits)
    payoff = PerUnit.model_validate({"每一": "数", "奖励": "10元"})
    assert compile_payoff(payoff, AllOf(tuple(tests))).pay({}) == Span(Decimal(1000), Decimal(3000))


@pytest.mark.parametrize(
    ("fact", "second"), [("自建平台投入费用", "1000000"), ("模式创新投入费用", "1000000.01")]
)
def test_a_cap_beside_a_threshold_makes_no_button_of_its_own(
    policy: Policy, fact: str, second: str
) -> None:
    rulebook = Rulebook(policy)
    spans = cuts(rulebook, fact, rulebook.awards)
    assert [span.low for span in spans] == [0, Decimal(second)]
