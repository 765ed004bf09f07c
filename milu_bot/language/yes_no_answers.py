"""Words -> 是 or 否, where the polarity is plain and the words are about what was asked."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum

from milu_bot.conditions import NO_WORD, YES_WORD
from milu_bot.language.answer_values import DONT_KNOW, DontKnow, Unclear
from milu_bot.language.bounds import BEFORE, Mention
from milu_bot.language.measures import YEARS
from milu_bot.language.numerals import mentions
from milu_bot.language.phrases import (
    asks,
    asks_outright,
    clauses,
    in_order,
    in_our_words,
    is_whole,
    says_unknown,
    spelled,
    squeezed,
)
from milu_bot.late_pattern import late_pattern
from milu_bot.masthead import Wording
from milu_bot.policy import Fact

_MONTHS = 12
_NOT = late_pattern("没有|还没|没得|冇得|没|冇|未|不|非|莫得|莫|无")
_DOUBT = late_pattern(
    "大概|好像|可能|应该|估计|也许|或许|差不多|似乎|据说|听说|一半|部分|有的|有些|有一些|个别|大多|多数|除了|只有|"
    "准备|打算|想|计划|快要|马上|即将|将来|以后|明年|正在|在办|申请中|办理中|如果|要是|假如|以前|曾经|原来|过去|"
    "停|关了|退|注销|倒闭|到期|过期|取消|下架|失败|驳回|拒|但|可是|只是|不过|算不算|别人|朋友|亲戚|隔壁"
)
_WE = late_pattern("^(?:我们?|俺|咱们?|[他她]们|都|也|全都?|已经|早就)+")
_ASSERTS = late_pattern("了|有|是|在|都|已|哒|的|着|嘞|咯|过")
_PARTICLES = late_pattern(
    "已经|早就|早已|现在|目前|确实|真的|当然|肯定|刚刚|去年|今年|前年|上个?月|年[初底]|"
    "[我们俺咱你您他她它家的了是有都也就早还个啊呀哦嘛呢吧咯哒噻嘞滴这那着得和跟给过全刚一]"
)
_VERBS = frozenset("开签缴交买入进加建办做设搞弄卖拿获备填注登覆送")
_ALIKE = str.maketrans({"交": "缴"})


_DISSENT = late_pattern("(?:不|不是|不对|不不|哦不)")


class _Says(Enum):
    YES = YES_WORD
    NO = NO_WORD
    NOTHING = ""
    DOUBT = "?"


def read_yes_no(fact: Fact, text: str, wording: Wording) -> str | DontKnow | Unclear:
    """Read the answer to a yes/no fact; see `answers.read_answer`."""
    words = spelled(text)
    if is_whole(words, wording.unknown, wording):
        return DONT_KNOW
    if asks_outright(words):
        return _unclear(fact, "这像是在问问题。")
    if outright := _outright(words, wording):
        return str(outright.value)
    parts = clauses(words)
    if says_unknown(words, wording):
        rest = [part for part in parts if not says_unknown(part, wording)]
        return DONT_KNOW if not rest else _unclear(fact, "您像是拿不准。")
    if asks(words, wording):
        return _unclear(fact, "这像是在问问题。")
    said = {_heard(fact, part, wording) for part in parts}
    if _outright(parts[0] if parts else "", wording) is not None:
        said -= {_Says.NOTHING}
    others = {_heard(fact, part, wording) for part in parts[1:]}
    if others == {_Says.YES} and _DISSENT.fullmatch(parts[0]):
        return YES_WORD  # 不，在园区: what is told outright is what is so
    if said == {_Says.YES} or said == {_Says.NO}:
        return str(said.pop().value)
    return _unclear(fact, "没看懂是“是”还是“否”。")


def _unclear(fact: Fact, why: str) -> Unclear:
    return Unclear(f"{why}请回“是”或“否”；不清楚就说“不知道”。", (YES_WORD, NO_WORD, "不知道"))


def _outright(part: str, wording: Wording) -> _Says | None:
    """A clause that is nothing but yes or no."""
    for words in (part, in_our_words(part, wording), _WE.sub("", part)):
        if is_whole(words, wording.yes, wording):
            return _Says.YES
        if is_whole(words, wording.no, wording):
            return _Says.NO
    return None


def _heard(fact: Fact, part: str, wording: Wording) -> _Says:
    """What one clause says of this fact; nothing if it speaks of something else."""
    if outright := _outright(part, wording):
        return outright
    words = in_our_words(part, wording)
    numbers = mentions(words)
    if any(doubt not in fact.ask for doubt in _DOUBT.findall(words)) or not all(
        mention.usable for mention in numbers
    ):
        return _Says.DOUBT
    if "都" in fact.ask and any(mention.unit in ("人", "个") for mention in numbers):
        return _Says.DOUBT
    for mention in reversed(numbers):
        words = words[: mention.start] + words[mention.end :]
    told = [mention for mention in numbers if mention.unit in (YEARS, "月")]
    wanted = _wanted_years(fact)
    if wanted is not None and told:
        rest = BEFORE.sub("", words)
        core = _core(rest)
        about = not core or _is_about(fact, core, denied=False)
        return _enough(told, wanted) if about and not _NOT.search(rest) else _Says.DOUBT
    return _polarity(fact, words, counted=bool(numbers))


def _polarity(fact: Fact, words: str, *, counted: bool) -> _Says:
    denials = len(_NOT.findall(words))
    core = _core(_NOT.sub("", words))
    if denials > 1 or not _is_about(fact, core, denied=denials == 1):
        return _Says.DOUBT if denials else _Says.NOTHING
    if denials:
        return _Says.NO
    named = core == _core(fact.name) or _begins(fact, core)
    told = counted or _ASSERTS.search(words) or named
    return _Says.YES if told else _Says.DOUBT


def _core(words: str) -> str:
    return _PARTICLES.sub("", squeezed(words)).translate(_ALIKE)


def _is_about(fact: Fact, core: str, *, denied: bool) -> bool:
    """Whether the words, particles aside, name this fact and nothing else."""
    if not core:
        return False
    names = {_core(fact.name), _core(fact.id)}
    covered = set(_core(fact.ask)) | set().union(*names)
    if len(core) == 1:
        return core in _VERBS and core in covered
    if core in names or any(
        (said := _core(phrase)) and said in core and set(core.replace(said, "", 1)) <= covered
        for phrase in fact.said_outright
    ):
        return True
    if (denied and any(core in name for name in names)) or _begins(fact, core):
        return True
    return core[0] in _VERBS and any(
        in_order(core, name) and core[-2:] == name[-2:] for name in names
    )


def _begins(fact: Fact, core: str) -> bool:
    """Whether it is how the fact's name begins, or what its first verb goes with: 进创业城, 创业城."""
    name = _core(fact.name)
    place = name[:1] in _VERBS | {"在"} and name[1:].startswith(core)
    return len(core) > 1 and (place or (len(core) > 2 and name.startswith(core)))


def _wanted_years(fact: Fact) -> Decimal | None:
    """The 一年以上 of a question, if it asks for a length of time."""
    for mention in mentions(fact.ask):
        if mention.unit == YEARS and mention.high is None and mention.usable:
            return mention.low
    return None


def _enough(told: list[Mention], wanted: Decimal) -> _Says:
    if len(told) != 1:
        return _Says.DOUBT
    scale = 1 if told[0].unit == YEARS else _MONTHS
    low, high = told[0].low, told[0].high
    wanted = wanted * scale
    if low >= wanted:
        return _Says.YES
    short = high is not None and (high < wanted or (high == wanted and told[0].high_open))
    return _Says.NO if short else _Says.DOUBT
