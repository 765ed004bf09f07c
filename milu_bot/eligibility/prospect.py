"""What the numbers somebody told may come to together, if all that was not said is in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from milu_bot.conditions import YES_WORD, FactId
from milu_bot.eligibility.awards import Outcome, Status
from milu_bot.eligibility.conditions import Value
from milu_bot.eligibility.exclusions import Choice
from milu_bot.eligibility.rulebook import Rulebook
from milu_bot.eligibility.supposition import Supposition, suppose
from milu_bot.quantity import NOTHING
from milu_bot.written import AwardId


@dataclass(frozen=True, slots=True)
class Prospect:
    """The awards that what was told bears on. `choice` keeps what may not be claimed together apart."""

    paying: tuple[Outcome, ...]
    short: tuple[Supposition, ...]
    """Those that pay nothing by these numbers, whatever else is so."""
    choice: Choice
    assumed: tuple[FactId, ...]
    """What was taken as met without being told, for the paying ones."""


def prospect(rulebook: Rulebook, told: Mapping[FactId, Value]) -> Prospect:
    """Suppose each award of which a number or a mark of its own was told, and choose the best lawful set."""
    by_number = {a for a, rule in rulebook.awards.items() if any(f in told for f in rule.numbers)}
    found = [
        supposition
        for award in rulebook.awards
        if award in by_number or rulebook.marks[award] & _true(told)
        if (supposition := suppose(rulebook, award, told))
        # beside what numbers bring, a mark of an award that is refused anyway tells nobody anything
        if award in by_number or not by_number or supposition.outcome.amount.high != 0
    ]
    paying = {s.outcome.award: s for s in found if s.outcome.amount.high != 0}
    outcomes = [
        paying[award].outcome if award in paying else _nothing(award) for award in rulebook.awards
    ]
    assumed = dict.fromkeys(fact for s in paying.values() for fact in s.assumed)
    return Prospect(
        tuple(s.outcome for s in paying.values()),
        tuple(s for s in found if s.outcome.award not in paying),
        rulebook.exclusions.choose(rulebook.readings, outcomes),
        tuple(sorted(assumed, key=rulebook.order.__getitem__)),
    )


def _true(told: Mapping[FactId, Value]) -> frozenset[FactId]:
    return frozenset(fact for fact, value in told.items() if value == YES_WORD)


def _nothing(award: AwardId) -> Outcome:
    return Outcome(award, Status.OPEN, NOTHING, (), ())
