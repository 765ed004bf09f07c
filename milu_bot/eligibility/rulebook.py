"""The policy compiled once for reckoning: awards, what follows from earlier answers, exclusions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from milu_bot.conditions import NO_WORD, YES_WORD, Equals, FactId
from milu_bot.eligibility.awards import AwardRule
from milu_bot.eligibility.conditions import Case, Value, compile_condition, facts_in
from milu_bot.eligibility.exclusions import ExclusionRules
from milu_bot.eligibility.one_day import awards_closed, on_day
from milu_bot.eligibility.truth import NO, UNKNOWN, YES
from milu_bot.policy import AnswerKind, Fact, Policy
from milu_bot.quantity import NOTHING
from milu_bot.written import AwardId


@dataclass(frozen=True, slots=True)
class Known:
    """A case, what of it was told, and for each fact that may yet follow from others, the facts
    it waits for.
    """

    case: Case
    told: Mapping[FactId, Value]
    waiting: Mapping[FactId, tuple[FactId, ...]]


_RARE = 2


class Rulebook:
    """Everything needed to reckon a policy on one day. Immutable after construction, so it may be shared."""

    def __init__(self, policy: Policy, day: date | None = None) -> None:
        """Compile a policy as it stands on this day. Without a day no date that staff entered is looked
        at, and how long ago something was stays unknown.
        """
        self.written = policy
        self.day = day
        closed = awards_closed(policy, day)
        self.policy = policy = on_day(policy, day)
        self.readings = policy.adopted_readings()
        names = frozenset(self.readings)
        self.awards: dict[AwardId, AwardRule] = {
            id: AwardRule(award, names, closed.get(id)) for id, award in policy.awards.items()
        }
        self.exclusions = ExclusionRules(policy, names)
        self._inferences = [
            _Inference(fact, names)
            for fact in policy.facts.values()
            if fact.only_if or fact.same_as
        ]
        self.lists = frozenset(
            fact.id for fact in policy.facts.values() if fact.answer is AnswerKind.MULTI
        )
        """The facts that settle many others at once; in vain where only one award is looked at."""
        self.marks = _marks(policy)
        """For each award the yes/no facts that only it and at most one other ask for."""
        self.order = {fact: index for index, fact in enumerate(policy.facts)}

    def know(
        self, answers: Mapping[FactId, Value], readings: Mapping[FactId, str] | None = None
    ) -> Known:
        """Join the answers with the adopted readings and with all that follows from them.

        What was answered always stands, even where it does not fit an earlier answer.
        """
        case: dict[FactId, Value] = {**self.readings, **(readings or {}), **answers}
        waiting: dict[FactId, tuple[FactId, ...]] = {}
        for inference in self._inferences:
            if inference.fact.id not in case:
                inference.draw(case, waiting)
        return Known(case, answers, waiting)


def _marks(policy: Policy) -> dict[AwardId, frozenset[FactId]]:
    asked = {
        id: {
            test.name
            for rule in (award.eligible, *(tier.condition for tier in award.tiers))
            for test in facts_in(rule)
            if isinstance(test, Equals)
        }
        for id, award in policy.awards.items()
    }
    times = Counter(name for names in asked.values() for name in names)
    return {
        id: frozenset(n for n in names if times[n] <= _RARE and n in policy.facts)
        for id, names in asked.items()
    }


class _Inference:
    """What an earlier answer says of a later fact: 仅当 and 等同."""

    def __init__(self, fact: Fact, readings: frozenset[FactId]) -> None:
        self.fact = fact
        self._only_if, self._same_as = (
            compile_condition(rule, {}, readings) if rule else None
            for rule in (fact.only_if, fact.same_as)
        )
        self._none: Value = (
            NOTHING if fact.is_span else frozenset() if fact.answer is AnswerKind.MULTI else NO_WORD
        )

    def draw(self, case: dict[FactId, Value], waiting: dict[FactId, tuple[FactId, ...]]) -> None:
        missing: list[FactId] = []
        if self._only_if:
            truth = self._only_if(case, missing, [])
            if truth is NO:
                case[self.fact.id] = self._none
                return
        if self._same_as:
            truth = self._same_as(case, missing, [])
            if truth is not UNKNOWN:
                case[self.fact.id] = YES_WORD if truth is YES else NO_WORD
                return
        if missing:
            waiting[self.fact.id] = tuple(missing)
