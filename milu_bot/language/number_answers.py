"""Words -> the span of a number fact, or what to ask back: exactly how much decides about the money."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from milu_bot.language.answer_values import (
    DONT_KNOW,
    MOST_SUGGESTIONS,
    DontKnow,
    Unclear,
    label,
)
from milu_bot.language.bounds import BEFORE
from milu_bot.language.measures import CALENDAR, GENERIC, ORDINAL, RANK, YEARS, is_no_count
from milu_bot.language.numeral import Flaw
from milu_bot.language.numerals import Mention, mentions
from milu_bot.language.phrases import asks, in_our_words, is_whole, says_unknown, spelled, squeezed
from milu_bot.late_pattern import late_pattern
from milu_bot.masthead import Wording
from milu_bot.policy import Fact
from milu_bot.quantity import LARGEST, NOTHING, YUAN, ZERO, Span, step_of, write_quantity

_UNDER_THIS_ASK = Decimal(10_000)
"""Units: yuan. Who says 300 in this town means 300元 or 300万元, and nobody can tell which."""
_NONE = late_pattern(
    r"(?:我|我们|还|都|也|从来|一直|暂时|目前|现在|今年|去年|以前|根本|真的|完全){0,4}"
    r"(?:一[个分毛块笔件家单人位]钱?(?:都|也)(?:没有?|无)|(?:都|也)?没有?|无|未)"
)
_NOT_ANY = late_pattern("没|冇|无|莫|木有|none")
_NO_COUNT = late_pattern("算|统计|数|记|想|问|注意|留意|查|看|听|说|定|准|不")
_PER = {
    "年": late_pattern("每年|一年|年均|全年|整年"),
    "天": late_pattern("平均每[天日]|每[天日]|一天|日均"),
}
_PER_OTHER = late_pattern("每|均|一个?月|一季度")
_SAFE = frozenset(
    "我们俺咱您你家里屋公司店单位企业的了是有在就已经一共总合计加起来全部所卖做招交缴成达完整正好刚恰足只才个"
    "去今前年月日度底初到年份这那得过吧啊呢哦嘛呀咯哒噻嘞零收入营业流水销售量额数量目前现总为填写答人民币整元块钱"
)
_UNSAFE = frozenset("上下差少半倒破想他她要不没冇无未还多每比减乘欠借")
"""Words that may turn a number into another one: 差一点100万, 100万的一半."""
_PLACES = late_pattern("网上|线上|之间|到现在|到目前|今年|去年|前年|(?:19|20)[0-9]{2}年")
_SIGNS = late_pattern(r"[*+/=<>^{}|\\]")
_FLAWS = {
    Flaw.NEGATIVE: "这里不能是负数。没有的话，请填 0{unit}。",
    Flaw.TOO_LARGE: "这个数太大了，不像是真的。请再核对一下，写一个实际的数。",
    Flaw.GARBLED: "这个数我看不准。请换一种写法，比如“{example}”。",
    Flaw.HIDDEN: "这句话里夹了看不见的字符，数字可能不准。请重新打一遍。",
}
_FITS: dict[str, tuple[str, ...]] = {
    "人": (GENERIC,),
    "人次": ("次", GENERIC),
    "笔": (GENERIC,),
    "件": (GENERIC,),
    "家": ("户", GENERIC),
    "名": ("人",),
    "个月": ("月",),
}
_EXAMPLES = {YUAN: "5万元", RANK: "第3名"}


def read_number(
    fact: Fact, text: str, wording: Wording, cuts: tuple[Span, ...]
) -> Span | DontKnow | Unclear:
    """Read the answer to a number fact; see `answers.read_answer`."""
    words, unit = spelled(text), fact.measure
    for cut in cuts:
        if squeezed(words) == squeezed(spelled(label(cut, unit))):
            return cut
    if is_whole(words, wording.unknown, wording):
        return DONT_KNOW
    found = [mention for mention in mentions(text) if mention.unit != CALENDAR or mention.flaw]
    if says_unknown(words, wording):
        return DONT_KNOW if not found else _again(fact, "您像是拿不准。", cuts)
    if asks(words, wording):
        return _again(fact, "这像是在问问题。", cuts)
    if not found:
        return _in_words(fact, words, wording, cuts)
    return _from(fact, words, found, cuts)


def _again(fact: Fact, why: str, cuts: tuple[Span, ...]) -> Unclear:
    example = _EXAMPLES.get(fact.measure, f"10{fact.measure}")
    return Unclear(
        f"{why}请回一个数，比如“{example}”；不清楚就说“不知道”。",
        tuple(label(cut, fact.measure) for cut in cuts[:MOST_SUGGESTIONS]) if len(cuts) > 1 else (),
    )


def _in_words(fact: Fact, words: str, wording: Wording, cuts: tuple[Span, ...]) -> Span | Unclear:
    """没有 and its like are 0, if they speak of this fact and of nothing else."""
    if fact.measure == RANK and squeezed(words) in (
        "没有名次",
        "没有排名",
        "没排名",
        "没名次",
        "没有排",
    ):
        return NOTHING
    ours = squeezed(in_our_words(words, wording))
    none = tuple(p for p in (*wording.no, *wording.none_of_them) if _NOT_ANY.search(p))
    match = _NONE.match(ours)
    about = set(
        fact.ask
        + fact.name
        + fact.unit
        + "我们招卖做开过了人钱税生意单个呢啊的出去发货交缴租投上到任何"
    )
    if is_whole(words, none, wording) or (
        match and not _NO_COUNT.search(ours[match.end() :]) and set(ours[match.end() :]) <= about
    ):
        return NOTHING
    return _again(fact, "没看懂是多少。", cuts)


def _from(fact: Fact, words: str, found: list[Mention], cuts: tuple[Span, ...]) -> Span | Unclear:
    unit = fact.measure
    flawed = next((mention.flaw for mention in found if mention.flaw), None)
    if flawed:
        example = _EXAMPLES.get(unit, f"10{unit}")
        return Unclear(_FLAWS[flawed].format(unit=unit, example=example))
    if _is_a_rate(fact, words):
        return _again(fact, "这里要的是总数，不是平均数或别的时间里的数。", cuts)
    numbers = [m for m in found if not _is_asked_for(m, fact, words)]
    if len(numbers) != 1:
        return _again(fact, "这里有好几个数，分不清是哪一个。", cuts)
    mention = numbers[0]
    if not _fits(mention, unit) and not mention.bare:
        return _wrong_unit(fact, mention)
    if mention.unit == "" and mention.large and is_no_count(mention.low, unit):
        return _wrong_unit(fact, mention)
    if mention.vague:
        return _vague(fact, mention, cuts)
    if unit == YUAN and mention.bare and mention.low < _UNDER_THIS_ASK and mention.high != 0:
        return _yuan_or_more(mention)
    span = _closed(fact, mention)
    if isinstance(span, Span) and _other_words(fact, words, mention):
        said = label(span, unit).removeprefix("正好")
        return Unclear(f"别的话我怕看错。您说的是“{said}”吗？请只回一个数。", (said,))
    return span


def _other_words(fact: Fact, words: str, mention: Mention) -> bool:
    """Whether something stands beside the number that we do not know for harmless."""
    about = set(fact.ask + fact.name + fact.id + "".join(fact.said_outright)) - _UNSAFE
    before = BEFORE.sub("", words[: mention.start].replace("第", ""))
    rest = _PLACES.sub("", before + " " + words[mention.end :])
    for said in _PER.values():
        rest = said.sub("", rest)
    return bool(_SIGNS.search(rest)) or not {c for c in rest if c.isalnum()} <= about | _SAFE


def _is_a_rate(fact: Fact, words: str) -> bool:
    """每个月2万 is no total, but 每天50万 answers what is asked for a day."""
    for period, said in _PER.items():
        if period in fact.ask + (fact.hint if period == "年" else ""):
            words = said.sub("", words)
        elif said.search(words):
            return True
    return bool(_PER_OTHER.search(words))


def _is_asked_for(mention: Mention, fact: Fact, words: str) -> bool:
    """一年 in 一年500万件, 第一年 in 第一年12笔: only the question said again."""
    if words[max(0, mention.start - 1) : mention.end] in fact.ask and mention.unit == ORDINAL:
        return True
    period = {YEARS: "年", "天": "天"}.get(mention.unit)
    return bool(period) and mention.low == mention.high == 1 and str(period) in fact.ask + fact.hint


def _fits(mention: Mention, unit: str) -> bool:
    if mention.unit in ("", unit):
        return True
    return mention.unit in _FITS.get(unit, ())


def _wrong_unit(fact: Fact, mention: Mention) -> Unclear:
    unit = fact.measure
    said = f"您说的单位是“{mention.unit}”" if mention.unit else "单位不对"
    near = {mention.unit, unit} in ({"人", "人次"}, {"件", "笔"})
    span = mention.span(unit) if near and not mention.vague and _whole(mention, unit) else None
    return Unclear(
        f"{said}，这里要的是多少{unit}。请写明，比如“{_EXAMPLES.get(unit, f'10{unit}')}”。",
        (label(span, unit).removeprefix("正好"),) if span else (),
    )


def _vague(fact: Fact, mention: Mention, cuts: tuple[Span, ...]) -> Unclear:
    """Exactly this number decides, so offer it as it is, and the cuts around it."""
    unit, near = fact.measure, []
    for index, cut in enumerate(cuts):
        if cut.low <= mention.low and (cut.high is None or mention.low <= cut.high):
            near = [cut for cut in cuts[max(0, index - 1) : index + 2] if cut.low != cut.high]
    exact = () if _span_of(mention, unit) is None else (_plain(mention, unit),)
    labels = tuple(label(cut, unit) for cut in near if len(cuts) > 1)
    return Unclear(
        f"差一点，能领的钱就可能不同，所以这里要准数：到底是多少{unit}？说在哪一段也行。",
        (*exact, *(words for words in labels if words not in exact))[:MOST_SUGGESTIONS],
    )


def _plain(mention: Mention, unit: str) -> str:
    return f"第{mention.low:f}名" if unit == RANK else write_quantity(mention.low, unit)


def _span_of(mention: Mention, unit: str) -> Span | None:
    """The number that was named, if it can stand as it is."""
    return (
        Span(mention.low, mention.low) if _whole(mention, unit) and mention.low < LARGEST else None
    )


def _yuan_or_more(mention: Mention) -> Unclear:
    spans = (mention.span(YUAN), _times(mention, 10_000).span(YUAN))
    texts = tuple(label(span, YUAN).removeprefix("正好") for span in spans if span)
    return Unclear(f"是{'还是'.join(texts)}？请带上单位再说一遍。", texts)


def _times(mention: Mention, factor: int) -> Mention:
    high = None if mention.high is None else mention.high * factor
    return replace(mention, low=mention.low * factor, high=high)


def _whole(mention: Mention, unit: str) -> bool:
    """Whether the ends are numbers that this unit can have."""
    step = step_of(unit)
    return mention.low % step == ZERO and (mention.high is None or mention.high % step == ZERO)


def _closed(fact: Fact, mention: Mention) -> Span | Unclear:
    unit = fact.measure
    span = mention.span(unit)
    if span is None or not _whole(mention, unit):
        step = step_of(unit)
        smallest = "要是整数" if step == 1 else f"最小到 {step:f}{unit}"
        least = {YUAN: "最小到分", "吨": "最小到 1公斤（0.001吨）"}.get(unit, smallest)
        return Unclear(f"这个数太细了，这里{least}。请再写一遍。")
    if max(span.low, span.high or ZERO) >= LARGEST:
        return Unclear(_FLAWS[Flaw.TOO_LARGE])
    return span
