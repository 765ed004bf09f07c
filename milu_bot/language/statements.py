"""What people tell about themselves in passing: 在产业园，网上卖了320万，招了105个人 -> facts.

The words come from facts.yaml (说法). A number is taken only where the words beside it and its unit name one
fact and no other; what is vague, conditional or doubtful is left to be asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from milu_bot.language.bounds import BEFORE
from milu_bot.language.measures import RANK
from milu_bot.language.normalise import clean
from milu_bot.language.numerals import Mention, mentions
from milu_bot.language.telling import Stretch, stretches
from milu_bot.policy import NO_WORD, YES_WORD, AnswerKind, Fact, FactId
from milu_bot.quantity import YUAN, Span

Value = Span | str | frozenset[str]

_VERB = r"(?:在|有|得|是|能|做|开|办|搞|进|入|去|到|算|招|签|交|缴|买|了|过|再|曾|加){0,2}"
_DENIED_BEFORE = re.compile(rf"(?:不|没|冇|未|非|莫)(?:有|得)?{_VERB}$")
_DENIED_AFTER = re.compile(r"^[我们都也还]*(?:没|冇|不|未).{0,2}$")
_DENIAL = re.compile(r"[没冇未不]")
_ASKING_BEFORE = re.compile(
    r"(?:是不是|有没有|有冇有?|要不要|算不算|能不能|可不可以|是否|怎么|如何|哪些|什么|么子|才)[^，。]{0,4}$"
)
_ASKING_AFTER = re.compile(
    r"[里面内的了也就会这个还那]*(?:要不要|要紧|有没有[关影要]|行不|行吗|可不可以|可以[吗么不]|算不算|算[吗么不]|能不能(?![领拿得享申有])"
    r"|够不够|[吗么不没冇]|是不是|有[关影])"
)
_BENEFIT = re.compile(r"领|拿|得|享|奖|补|申|钱|政策|优惠|多少|好多|几多|什么|么子|哪")
_ABOUT_ME = re.compile(r"[我俺咱]|本[公企]|自己")
_DEED = re.compile(
    r"^[在入进开做搞交缴买签卖有是设要需拟准覆填备经自上加]|^建(?!档)|[了都在卖没里内]|注册|登记"
)
"""Words that tell a deed or a state by themselves; the others only name a thing, as a title does."""
_CLAIMED = re.compile(
    r"(?:[有是拿得到评获创建做搞办在属我们俺咱还也了过、和及家里为当]|我[是们]?的)一?[个家]?$"
)
_DENYING_ON = re.compile(r".?[没冇][有得]?[\u4e00-\u9fff]")
_GRANTED = re.compile(r"(?:[奖补拿领发给罚]|(?<![卖做接搞])得)[了到过]?$")
_HIRED = re.compile(r"(?:招(?!商)|雇|聘|安排|带动)[^，]{0,4}$")
_HEADS = ("人", "户", "个", "家", "名", "店")
_BEFORE, _AFTER = 10, 6
"""How far a number may stand from the words that name it. Units: characters."""
_ALONE = 2
_GENERIC = {"", "个"}
_SURELY_YUAN = 10_000
"""A bare number from here on is money in 元: nobody says 18000 for 18000万."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The facts that were told, and the numbers that nobody could place."""

    values: Mapping[FactId, Value]
    loose: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class _Cue:
    words: str
    fact: Fact
    option: str = ""


@dataclass(frozen=True, slots=True)
class _Sign:
    """A cue beside a number, at `start` of its stretch; `ahead` of the number or behind it."""

    cue: _Cue
    start: int
    ahead: bool
    distance: int

    @property
    def end(self) -> int:
        return self.start + len(self.cue.words)

    @property
    def rank(self) -> tuple[bool, int, int]:
        """Right behind the number first, then the longest words, then the nearest."""
        return self.ahead, -len(self.cue.words), self.distance


class Statements:
    """Hears facts by the words of facts.yaml."""

    def __init__(self, facts: Mapping[FactId, Fact]) -> None:
        self._numbers = [_Cue(w, f) for f in facts.values() if f.is_number for w in f.said]
        self._plain = [
            _Cue(w, f) for f in facts.values() if f.answer is AnswerKind.YES_NO for w in f.said
        ] + [
            _Cue(w, f, o)
            for f in facts.values()
            for o, said in f.options_said.items()
            for w in said
        ]
        self._plain.sort(key=lambda cue: -len(cue.words))
        self._shared = {
            cue.words
            for cue in self._numbers
            for other in self._numbers
            if cue.words in other.words and cue.fact.measure != other.fact.measure
        }
        """Words within those of a fact with another unit: no sign for a number without one."""

    def hear(self, text: str) -> Heard:
        """Take in what is told plainly. Two different values for one fact cancel each other."""
        words = clean(text)
        found: dict[FactId, set[Value]] = {}
        numbers = mentions(words)
        placed: set[int] = set()
        for stretch in stretches(words):
            inside = [m for m in numbers if stretch.start <= m.start < stretch.end]
            for fact, value in self._plainly(stretch, inside):
                found.setdefault(fact, set()).add(value)
            for mention, sign in self._assigned(stretch, inside, words):
                span = self._span(stretch, mention, sign)
                if span:
                    found.setdefault(sign.cue.fact.id, set()).add(span)
                    placed.add(mention.start)
        sure = {fact: next(iter(values)) for fact, values in found.items() if len(values) == 1}
        return Heard(sure, tuple(m for m in numbers if m.start not in placed))

    def _plainly(self, stretch: Stretch, numbers: list[Mention]) -> Iterator[tuple[FactId, Value]]:
        """Yes/no facts and options that are said outright; a question says nothing."""
        text = stretch.text
        heard: dict[FactId, list[tuple[int, int]]] = {}
        for cue in self._plain:
            start = text.find(cue.words)
            end = start + len(cue.words)
            if start < 0 or stretch.plans(start, end) or _counted(stretch, numbers, start, end):
                continue
            if any(start < e and s < end for s, e in heard.get(cue.fact.id, ())):
                continue
            if not _told(stretch, start, end) or _HIRED.search(text[:start]):
                continue
            heard.setdefault(cue.fact.id, []).append((start, end))
            denied = _DENIED_BEFORE.search(text[:start]) or _DENIAL.search(cue.words)
            if cue.option:
                if not denied:
                    yield cue.fact.id, cue.option
                continue
            after = text[end:].rstrip("，,。；;！!：:？? ")
            yield cue.fact.id, NO_WORD if denied or _DENIED_AFTER.match(after) else YES_WORD

    def _assigned(
        self, stretch: Stretch, numbers: list[Mention], whole: str
    ) -> Iterator[tuple[Mention, _Sign]]:
        """The numbers, each with the one sign that names it; where two do, the one spoken of in the whole text."""
        signs = [(m, list(self._signs(stretch, m))) for m in numbers if m.flaw is None]
        for index, (mention, own) in enumerate(signs):
            before = signs[index - 1][1] if index else []
            after = signs[index + 1][1] if index + 1 < len(signs) else []
            mine = [s for s in own if not _taken(s, own, before if s.ahead else after)]
            if not mine:
                continue
            best = min(sign.rank for sign in mine)
            equal = {s.cue.fact.id: s for s in mine if s.rank == best}
            spoken = {id: _spoken_of(s.cue.fact, whole) for id, s in equal.items()}
            most = [id for id in equal if spoken[id] == max(spoken.values())]
            if len(most) == 1:
                yield mention, equal[most[0]]

    def _signs(self, stretch: Stretch, mention: Mention) -> Iterator[_Sign]:
        """The number facts spoken of beside a mention that its unit fits."""
        text, start, end = stretch.text, mention.start - stretch.start, mention.end - stretch.start
        seen = [s for s in self._cues_at(text, start, end, mention) if fits(mention, s.cue.fact)]
        shadowed = mention.bare and {s.cue.words for s in seen} & self._shared
        for sign in seen:
            if (shadowed and sign.cue.words in self._shared) or (
                mention.bare and sign.distance > 2
            ):
                continue
            yield sign

    def _cues_at(self, text: str, start: int, end: int, mention: Mention) -> Iterator[_Sign]:
        low, high = max(0, start - _BEFORE), min(len(text), end + _AFTER)
        for cue in self._numbers:
            behind = text.find(
                cue.words, start + 1, high
            )  # 22个残疾人: its own measure may name it
            if 0 <= behind <= end + 1:
                yield _Sign(cue, behind, False, max(0, behind - end))
            ahead = text.rfind(cue.words, low, start)
            if ahead >= 0:
                yield _Sign(cue, ahead, True, start - ahead - len(cue.words))

    def _span(self, stretch: Stretch, mention: Mention, sign: _Sign) -> Span | None:
        fact, at = sign.cue.fact, mention.start - stretch.start
        if _doubtful(stretch.text, mention, at):
            return None
        money = fact.measure == YUAN
        if (
            stretch.plans(sign.start, sign.end)
            or stretch.other_period(sign.start, sign.end, money=money)
            or stretch.compared(at)
            or _GRANTED.search(stretch.text[:at])
        ):
            return None
        if sign.ahead and BEFORE.search(sign.cue.words):
            # 以前最高180万: 最高 is part of the name, not a bound of the number
            again = [m for m in mentions(stretch.text[sign.end :]) if m.start == at - sign.end]
            return again[0].span(fact.measure) if again and again[0].usable else None
        return mention.span(fact.measure) if mention.usable else None


def _taken(sign: _Sign, own: list[_Sign], neighbour: list[_Sign]) -> bool:
    """Whether words squeezed between two numbers name the other one: 招105人残疾人25人, 20个残疾人105个员工.

    They name the second if the first has words of its own before it, else the first if the second has words
    of its own; else nobody can tell.
    """
    twins = [s for s in neighbour if s.start == sign.start and s.ahead != sign.ahead]
    if not twins or sign.distance > 1 or twins[0].distance > 1:
        return False
    first, second = (neighbour, own) if sign.ahead else (own, neighbour)
    first_has = any(s.ahead and s.start < sign.start for s in first)
    second_has = any(s.start > sign.start for s in second)
    return not (first_has if sign.ahead else second_has and not first_has)


def _doubtful(text: str, mention: Mention, at: int) -> bool:
    """一个贫困户 is an article, 三百万也没得奖 denies what follows."""
    end = at + mention.end - mention.start
    article = (
        text.startswith("一", at) and mention.low == mention.high == 1 and mention.unit != RANK
    )
    return article or bool(_DENYING_ON.match(text, max(at, end - 2)))


def _counted(stretch: Stretch, numbers: list[Mention], start: int, end: int) -> bool:
    """Whether the words are counted: 12个建档立卡户 are others than the speaker."""
    return any(
        m.unit in _HEADS
        and (0 <= stretch.start + start - m.end <= 1 or 0 <= m.start - stretch.start - end <= 1)
        for m in numbers
    )


def _told(stretch: Stretch, start: int, end: int) -> bool:
    """Whether these words are told of the speaker: neither a title nor what a question is about.

    在产业园要不要紧 asks, 我在产业园能拿多少 tells; 物流中心奖励标准 only names a thing.
    """
    text = stretch.text
    before, after = text[:start], text[end:]
    if stretch.asked:
        own = _ABOUT_ME.search(text[:end])
        about = _ASKING_BEFORE.search(before) or _ASKING_AFTER.match(after)
        return bool(own and not about and _BENEFIT.search(after))
    whole = len(text.rstrip("，,。；;！!：: ")) - (end - start) <= _ALONE
    claimed = _CLAIMED.search(before) or _DENIED_BEFORE.search(before)
    words = text[start:end]
    return bool(whole or claimed or _DEED.search(words) or _ABOUT_ME.search(words))


def fits(mention: Mention, fact: Fact) -> bool:
    """Whether a number, by its unit, can be an answer to this fact."""
    if fact.measure == YUAN:
        sized = mention.large or mention.low >= _SURELY_YUAN
        return mention.unit == YUAN or (mention.unit == "" and sized)
    if mention.unit == fact.measure:
        return True
    return mention.unit in _GENERIC and fact.measure in ("人", "家", "笔") and not mention.large


def _spoken_of(fact: Fact, whole: str) -> int:
    """How much of a fact's own name stands in the text. Units: pairs of characters."""
    name = fact.name
    return sum(name[at : at + 2] in whole for at in range(len(name) - 1))
