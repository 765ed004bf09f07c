"""What 不到, 以上, 大概 and 没有 make of a number that stands beside them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from milu_bot.language.measures import RANK, YEARS
from milu_bot.language.numeral import Flaw, place_of
from milu_bot.late_pattern import late_pattern
from milu_bot.quantity import YUAN, ZERO, Span, step_of

BEFORE = late_pattern(
    r"(?P<under>不到|不足|不满|未满|没满|没到|未到|冇到|不够|不及|小于|少于|低于|[没未]达到|没有达到|<)"
    r"|(?P<most>(?:不会?|[没未冇]|没有)超过|(?<=[从来都还])[没冇未]过|不超|不多于|不大于|不高于|不过于|至多|最多|顶多|最高|撑死|≤|<=)"
    r"|(?P<least>至少|最少|起码|少说|不[少低小]于|不下于?|(?<!韵)达到?|已达|(?<!打)满(?!打)|≥|>=)"
    r"|(?P<over>超[过出]?|大于|[多高]于|[多高]过|突破|(?<=[次额入量年首])破|不[止只]|(?:^|[已早都才刚就回次额入量数收税资])过(?=了?$)|(?<=[已早都才刚就回次额入量数收年])上(?=了$)|>)"
)
_FILL = late_pattern(r"[了有是也就卖做招交缴能会才只共到用花 ]*")
_SUPERLATIVE = late_pattern("最[多高少]的")
_HEDGE = late_pattern(
    r"大概|大约|大致|(?<![签合预违节])约|差不多|将近|(?<![最附])近$|接近|估计|可能|应该|也许|或许|好像|似乎|几乎|差一?点|"
    r"(?<!很)快(?![递件手速乐])|(?<![大最缩])小$|(?<![最很远])大(?=$)|预计|预估|有时候?|多的时候|少的时候|好的时候|打算|计划|准备|争取|目标|如果|要是|假如|希望|听说|据说|恐怕|"
    r"约莫|毛估|粗略|左右|上下|[~≈]$|^儿$"
)
_DENIAL = late_pattern(r"[没冇未无莫]|(?<![哦啊呃噢哎])不(?![错同对])")
_SEPARATOR = late_pattern(r"[，,。；;！!？?\n\r\t:：、（）()“”\"]")
_AFTER = late_pattern(
    r" ?(?:(?P<least>[及或]?以上|或者以上|起步|起(?![来码了])|往上|朝上|或更多|打底)"
    r"|(?P<most>[及或]?以下|以[内里]|之内|封顶|往下)"
    r"|(?P<under>[都还也]?(?:不到|没到|不足|不满|没满|未满|没有到|没达到)(?:一[点些])?"
    r"(?! ?[0-9一二两三四五六七八九十百几])"
    r"|[都还也](?:没有|没得|冇得|冇|没)(?![漏少缺落差拉断]))"
    r"|(?P<onward>[及或]以后)"
    r"|(?P<over>[都还]?不止)"
    r"|(?P<more>多(?![少数大次]))"
    r"|(?P<hedge>左右|上下|前后|来往|(?:的)?样子|出头|挂零|开外|[以之][外后前]|内外|附近|不等|\+|不(?![超足满到低少多大高小够及止只过假错虚对])|[没冇](?![超到满达漏少缺落差拉断]))"
    r")|(?P<late>[，, ]?(?:差不多|大概|左右|估计|可能|吧?大概)"
    r"(?![^，,。]{0,4}[0-9一二两三四五六七八九十百千几]))"
)


_NONE = late_pattern("[\u4e00-\u9fff]{0,3}[都也][没冇](?![漏少缺落差拉断])")
"""一分税都没交."""
_EXACT = 3
"""Units: figures before the last zeros."""
_DIVISIBLE = (YUAN, "吨", YEARS, "月")
"""What one can have a little more of: 一年多 is under two years."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One number in a text, `text[start:end]`, in `unit`: 5万元 is 50000 元, 50公斤 0.05 吨."""

    start: int
    end: int
    low: Decimal
    high: Decimal | None
    """None: no limit."""
    unit: str = ""
    """元 人 件 吨 笔 家 人次 名 (a rank) 年 % ..., 个 for any count, 日期 of a date, or nothing."""
    low_open: bool = False
    high_open: bool = False
    vague: bool = False
    """Said with 来, 左右, 大概 ...: low and high are what was named, to be asked back."""
    bare: bool = False
    """Neither a unit nor 万, 亿, w, k."""
    flaw: Flaw | None = None
    """Why it is no number at all; low and high mean nothing then."""
    large: bool = False
    """Whether it names its own size: 万, 亿, w or k."""

    @property
    def usable(self) -> bool:
        """Whether it says something exact."""
        return self.flaw is None and not self.vague

    @property
    def is_point(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high and not self.low_open and not self.high_open

    def span(self, unit: str) -> Span | None:
        """Close the ends by the smallest step of this unit; nothing if no number is inside."""
        step = step_of(unit)
        low = self.low.quantize(step, ROUND_CEILING)
        if self.low_open and low == self.low:
            low += step
        if self.high is None:
            return Span(low, None)
        high = self.high.quantize(step, ROUND_FLOOR)
        if self.high_open and high == self.high:
            high -= step
        return Span(low, high) if low <= high else None


def bounded(text: str, mention: Mention, before: str) -> tuple[Mention, int]:
    """Apply the words on both sides; give the mention and where it ends."""
    if mention.flaw:
        return mention, mention.end
    before = _SEPARATOR.split(before)[-1]
    bound = next(iter(reversed(list(BEFORE.finditer(before)))), None)
    if bound and not _FILL.fullmatch(before, bound.end()):
        bound, vague, rest = None, not _SUPERLATIVE.search(before), before
    else:
        vague, rest = False, before[: bound.start()] if bound else before
    vague = vague or bool(_HEDGE.search(rest.rstrip()) or _DENIAL.search(rest))
    after = _AFTER.match(text, mention.end)
    end = after.end() if after else mention.end
    mention = replace(mention, end=end, vague=mention.vague or vague)
    none = after and (after["under"] or after["hedge"] or " ")[-1] in "有得冇没"
    if none and mention.is_point and mention.low <= 1 and text[mention.start] in "一1":
        return replace(mention, low=ZERO, high=ZERO), mention.end
    one = mention.is_point and mention.low <= 1 and text[mention.start] in "一1"
    if one and _NONE.match(text, mention.end):
        return replace(mention, low=ZERO, high=ZERO, vague=False), mention.end
    kinds = {str(match.lastgroup) for match in (bound, after) if match}
    if kinds & {"hedge", "late"} or (len(kinds) > 1 and kinds != {"over", "least"}):
        return replace(mention, vague=True), mention.end
    if kinds == {"onward"} and mention.is_point:
        return replace(mention, high=None), mention.end
    if "more" in kinds:
        return _and_more(mention), mention.end
    if kinds == {"least"} and bound and bound.group()[-1] in "达到" and _is_exact(mention):
        return mention, mention.end
    if kinds:
        return _limited(mention, "over" if "over" in kinds else kinds.pop()), mention.end
    return mention, mention.end


def _is_exact(mention: Mention) -> bool:
    """Whether a number is so exact that 达到 tells it and no limit: 达到1023万."""
    return mention.is_point and len(f"{mention.low:f}".rstrip("0.")) >= _EXACT


def _and_more(mention: Mention) -> Mention:
    """5万元多, 5个多."""
    if not mention.is_point or not mention.low or not (mention.large or mention.unit in _DIVISIBLE):
        return replace(mention, vague=True)
    return replace(mention, high=mention.low + place_of(mention.low), high_open=True)


def _limited(mention: Mention, kind: str) -> Mention:
    if not mention.is_point or mention.unit == RANK:
        return replace(mention, vague=True)
    match kind:
        case "under":
            return replace(mention, low=ZERO, high_open=True)
        case "most":
            return replace(mention, low=ZERO)
        case "least":
            return replace(mention, high=None)
        case _:
            return replace(mention, high=None, low_open=True)
