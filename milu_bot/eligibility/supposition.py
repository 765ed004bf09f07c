"""What one award would pay if all that was not said were in order: for a question with a number in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from milu_bot.conditions import (
    NO_WORD,
    YES_WORD,
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
from milu_bot.eligibility.awards import Outcome
from milu_bot.eligibility.conditions import Value, compile_condition
from milu_bot.eligibility.next_tier import NextTier, next_tier
from milu_bot.eligibility.rulebook import Rulebook
from milu_bot.eligibility.truth import YES
from milu_bot.quantity import NOTHING, Span
from milu_bot.written import AwardId


@dataclass(frozen=True, slots=True)
class Supposition:
    """The outcome, and the facts that were taken as given without being told."""

    outcome: Outcome
    assumed: tuple[FactId, ...]
    case: Mapping[FactId, Value]
    told: Mapping[FactId, Value]
    """What was told, and what was assumed with it."""
    next_tier: NextTier | None
    otherwise: tuple[tuple[FactId, str, Span], ...] = ()
    """Where it pays a certain sum: each open reading and option under which it is another. Units: yuan."""


def suppose(rulebook: Rulebook, award: AwardId, told: Mapping[FactId, Value]) -> Supposition:
    """Reckon an award from what was told, taking its plain conditions as met.

    Only yes/no conditions and "not more than before" are taken as met; a number that was not told stays unknown.
    """
    rule = rulebook.awards[award]
    supposed: dict[FactId, Value] = dict(rulebook.know(told).case)
    assumed: dict[FactId, Value] = {}
    _assume(rule.award.eligible, supposed, assumed, rulebook.readings)
    for tier in rule.award.tiers:
        _assume_ceilings(tier.condition, supposed, assumed)
    known = rulebook.know({**told, **assumed})
    outcome = rule.reckon(known.case)
    further = next_tier(rulebook, outcome, known)
    otherwise: tuple[tuple[FactId, str, Span], ...] = ()
    if outcome.amount.certain and not outcome.closed:
        unsettled = rulebook.policy.open_readings()
        otherwise = tuple(
            (reading, option, amount)
            for reading in rule.readings
            if reading in unsettled
            for option in unsettled[reading].options
            if (amount := rule.reckon({**known.case, reading: option}).amount) != outcome.amount
        )
    return Supposition(outcome, tuple(assumed), known.case, known.told, further, otherwise)


_YES, _NO = frozenset({YES_WORD}), frozenset({NO_WORD})
_OPPOSITE = {_YES: _NO, _NO: _YES}


def _assume(
    condition: Condition,
    supposed: dict[FactId, Value],
    assumed: dict[FactId, Value],
    readings: Mapping[FactId, Value],
) -> None:
    match condition:
        case Equals(name, options):
            if name not in supposed:
                supposed[name] = assumed[name] = min(options)
        case AllOf(parts):
            for part in parts:
                _assume(part, supposed, assumed, readings)
        case AnyOf(parts):
            if any(_holds(part, supposed) for part in parts):
                return
            open_ways = [part for part in parts if not _otherwise_read(part, supposed, readings)]
            if open_ways and not any(_settled(part, supposed, readings) for part in open_ways):
                _assume(open_ways[0], supposed, assumed, readings)
        case NoneOf(parts):
            for part in parts:
                if isinstance(part, Equals) and part.options in _OPPOSITE:
                    _assume(
                        Equals(part.name, _OPPOSITE[part.options]),
                        supposed,
                        assumed,
                        readings,
                    )
        case _:
            _assume_ceilings(condition, supposed, assumed)


def _assume_ceilings(
    condition: Condition, supposed: dict[FactId, Value], assumed: dict[FactId, Value]
) -> None:
    """Take it that nothing was reached before: 首次."""
    match condition:
        case Compare(fact, Op.AT_MOST | Op.UNDER, quantity) if (
            fact not in supposed and quantity.unit != DATE
        ):
            supposed[fact] = assumed[fact] = NOTHING
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                _assume_ceilings(part, supposed, assumed)
        case _:
            return


def _holds(condition: Condition, supposed: Mapping[FactId, Value]) -> bool:
    return compile_condition(condition, {}, frozenset())(supposed, [], []) is YES


def _otherwise_read(
    condition: Condition, supposed: Mapping[FactId, Value], readings: Mapping[FactId, Value]
) -> bool:
    """Whether this way to meet a condition is shut, as the text is read."""
    match condition:
        case Equals(name, options):
            return name in readings and supposed.get(name) not in options
        case AllOf(parts):
            return any(_otherwise_read(part, supposed, readings) for part in parts)
    return False


def _settled(
    condition: Condition, supposed: Mapping[FactId, Value], readings: Mapping[FactId, Value]
) -> bool:
    """Whether this way to meet a condition is already met or spoken of; a reading says nothing of anybody."""
    match condition:
        case Equals(name, options):
            return name not in readings and supposed.get(name) in options
        case Compare(fact) | Elapsed(fact):
            return fact in supposed
        case AllOf(parts) | AnyOf(parts):
            return any(_settled(part, supposed, readings) for part in parts)
        case NoneOf():
            return False
