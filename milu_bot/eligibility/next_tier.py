"""How much more of what, or which better rank, leads to which sum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from milu_bot.conditions import AllOf, AnyOf, Compare, Condition, Equals, FactId, NoneOf, Op
from milu_bot.days import DATE
from milu_bot.eligibility.awards import Outcome
from milu_bot.eligibility.conditions import Case, Value, bounds, compile_condition
from milu_bot.eligibility.rulebook import Known, Rulebook
from milu_bot.eligibility.truth import YES
from milu_bot.quantity import Span, exactly, step_of

_Lifts = dict[FactId, Decimal]


@dataclass(frozen=True, slots=True)
class Need:
    """A number that has to grow, or a rank that has to fall. Units: the fact's own; `more` is a span
    where the number is one.
    """

    fact: FactId
    have: Span
    reach: Decimal
    more: Span
    falls: bool = False


@dataclass(frozen=True, slots=True)
class NextTier:
    """The nearest better sum of an award, and what it takes. Units: yuan."""

    amount: Span
    needs: tuple[Need, ...]


def next_tier(rulebook: Rulebook, outcome: Outcome, known: Known) -> NextTier | None:
    """Find the nearest tier that pays more and asks only for larger numbers, or better ranks, of those
    already known.

    A condition that no growth can mend (a yes/no, a best year in the past) or a number nobody
    told leaves no tier.
    """
    case = known.case
    rule = rulebook.awards[outcome.award]
    units = rulebook.policy.facts
    found: list[tuple[Decimal, Decimal, NextTier]] = []
    for tier in rule.award.tiers:
        for lifts in _lifts(AllOf((rule.award.eligible, tier.condition)), case):
            if not lifts or not lifts.keys() <= known.told.keys():
                continue
            lifted = {**case, **{fact: exactly(number) for fact, number in lifts.items()}}
            amount = rule.reckon(lifted).amount
            if outcome.amount.high is None or amount.low <= outcome.amount.high:
                continue
            needs = tuple(_need(fact, case, number) for fact, number in lifts.items())
            effort = sum(
                (n.more.low / max(n.reach, step_of(units[n.fact].unit)) for n in needs), Decimal(0)
            )
            found.append((amount.low, effort, NextTier(amount, needs)))
    return min(found, key=lambda item: item[:2])[2] if found else None


def _need(fact: FactId, case: Case, reach: Decimal) -> Need:
    have = case[fact]
    assert isinstance(have, Span)
    if reach < have.low:
        most = None if have.high is None else have.high - reach
        return Need(fact, have, reach, Span(have.low - reach, most), falls=True)
    least = reach - have.high if have.high is not None and have.high < reach else Decimal(0)
    return Need(fact, have, reach, Span(least, reach - have.low))


def _lifts(condition: Condition, case: Case) -> Iterator[_Lifts]:
    """Every way to make the condition hold by raising known numbers; {} where it holds already."""
    match condition:
        case Equals(name, options):
            value = case.get(name)
            if value is not None and (
                value & options if isinstance(value, frozenset) else value in options
            ):
                yield {}
        case Compare(fact, op, quantity):
            yield from _raise(fact, op, quantity.value, quantity.unit, case)
        case AllOf(parts):
            yield from _together(parts, case)
        case AnyOf(parts):
            for part in parts:
                yield from _lifts(part, case)
        case NoneOf() if compile_condition(condition, {}, frozenset())(case, [], []) is YES:
            yield {}
        case _:
            return


def _raise(fact: FactId, op: Op, number: Decimal, unit: str, case: Case) -> Iterator[_Lifts]:
    value = case.get(fact)
    if not isinstance(value, Span):
        return
    floor, ceiling = bounds(op, number, unit)
    high = value.high
    if (floor is None or value.low >= floor) and (
        ceiling is None or (high is not None and high <= ceiling)
    ):
        yield {}
    elif unit == DATE:
        return
    elif op is Op.WITHIN:
        if value.low > number:
            yield {fact: number}
    elif op in (Op.AT_LEAST, Op.OVER):
        yield {fact: floor if floor is not None else number}


def _together(parts: tuple[Condition, ...], case: Case) -> Iterator[_Lifts]:
    if not parts:
        yield {}
        return
    for first in _lifts(parts[0], case):
        for rest in _together(parts[1:], case):
            yield {
                fact: _farther(
                    [lifts[fact] for lifts in (first, rest) if fact in lifts], case[fact]
                )
                for fact in (*first, *rest)
            }


def _farther(reaches: list[Decimal], have: Value) -> Decimal:
    """The reach that holds the other too."""
    assert isinstance(have, Span)
    return min(reaches) if min(reaches) < have.low else max(reaches)
