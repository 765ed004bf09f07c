"""The sum of an award worked out in one line, as a person would write it."""

from __future__ import annotations

from decimal import Decimal

from milu_bot.eligibility.awards import Outcome
from milu_bot.eligibility.conditions import Case
from milu_bot.eligibility.payoffs import band_sum, months_counted, unit_sum
from milu_bot.payoffs import Bands, Monthly, PerUnit, Share
from milu_bot.policy import Award, Tier
from milu_bot.quantity import YUAN, ZERO, Quantity, Span, write_number, write_quantity

ONE = Decimal(1)


def working(award: Award, outcome: Outcome, case: Case) -> str:
    """Write out the arithmetic behind the sum; empty where the sum simply stands in the text."""
    lines = [_line(award, award.tiers[index], case) for index in outcome.paid]
    return "；".join(line for line in lines if line)


def _line(award: Award, tier: Tier, case: Case) -> str:
    cap = award.cap
    match tier.payoff:
        case PerUnit(of=of):
            base = case.get(of)
            if not isinstance(base, Span) or not base.certain:
                return ""
            return _units(tier.payoff, base.low) + _cut(unit_sum(tier.payoff)(base.low), cap)
        case Bands(of=of):
            base = case.get(of)
            if not isinstance(base, Span) or not base.certain:
                return ""
            return _bands(tier.payoff, base.low) + _cut(band_sum(tier.payoff.bands)(base.low), cap)
        case Monthly(months=months, of=count, money=money):
            told, people = case.get(months), case.get(count) if count else Span(ONE, ONE)
            if not isinstance(told, Span) or not isinstance(people, Span):
                return ""
            counted = months_counted(tier.payoff, told)
            if not counted.certain or not people.certain:
                return ""
            sums = [f"{write_number(counted.low)}个月", _yuan(money.value)]
            sums += [write_number(people.low)] if count else []
            product = counted.low * people.low * money.value
            return f"{' × '.join(sums)} = {_yuan(product)}{_cut(product, cap)}"
        case Share(of=of, rate=rate, times=times, less=less):
            base = case.get(of)
            if not isinstance(base, Span) or not base.certain:
                return ""
            floor = less.value if less else ZERO
            taken = f"（{_yuan(base.low)} − {_yuan(floor)}）" if floor else _yuan(base.low)
            product = max(base.low - floor, ZERO) * rate * times
            factor = write_number(times) if times != 1 else f"{write_number(rate * 100)}%"
            return f"{taken} × {factor} = {_yuan(product)}{_cut(product, cap)}"
    return ""


def _units(payoff: PerUnit, number: Decimal) -> str:
    """33.5 × 200元, or 35里有3个10亩，3 × 500元."""
    counted = number if payoff.most is None else min(number, payoff.most.value)
    shown = write_number(counted)
    if payoff.every:
        every = write_quantity(payoff.every.value, payoff.every.unit)
        full = write_number(counted // payoff.every.value)
        shown = f"{shown}里有{full}个{every}，{full}"
    return f"{shown} × {_yuan(payoff.money.value)} = {_yuan(unit_sum(payoff)(number))}"


def _bands(payoff: Bands, number: Decimal) -> str:
    parts, before = [], ZERO
    for band in payoff.bands:
        upto = number if band.upto is None else min(number, band.upto.value)
        if upto > before:
            parts.append(f"{write_number(upto - before)} × {_yuan(band.money.value)}")
            before = upto
    return f"{' + '.join(parts) or '0'} = {_yuan(band_sum(payoff.bands)(number))}"


def _cut(product: Decimal, cap: Quantity | None) -> str:
    return f"，超过上限，按上限{_yuan(cap.value)}" if cap and product > cap.value else ""


def _yuan(value: Decimal) -> str:
    return write_quantity(value, YUAN)
