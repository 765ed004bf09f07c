"""The sum of an award worked out in one line, as a person would write it."""

from __future__ import annotations

from decimal import Decimal

from milu_bot.eligibility.awards import AwardRule
from milu_bot.eligibility.conditions import Case, compile_condition
from milu_bot.eligibility.truth import NO
from milu_bot.policy import PerUnit, Share, Tier
from milu_bot.quantity import YUAN, ZERO, Span, write_number, write_quantity


def working(rule: AwardRule, case: Case) -> str:
    """Write out the arithmetic behind the sum; empty where the sum simply stands in the text."""
    lines = [line for tier in rule.award.tiers if (line := _line(rule, tier, case))]
    return "；".join(lines)


def _line(rule: AwardRule, tier: Tier, case: Case) -> str:
    readings = frozenset(rule.readings)
    if compile_condition(tier.condition, {}, readings)(case, [], []) is NO:
        return ""
    cap = rule.award.cap
    match tier.payoff:
        case PerUnit(of=of, money=money):
            base = case.get(of)
            if not isinstance(base, Span) or not base.certain:
                return ""
            product = base.low * money.value
            return f"{write_number(base.low)} × {_yuan(money.value)} = {_yuan(product)}"
        case Share(of=of, rate=rate, times=times, less=less):
            base = case.get(of)
            if not isinstance(base, Span) or not base.certain:
                return ""
            floor = less.value if less else ZERO
            taken = f"（{_yuan(base.low)} − {_yuan(floor)}）" if floor else _yuan(base.low)
            product = max(base.low - floor, ZERO) * rate * times
            factor = write_number(times) if times != 1 else f"{write_number(rate * 100)}%"
            capped = f"，超过上限，按上限{_yuan(cap.value)}" if cap and product > cap.value else ""
            return f"{taken} × {factor} = {_yuan(product)}{capped}"
    return ""


def _yuan(value: Decimal) -> str:
    return write_quantity(value, YUAN)
