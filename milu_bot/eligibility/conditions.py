"""Weigh conditions: a verdict, the facts still missing, and the reasons, in one walk.

A condition is compiled once, at load, into a function; a turn of talk then costs microseconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from milu_bot.conditions import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Elapsed,
    Equals,
    FactId,
    NoneOf,
    Op,
)
from milu_bot.days import DATE
from milu_bot.eligibility.truth import NO, UNKNOWN, YES, Truth
from milu_bot.quantity import Span, step_of
from milu_bot.written import Quote

Value = Span | str | frozenset[str]
"""An answer: numbers and days are spans (元 or the fact's unit), yes/no and options are words, a multiple
choice is a set.
"""

Case = Mapping[FactId, Value]
"""What is known: the answers of the person and the readings of the department, in one flat
mapping.
"""


Test = Compare | Elapsed | Equals


@dataclass(frozen=True, slots=True)
class Reason:
    """One condition of an award, how it stands, and the words of the document that ask for it."""

    condition: Test
    truth: Truth
    quote: Quote

    @property
    def fact(self) -> FactId:
        """The fact that the condition is about."""
        return name_of(self.condition)


Weigh = Callable[[Case, list[FactId], list[Reason]], Truth]
"""Weighs a case; adds the missing facts and the reasons to the two lists."""


def compile_condition(
    condition: Condition, basis: Mapping[str, Quote], readings: frozenset[FactId]
) -> Weigh:
    """Compile a condition.

    `basis` gives the words of the document for each fact; a fact without words there is weighed
    without a reason,
    as are readings, which are the department's and not the applicant's to answer.
    """
    match condition:
        case AllOf(parts):
            return _all([compile_condition(part, basis, readings) for part in parts])
        case AnyOf(parts):
            return _any([compile_condition(part, basis, readings) for part in parts])
        case NoneOf(parts):
            return _none([compile_condition(part, basis, readings) for part in parts])
        case Equals(name, options):
            return _equals(name, options, _reasons(condition, basis.get(name)), name in readings)
        case Compare(fact, op, quantity):
            floor, ceiling = bounds(op, quantity.value, quantity.unit)
            return _within(fact, floor, ceiling, _reasons(condition, basis.get(fact)))
        case Elapsed(fact):
            return _without_a_day(fact, _reasons(condition, basis.get(fact)))


def name_of(test: Test) -> FactId:
    """The fact or reading that a single test is about."""
    return test.name if isinstance(test, Equals) else test.fact


def facts_in(condition: Condition) -> Iterator[Test]:
    """Every single test inside a condition, in the order written."""
    if isinstance(condition, Compare | Elapsed | Equals):
        yield condition
    else:
        for part in condition.parts:
            yield from facts_in(part)


def bounds(op: Op, number: Decimal, unit: str) -> tuple[Decimal | None, Decimal | None]:
    """The least and greatest numbers that pass. 超过 and 不足 exclude the number by the smallest
    step. A day that never was is before no other.
    """
    step = step_of(unit)
    least = Decimal(1) if unit == DATE else None
    match op:
        case Op.AT_LEAST:
            return number, None
        case Op.OVER:
            return number + step, None
        case Op.AT_MOST:
            return least, number
        case Op.UNDER:
            return least, number - step
        case Op.WITHIN:
            return Decimal(1), number
        case Op.EXACTLY:
            return number, number


_Trio = tuple[Reason | None, Reason | None, Reason | None]


def _reasons(condition: Test, quote: Quote | None) -> _Trio:
    if quote is None:
        return None, None, None
    return (
        Reason(condition, NO, quote),
        Reason(condition, UNKNOWN, quote),
        Reason(condition, YES, quote),
    )


def _equals(name: FactId, options: frozenset[str], reasons: _Trio, is_reading: bool) -> Weigh:
    if is_reading:
        return lambda case, missing, because: YES if case[name] in options else NO

    def weigh(case: Case, missing: list[FactId], because: list[Reason]) -> Truth:
        value = case.get(name)
        if value is None:
            missing.append(name)
            truth = UNKNOWN
        elif isinstance(value, frozenset):
            truth = YES if value & options else NO
        else:
            truth = YES if value in options else NO
        if reason := reasons[truth]:
            because.append(reason)
        return truth

    return weigh


def _within(fact: FactId, floor: Decimal | None, ceiling: Decimal | None, reasons: _Trio) -> Weigh:
    def weigh(case: Case, missing: list[FactId], because: list[Reason]) -> Truth:
        value = case.get(fact)
        if value is None:
            missing.append(fact)
            truth = UNKNOWN
        else:
            assert isinstance(value, Span), "the checks prove that what is compared is a number"
            low, high = value
            if (floor is not None and high is not None and high < floor) or (
                ceiling is not None and low > ceiling
            ):
                truth = NO
            elif (floor is None or low >= floor) and (
                ceiling is None or (high is not None and high <= ceiling)
            ):
                truth = YES
            else:
                missing.append(fact)
                truth = UNKNOWN
        if reason := reasons[truth]:
            because.append(reason)
        return truth

    return weigh


def _without_a_day(fact: FactId, reasons: _Trio) -> Weigh:
    """How long ago it was cannot be told without knowing what day it is."""

    def weigh(case: Case, missing: list[FactId], because: list[Reason]) -> Truth:
        if fact not in case:
            missing.append(fact)
        if reason := reasons[UNKNOWN]:
            because.append(reason)
        return UNKNOWN

    return weigh


def _all(parts: list[Weigh]) -> Weigh:
    def weigh(case: Case, missing: list[FactId], because: list[Reason]) -> Truth:
        before, reasons_before, truth = len(missing), len(because), YES
        for part in parts:
            reasons_here = len(because)
            found = part(case, missing, because)
            if found is NO and len(because) == reasons_here:
                # Another reading than this one stands, so nothing asked for here is a reason.
                del missing[before:]
                del because[reasons_before:]
                return NO
            if found < truth:
                truth = found
        if truth is NO:
            del missing[before:]
        return truth

    return weigh


def _any(parts: list[Weigh]) -> Weigh:
    def weigh(case: Case, missing: list[FactId], because: list[Reason]) -> Truth:
        before, reasons_before, truth = len(missing), len(because), NO
        for part in parts:
            reasons_here = len(because)
            found = part(case, missing, because)
            if found is YES:
                del missing[before:]
                del because[reasons_before:reasons_here]
                return YES
            if found > truth:
                truth = found
        if truth is UNKNOWN:
            because[reasons_before:] = [r for r in because[reasons_before:] if r.truth is not NO]
        return truth

    return weigh


def _none(parts: list[Weigh]) -> Weigh:
    any_of = _any(parts)

    def weigh(case: Case, missing: list[FactId], because: list[Reason]) -> Truth:
        found: list[Reason] = []
        truth = Truth(YES - any_of(case, missing, found))
        because.extend(Reason(r.condition, Truth(YES - r.truth), r.quote) for r in found)
        return truth

    return weigh
