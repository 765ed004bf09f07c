"""Choose the best set of awards that may stand together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from milu_bot.conditions import FactId
from milu_bot.eligibility.awards import Outcome, Status
from milu_bot.eligibility.conditions import Case, Weigh, compile_condition
from milu_bot.eligibility.truth import YES
from milu_bot.policy import Exclusion, Frequency, Policy
from milu_bot.quantity import NOTHING, ZERO, Span
from milu_bot.written import AwardId


@dataclass(frozen=True, slots=True)
class SetAside:
    """An award that is not claimed because another on the far side of an exclusion pays more."""

    award: AwardId
    amount: Span
    instead: tuple[AwardId, ...]
    exclusion: Exclusion


@dataclass(frozen=True, slots=True)
class Capped:
    """A ceiling that several awards come up against, and what they come to without it. Units: yuan."""

    exclusion: Exclusion
    before: Span


@dataclass(frozen=True, slots=True)
class Choice:
    """The best lawful set. Units: yuan; `totals` count a yearly award for one year, and each frequency by
    itself under the ceilings: where one is met, they come to more than `total`.
    """

    claimed: tuple[AwardId, ...]
    set_aside: tuple[SetAside, ...]
    totals: Mapping[Frequency, Span]
    total: Span
    hopeless: frozenset[AwardId]
    """Awards that no best set can hold any more: whatever else is answered, they change no
    total.
    """
    capped: tuple[Capped, ...] = ()


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
        self._by_frequency = {
            frequency: frozenset(id for id in self.involved if self._frequency[id] is frequency)
            for frequency in Frequency
        }
        self._lawful: dict[_Active, list[frozenset[AwardId]]] = {}
        self._ceilings: dict[_Active, list[tuple[frozenset[AwardId], Decimal, Exclusion]]] = {}

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

    def _ceilings_of(self, active: _Active) -> list[tuple[frozenset[AwardId], Decimal, Exclusion]]:
        """The ceilings that hold, the narrow ones first: one lies inside another or apart from it."""
        if active not in self._ceilings:
            found = [
                (frozenset(e.awards), e.ceiling.value, e)
                for i in active
                if (e := self._rules[i].exclusion).ceiling
            ]
            self._ceilings[active] = sorted(found, key=lambda ceiling: len(ceiling[0]))
        return self._ceilings[active]

    def _sum(
        self,
        active: _Active,
        members: Iterable[AwardId],
        amounts: Mapping[AwardId, Decimal | None],
        before: list[Decimal | None] | None = None,
    ) -> Decimal | None:
        """Add up amounts under the ceilings that hold; None is without limit.

        `before` takes what the awards under each ceiling come to without it.
        """
        left = set(members)
        covered: list[tuple[frozenset[AwardId], Decimal]] = []
        for ids, ceiling, _ in self._ceilings_of(active):
            inside = _added(amounts[id] for id in left & ids)
            if inside is not None:
                inside += sum((amount for inner, amount in covered if inner <= ids), ZERO)
            if before is not None:
                before.append(inside)
            covered = [pair for pair in covered if not pair[0] <= ids]
            covered.append((ids, ceiling if inside is None else min(ceiling, inside)))
            left -= ids
        rest = _added(amounts[id] for id in left)
        return None if rest is None else sum((amount for _, amount in covered), rest)

    def best(self, active: _Active, amounts: Mapping[AwardId, Decimal | None]) -> Decimal | None:
        """The most that a lawful set of the involved awards comes to. Units: yuan; None is
        without limit.
        """
        return _most(self._sum(active, members, amounts) for members in self.lawful(active))

    def choose(self, case: Case, outcomes: Sequence[Outcome]) -> Choice:
        """Choose for the applicant: the set that surely pays most, ties to the side written first."""
        active = self.active(case)
        free = dict.fromkeys(Frequency, NOTHING)
        bound: dict[AwardId, Span] = {}
        for outcome in outcomes:
            if outcome.award in self.involved:
                bound[outcome.award] = outcome.amount
            elif outcome.amount is not NOTHING:
                frequency = self._frequency[outcome.award]
                free[frequency] = _plus(free[frequency], outcome.amount)
        lows: dict[AwardId, Decimal | None] = {id: amount.low for id, amount in bound.items()}
        highs = {id: amount.high for id, amount in bound.items()}
        sets = self.lawful(active)
        spans = [self._span(active, members, lows, highs) for members in sets]
        chosen = max(range(len(sets)), key=lambda i: (spans[i].low, -i))
        possible = [
            members
            for i, members in enumerate(sets)
            if not any(
                _beats(spans[j].low, spans[i].high, earlier=j < i)
                for j in range(len(sets))
                if j != i
            )
        ]
        kept = sets[chosen]
        return Choice(
            claimed=tuple(
                o.award
                for o in outcomes
                if o.status in _CLAIMED and (o.award not in self.involved or o.award in kept)
            ),
            set_aside=tuple(
                self._aside(o, kept, active)
                for o in outcomes
                if o.status is Status.CAN and o.award in self.involved and o.award not in kept
            ),
            totals={
                frequency: _plus(span, self._bound_span(active, frequency, possible, lows, highs))
                for frequency, span in free.items()
            },
            total=_plus(
                _plus(*free.values()),
                Span(spans[chosen].low, _most(span.high for span in spans)),
            ),
            hopeless=self.involved.difference(*possible),
            capped=self._capped(active, kept, lows, highs),
        )

    def _capped(
        self,
        active: _Active,
        members: Iterable[AwardId],
        lows: Mapping[AwardId, Decimal | None],
        highs: Mapping[AwardId, Decimal | None],
    ) -> tuple[Capped, ...]:
        ceilings = self._ceilings_of(active)
        if not ceilings:
            return ()
        least: list[Decimal | None] = []
        most: list[Decimal | None] = []
        self._sum(active, members, lows, least)
        self._sum(active, members, highs, most)
        return tuple(
            Capped(exclusion, Span(low or ZERO, high))
            for (_, ceiling, exclusion), low, high in zip(ceilings, least, most, strict=True)
            if high is None or high > ceiling
        )

    def _span(
        self,
        active: _Active,
        members: Iterable[AwardId],
        lows: Mapping[AwardId, Decimal | None],
        highs: Mapping[AwardId, Decimal | None],
    ) -> Span:
        low = self._sum(active, members, lows)
        assert low is not None, "a least amount is always a number"
        return Span(low, self._sum(active, members, highs))

    def _bound_span(
        self,
        active: _Active,
        frequency: Frequency,
        possible: Sequence[frozenset[AwardId]],
        lows: Mapping[AwardId, Decimal | None],
        highs: Mapping[AwardId, Decimal | None],
    ) -> Span:
        """What the involved awards of one frequency come to, over every set that may yet be best."""
        mine = self._by_frequency[frequency]
        spans = [self._span(active, members & mine, lows, highs) for members in possible]
        return Span(min(span.low for span in spans), _most(span.high for span in spans))

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


_CLAIMED = (Status.CAN, Status.REFERRAL)


def _plus(*spans: Span) -> Span:
    low, high = ZERO, ZERO
    for span in spans:
        low += span.low
        if span.high is None:
            return Span(sum((s.low for s in spans), ZERO), None)
        high += span.high
    return Span(low, high)


def _added(amounts: Iterable[Decimal | None]) -> Decimal | None:
    total = ZERO
    for amount in amounts:
        if amount is None:
            return None
        total += amount
    return total


def _most(highs: Iterable[Decimal | None]) -> Decimal | None:
    most = ZERO
    for high in highs:
        if high is None:
            return None
        most = max(most, high)
    return most


def _beats(low: Decimal, high: Decimal | None, *, earlier: bool) -> bool:
    """Whether a set that pays at least `low` leaves no hope to one that pays at most `high`."""
    return high is not None and (low > high or (earlier and low == high))
