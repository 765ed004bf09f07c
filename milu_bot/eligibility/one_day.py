"""The policy as it stands on one day: what holds, what every award asks, and how long ago is long enough."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from milu_bot.conditions import AllOf, AnyOf, Compare, Condition, Elapsed, Equals, NoneOf, Op
from milu_bot.days import DATE, as_number, latest_start
from milu_bot.policy import Award, Clause, Fact, Gate, Policy, Tier
from milu_bot.quantity import Quantity
from milu_bot.written import AwardId, Dated


class Holder(StrEnum):
    """Whose dates were looked at."""

    POLICY = "policy"
    CLAUSE = "clause"
    AWARD = "award"


@dataclass(frozen=True, slots=True)
class Closed:
    """Why something does not hold on a day: not before `day`, or no more from `day` on. Staff entered it."""

    day: date
    ended: bool
    holder: Holder


def clause_closed(policy: Policy, clause: Clause, day: date | None) -> Closed | None:
    """Why a clause does not hold on this day, the policy's own dates first."""
    if day is None:
        return None
    return _closed(policy.masthead, day, Holder.POLICY) or _closed(clause, day, Holder.CLAUSE)


def award_closed(policy: Policy, award: Award, day: date | None) -> Closed | None:
    """Why an award cannot be claimed on this day, whoever claims it."""
    if day is None:
        return None
    clause = clause_closed(policy, policy.clauses[award.clause], day)
    return clause or _closed(award, day, Holder.AWARD)


def _closed(dated: Dated, day: date, holder: Holder) -> Closed | None:
    if dated.ends and day >= dated.ends:
        return Closed(dated.ends, True, holder)
    if dated.starts and day < dated.starts:
        return Closed(dated.starts, False, holder)
    return None


def on_day(policy: Policy, day: date | None) -> Policy:
    """The policy as rules are reckoned on this day: each award with what every award asks, no exclusion of
    a clause that does not hold, and 满1年 as a date. Without a day, 满1年 stays open.
    """
    gates = [c.gate for c in policy.clauses.values() if c.gate and (day is None or c.holds_on(day))]
    clauses = {
        id: clause.model_copy(
            update={"awards": {a: _award(award, gates, day) for a, award in clause.awards.items()}}
        )
        for id, clause in policy.clauses.items()
    }
    return replace(
        policy,
        clauses=clauses,
        facts={id: _fact(fact, day) for id, fact in policy.facts.items()},
        exclusions=tuple(
            e
            for e in policy.exclusions
            if day is None
            or e.clause not in policy.clauses
            or policy.clauses[e.clause].holds_on(day)
        ),
    )


def _award(award: Award, gates: list[Gate], day: date | None) -> Award:
    asked = [gate for gate in gates if award.id not in gate.spares]
    parts = (award.eligible, *(gate.eligible for gate in asked))
    eligible = _fixed(AllOf(parts) if asked else award.eligible, day)
    tiers = tuple(_tier(tier, day) for tier in award.tiers)
    if eligible == award.eligible and tiers == award.tiers:
        return award
    basis = {name: quote for gate in asked for name, quote in gate.basis.items()} | award.basis
    return award.model_copy(update={"eligible": eligible, "tiers": tiers, "basis": basis})


def _tier(tier: Tier, day: date | None) -> Tier:
    condition = _fixed(tier.condition, day)
    return tier if condition == tier.condition else tier.model_copy(update={"condition": condition})


def _fact(fact: Fact, day: date | None) -> Fact:
    rules = {
        key: _fixed(rule, day)
        for key, rule in (("only_if", fact.only_if), ("same_as", fact.same_as))
        if rule is not None
    }
    return fact.model_copy(update=rules) if rules else fact


def _fixed(condition: Condition, day: date | None) -> Condition:
    """With every 满1年 as the last day on which it may have begun."""
    match condition:
        case Elapsed(fact, op, months, days, said, place) if day is not None:
            last = Quantity(as_number(latest_start(day, months, days)), DATE)
            long_ago = Op.AT_MOST if op is Op.AT_LEAST else Op.OVER
            return Compare(fact, long_ago, last, place, said, condition)
        case AllOf(parts) | AnyOf(parts) | NoneOf(parts):
            return type(condition)(tuple(_fixed(part, day) for part in parts))
        case Compare() | Equals() | Elapsed():
            return condition


def awards_closed(policy: Policy, day: date | None) -> dict[AwardId, Closed]:
    """Every award that cannot be claimed on this day, and why."""
    return {
        id: closed
        for id, award in policy.awards.items()
        if (closed := award_closed(policy, award, day))
    }
