"""What is said of a number just told: that it is a whole of parts, holds something else, or is of other things."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from milu_bot.conditions import FactId
from milu_bot.language.fitting import fits
from milu_bot.language.numerals import Mention, mentions
from milu_bot.language.placing import Placed
from milu_bot.language.telling import Stretch, refinement
from milu_bot.language.topics import only
from milu_bot.language.years import LAST_YEAR, in_order
from milu_bot.late_pattern import late_pattern
from milu_bot.policy import Fact
from milu_bot.quantity import YUAN

_PAIR = 2
_ALIKE = 3
"""Units: pairs of characters. So many does a denial share with the question of the fact that it denies."""
_SHORT = 4
"""Units: characters. A denial so short names nothing else: 不算整合."""
_NOT_THESE = late_pattern(
    "^[但可都也全这些他们而不过，, ]*?(?:是[^，,我]{2,6})?(?:不是|不算|不属于|并非)(.*)$"
)
_FIGURE = late_pattern("[0-9一二两三四五六七八九十百千万]")
_HOLDS = late_pattern(
    "其中[^，]{0,4}(?:这边|这里|这块公司|本公司|我公司|我们公司)"
    "|(?:里面|里头|其中|当中|(?<!不)含|包括)[^，]*(?:(?:是|拿去|用来|用于)买|刷|退|[要得]扣|不算|水分|没(?:到账|收)|白条|垫的|[帮替代](?:别人|人家|客户|[他她别]|农户|老乡|朋友)|[别人]家的|代[卖销购缴交]|补[交缴]|挂[名证靠]|线下|批发|门店)"
    "|其中[^，]{0,2}买|(?:(?<!不)含|(?<!不)包括)[^，]*(?:房|楼|土地|地皮|买地)|有[^，]{1,8}是(?:刷|退|[帮替代]|补|挂|垫|借|线下|批发|前年|[别人]家)|刷了?单"
    "|(?:里面|里头|其中|当中)有(?:我|咱|别|其[他它]|亲戚|朋友)[^，0-9]{0,6}的"
)
"""里面有50万是买机房的: the whole is not what was asked for."""
_AMONG = late_pattern("(?:但|不过)?(?:其中|里面|里头|当中|(?:要)?扣[掉除去]|减[掉去]|除[掉去])")
_NOT = late_pattern("[没冇未]|不(?!错|少)")
_IN_A_YEAR = late_pattern("[今去前]年[^，,0-9]{0,3}")
_MORE_LATER = late_pattern(
    "(?:[今去]年|后来|另外|接着|后面|我们?|[，, ])*(?:又|再|另)[^，,0-9]{1,4}"
)
_SOME_OWN = late_pattern(
    "^(?:但|不过|可)?有[0-9一二两三四五六七八九十百千万个多人次名笔单件元家]{2,}[^，,0-9]{0,2}是(?:我们?自己|自己|别|人家|帮|代|替)"
)
"""有六十人次是我们自己的员工: some of them are not those that are asked for."""
_PART_OF_OTHERS = late_pattern(
    "(?:里面|里头|其中|当中|有)[^，,]*[0-9一二两三四五六七八九十百千万][^，,]*是(?:$|[帮替代给])|(?<!不)含(?:同行|别[人家个]|人家|客户|他们|隔壁)"
)
"""里头一百万是 | 帮别人卖的: the whole is not all the speaker's."""
_ITEM = late_pattern("[^，,了过卖交缴招销派占比去前今年]{1,6}")
_ONE_MORE = late_pattern("[^，,了过占比去前今年里其]{1,9}")
_SPENT = late_pattern("花了|投了|投入")

NOR = late_pattern(
    "(?:但|可是?|不过|而)?(?:我|俺|咱)们?(?:家|屋里|自己|公司|厂|店|社|站|村|镇)?(?:自己|都|也|倒|又|还)*"
    "(?:不是|不算|没有|冇得?|没得)(?:的|了|呢|啊|哒)?[，,。；;！! ]*"
)
"""我不是, after words of somebody else."""
ALL = late_pattern("一共|总共|拢共|合计|共计|加起来|加在一起|合起来|加一起|加一块|统共")
_REVISED = late_pattern(
    "^(?!.*(?:到手|利润|赚|成本|实付)).*(?:其实|实际|准确|真正|真实|净|[扣除刨算剩]|去掉)"
)
"""算上退货其实180万."""
_ADDED = late_pattern("加上?([^，,0-9]{1,8}?)(?:一起|一共|总共|在内|合起来|加起来)")
"""加所得税一起六十七万五."""
_WHOLE_YEAR = late_pattern("去年|上年|全年|一年")
EDGES = " ，,。；;！!：:？?、"


@dataclass(frozen=True, slots=True)
class Told:
    """A number of the message, the words before it in its stretch, and its fact, if one was found."""

    mention: Mention
    before: str
    fact: FactId | None
    about: frozenset[FactId]


def adds_up(told: Sequence[Told], whole: Mention, fact: Fact) -> bool:
    """Whether the last numbers told, two or more, are the parts of this one, and all of this fact."""
    total = whole.low - whole.low
    for count, one in enumerate(reversed(told), start=1):
        part = one.mention
        alike = part.unit in ("", whole.unit) and part.is_point and part.usable
        known = one.fact == fact.id or (one.fact is None and fact.id in one.about)
        if not alike or not (known or listed(one.before, one.before, fact)):
            return False
        total += part.low
        if total >= whole.low:
            return total == whole.low and count >= _PAIR
    return False


def denies_its_object(words: str, fact: Fact) -> bool:
    """Whether words say that what was counted is not what this fact asks for: 不是企业的员工."""
    denial = _NOT_THESE.match(words)
    if not denial or _FIGURE.search(words):
        return False
    said = denial[1]
    pairs = {said[at : at + 2] for at in range(len(said) - 1)}
    alike = sum(pair in fact.ask for pair in pairs)
    return alike >= _ALIKE or (alike > 0 and len(said.strip(EDGES)) <= _SHORT)


def holds_something_else(words: str) -> bool:
    """Whether a number in these words is a part of the one before that does not belong to it."""
    return _HOLDS.search(words) is not None


def is_no_whole(stretch: Stretch, mention: Mention, last: Placed) -> bool:
    """Whether a number shows that the one before is not what was asked for.

    A part of it is: 其中企业员工80人次. A part of it is not: 其中两家还没签; two men without a paper are still men.
    More came later: 今年又投了两万.
    """
    if last.span is None or stretch.asked or not fits(mention, last.fact):
        return False
    before = stretch.before(mention.start)
    if _MORE_LATER.fullmatch(before):
        return last.fact.measure == YUAN and "年" not in last.fact.ask
    if _IN_A_YEAR.fullmatch(before) and "年" not in last.fact.ask:
        return _SPENT.search(" ".join(last.fact.said)) is not None  # 去年五十万，今年六十万
    fewer = mention.low < last.span.low and mention.unit == last.mention.unit
    if fewer and _SOME_OWN.match(stretch.text):
        return True
    among = _AMONG.match(stretch.text)
    if among is None or mention.low >= last.span.low:
        return False
    pairs = {before[at : at + 2] for at in range(len(before) - 1)}
    alike = sum(pair in last.fact.ask for pair in pairs) >= _ALIKE
    lacks = _NOT.search(stretch.text, mention.end - stretch.start - 2) is not None
    return alike or (lacks and mention.unit != "人" and last.fact.measure != "人")


def are_partly_of_others(words: str) -> bool:
    """Whether these words, which go on with somebody else, say that a part of the number before is his."""
    return _PART_OF_OTHERS.search(words) is not None


def listed(before: str, here: str, fact: Fact) -> bool:
    """Whether two numbers are items of one list of costs: 软件四万，设备三万二."""
    return bool(
        _ITEM.fullmatch(before) and _ITEM.fullmatch(here) and _SPENT.search(" ".join(fact.said))
    )


def unhedged(stretch: Stretch, mention: Mention) -> Mention:
    """应该是13个 after another number tells the right one; the words for that are no hedge."""
    prefix = refinement(stretch.text)
    again = [
        m
        for m in mentions(stretch.text[prefix:])
        if m.start == mention.start - stretch.start - prefix
    ]
    if not prefix or not again or mention.usable:
        return mention
    start, end = again[0].start + stretch.start + prefix, again[0].end + stretch.start + prefix
    return replace(again[0], start=start, end=end)


def narrows(last: Placed, mention: Mention) -> bool:
    """Whether a number lies within the range named just before it: 过两百万，有215万."""
    span = mention.span(last.fact.measure) if mention.usable and fits(mention, last.fact) else None
    if span is None or last.span is None or last.span.certain or not span.certain:
        return False
    return last.span.low <= span.low and (last.span.high is None or span.low <= last.span.high)


def is_one_more(stretch: Stretch, numbers: Sequence[Mention], fact: Fact) -> bool:
    """Whether a stretch that speaks of a fact tells one more part of it: 代卖腊肉11万，代买种子6万5."""
    if len(numbers) != 1 or not numbers[0].usable or not fits(numbers[0], fact):
        return False
    return _ONE_MORE.fullmatch(stretch.before(numbers[0].start)) is not None


def is_unlike(last: Placed, mention: Mention, stretch: Stretch, before: str) -> bool:
    """Whether a number shows that the one before is no whole, or not exact: 不到五万，四万八的样子.

    `before` is what stood before that one.
    """
    if not fits(mention, last.fact) or stretch.asked or ALL.search(stretch.text):
        return False
    if mention.vague and only(stretch, [mention]):
        return narrows(last, replace(mention, vague=False))
    return listed(before, stretch.before(mention.start), last.fact) or (
        last.fact.measure == YUAN and holds_something_else(stretch.text)
    )


def are_both_past(years: Sequence[int | None], fact: Fact) -> bool:
    """16年203万，15年150万: both are kept, each with its year; this year too where the years before count besides."""
    first, second = years
    if first is None or second is None or first == second:
        return False
    return fact.earlier is not None or (max(first, second) < 0 and "年" in fact.ask)


def outgrows(years: Sequence[int | None], last: Placed, mention: Mention) -> bool:
    """去年450万件，今年520万: this year's number of things is more than last year's was, whatever is still to come."""
    grown = list(years) == [LAST_YEAR, 0] and last.span is not None and last.span.low < mention.low
    return grown and last.fact.measure != YUAN and "年" in last.fact.ask


def may_revise(
    last: Placed, mention: Mention, stretch: Stretch, years: Sequence[int | None]
) -> bool:
    """Whether a number may be the right one for the one before, or that of another year.

    Then both are in doubt; but what was sold this year so far takes nothing from last year's.
    """
    if mention.unit != last.mention.unit or stretch.asked:
        return False
    known = None not in years and years[0] != years[1]
    later = known and years[0] != LAST_YEAR and in_order(*years)
    later = later and (last.fact.measure != YUAN or years[1] == LAST_YEAR)
    whole = last.other_period and _WHOLE_YEAR.search(stretch.text) is not None
    another_year = (later or whole) and only(stretch, [mention])
    after = stretch.text[mention.end - stretch.start :]
    bare = not (stretch.before(mention.start) + after).strip(EDGES)
    added = _ADDED.search(stretch.text)
    adds = added is not None and any(word in added[1] for word in last.fact.said)
    return bare or another_year or adds or _REVISED.search(stretch.text) is not None
