"""Which awards go together, which of two pays more, and what the document keeps apart."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import combinations

from milu_bot.conditions import FactId
from milu_bot.dialogue import choices
from milu_bot.dialogue.counsel import Counsel
from milu_bot.dialogue.replies import KeptApart, Pair, TogetherReply
from milu_bot.dialogue.sum_replies import MostOfSeveral
from milu_bot.eligibility.awards import Outcome, Status
from milu_bot.eligibility.conditions import Value
from milu_bot.eligibility.one_day import award_closed
from milu_bot.eligibility.supposition import suppose
from milu_bot.language.gate import Decision
from milu_bot.late_pattern import late_pattern
from milu_bot.payoffs import Fixed, UpTo
from milu_bot.policy import Award, FaqKind
from milu_bot.quantity import NOTHING, Span
from milu_bot.written import AwardId

_PARTS = late_pattern(
    r"[，,、；;。？?！!/+]|和|跟|与|同(?!时|类)|还有|以及|加上|又(?:能)?[拿领]?|还是|或者?|再拿|还能[领拿]|还可以[领拿]"
)
_ASKED = late_pattern(
    r"能不能|可不可以|可以|能否|是不是|会不会|一起|同时|都|能|领|拿|享受|要|哪个|哪一个|划算|合算|更?[多好]|两个|两样|重复|冲突"
    r"|叠加|兼得|选|的话|[吗么呢啊不吧了]|我|您|只|如果|了以后|以后|过|之后"
)
_LEAST = 2
"""Units: characters. A name of an award is no shorter."""


class Combinations:
    """Answers from the exclusions, as the text is read now and as it might be. Holds no state."""

    def __init__(self, counsel: Counsel) -> None:
        self._policy = counsel.policy
        self._rulebook = counsel.rulebook
        self._index = counsel.index

    def named(self, words: str) -> tuple[str, ...]:
        """The clauses and awards that a question names, by number or by what people call them."""
        ids = list(self._index.cited(words))
        if len(ids) > 1:
            return tuple(ids)
        for part in _PARTS.split(words):
            bare = _ASKED.sub("", part).strip()
            if len(bare) < _LEAST or self._index.cited(bare):
                continue
            match = self._index.find(bare)
            if match.decision is Decision.ANSWER and match.kind is not FaqKind.OUTSIDE:
                ids += [hit.id for hit in match.hits[:1] if self._awards(hit.id)]
        return tuple(dict.fromkeys(ids))

    def together(self, ids: tuple[str, ...], told: Mapping[FactId, Value]) -> TogetherReply | None:
        """Whether the awards named may be claimed together; None if they name no two."""
        named = list(dict.fromkeys(a for id in ids for a in self._awards(id)))
        pairs = [
            self._pair(first, second, told)
            for first, second in combinations(named, 2)
            if self._policy.awards[first].clause != self._policy.awards[second].clause
            or {first, second} <= set(ids)
        ]
        shown = (choices.SOURCE, choices.ASSESS)
        return TogetherReply(tuple(pairs), choices=shown) if pairs else None

    def kept_apart(self) -> KeptApart:
        """All that may not be claimed together, as the text is read now."""
        rules = self._rulebook.exclusions
        active = rules.active(self._rulebook.readings)
        readings = tuple(
            reading
            for id, reading in self._policy.open_readings().items()
            if any(
                rules.active({**self._rulebook.readings, id: option}) != active
                for option in reading.options
            )
        )
        standing = tuple(self._policy.exclusions[i] for i in active)
        return KeptApart(standing, readings, choices=(choices.ASSESS, choices.HELP))

    def most(self, ids: tuple[AwardId, ...]) -> MostOfSeveral | None:
        """What these awards come to at most; None if one of them has no end, or they exclude each other."""
        adopted = self._rulebook.readings
        each = [most_of(self._policy.awards[id]) for id in ids]
        if any(most is None for most in each):
            return None
        most = {id: Span(m, m) for id, m in zip(ids, each, strict=True) if m is not None}
        total = self._total(most, adopted)
        otherwise = tuple(
            (reading, option, less)
            for id, reading in self._policy.readings.items()
            for option in reading.options
            if option != reading.adopted
            and (less := self._total(most, {**adopted, id: option})) != total
        )
        rows = tuple((self._policy.awards[id], span) for id, span in most.items())
        return MostOfSeveral(rows, total, otherwise, choices=(choices.SOURCE, choices.ASSESS))

    def _total(self, most: Mapping[AwardId, Span], readings: Mapping[FactId, Value]) -> Span:
        outcomes = [
            Outcome(id, Status.CAN, most.get(id, NOTHING), (), ()) for id in self._rulebook.awards
        ]
        return self._rulebook.exclusions.choose(readings, outcomes).total

    def _awards(self, id: str) -> tuple[AwardId, ...]:
        if not id:
            return ()
        clause = self._policy.clause_of(id)
        return (id,) if id in clause.awards else tuple(clause.awards)

    def _pair(self, first: AwardId, second: AwardId, told: Mapping[FactId, Value]) -> Pair:
        rules = self._rulebook.exclusions
        adopted = self._rulebook.readings
        awards = self._policy.awards
        found = rules.between(rules.active(adopted), first, second)
        apart = {
            id: tuple(
                option
                for option in reading.options
                if (rules.between(rules.active({**adopted, id: option}), first, second) is None)
                != (found is None)
            )
            for id, reading in self._policy.open_readings().items()
        }
        otherwise = tuple((self._policy.readings[id], o) for id, o in apart.items() if o)
        closed = tuple(
            (award, why)
            for award in (awards[first], awards[second])
            if (why := award_closed(self._policy, award, self._rulebook.day))
        )
        sums = tuple(
            suppose(self._rulebook, id, told).outcome
            for id in (first, second)
            if any(fact in told for fact in self._rulebook.awards[id].numbers)
        )
        return Pair(awards[first], awards[second], found, otherwise, closed, sums)


def most_of(award: Award) -> Decimal | None:
    """What an award pays at most; None if its words set no end. Units: yuan."""
    if award.cap is not None:
        return award.cap.value
    sums = [
        payoff.money.value if isinstance(payoff, Fixed) else payoff.most.value
        for payoff in (tier.payoff for tier in award.tiers)
        if isinstance(payoff, Fixed | UpTo)
    ]
    return max(sums) if len(sums) == len(award.tiers) else None
