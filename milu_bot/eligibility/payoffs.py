"""What a tier pays: a span of money from spans of numbers, and which of these still leave it open.

A tier pays only where its own conditions hold, so a number is taken no further than these let it be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from milu_bot.conditions import AllOf, Compare, Condition, FactId
from milu_bot.eligibility.conditions import Case, bounds
from milu_bot.payoffs import (
    Band,
    Bands,
    Fixed,
    InKind,
    Monthly,
    Payoff,
    PerUnit,
    Share,
    UpTo,
    facts_of,
)
from milu_bot.quantity import NOTHING, ZERO, Span

_Sum = Callable[[Decimal], Decimal]


@dataclass(frozen=True, slots=True)
class Payout:
    """How a tier pays. `open` names the facts that may still move the sum, where it is not certain."""

    pay: Callable[[Case], Span]
    of: tuple[FactId, ...]
    open: Callable[[Case], tuple[FactId, ...]]


def compile_payoff(payoff: Payoff, condition: Condition) -> Payout:
    """Functions from a case to what is paid where this condition holds, and to what it waits for."""
    of = facts_of(payoff)
    known = {fact: _within(fact, condition) for fact in of}
    match payoff:
        case Fixed(money=money):
            fixed = Span(money.value, money.value)
            return Payout(lambda case: fixed, of, _nothing)
        case InKind():
            return Payout(lambda case: NOTHING, of, _nothing)
        case Share(of=base, unsettled=unsettled):
            total = share_sum(payoff)
            if unsettled:
                return Payout(
                    lambda case: _at_most(_rising(known[base](case), total)), of, _open(base)
                )
            return Payout(lambda case: _rising(known[base](case), total), of, _open(base))
        case PerUnit(of=base):
            each = unit_sum(payoff)
            most = each(payoff.most.value) if payoff.most else None
            return Payout(lambda case: _rising(known[base](case), each, most), of, _open(base))
        case Bands(of=base):
            banded, full = band_sum(payoff.bands), _full(payoff.bands)
            return Payout(lambda case: _rising(known[base](case), banded, full), of, _open(base))
        case Monthly(months=months, of=count):
            of_months, of_count = known[months], known[count] if count else _once
            return Payout(
                lambda case: _by_month(payoff, of_months(case), of_count(case)),
                of,
                _months_open(payoff, of_months),
            )
        case UpTo(most=most_money, of=base_or_none):
            return Payout(
                lambda case: _up_to(case.get(base_or_none or ""), most_money.value),
                of,
                _zero_open(base_or_none),
            )


def share_sum(payoff: Share) -> _Sum:
    """The share of a number. Units: yuan."""
    factor, floor = payoff.rate * payoff.times, payoff.less.value if payoff.less else ZERO
    return lambda number: max(number - floor, ZERO) * factor


def unit_sum(payoff: PerUnit) -> _Sum:
    """What so many units bring; 每满 counts full ones alone. Units: yuan."""
    money, every = payoff.money.value, payoff.every.value if payoff.every else None
    most = payoff.most.value if payoff.most else None

    def total(number: Decimal) -> Decimal:
        counted = number if most is None else min(number, most)
        return counted * money if every is None else (counted // every) * money

    return total


def band_sum(bands: tuple[Band, ...]) -> _Sum:
    """What so many units bring, each by the band it falls into. Units: yuan."""

    def total(number: Decimal) -> Decimal:
        before, found = ZERO, ZERO
        for band in bands:
            upto = number if band.upto is None else min(number, band.upto.value)
            found += max(upto - before, ZERO) * band.money.value
            before = max(before, upto)
        return found

    return total


def months_counted(payoff: Monthly, months: Span) -> Span:
    """The months that count."""
    if payoff.most is None:
        return months
    most = payoff.most.value
    return Span(min(months.low, most), most if months.high is None else min(months.high, most))


def _full(bands: tuple[Band, ...]) -> Decimal | None:
    """What the bands come to at most; None if the last one has no end and pays."""
    last = bands[-1]
    if last.upto is None and last.money.value:
        return None
    ends = [band.upto.value for band in bands if band.upto]
    return band_sum(bands)(max(ends, default=ZERO))


_Known = Callable[[Case], Span]


def _within(fact: FactId, condition: Condition) -> _Known:
    """What is known of a number where the condition holds."""
    floor, ceiling = ZERO, None
    for test in _needed(condition):
        if test.fact == fact:
            least, most = bounds(test.op, test.quantity.value, test.quantity.unit)
            floor = floor if least is None else max(floor, least)
            ceiling = ceiling if most is None else most if ceiling is None else min(ceiling, most)

    def known(case: Case) -> Span:
        value = case.get(fact)
        if not isinstance(value, Span):
            return Span(floor, ceiling)
        low, high = value
        if ceiling is not None and (high is None or high > ceiling):
            high = max(ceiling, low)
        return Span(low if high is not None and high < floor else max(low, floor), high)

    return known


def _needed(condition: Condition) -> Iterator[Compare]:
    """The thresholds that hold whatever else does."""
    if isinstance(condition, Compare):
        yield condition
    elif isinstance(condition, AllOf):
        for part in condition.parts:
            yield from _needed(part)


def _once(case: Case) -> Span:
    return Span(Decimal(1), Decimal(1))


def _rising(value: Span, total: _Sum, most: Decimal | None = None) -> Span:
    return Span(total(value.low), most if value.high is None else total(value.high))


def _at_most(span: Span) -> Span:
    return Span(ZERO, span.high)


def _by_month(payoff: Monthly, told: Span, count: Span) -> Span:
    months, money = months_counted(payoff, told), payoff.money.value
    if ZERO in (months.high, count.high):
        return NOTHING
    low = months.low * count.low * money
    if months.high is None or count.high is None:
        return Span(low, None)
    return Span(low, months.high * count.high * money)


def _up_to(value: object, most: Decimal) -> Span:
    return NOTHING if isinstance(value, Span) and value.high == 0 else Span(ZERO, most)


def _certain(value: object) -> bool:
    return isinstance(value, Span) and value.certain


def _nothing(case: Case) -> tuple[FactId, ...]:
    return ()


def _open(of: FactId) -> Callable[[Case], tuple[FactId, ...]]:
    return lambda case: () if _certain(case.get(of)) else (of,)


def _zero_open(of: FactId | None) -> Callable[[Case], tuple[FactId, ...]]:
    """Only whether there is anything at all matters."""
    if of is None:
        return _nothing

    def wanted(case: Case) -> tuple[FactId, ...]:
        value = case.get(of)
        return () if isinstance(value, Span) and value.low else (of,) if not _certain(value) else ()

    return wanted


def _months_open(payoff: Monthly, known: _Known) -> Callable[[Case], tuple[FactId, ...]]:
    def wanted(case: Case) -> tuple[FactId, ...]:
        months = months_counted(payoff, known(case))
        waits = () if months.certain else (payoff.months,)
        if payoff.of and months.high != 0 and not _certain(case.get(payoff.of)):
            return (*waits, payoff.of)
        return waits

    return wanted
