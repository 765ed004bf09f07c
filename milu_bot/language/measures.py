"""What is counted: the measure word after a number, in the unit that the policy reckons in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from milu_bot.language.numeral import Numeral
from milu_bot.late_pattern import late_pattern
from milu_bot.quantity import YUAN, ZERO

GENERIC = "个"
"""Counts anything."""
RANK = "名"
ORDINAL = "第"
"""A place in some order that is no rank: 第三个, 第5条."""
CALENDAR = "日期"
YEARS = "年"
FOREIGN = "外币"
_MOST = {"人": 100_000, "家": 10_000}
"""More people or firms than that are a slip of the tongue: 招了180万人."""

_TEN_THOUSAND = 10_000
_WORDS: dict[str, tuple[str, str]] = {
    YUAN: ("1", "元 块 圆 元钱 块钱 元整 元人民币 块人民币 元RMB 人民币 RMB rmb Rmb CNY cny yuan"),
    "元*0.1": ("0.1", "角 毛 角钱 毛钱"),
    "元*0.01": ("0.01", "分钱"),
    "人": (
        "1",
        "人 位 名 口 个人 口人 号人 个员工 名员工 位员工 员工 工人 个工人 名工人",
    ),
    "人次": ("1", "人次 个人次"),
    "次": ("1", "次 趟 回"),
    "笔": ("1", "笔 单 个单 个订单 订单 笔生意 单生意 笔订单 个单子 笔单子 张单"),
    "件": ("1", "件 票 个包裹 包裹 个快递 件快递 票快递 个快件 个件"),
    "家": ("1", "家 个公司 家公司 个企业 家企业 个快递企业 个快递公司 个货运企业 个货运公司"),
    "户": ("1", "户"),
    "店": ("1", "个店 家店 间店"),
    "吨": ("1", "吨 t T"),
    "吨*0.001": ("0.001", "公斤 千克 kg KG Kg"),
    "吨*0.0005": ("0.0005", "斤 市斤"),
    "%": ("1", "% 个百分点"),
    "%*10": ("10", "成"),
    YEARS: ("1", "年"),
    "月": ("1", "个月 月"),
    "时": ("1", "小时 个小时 分钟 秒 点钟 点半 点 刻"),
    "天": ("1", "天 日 号 晚 夜 周 星期 个星期 礼拜 个礼拜"),
    FOREIGN: ("1", "美元 美金 美刀 刀 欧元 港元 港币 日元 英镑 韩元 卢布 泰铢"),
    "倍": ("1", "倍 番"),
    GENERIC: ("1", "个"),
}
_OTHERS = (
    "亩 平方米 平米 平方 平 公里 里 米 台 辆 岁 页 条 项 款 场 届 期 级 层 楼 村 镇 乡 县 省 市 区 箱 袋 盒 瓶 "
    "包 套 只 头 张 本 种 类 批 课 班 节 门 车 间 栋 等 股 分 克 升 桶 筐 份 对 双 把 颗 粒 根 棵 盘 折 "
    "座 组 队 排 样 遍 处 所 章 第 粉丝 粉 点赞 赞 播放 观看 浏览 阅读 关注 会员"
)
_TABLE: dict[str, tuple[str, Decimal]] = {
    word: (unit.partition("*")[0], Decimal(factor))
    for unit, (factor, words) in _WORDS.items()
    for word in words.split()
} | {word: (word, Decimal(1)) for word in _OTHERS.split()}
_MEASURE = late_pattern(
    " ?(?P<word>[个家间][\u4e00-\u9fff]店|"
    + "|".join(re.escape(word) for word in sorted(_TABLE, key=len, reverse=True))
    + r")(?:(?<=次)(?![性要日])|(?<=成)(?![交功立本员品为])|(?<=个)(?![半体亿])|(?<=口)(?![价气吻味])"
    r"|(?<=年)(?!级)|(?<=角)(?![形落度色])|(?<=毛)(?![病巾衣])|(?<=粉)(?![条皮面干])|(?<=人)(?![民家才])|(?<=[a-zA-Z])(?![a-zA-Z0-9])"
    r"|(?<=件)(?!事)|(?<=村)(?![是里上也属算不])|(?<=分)(?!别)|(?<=里)(?![面头边])|(?<=镇)(?![里上])|(?<=天)(?!猫)|(?<=平)(?![台均时常江安整衡等价])"
    r"|(?<![次成个口年角毛粉人件分村里镇天平a-zA-Z]))"
)
_COIN = r"(?:[0-9](?![0-9])|[一二两三四五六七八九])"
_COINS = late_pattern(
    rf"零?(?P<tenths>{_COIN})[角毛](?:(?P<cents>{_COIN})分?)?钱?"
    rf"|零?(?P<only_cents>{_COIN})分钱?"
    rf"|(?P<bare>{_COIN}|半)(?=$|[^\u4e00-\u9fff0-9a-zA-Z.]|[的了吧左])"
)
_CENTS = late_pattern(rf"(?P<cents>{_COIN})分?钱?")
_COIN_VALUES = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {
    "两": 2,
    "半": 5,
}
_CURRENCY = late_pattern(r"(?:(?P<yuan>¥|RMB|rmb|CNY|人民币)|[$€£]|USD|US\$) ?$")
_NOT_A_CENT = late_pattern("[\u4e00-\u9fff]{0,2}?[都也]?[没冇]")
_FIRST = late_pattern("(?<![以之目])前$")
_RANKED = late_pattern("(?:排|名次)[名在到了]{0,2}第$")
_PLACES = ("项", "条", "款", "点", "部", "方")
_CALM_BEFORE = late_pattern(r"(?:^|[^\u4e00-\u9fffa-zA-Z]|[是有了共就只才约到至为达满填于过个超])$")
_CALM_AFTER = late_pattern(
    r" *(?:$|[^\u4e00-\u9fff]|[吧啊呢哦嘛了的呀噻咯哒以多不到至还都把来出]|左右|上下|一[年个月天])"
)
_FUNCTION_WORDS = frozenset(
    "能可会要奖补给够算的了吧啊呢哦嘛呀噻咯哒以一左上下还和与及跟也都就是在有交卖招缴又但而共不没冇全差到至或"
)


def _unit(word: str) -> tuple[str, Decimal]:
    """The unit of a measure word and its share of it; whatever kind of shop is a 店."""
    return _TABLE.get(word, ("店", Decimal(1)))


def is_no_count(number: Decimal, unit: str) -> bool:
    """Whether 180万 without a unit is hardly so many people or firms, but money."""
    return unit in _MOST and number >= _TEN_THOUSAND


def too_many(number: Decimal, unit: str) -> bool:
    """Whether there cannot be so many people or firms."""
    return unit in _MOST and number > _MOST[unit]


@dataclass(frozen=True, slots=True)
class Measure:
    """What a number counts. One of the written unit is `factor` of `unit`; `extra` are the 5角 of 3元5角."""

    unit: str
    end: int
    factor: Decimal = Decimal(1)
    extra: Decimal = ZERO


def read_measure(text: str, before: str, number: Numeral) -> Measure | None:
    """The measure after a number; an empty unit if none stands there, nothing if it is no quantity at all."""
    end, words = number.end, number.chinese
    if before.endswith("第"):
        ranked = _RANKED.search(before) and text[end : end + 1] not in _PLACES
        return Measure(RANK, end) if ranked else _order(text, end, words)
    following = text[end : end + 1]
    match = _MEASURE.match(text, end)
    if match and number.large and match["word"] == YEARS:
        match = None  # 50万年交易 tells no years
    if (
        match
        and number.large
        and match.group().startswith(" ")
        and _unit(match["word"])[0] in _MOST
    ):
        match = None  # 税 31万 人 新招17
    if match and not _is_other_word(text, match, number):
        unit, factor = _unit(match["word"])
        if match["word"] == "分" and words:
            unit, factor = YUAN, Decimal("0.01")
        if (
            (_FIRST.search(before) or before.endswith(("排名", "排")))
            and unit == "人"
            and match["word"] in ("名", "位")
        ):
            return Measure(RANK, match.end())
        if unit == YEARS and not number.large and 1900 <= number.low <= 2100:
            return Measure(CALENDAR, match.end())
        if match["word"] in ("月", "日", "号"):
            return Measure(CALENDAR, match.end())
        extra, stop = _rest(text, match.end(), match["word"], unit, factor)
        return Measure(unit, stop, factor, extra)
    if currency := _CURRENCY.search(before):
        return Measure(YUAN if currency["yuan"] else FOREIGN, end)
    if _FIRST.search(before) and _CALM_AFTER.match(text, end):
        return Measure(RANK, end)
    if text.startswith("分之", end):
        return Measure("分之", end + 2)
    if not words:
        foreign = (
            not number.large
            and "\u4e00" <= following <= "\u9fff"
            and following not in _FUNCTION_WORDS
        )
        return Measure(following if foreign else "", end)
    calm = _CALM_AFTER.match(text, end) and (number.counted or _CALM_BEFORE.search(before))
    return Measure("", end) if calm or (number.large and not number.vague) else None


def _order(text: str, end: int, words: bool) -> Measure | None:
    if rank := late_pattern(" ?[名位]").match(text, end):
        return Measure(RANK, rank.end())
    if _CALM_AFTER.match(text, end):
        return Measure(RANK, end)
    return None if text.startswith("方", end) else Measure(ORDINAL, end + 1)


def _is_other_word(text: str, match: re.Match[str], number: Numeral) -> bool:
    """一块来, 一样, 一起, 百家: no number is meant."""
    word, unit = match["word"], _unit(match["word"])[0]
    calm = bool(_CALM_AFTER.match(text, match.end()))
    if word == "分" and number.chinese:
        return not _NOT_A_CENT.match(text, match.end())
    if (
        number.vague
        and number.large is False
        and not calm
        and number.low in (100, 1000)
        and number.chinese
    ):
        return unit == word and unit not in ("人", "家", "件", "吨", "笔", "户")
    if not number.chinese or number.low != 1 or number.vague or not number.is_point:
        return False
    if word == "块":
        return not re.match(
            r"$|[^\u4e00-\u9fff]|[一二两三四五六七八九半零多都左以的吧]",
            text[match.end() : match.end() + 1],
        )
    return (word == unit and unit in _OTHERS.split()) or word in (
        "点",
        "回",
        "时",
        "刻",
        "号",
        "日",
        "成",
    )


def _rest(text: str, at: int, word: str, unit: str, factor: Decimal) -> tuple[Decimal, int]:
    """What may follow a measure and belongs to it: 12块5, 3元5角2分, 2吨半, 1毛5."""
    if unit == YUAN and factor == 1 and word in ("元", "块", "圆"):
        if coins := _COINS.match(text, at):
            tenths = coins["tenths"] or coins["bare"] or "零"
            cents = coins["cents"] or coins["only_cents"] or "零"
            return Decimal(_coin(tenths)) / 10 + Decimal(_coin(cents)) / 100, coins.end()
    elif word in ("角", "毛") and (coins := _CENTS.match(text, at)):
        return Decimal(_coin(coins["cents"])) / 100, coins.end()
    elif (
        text.startswith("半", at)
        and unit in ("吨", YEARS)
        and not text.startswith(("半年", "半月", "半天"), at)
    ):
        return factor / 2, at + 1
    return ZERO, at


def _coin(digit: str) -> int:
    return _COIN_VALUES.get(digit) or int(digit) if digit.isdigit() else _COIN_VALUES[digit]
