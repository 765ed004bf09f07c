"""Numbers that stand beside the words for a fact and are not told of it: paid, asked for, of one among many."""

from __future__ import annotations

from milu_bot.language.filling import leading_up
from milu_bot.language.measures import RANK
from milu_bot.language.numerals import Mention
from milu_bot.language.one import is_article
from milu_bot.language.telling import Stretch
from milu_bot.late_pattern import late_pattern
from milu_bot.policy import Fact
from milu_bot.quantity import YUAN

_DENYING_ON = late_pattern(r".?[没冇][有得]?[\u4e00-\u9fff]")
_GRANTED = late_pattern(
    r"(?:[奖补拿领给罚]|(?<![研派开])发|(?<![卖做接搞交缴招收请])得)[了到过]?(?:[那这]个?)?$"
)
_EACH = late_pattern(
    r"每一?[家人个单件户班期车趟场位名]|(?<![量水金])平均(?!每[天日月年])|人均|户均|各自?$"
)
"""每家60万件 is no total."""
_ONE_OF_TWO = late_pattern("(?:这|头一|有一|第一)[个家间]|一[个家间](?!月)")
_THE_OTHER = late_pattern("(?:那|另一|另外一|还有一|第二)[个家间]")
"""这个店卖了15万，那个店卖了8万: each is a part, and no one adds up for the speaker."""
_THE_BEST = late_pattern("最[好多高大火][^，]{0,3}[一那][款个种样单项只](?!月)")
"""卖得最好的一款 is one of many."""
_HANDED = late_pattern("[卖租借送供批介绍转]给[^，]{0,3}$|[说写当看听讲算]成$")
"""卖给5家, 说成5000万."""
_SHARE_OF = late_pattern("(?:里面?|里头|当中|之中)[^，]{0,6}占了?$")
_FOR_HIRE = late_pattern("(?:请|找|雇|叫|托|选|委托|联系)[了过]?$")
_WITH_US = late_pattern("[^，]{0,8}[跟和与同]我[^，]{0,4}合作")
_REWARD = late_pattern("(?:多少|好多|几多|几[个家人名笔单件万])[^，。]{0,6}$")
"""交到多少才有1万: the number is what one gets."""
_DEMANDED = late_pattern("(?:要|需|须|非得|一定得)[^，,我0-9]{0,3}$")
"""要满300人次吗 asks for a limit."""
_CONDITION = late_pattern("[^，,我]{0,6}才(?:行|能|可以|算|够|给|有[奖补钱])")
"""得交到100万才行."""
_ONCE = late_pattern("从 ?$")
_ROSE = late_pattern("[^，,]{0,4}(?:到|至)")
"""从300万涨到450万."""
_IS_OF = late_pattern("的?(?:是|给|让|被|归)(?![我吧吗的])")
"""第一名是长乐镇."""
_FIRST_YEAR = late_pattern("第一年|头一?年")
_OTHER_YEAR = late_pattern("[去今上]年|第[二三]年")
"""去年接了一千单，第一年十二单."""
_SOME_YEAR = late_pattern("[去今上前]年|全年|每年|旧年")
_NEW = late_pattern("刚开|新开|才开|开了一?[个家间]|[去今]年[^，]{0,6}(?:开|起)")
"""去年开的店: the first year may be that one."""
_HOW = late_pattern(
    "(?:的|以上)?(?:怎么|咋|如何|何解|什么意思|是指|(?:需要?|要|得)[^，]{0,2}(?:什么|么子|哪些))"
)
_REACHED = late_pattern("[满到够]$")
_LIMIT = late_pattern("以[上下内](?:的)?$")
_ME = late_pattern("[我俺咱]|本[公企单镇乡站校社店厂]|自己|了|[去今]年")
_IS_OTHER = late_pattern(
    "的?(?:任务|指标|目标|计划|预算)|[^，,0-9]{0,3}[都全]?是(?:(?:集团|[总母]公司|整个|全[县市镇村省国]|别[人家个]|人家|客户|同行|他们|隔壁|[两三四五六七八九十几0-9]+[家年])"
    "|[^，,0-9]{0,4}(?:目标|计划|任务|预算|预计|指标)|[和跟与][^，,]{1,6}(?:平分|合|一起|共)|[^，,]{1,4}[讲说报]的)"
)
"""一百万是集团合并报的, 是三年加起来的, 是去年的目标: whose or what it is comes behind the number."""
_UNREAL = late_pattern("[^，]{0,3}[那这]?[都全]?是(?:吹|假|骗|瞎|乱|没有的事|[在]?做梦|不可能|扯)")
_UNITS_OF_FIRMS = ("家", "户")


def granted(text: str, start: int) -> bool:
    """Whether the number that begins here is money that is given, and no fact: 奖5万是封顶吗."""
    return _GRANTED.search(text, 0, start) is not None


def is_not_told(stretch: Stretch, mention: Mention, fact: Fact, whole: str) -> bool:
    """Whether a number, whatever words stand beside it, is none that is told of this fact."""
    text, at = stretch.text, mention.start - stretch.start
    end = at + mention.end - mention.start
    return (
        is_article(whole, mention)
        or _doubtful(text, mention, at)
        or stretch.compared(at)
        or (mention.unit == RANK and _IS_OF.match(text, end) is not None)
        or (fact.measure == YUAN and granted(text, at))
        or _of_others(text, mention, fact, at, end)
        or (stretch.asked and _asked_for(text, at, end))
        or _UNREAL.match(text, end) is not None
        or _IS_OTHER.match(text, end) is not None
        or _CONDITION.match(text, end) is not None
        or _of_another_year(fact, leading_up(whole, mention.start) + text, whole)
        or bool(_ONCE.search(text[:at]) and _ROSE.match(text, end))
        or bool(_ONE_OF_TWO.search(text, 0, at) and _THE_OTHER.search(whole))
    )


def _doubtful(text: str, mention: Mention, at: int) -> bool:
    """一个农户 is an article, 三百万也没得奖 denies what follows."""
    end = at + mention.end - mention.start
    if _EACH.search(text, 0, at):
        return True
    if mention.low == mention.high == 0:
        return False
    article = (
        text.startswith("一", at) and mention.low == mention.high == 1 and mention.unit != RANK
    )
    return article or bool(_DENYING_ON.match(text, max(at, end - 2)))


def _of_others(text: str, mention: Mention, fact: Fact, at: int, end: int) -> bool:
    """Whether it counts customers, those that one hires, or one part."""
    before = text[:at]
    if _THE_BEST.search(before) or _HANDED.search(before):
        return True
    if (share := _SHARE_OF.search(before)) and before[: share.start()].endswith(fact.said):
        return True
    firms = mention.unit in _UNITS_OF_FIRMS
    return firms and bool(_FOR_HIRE.search(before) or _WITH_US.match(text, end))


def _of_another_year(fact: Fact, text: str, whole: str) -> bool:
    """Whether a fact of a first year is spoken of elsewhere, and this is told of a later one."""
    return bool(
        _FIRST_YEAR.search(fact.name)
        and _OTHER_YEAR.search(text)
        and not _FIRST_YEAR.search(text)
        and _FIRST_YEAR.search(whole)
    )


def may_be_of_another_year(fact: Fact, text: str, whole: str) -> bool:
    """Whether a fact of a first year is not spoken of as such, and this is told of some year: 去年有九百笔."""
    if not _FIRST_YEAR.search(fact.name) or _FIRST_YEAR.search(whole):
        return False
    return _SOME_YEAR.search(text) is not None and not _NEW.search(whole)


def _asked_for(text: str, at: int, end: int) -> bool:
    """Whether a question names the number as a limit, or as what one gets."""
    before = text[:at]
    if _REWARD.search(before) or _DEMANDED.search(before):
        return True
    limit = _LIMIT.search(text[: end + 1]) or _REACHED.search(before) or _HOW.match(text, end)
    return limit is not None and not _ME.search(text)
