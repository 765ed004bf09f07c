"""Sums in answers: a question that gives a number and asks about one award is answered with its sum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from math import prod

from milu_bot.conditions import NO_WORD, FactId
from milu_bot.dialogue import choices
from milu_bot.dialogue.counsel import Counsel
from milu_bot.dialogue.own_numbers import A_TIER, Before, OwnNumbers, as_said, numbers_in
from milu_bot.dialogue.sum_replies import Compared, SumReply, SumsReply
from milu_bot.eligibility.awards import Status
from milu_bot.eligibility.conditions import Value
from milu_bot.eligibility.prospect import prospect
from milu_bot.eligibility.supposition import Supposition, suppose
from milu_bot.language.fitting import fits, implausible, may_be, of_its_kind
from milu_bot.language.numerals import Mention, mentions
from milu_bot.language.statements import Heard, Why
from milu_bot.late_pattern import late_pattern
from milu_bot.payoffs import Fixed
from milu_bot.policy import Award, Fact
from milu_bot.quantity import NOTHING, YUAN, Span
from milu_bot.written import AwardId

_WHAT_THEN = late_pattern(
    "怎么办|怎么搞|么子办|何是[好搞]|[要会][不冇没]?[要会]?[被]?退|收回|追回|扣回"
    "|算[到进在入][^，。；]{0,8}(?:里|内|中|头)"
)
"""不够10个了怎么办, 算到120人里面吗 ask what follows or what counts, and not for a sum."""

_SEVERAL = 2
_SIDE_BY_SIDE = late_pattern(
    r"[^0-9，,。；;！!？?]{0,2}(?:和|跟|与|同|比|还是|或者?|、|变成|涨到)[^0-9，,。；;！!？?]{0,6}"
)
_A_PART = late_pattern(
    r"(?:其中|里[面头]?|包括|包含|含|连|扣[掉除]|减[掉去]|除[掉去]|只有?|仅有?|走了?|退[货款了]?|辞[退职了]|离职|流失)[^，,。；;！!？?0-9]{0,10}$"
)
_OFFERED = (choices.ASSESS_THIS, choices.SOURCE)


class Estimates:
    """Reckons one award from the numbers in a question. Holds no state."""

    def __init__(self, counsel: Counsel) -> None:
        self._policy = counsel.policy
        self._index = counsel.index
        self._rulebook = counsel.rulebook
        self._own = OwnNumbers(counsel.rulebook)

    def answer(
        self,
        words: str,
        heard: Heard,
        awards: tuple[AwardId, ...],
        before: Before,
    ) -> SumReply | Compared | SumsReply | None:
        """The sum for the first of these awards whose numbers the question names; None if it names none.

        Each of several numbers of one fact is reckoned, and numbers of other awards with the first.
        `before` are the numbers of the sum that the question leans on: they stand unless it names others.
        """
        if _WHAT_THEN.search(words):
            return None
        words = as_said(words)
        found = numbers_in(words)
        if self._index.cited(words):
            found = tuple(mention for mention in found if not mention.bare)
        for id in awards:
            award = self._policy.awards[id]
            told = self._own.told(award, heard, found, words, before)
            if told and not award.referral:
                return self._reckoned(award, told, heard, found, words)
        return None

    def _reckoned(
        self,
        award: Award,
        told: dict[FactId, Value],
        heard: Heard,
        found: tuple[Mention, ...],
        words: str,
    ) -> SumReply | Compared | SumsReply | None:
        past = self._rulebook.awards[award.id].before
        several = self._several(award, heard, found, words)
        if several and not any(fact in told for fact in past):
            fact, spans = several
            if past:
                return None  # one of them may be an earlier year's
            sums = tuple((s, suppose(self._rulebook, award.id, {**told, fact: s})) for s in spans)
            return Compared(award, self._policy.facts[fact], sums, choices=_OFFERED)
        paid = frozenset(sums_of(award))  # 有1000块吗 tells of no sales
        others = {
            fact: value
            for fact, value in heard.values.items()
            if fact not in told and self._policy.facts[fact].is_number
            if value not in paid
        }
        if others:
            return self.together({**told, **others}, words)
        left = self._left(found, told, words, award)
        if left and past and not any(fact in told for fact in past):
            return (
                None  # 2016年210万，2017年520万: the number that is left may be an earlier year's
            )
        if any(_A_PART.search(words, 0, m.start) for m in left):
            # 花了80万，其中买地30万; 请了12个，只有7个买了社保: whether the part counts is for the award to say
            return None
        reply = self._sum(award, told)
        return replace(reply, left=tuple(words[m.start : m.end] for m in left))

    def together(self, told: Mapping[FactId, Value], words: str) -> SumsReply:
        """What numbers of several awards come to together."""
        rows = tuple((self._policy.facts[fact], value) for fact, value in told.items())
        outlook = prospect(self._rulebook, told)
        left = self._left(numbers_in(words), told, words)
        unplaced = tuple(words[m.start : m.end] for m in left)
        return SumsReply(rows, outlook, unplaced, choices=(choices.ASSESS, choices.SOURCE))

    def _several(
        self, award: Award, heard: Heard, found: tuple[Mention, ...], words: str
    ) -> tuple[FactId, tuple[Span, ...]] | None:
        """The fact of which several numbers are named, with them: 卖80万和卖300万差多少."""
        doubted = {doubt.fact for doubt in heard.doubts if doubt.why is Why.SEVERAL}
        facts = [self._policy.facts[fact] for fact in self._rulebook.awards[award.id].numbers]
        for fact in facts:
            own = [m for m in found if self._only_fits(m, fact, facts, words)]
            linked = all(
                _SIDE_BY_SIDE.fullmatch(words[first.end : second.start])
                for first, second in pairwise(own)
            )
            spans = tuple(dict.fromkeys(s for m in own if (s := m.span(fact.measure))))
            if any(_A_PART.search(words, 0, m.start) for m in own):
                continue
            if len(spans) > 1 and (linked or fact.id in doubted):
                return fact.id, spans
        return None

    def _only_fits(self, mention: Mention, fact: Fact, facts: list[Fact], words: str) -> bool:
        if not mention.usable or implausible(mention) or A_TIER.match(words, mention.end):
            return False
        fitting = [f for f in facts if fits(mention, f) and of_its_kind(words, mention, f)]
        return fitting == [fact]

    def _left(
        self,
        found: tuple[Mention, ...],
        told: Mapping[FactId, Value],
        words: str,
        award: Award | None = None,
    ) -> tuple[Mention, ...]:
        """The numbers of a question that went into no sum, and are none of the award's own."""
        used = [value for value in told.values() if isinstance(value, Span)]
        sums = sums_of(award) if award else ()
        ends = {end for span in (*used, *sums) for end in (span.low, span.high)}
        facts = [fact for fact in self._policy.facts.values() if fact.is_number]
        left = tuple(
            m
            for m in found
            if m.usable and not m.bare and not A_TIER.match(words, m.end)
            if m.low not in ends and m.high not in ends
            if any(fits(m, fact) and m.span(fact.measure) for fact in facts)
        )
        return () if any(_make(left, span) for span in used) else left

    def unweighed(self, words: str, awards: tuple[AwardId, ...], quote: str) -> tuple[str, ...]:
        """The sums of money in a question that may be told of one of these awards, and stand not in this quote."""
        words = as_said(words)
        told = [number for number in numbers_in(words) if not number.bare]
        if not told:  # as mostly: the quote need not be read
            return ()
        known = {number.low for number in mentions(quote)}
        awards = tuple(id for id in awards if not self._policy.awards[id].referral)
        numbers = (fact for id in awards for fact in self._rulebook.awards[id].numbers)
        facts = [fact for name in numbers if (fact := self._policy.facts[name]).measure == YUAN]
        return tuple(
            words[m.start : m.end]
            for m in told
            if m.low not in known and not A_TIER.match(words, m.end)
            if may_be(words, m, facts)
        )

    def most_spoken_of(self, words: str, heard: Heard, ids: tuple[str, ...]) -> tuple[AwardId, ...]:
        """The one award near the question that takes up most of its numbers, if it takes several: 500人, 500万."""
        words = as_said(words)
        found = tuple(m for m in numbers_in(words) if not m.bare)
        awards = [
            award
            for id in ids
            for award in ((id,) if id in self._policy.awards else self._policy.clause_of(id).awards)
        ]
        taken = {
            award: len(self._own.told(self._policy.awards[award], heard, found, words, Before({})))
            for award in dict.fromkeys(awards)
        }
        best = max(taken.values(), default=0)
        first = [award for award, count in taken.items() if count == best]
        named = any(self._policy.facts[fact].is_number for fact in heard.values)
        return tuple(first) if best >= (1 if named else _SEVERAL) and len(first) == 1 else ()

    def turning_on(self, told: Mapping[FactId, Value]) -> tuple[AwardId, ...]:
        """The awards that turn on a number that was told."""
        return tuple(
            id
            for id, rule in self._rulebook.awards.items()
            if any(fact in told for fact in rule.numbers)
        )

    def told_first(
        self, words: str, awards: tuple[AwardId, ...], before: Mapping[FactId, Value]
    ) -> tuple[AwardId, ...]:
        """These awards, those first of which a number was told that the one in the question may replace."""
        words = as_said(words)
        found = [m for m in numbers_in(words) if m.usable]

        def fresh(id: AwardId) -> bool:
            facts = [
                self._policy.facts[f] for f in self._rulebook.awards[id].numbers if f in before
            ]
            return not any(
                fits(mention, fact) and of_its_kind(words, mention, fact)
                for mention in found
                for fact in facts
            )

        return tuple(sorted(awards, key=fresh))

    def of(self, id: AwardId, told: Mapping[FactId, Value]) -> SumReply | None:
        """The sum of one award for numbers told before; None if it turns on none of them."""
        own = self._own.of(id, told)
        return self._sum(self._policy.awards[id], own) if own else None

    def barred(self, id: AwardId, heard: Heard, before: Mapping[FactId, Value]) -> SumReply | None:
        """What comes of an award where something that it asks for is not so; None if nothing is said of that."""
        award = self._policy.awards[id]
        plain = self._own.plain(award, heard.values)
        if NO_WORD not in plain.values() or award.referral:
            return None
        reply = self._sum(award, {**self._own.of(id, before), **plain})
        return reply if reply.supposition.outcome.status is Status.CANNOT else None

    def _sum(self, award: Award, told: dict[FactId, Value]) -> SumReply:
        supposition = self._with_a_next_tier(award.id, told)
        facts = self._policy.facts
        return SumReply(
            award,
            self._policy.clauses[award.clause],
            supposition,
            tuple((facts[fact], value) for fact, value in told.items()),
            tuple(facts[fact] for fact in supposition.assumed),
            choices=_OFFERED,
        )

    def _with_a_next_tier(self, id: AwardId, told: dict[FactId, Value]) -> Supposition:
        """What it comes to, and what is wanting if nothing was done of what was not told."""
        supposition = suppose(self._rulebook, id, told)
        if supposition.next_tier or not supposition.outcome.missing:
            return supposition
        numbers = self._rulebook.awards[id].numbers
        missing = supposition.outcome.missing
        untold = {fact: NOTHING for fact in missing if fact in numbers and fact not in told}
        least = suppose(self._rulebook, id, {**told, **untold})
        return replace(supposition, next_tier=least.next_tier)


def sums_of(award: Award) -> Iterator[Span]:
    """The sums that its words name."""
    for tier in award.tiers:
        if isinstance(tier.payoff, Fixed):
            yield Span(tier.payoff.money.value, tier.payoff.money.value)


def _make(parts: Sequence[Mention], whole: Span) -> bool:
    """Whether these numbers make up another one that was told: 国税60万，地税50万, or 12个班，每班30人."""
    numbers = [part.low for part in parts if part.is_point]
    together = (sum(numbers), prod(numbers))
    return len(numbers) == len(parts) > 1 and whole.certain and whole.low in together
