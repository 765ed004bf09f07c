"""Choose the best set of awards that may stand together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from milu_bot.eligibility.awards import Outcome, Status
from milu_bot.eligibility.conditions import Case, Weigh, compile_condition
from milu_bot.eligibility.truth import YES
from milu_bot.policy import AwardId, Exclusion, FactId, Frequency, Policy
from milu_bot.quantity import ZERO, Span


@dataclass(frozen=True, slots=True)
class SetAside:
    """An award that is not claimed because another on the far side of an exclusion pays more."""

    award: AwardId
    amount: Span
    instead: tuple[AwardId, ...]
    exclusion: Exclusion


@dataclass(frozen=True, slots=True)
class Choice:
    """The best lawful set. Units: yuan; `totals` count a yearly award for one year."""

    claimed: tuple[AwardId, ...]
    set_aside: tuple[SetAside, ...]
    totals: Mapping[Frequency, Span]
    total: Span
    hopeless: frozenset[AwardId]
    """Awards that no best set can hold any more: whatever else is answered, they change no
    total.
    """


@dataclass(frozen=True, slots=True)
class _Guarded:
    when: Weigh
    exclusion: Exclusion


_Active = tuple[int, ...]


class ExclusionRules:
    """The exclusions and ceilings of a policy, compiled."""

    def __init__(self, policy: Policy, readings: frozenset[FactId]) -> None:
        awards = policy.awards
        self._frequency = {id: award.frequency for id, award in awards.items()}
        self._rules = [
            _Guarded(compile_condition(e.when, {}, readings), e) for e in policy.exclusions
        ]
        self.involved: frozenset[AwardId] = frozenset(
            id for e in policy.exclusions for ids in (*e.sides, e.awards) for id in ids
        )
        self._lawful: dict[_Active, list[frozenset[AwardId]]] = {}

    def active(self, case: Case) -> _Active:
        """Which exclusions hold under the readings of this case."""
        return tuple(i for i, rule in enumerate(self._rules) if rule.when(case, [], []) is YES)

    def between(self, active: _Active, first: AwardId, second: AwardId) -> Exclusion | None:
        """The exclusion that keeps these two apart, or the ceiling that they share."""
        for i in active:
            exclusion = self._rules[i].exclusion
            sides = [side for side in exclusion.sides if first in side or second in side]
            if len(sides) > 1 or {first, second} <= set(exclusion.awards):
                return exclusion
        return None

    def lawful(self, active: _Active) -> list[frozenset[AwardId]]:
        """The largest sets of involved awards that may stand together, in order of preference."""
        if active not in self._lawful:
            sides = [s for i in active if (s := self._rules[i].exclusion.sides)]
            sets: dict[frozenset[AwardId], None] = {}
            for chosen in product(*sides):
                barred = {
                    id
                    for side, options in zip(chosen, sides, strict=True)
                    for option in options
                    if option is not side
                    for id in option
                }
                sets[frozenset(id for id in self.involved if id not in barred)] = None
            self._lawful[active] = [s for s in sets if not any(s < other for other in sets)]
        return self._lawful[active]

    def _sum(
        self, active: _Active, members: Iterable[AwardId], amounts: Mapping[AwardId, Decimal | None]
    ) -> Decimal | None:
        """Add up amounts under the ceilings that hold; None is without limit."""
        kept = [(id, amounts[id]) for id in members]
        total = ZERO
        for i in active:
            exclusion = self._rules[i].exclusion
            if exclusion.ceiling is None:
                continue
            inside = [amount for id, amount in kept if id in exclusion.awards]
            kept = [(id, amount) for id, amount in kept if id not in exclusion.awards]
            ceiling = exclusion.ceiling.value
            total += ceiling if None in inside else min(ceiling, sum(filter(None, inside), ZERO))
        if any(amount is None for _, amount in kept):
            return None
        return total + sum((amount for _, amount in kept if amount), ZERO)

    def best(self, active: _Active, amounts: Mapping[AwardId, Decimal | None]) -> Decimal | None:
        """The most that a lawful set of the involved awards comes to. Units: yuan; None is
        without limit.
        """
        sums = [self._sum(active, members, amounts) for members in self.lawful(active)]
        return None if None in sums else max((s for s in sums if s is not None), default=ZERO)

    def choose(self, case: Case, outcomes: Sequence[Outcome]) -> Choice:
        """Choose for the applicant: the set that surely pays most, ties to the side written
        first.
        """
        active = self.active(case)
        lows: dict[AwardId, Decimal | None] = {
            o.award: o.amount.low for o in outcomes if o.award in self.involved
        }
        highs = {o.award: o.amount.high for o in outcomes if o.award in self.involved}
        sets = self.lawful(active)
        spans = [(self._sum(active, s, lows) or ZERO, self._sum(active, s, highs)) for s in sets]
        chosen = max(range(len(sets)), key=lambda i: (spans[i][0], -i)) if sets else 0
        possible = [
            members
            for i, members in enumerate(sets)
            if not any(
                _beats(spans[j][0], spans[i][1], earlier=j < i) for j in range(len(sets)) if j != i
            )
        ]
        kept = sets[chosen] if sets else frozenset()
        return Choice(
            claimed=tuple(
                o.award
                for o in outcomes
                if o.status in (Status.CAN, Status.REFERRAL)
                and (o.award not in self.involved or o.award in kept)
            ),
            set_aside=tuple(
                self._aside(o, kept, active)
                for o in outcomes
                if o.status is Status.CAN and o.award in self.involved and o.award not in kept
            ),
            totals=self._totals(active, outcomes, possible),
            total=self._total(outcomes, spans),
            hopeless=self.involved.difference(*possible) if possible else frozenset(),
        )

    def _aside(self, outcome: Outcome, kept: frozenset[AwardId], active: _Active) -> SetAside:
        for i in active:
            exclusion = self._rules[i].exclusion
            ours = next((side for side in exclusion.sides if outcome.award in side), None)
            theirs = [
                id for side in exclusion.sides if side is not ours for id in side if id in kept
            ]
            if ours is not None and theirs:
                return SetAside(outcome.award, outcome.amount, tuple(theirs), exclusion)
        raise AssertionError("an award outside the chosen set is barred by some exclusion")

    def _total(
        self, outcomes: Sequence[Outcome], spans: Sequence[tuple[Decimal, Decimal | None]]
    ) -> Span:
        free = [o.amount for o in outcomes if o.award not in self.involved]
        low = sum((a.low for a in free), ZERO) + max((low for low, _ in spans), default=ZERO)
        highs = [*(a.high for a in free), *_most(high for _, high in spans)]
        return Span(low, None if None in highs else sum((h for h in highs if h is not None), ZERO))

    def _totals(
        self, active: _Active, outcomes: Sequence[Outcome], possible: Sequence[frozenset[AwardId]]
    ) -> dict[Frequency, Span]:
        """Totals apart by frequency, over every set that may yet turn out best."""
        totals = {}
        for frequency in Frequency:
            mine = [o for o in outcomes if self._frequency[o.award] is frequency]
            free = [o.amount for o in mine if o.award not in self.involved]
            bound = {o.award: o.amount for o in mine if o.award in self.involved}
            lows: dict[AwardId, Decimal | None] = {id: amount.low for id, amount in bound.items()}
            highs = {id: amount.high for id, amount in bound.items()}
            per_set = [
                (
                    self._sum(active, s & bound.keys(), lows) or ZERO,
                    self._sum(active, s & bound.keys(), highs),
                )
                for s in possible
            ]
            low = sum((a.low for a in free), ZERO) + min((low for low, _ in per_set), default=ZERO)
            ends = [*(a.high for a in free), *_most(high for _, high in per_set)]
            totals[frequency] = Span(
                low, None if None in ends else sum((h for h in ends if h is not None), ZERO)
            )
        return totals


def _most(highs: Iterable[Decimal | None]) -> list[Decimal | None]:
    ends = list(highs)
    if not ends or None in ends:
        return [None] if ends else []
    return [max(end for end in ends if end is not None)]


def _beats(low: Decimal, high: Decimal | None, *, earlier: bool) -> bool:
    """Whether a set that pays at least `low` leaves no hope to one that pays at most `high`."""
    return high is not None and (low > high or (earlier and low == high))
