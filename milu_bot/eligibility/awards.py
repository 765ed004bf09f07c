"""Reckon one award: whether it can be claimed, and the span of what it pays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from milu_bot.conditions import AllOf, Compare, Condition, FactId, Op
from milu_bot.eligibility.conditions import (
    Case,
    Reason,
    Weigh,
    compile_condition,
    facts_in,
    name_of,
)
from milu_bot.eligibility.one_day import Closed
from milu_bot.eligibility.payoffs import Payout, compile_payoff
from milu_bot.eligibility.truth import NO, UNKNOWN, YES
from milu_bot.payoffs import InKind
from milu_bot.policy import Award
from milu_bot.quantity import NOTHING, ZERO, Span
from milu_bot.written import AwardId, Quote


class Status(StrEnum):
    """How an award stands for one applicant."""

    CAN = "can_claim"
    CANNOT = "cannot"
    OPEN = "open"
    REFERRAL = "referral"
    """The document's own conditions hold, but it names no sum: an office decides."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one award comes to. Units of `amount`: yuan, exact; no `high` means the text sets no
    limit.
    """

    award: AwardId
    status: Status
    amount: Span
    missing: tuple[FactId, ...]
    because: tuple[Reason, ...]
    closed: Closed | None = None
    """Why nobody can claim it on this day, by the dates that staff entered."""
    paid: tuple[int, ...] = ()
    """The places of the tiers that bring the least sum."""


_CEILINGS = (Op.AT_MOST, Op.UNDER)


@dataclass(frozen=True, slots=True)
class _Tier:
    weigh: Weigh
    payout: Payout
    group: int


class AwardRule:
    """An award compiled for reckoning."""

    def __init__(
        self, award: Award, readings: frozenset[FactId], closed: Closed | None = None
    ) -> None:
        self.award = award
        self.closed = closed
        self.id = award.id
        self.readings = _readings_of(award, readings)
        self._eligible = compile_condition(award.eligible, award.basis, readings)
        groups = list(dict.fromkeys(tier.group for tier in award.tiers))
        self._tiers = [
            _Tier(
                compile_condition(tier.condition, award.basis, readings),
                compile_payoff(tier.payoff, AllOf((award.eligible, tier.condition))),
                groups.index(tier.group),
            )
            for tier in award.tiers
        ]
        self._add_groups = _compile_rule(award.add_groups, readings)
        self._add_all = _compile_rule(award.add_all, readings)
        self._cap = award.cap.value if award.cap else None
        self.numbers = self._numbers()
        """The number facts that the award asks to reach or is reckoned on; a best year before is no such."""
        self.before = self._before()
        """The number facts that must not have been reached: the best year before."""

    def _numbers(self) -> tuple[FactId, ...]:
        reached = [test.fact for test in self._compared() if test.op not in _CEILINGS]
        return tuple(dict.fromkeys([*reached, *self._reckoned_on]))

    def _before(self) -> tuple[FactId, ...]:
        kept = [test.fact for test in self._compared() if test.op in _CEILINGS]
        return tuple(dict.fromkeys(fact for fact in kept if fact not in self.numbers))

    def _compared(self) -> Iterator[Compare]:
        award = self.award
        for condition in (award.eligible, *(tier.condition for tier in award.tiers)):
            yield from (t for t in facts_in(condition) if isinstance(t, Compare))

    @property
    def facts(self) -> tuple[FactId, ...]:
        """Everything that the award asks or is reckoned on, readings too."""
        conditions = (self.award.eligible, *(tier.condition for tier in self.award.tiers))
        tested = [name_of(test) for condition in conditions for test in facts_in(condition)]
        return tuple(dict.fromkeys([*tested, *self._reckoned_on]))

    @property
    def _reckoned_on(self) -> tuple[FactId, ...]:
        return tuple(fact for tier in self._tiers for fact in tier.payout.of)

    @property
    def amount_quote(self) -> Quote | None:
        """The words that name the sum."""
        basis: Mapping[str, Quote] = self.award.basis
        named = ["奖励", *self._reckoned_on]
        for tier in self.award.tiers:
            named += [name_of(test) for test in facts_in(tier.condition)]
            if isinstance(tier.payoff, InKind):
                return Quote(clause=self.award.clause, text=tier.payoff.words)
        return next((basis[name] for name in named if name in basis), None)

    def reckon(self, case: Case) -> Outcome:
        """Say what this award would pay in this case.

        Units: yuan, exact; rounding is left to whoever shows it.
        """
        if self.closed:
            return Outcome(self.id, Status.CANNOT, NOTHING, (), (), self.closed)
        missing: list[FactId] = []
        because: list[Reason] = []
        eligible = self._eligible(case, missing, because)
        if eligible is NO:
            return Outcome(self.id, Status.CANNOT, NOTHING, (), tuple(because))

        add_all = self._add_all is not None and self._add_all(case, [], []) is YES
        add_groups = self._add_groups is not None and self._add_groups(case, [], []) is YES
        low: dict[int, Decimal] = {}
        high: dict[int, Decimal | None] = {}
        paid: dict[int, int] = {}
        undecided: list[tuple[int, Decimal | None, list[FactId]]] = []
        reached: list[Reason] | None = None
        failed: list[Reason] = []
        open_reasons: list[Reason] = []
        best = Decimal(-1)
        for index, tier in enumerate(self._tiers):
            wanted: list[FactId] = []
            reasons: list[Reason] = []
            truth = tier.weigh(case, wanted, reasons)
            if truth is NO:
                failed = failed or reasons
                continue
            least, most = tier.payout.pay(case)
            key = index if add_all else tier.group if add_groups else 0
            if truth is YES:
                if least >= low.get(key, ZERO):
                    low[key], paid[key] = least, index
                if least >= best:
                    best, reached = least, reasons
            else:
                open_reasons = open_reasons or reasons
            so_far = high.get(key, ZERO)
            high[key] = None if so_far is None or most is None else max(so_far, most)
            if least != most:
                wanted.extend(tier.payout.open(case))
            if wanted:
                undecided.append((key, most, wanted))
        if not high:
            return Outcome(self.id, Status.CANNOT, NOTHING, (), (*because, *failed))

        amount = self._capped(low, high)
        if not amount.certain:
            for key, most, wanted in undecided:
                if most is None or most > low.get(key, ZERO):
                    missing.extend(wanted)
        sure = eligible is YES and bool(low)
        status = (Status.REFERRAL if self.award.referral else Status.CAN) if sure else Status.OPEN
        if not sure and not low:
            missing.extend(fact for _, _, wanted in undecided for fact in wanted)
        span = amount if sure else Span(ZERO, amount.high) if eligible is UNKNOWN else amount
        because += reached if reached is not None else open_reasons
        return Outcome(
            self.id,
            status,
            span,
            tuple(dict.fromkeys(missing)),
            tuple(because),
            None,
            (*paid.values(),),
        )

    def _capped(self, low: Mapping[int, Decimal], high: Mapping[int, Decimal | None]) -> Span:
        least = sum(low.values(), ZERO)
        parts = high.values()
        most = None if None in parts else sum((part for part in parts if part is not None), ZERO)
        if self._cap is not None:
            least = min(least, self._cap)
            most = self._cap if most is None else min(most, self._cap)
        return Span(least, most)


def _compile_rule(rule: Condition | None, readings: frozenset[FactId]) -> Weigh | None:
    return None if rule is None else compile_condition(rule, {}, readings)


def _readings_of(award: Award, readings: frozenset[FactId]) -> tuple[FactId, ...]:
    conditions = [award.eligible, *(tier.condition for tier in award.tiers)]
    conditions += [condition for condition in (award.add_groups, award.add_all) if condition]
    tests = [test for condition in conditions for test in facts_in(condition)]
    return tuple(dict.fromkeys(name for test in tests if (name := name_of(test)) in readings))
