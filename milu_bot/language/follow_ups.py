"""Words that only mean something after what was said before: 第二个再说说, 是真的吗, 那要是……呢."""

from __future__ import annotations

import re
from dataclasses import dataclass

from milu_bot.language.numerals import mentions
from milu_bot.late_pattern import late_pattern
from milu_bot.quantity import YUAN

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九十")} | {"两": 2}
_NTH = late_pattern(
    r"^(?:那|那么|再|把|请|说说|讲讲|看看|你说的|刚才|上面)*"
    r"(?:第(?P<nth>[一二三四五六七八九十0-9])(?P<what>个|样|种|项|条|笔)?"
    r"|(?P<last>(?:最后|后面?)那?一?[个样种项条])|(?P<first>(?:最前|前面?|头)那?一?[个样种项条]))"
    r"(?P<rest>.*)$"
)
_ONLY_MORE = late_pattern(
    r"(?:奖|的)*(?:再|给我|帮我|详细|具体|仔细|展开|多|也|一下|一点|点|些|下|说|讲|看|解释|介绍|是什么|是啥|是么子|怎么回事|呢|吧|咯|噻|啊|[?？。!！，,])*"
)
_SAY_MORE = late_pattern("呢|说|讲|详细|具体|解释|介绍|展开|看看|是什么|怎么回事")
_HEARSAY = late_pattern(
    r"(?:是?真的?[吗么不啵没]|真的?假的?|是不是真的?|是真是假|属实[吗么不]|靠谱[吗么不]|有这回事[吗么不]|有咯回事不|(?:说得?|讲得?)?对不对|说得对[吗么]|讲得对[吗么])"
    r"[?？。!！]*$"
)
_WHO_SAID = late_pattern(
    r"(?:我?听|隔壁|邻居|村里|镇上|网上|抖音上|电视里|微信群里|群里)?[^，,。\d]{0,6}?"
    r"(?:说|讲|告诉我|跟我说|跟我讲|传)的?(?:是|话)?[，,：: ]?"
)
_NO_CLAIM = late_pattern(r"(?:她|他|别人|人家)们?(?:说|讲)的?是?$")
_LEANING = late_pattern(r"^(?:那|换成)|要是|如果|假如|假设|若是")
_THIS = late_pattern(
    r"这个(?!月|季|年)|这一?[项条款笔]|该[项奖]|咯个|它|这种奖|这笔钱|那个(?:奖|钱|补贴)"
)
_MORE_BY = late_pattern(
    r"再(?:多|加|添)?(?![往到说看问过])[\u4e00-\u9fff]{1,2}$"
    r"|(?:再|还)(?:多|加|添)?(?:招|卖|交|缴|做|请|培训|派|成交|接|加|添|多|来)"
)
_OF_AN_AWARD = late_pattern(
    r"条件|手续|材料|怎么[领拿申算给]|如何[领申]|几次|每年|年年|一年一|一次|给谁|谁[能可来]|哪个[能可]|什么时候|几时|多久|要什么|要么子|要求"
    r"|限制|上限|最多|最高|封顶|最少|起点|门槛|标准|几年|怎么回事|有效|还算|分几档|哪几档|几档|要交什么|找谁|找哪|到哪|去哪|多少|好多|几多"
)
_HOW_OFTEN = late_pattern(
    r"每一?年|年年|一年一次|几次|一次性|只给一次|一次还是|再[给领拿发奖]一?[次回]"
    r"|(?:明年|后年|第[二三]年)(?:还|再|又)?(?:能不能|可不可以|能|可以|会不会|会)?(?:还|再)?[给领拿发奖有]"
)
_ONLY_HOW_OFTEN = late_pattern(
    r"(?:奖励?|补贴|钱|可以|[我今去]?年?又?[做卖交]了|不"
    r"|[那这个笔是就都也会能给有发领拿得到吗么不没的呢吧啊啵咯噻还只或?？，, ])*"
)
_SHORTFALL = late_pattern(
    r"(?:还|要|又)?差(?:多少|好多|几多|几|多远)|还要(?:多少|好多|几)"
    r"|(?:^那?|[卖做招交缴到要][到够满]?)(?:多少|好多|几多|几)[^，]{0,3}才(?:有|够|行|能|算|给|可以|拿)"
)
_MOST = late_pattern(
    r"(?:加起来|加在一起|合起来|一共|总共|合计|两[项个样边]|都[拿领]).*(?:最多|最高|封顶|多少|好多|几多)"
)
_TWO = late_pattern(r"两[项个样边笔]")
_LACK = r"(?:就|只|才|还|仅|要是|如果)*(?:差|少|缺|不够|不到|没到|没够|不足|欠)"
_PLEA = late_pattern(
    "通融|网开一面|高抬贵手|照顾|打个?商量|商量商量|放宽|宽限|松一?点|松松手|马虎点|睁只眼|变通|破个?例"
)
_ONLY_A_PLEA = late_pattern(
    rf"(?:{_LACK}|几[万千百十]*(?:块钱?|元|个人?|人|单|笔)?|一点点?|一些|点点?|一丁点|点把|个把|那么|这么|能不能|可不可以|能否|可否|是不是|行不行|要得不|要得|得不得"
    r"|给不给|算不算|也?算|也给|可以|能|行|会不会|给个?|一下|一下子|下|政策|领导|帮忙|帮我|请|求|我|你|您|们|了|的|就|也|有没有|得|到|够|线"
    r"|的话|那|吗|么|嘛|吧|呢|不|没|啊|咯|噻|还|[，,。？?！! ])*"
)
_WHAT_ELSE = late_pattern(
    r"(?:那么?|除了(?:这|那)[个些项]?|以外|之外|[就还再只都也能可以会是拿领享受到]|有没有|没有|冇得|冇有|没得|没|冇|不|有|什么|么子|啥|哪些|哪样|得)*"
    r"(?:(?:别的|别个|其[他它]的?|另外的?|其余的?)(?:奖励?|补贴|政策|好处|优惠|钱|项目)?"
    r"|(?<=还有)(?:呢|不|没|吗|么|(?:什么|么子|哪些|啥)(?:奖励?|补贴|好处)?))"
    r"(?:可以|能|[拿领搞享得到了的吧吗么不没冇有呢啊呀咯哒嘛噻?？。!！])*"
    r"|(?:那|难道|未必)?就(?:只有?)?(?:这|咯)(?:么点|些|一[个项样]|点|个)(?:钱|奖|补贴)?(?:了|哒)?[吗么吧啊不?？]*"
)
_THING = late_pattern(
    r"(?:那么?|换成|要是|如果|是)*(?P<thing>[\u4e00-\u9fff]{2,6}?)"
    r"(?:的话|咧|嘞|呢|行不行|可以吗|算不算|算吗)+[?？。!！~ ]*"
)
_ELLIPTIC = 12
"""Units: characters. A question this short may lean on what was spoken of last."""


@dataclass(frozen=True, slots=True)
class Nth:
    """One of several things just listed: `index` counts from 0, -1 is the last. `rest` is what is asked of it."""

    index: int
    rest: str
    clause_like: bool
    """Whether 第二项 or 第二条 was said, which may as well name a clause."""


@dataclass(frozen=True, slots=True)
class Hearsay:
    """Somebody says something is so, and the person asks if it is true; `claim` is what was said."""

    claim: str


def nth(words: str) -> Nth | None:
    """第二个再说说, 最后那个要什么条件."""
    match = _NTH.match(words)
    if not match or (match["nth"] and not match["what"] and match["rest"]):
        return None
    rest = "" if _ONLY_MORE.fullmatch(match["rest"]) else match["rest"]
    if match["nth"]:
        number = match["nth"]
        index = (int(number) if number.isdigit() else _DIGITS[number]) - 1
        return Nth(index, rest, match["what"] in ("项", "条")) if index >= 0 else None
    return Nth(-1 if match["last"] else 0, rest, False)


def points_back(words: str) -> bool:
    """Whether it asks for one of several things again, and is no bare pick of an option."""
    found = nth(words)
    return found is not None and (bool(found.rest) or _SAY_MORE.search(words) is not None)


def hearsay(words: str) -> Hearsay | None:
    """她说的是真的吗, 隔壁王婶说有2000块是真的不."""
    match = _HEARSAY.search(words)
    said = _WHO_SAID.search(words[: match.start()]) if match else None
    if match is None or said is None:
        return None
    before, after = words[: said.start()], words[said.end() : match.start()]
    claim = "".join(_NO_CLAIM.sub("", part) for part in (before, after))
    return Hearsay(claim.strip(" ，,。？?！!：:"))


def supposes(words: str) -> bool:
    """Whether it asks what would be: 那要是续签一年呢."""
    return re.search("要是|如果|假如|假设|若是", words) is not None


def leans(words: str) -> bool:
    """Whether the words go on from the last question, or point back at it."""
    return bool(_LEANING.search(words) or _THIS.search(words) or asks_on(words))


def asks_on(words: str) -> bool:
    """Whether it names a thing to hear of it: 特产奖呢."""
    return words.rstrip("?？。!！~ ").endswith(("呢", "咧", "嘞"))


def thing_asked_on(words: str) -> str:
    """那合作社呢 -> 合作社; nothing where more is said than the name of a thing."""
    match = _THING.fullmatch(words)
    return match["thing"] if match else ""


def is_short(words: str) -> bool:
    """Whether it may lean on what was spoken of last, by its length."""
    return len(words) <= _ELLIPTIC


def is_elliptic(words: str) -> bool:
    """Whether it asks something that every award has, and names none: 要什么条件."""
    return is_short(words) and _OF_AN_AWARD.search(words) is not None


def adds(words: str, start: int) -> bool:
    """Whether the number that begins at `start` comes on top of what was said: 再招50个."""
    return _MORE_BY.search(words[max(0, start - 8) : start]) is not None


def asks_how_often(words: str) -> bool:
    """Whether it asks only if the award spoken of comes again: 15万每年都有."""
    if not _HOW_OFTEN.search(words):
        return False
    for mention in reversed([m for m in mentions(words) if m.unit == YUAN or m.large]):
        words = words[: mention.start] + words[mention.end :]
    return _ONLY_HOW_OFTEN.fullmatch(_HOW_OFTEN.sub("", words)) is not None


def asks_the_least(words: str) -> bool:
    """Whether it asks from what number on there is anything: 那卖多少才有."""
    return "才" in words and asks_how_far(words)


def asks_how_far(words: str) -> bool:
    """Whether it asks how much is wanting: 那货运差好多."""
    return len(words) <= _ELLIPTIC and _SHORTFALL.search(words) is not None


def pleads(words: str) -> bool:
    """Whether it only asks to be let off what is wanting to a number: 差1万能不能通融."""
    plea = _PLEA.search(words)
    if not plea and not (re.match(_LACK, words) and not _SHORTFALL.search(words)):
        return False
    for mention in reversed(mentions(words)):
        if mention.usable and not re.search(f"{_LACK}$", words[: mention.start]):
            return False  # 差一笔满十笔 tells nine
        words = words[: mention.start] + words[mention.end :]
    asks = plea or re.search("[吗么不呢?？]|行|算", words)
    return bool(asks) and _ONLY_A_PLEA.fullmatch(_PLEA.sub("", words)) is not None


def asks_what_else(words: str) -> bool:
    """Whether it asks if there is anything else, and nothing more: 冇得别的了吧."""
    return _WHAT_ELSE.fullmatch(words) is not None


def asks_the_most_of_two(words: str) -> bool:
    """Whether it asks what two things come to at most: 两项加起来最多多少."""
    return _TWO.search(words) is not None and _MOST.search(words) is not None


def is_bare(words: str) -> bool:
    """Whether an elliptic question speaks of nothing else at all: 补贴标准, and not 学生要什么条件."""
    return len(named_besides(words)) <= 1


def named_besides(words: str) -> str:
    """What an elliptic question speaks of beside what every award has: 就业奖最多多少 -> 就业奖."""
    return re.sub(
        "[我你您想要那的呢吗么吧啊是有没能可以给补发 ?？]", "", _OF_AN_AWARD.sub("", words)
    )
