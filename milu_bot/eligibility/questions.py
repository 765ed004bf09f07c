"""Which fact to ask next, and where the policy itself cuts the numbers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from functools import cache

from milu_bot.conditions import AllOf, AnyOf, Compare, Condition, Equals, FactId, NoneOf, Op
from milu_bot.days import DATE
from milu_bot.eligibility.assessment import Assessment
from milu_bot.eligibility.awards import Outcome
from milu_bot.eligibility.rulebook import Rulebook
from milu_bot.payoffs import Bands, Monthly, Payoff, PerUnit, Share
from milu_bot.policy import Award
from milu_bot.quantity import ZERO, Quantity, Span, step_of
from milu_bot.written import AwardId

_STAKE_LIMIT = Decimal(150_000)
_STAKE_FLOOR = Decimal(1_000)
"""Units: yuan. An award without a sum still deserves an answer; one without a limit must not
drown the rest.
"""


def open_facts(
    rulebook: Rulebook,
    assessment: Assessment,
    declined: Collection[FactId],
    focus: Collection[AwardId] = (),
) -> dict[FactId, Decimal]:
    """The facts worth asking, each with what hangs on it. Units: yuan, shared among the facts an
    award waits for.

    A fact is here only if it can still change what some award pays or whether it can be claimed.
    `declined` are the facts answered with "I do not know"; `focus` keeps to some awards while
    they are open.
    """
    outcomes = assessment.undecided
    if focus:
        outcomes = tuple(o for o in outcomes if o.award in focus)
    skipped = rulebook.lists if focus else frozenset[FactId]()
    case, weights = assessment.known.case, dict[FactId, Decimal]()
    facts = rulebook.policy.facts

    @cache
    def askable(fact: FactId) -> tuple[FactId, ...]:
        """The fact itself, or the earlier facts it may follow from, which settle more at once."""
        gates = tuple(
            gate
            for first in assessment.known.waiting.get(fact, ())
            if first not in skipped
            for gate in askable(first)
        )
        return gates or (() if fact in declined else (fact,))

    for outcome in outcomes:
        # what it is for was not known: its numbers decide nothing
        vain = rulebook.marks[outcome.award] & set(declined) & set(outcome.missing)
        wanted = dict.fromkeys(
            asked
            for fact in outcome.missing
            if not (vain and facts[fact].is_span)
            for asked in askable(fact)
            if asked not in case
        )
        share = _stake(outcome) / (len(wanted) or 1)
        for fact in wanted:
            weights[fact] = weights.get(fact, ZERO) + share
    return weights


def remaining(
    assessment: Assessment, declined: Collection[FactId], focus: Collection[AwardId] = ()
) -> int:
    """The most questions that can still follow: every fact not yet known that an open award waits for."""
    wanted = [
        fact for o in assessment.undecided if not focus or o.award in focus for fact in o.missing
    ]
    seen: set[FactId] = set()
    while wanted:
        fact = wanted.pop()
        if fact not in seen and fact not in assessment.known.case:
            seen.add(fact)
            wanted.extend(assessment.known.waiting.get(fact, ()))
    return len(seen - set(declined))


def next_fact(
    rulebook: Rulebook,
    assessment: Assessment,
    declined: Collection[FactId],
    focus: Collection[AwardId] = (),
    last: FactId | None = None,
) -> FactId | None:
    """Choose the fact on which most money hangs, staying with the award of the last question
    where it is near; ties go to the fact written first.

    With a focus the facts come as the award lists them, and no list of everything is asked.
    """
    weights = open_facts(rulebook, assessment, declined, focus)
    if not weights:
        return None
    if focus:
        return next(iter(weights))
    near = _neighbours(assessment, last)
    return max(
        weights,
        key=lambda fact: (weights[fact] * (3 if fact in near else 1), -rulebook.order[fact]),
    )


def _neighbours(assessment: Assessment, last: FactId | None) -> set[FactId]:
    if last is None:
        return set()
    return {
        fact
        for outcome in assessment.undecided
        if any(reason.fact == last for reason in outcome.because)
        for fact in outcome.missing
    }


def _stake(outcome: Outcome) -> Decimal:
    high = outcome.amount.high
    spread = _STAKE_LIMIT if high is None else min(high - outcome.amount.low, _STAKE_LIMIT)
    return max(spread, _STAKE_FLOOR)


def cuts(rulebook: Rulebook, fact: FactId, awards: Collection[AwardId]) -> tuple[Span, ...]:
    """Cut a number or date fact where the policy's own thresholds cut it, for buttons. Units: the
    fact's own.

    Each span is whole: its ends are included, and together they leave nothing out from 0 up, or from the
    first day.
    """
    unit = rulebook.policy.facts[fact].measure
    step = step_of(unit)
    starts, full = {Decimal(1) if unit == DATE else ZERO}, set[Decimal]()
    for id in awards:
        award = rulebook.awards[id].award
        for test in _live(award.eligible, rulebook.readings):
            if test.fact == fact:
                starts |= _starts(test.op, test.quantity.value, step)
        for tier in award.tiers:
            if _set_aside(tier.condition, rulebook.readings):
                continue
            for test in _live(tier.condition, rulebook.readings):
                if test.fact == fact:
                    starts |= _starts(test.op, test.quantity.value, step)
            full |= _turns(award, tier.payoff, fact, step)
    starts |= {number for number in full if not {number, number + step} & starts}
    ordered = sorted(starts)
    ends = [start - step for start in ordered[1:]]
    return tuple(Span(start, end) for start, end in zip(ordered, [*ends, None], strict=True))


def _turns(award: Award, payoff: Payoff, fact: FactId, step: Decimal) -> set[Decimal]:
    """Where more of a number begins to bring another sum, or none."""
    match payoff:
        case Share(of=of) if of == fact:
            return _full(award.cap.value if award.cap else None, payoff, step)
        case PerUnit(of=of, most=Quantity(most)) if of == fact:
            return {most}
        case Bands(of=of, bands=bands) if of == fact:
            return {band.upto.value for band in bands if band.upto}
        case Monthly(months=months, most=Quantity(most)) if months == fact:
            return {most}
    return set()


def _set_aside(condition: Condition, readings: Mapping[FactId, str]) -> bool:
    """Whether a condition belongs to another reading than the one that stands."""
    match condition:
        case Equals(name, options):
            return name in readings and readings[name] not in options
        case AllOf(parts):
            return any(_set_aside(part, readings) for part in parts)
    return False


def _live(condition: Condition, readings: Mapping[FactId, str]) -> Iterator[Compare]:
    """The thresholds that hold as the text is read now."""
    match condition:
        case Compare():
            yield condition
        case AllOf() if _set_aside(condition, readings):
            return
        case AllOf(parts) | AnyOf(parts) | NoneOf(parts):
            for part in parts:
                yield from _live(part, readings)
        case _:
            return


def _starts(op: Op, number: Decimal, step: Decimal) -> set[Decimal]:
    match op:
        case Op.AT_LEAST | Op.UNDER:
            return {number}
        case Op.OVER | Op.AT_MOST:
            return {number + step}
        case Op.EXACTLY:
            return {number, number + step}
        case Op.WITHIN:
            return {Decimal(1), number + step}


def _full(cap: Decimal | None, payoff: Share, step: Decimal) -> set[Decimal]:
    """Where a share reaches its cap, if that is a round figure."""
    if cap is None:
        return set()
    full = cap / (payoff.rate * payoff.times) + (payoff.less.value if payoff.less else ZERO)
    return {full} if full == full.quantize(step) else set()
