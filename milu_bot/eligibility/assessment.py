"""The whole case: what each award comes to, the best lawful set, the totals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from milu_bot.conditions import FactId
from milu_bot.eligibility.awards import Outcome, Status
from milu_bot.eligibility.conditions import Value
from milu_bot.eligibility.exclusions import Choice
from milu_bot.eligibility.rulebook import Known, Rulebook
from milu_bot.written import AwardId


@dataclass(frozen=True, slots=True)
class Assessment:
    """What one applicant could claim, as far as is known."""

    known: Known
    outcomes: Mapping[AwardId, Outcome]
    choice: Choice

    def with_status(self, *statuses: Status) -> tuple[Outcome, ...]:
        """The outcomes of these statuses, in the order of the document."""
        return tuple(o for o in self.outcomes.values() if o.status in statuses)

    @property
    def undecided(self) -> tuple[Outcome, ...]:
        """The outcomes that a further fact can still change, and with them what is claimed."""
        return tuple(
            o for o in self.outcomes.values() if o.missing and o.award not in self.choice.hopeless
        )


def assess(
    rulebook: Rulebook,
    answers: Mapping[FactId, Value],
    readings: Mapping[FactId, str] | None = None,
) -> Assessment:
    """Reckon the case; `readings` replace the adopted ones they name."""
    known = rulebook.know(answers, readings)
    outcomes = [rule.reckon(known.case) for rule in rulebook.awards.values()]
    choice = rulebook.exclusions.choose(known.case, outcomes)
    return Assessment(known, {o.award: o for o in outcomes}, choice)
