"""Which numbers of a question are an award's own: named by their words, by their year, or by their kind alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from milu_bot.conditions import Equals, FactId
from milu_bot.dialogue.conversation import Conversation
from milu_bot.eligibility.awards import AwardRule
from milu_bot.eligibility.conditions import Value, facts_in
from milu_bot.eligibility.rulebook import Rulebook
from milu_bot.language.fitting import fits, implausible, of_its_kind
from milu_bot.language.follow_ups import adds
from milu_bot.language.numerals import Mention, mentions
from milu_bot.language.one import is_article
from milu_bot.language.spelling import plain
from milu_bot.language.statements import Heard
from milu_bot.language.telling import of_another_period
from milu_bot.language.unfit import granted
from milu_bot.language.whose import of_others
from milu_bot.language.years import in_order, year_of
from milu_bot.late_pattern import late_pattern
from milu_bot.policy import Award, Fact
from milu_bot.quantity import YUAN, Span
from milu_bot.written import AwardId

_SUPPOSING = late_pattern("要是|如果|假如|假设|若是|打算|准备|计划|争取|明年|将来|以后")
"""Words that make a number doubtful as a fact, but not as a supposition."""
A_TIER = late_pattern("(?:元|块)?(?:的|那|这)*一?[档级]")
"""够不够2万那档 names a tier, and tells nothing."""
_ALL_OF_THEM = late_pattern("都|一起|加起来|同时")
"""三个都拿 counts awards."""
_MADE_UP_TO = late_pattern("凑[到满够成齐]?$")
"""能凑10个人吗 names what is asked for."""
_TWO = 2


@dataclass(frozen=True, slots=True)
class Before:
    """The numbers of the sum that a question leans on, and the later of the two years that were named for them."""

    values: Mapping[FactId, Value]
    latest: int | None = None
    summed: Mapping[FactId, Value] = field(default_factory=dict)
    """What the last sum was reckoned from: another number for the same award changes nothing else of it."""

    def of(self, rule: AwardRule) -> Mapping[FactId, Value]:
        """What of it counts for an award."""
        again = any(fact in self.summed for fact in rule.numbers)
        return self.summed if again else self.values


def last_year_named(talk: Conversation, today: date | None) -> int | None:
    """The latest year that was named with a number told so far."""
    years = [
        year
        for words in dict.fromkeys(answer.said for answer in (*talk.answers, *talk.supposed))
        for mention in mentions(words)
        if (year := year_of(words, mention.start, today)) is not None
    ]
    return max(years, default=None)


class OwnNumbers:
    """Reads the numbers of awards. Holds no state."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._facts = rulebook.policy.facts

    def of(self, id: AwardId, told: Mapping[FactId, Value]) -> dict[FactId, Value]:
        """What was told that this award turns on; nothing if no number of it is."""
        rule = self._rulebook.awards[id]
        kept = {*rule.numbers, *rule.before, *self.plain(rule.award, told)}
        own = {fact: value for fact, value in told.items() if fact in kept}
        return own if any(fact in rule.numbers for fact in own) else {}

    def plain(self, award: Award, told: Mapping[FactId, Value]) -> dict[FactId, Value]:
        """What was told of who somebody is and of the plain conditions of the award."""
        plain = {test.name for test in facts_in(award.eligible) if isinstance(test, Equals)}
        who = {fact.id for fact in self._facts.values() if fact.focus}
        return {fact: value for fact, value in told.items() if fact in plain | who}

    def told(
        self, award: Award, heard: Heard, found: tuple[Mention, ...], words: str, before: Before
    ) -> dict[FactId, Value]:
        """The award's own numbers: those heard by their words, and one that only one of them can be."""
        rule = self._rulebook.awards[award.id]
        stands = before.of(rule)
        earlier = self.of(award.id, stands)
        numbers = {fact: self._facts[fact] for fact in rule.numbers}
        own = [fact for fact in numbers.values() if fact.id in earlier]
        if past := of_a_year_before(own, found, words, before.latest, self._rulebook.day):
            return earlier | past
        told = {
            fact: self._as_meant(fact, value, found, words, earlier)
            for fact, value in heard.values.items()
            if fact in numbers or fact in rule.before
        }
        if len(found) == _TWO and _of_two_years(words, found, self._rulebook.day):
            if not (years := _by_year(numbers, found, words, self._rulebook.day)):
                return {}  # whose number is whose year is not certain: better no sum than a wrong one
            told |= years
        spans = {v for fact, v in heard.values.items() if self._facts[fact].is_number}
        for mention in found:
            if not mention.usable or implausible(mention):
                continue
            fitting = [
                fact
                for fact in numbers.values()
                if fits(mention, fact) and of_its_kind(words, mention, fact)
            ]
            # 招了150人，走了60个: who counts two kinds of people names both
            if any(fact.id in told and fact.measure != YUAN for fact in fitting):
                continue
            free = [
                fact
                for fact in fitting
                if fact.id not in told
                # 我七十二了 counts nothing, unless a number of the same award was spoken of before
                if not mention.bare or fact.measure == YUAN or earlier
                if not of_another_period(words, mention.start, fact.name)
            ]
            if len(free) > 1 and (spoken := [fact for fact in free if fact.id in earlier]):
                free = spoken
            span = mention.span(free[0].measure) if len(free) == 1 else None
            if span and span not in spans and not A_TIER.match(words, mention.end):
                told[free[0].id] = _on_top(span, mention, words, earlier.get(free[0].id))
        if not any(fact in numbers for fact in told):
            return {}
        plain = self.plain(award, stands)
        return earlier | plain | told | self.plain(award, heard.values)

    def _as_meant(
        self,
        fact: FactId,
        value: Value,
        found: tuple[Mention, ...],
        words: str,
        earlier: Mapping[FactId, Value],
    ) -> Value:
        """A number heard, on top of what was said before if the words say so."""
        measure = self._facts[fact].measure
        for mention in found:
            if isinstance(value, Span) and mention.usable and mention.span(measure) == value:
                return _on_top(value, mention, words, earlier.get(fact))
        return value


def as_said(words: str) -> str:
    """The words in one spelling, without those that make a number doubtful as a fact."""
    return plain(_SUPPOSING.sub("", words))


def numbers_in(words: str) -> tuple[Mention, ...]:
    """The numbers told in a question; the 一 of 一个人补多少 is none, nor are somebody else's."""
    found = mentions(words)
    if not found:
        return ()
    others = of_others([m.start for m in found], words)
    return tuple(
        m
        for m in found
        if m.start not in others
        if not (is_article(words, m) or granted(words, m.start) or _ALL_OF_THEM.match(words, m.end))
        if not _MADE_UP_TO.search(words, 0, m.start)
    )


def of_a_year_before(
    facts: Iterable[Fact],
    found: tuple[Mention, ...],
    words: str,
    latest: int | None,
    today: date | None,
) -> dict[FactId, Span]:
    """不对，去年是210万 after 去年190万，今年520万: the least of the years before, and not this year's."""
    year = year_of(words, found[0].start, today) if len(found) == 1 else None
    if year is None or latest is None or year >= latest or not found[0].usable:
        return {}
    for fact in facts:
        span = found[0].span(fact.measure) if fact.earlier and fits(found[0], fact) else None
        if fact.earlier and span:
            return {fact.earlier: Span(span.low, None)}
    return {}


def _of_two_years(words: str, found: tuple[Mention, ...], today: date | None) -> bool:
    return in_order(*(year_of(words, mention.start, today) for mention in found[:_TWO]))


def _by_year(
    facts: Mapping[FactId, Fact], found: tuple[Mention, ...], words: str, today: date | None
) -> dict[FactId, Value]:
    """去年190万，今年520万: the later is the number of this year's fact, the earlier the least of the years before."""
    before, last = sorted(found, key=lambda mention: year_of(words, mention.start, today) or 0)
    for fact in facts.values():
        spans = [m.span(fact.measure) for m in (before, last) if m.usable and fits(m, fact)]
        if fact.earlier and len(spans) == _TWO and spans[0] and spans[1]:
            return {fact.id: spans[1], fact.earlier: Span(spans[0].low, None)}
    return {}


def _on_top(span: Span, mention: Mention, words: str, before: Value | None) -> Span:
    """再招50个 after 100 is 150; only where what was said before is a number and not a range."""
    if not isinstance(before, Span) or not before.certain or not adds(words, mention.start):
        return span
    high = None if span.high is None else span.high + before.low
    return Span(span.low + before.low, high)
