"""What comes out of the answers: the verdict, and the pages of details behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from milu_bot.dialogue import choices
from milu_bot.dialogue.conversation import Conversation
from milu_bot.dialogue.replies import Recap, Reply
from milu_bot.dialogue.steps import Step
from milu_bot.dialogue.sum_replies import SoFar
from milu_bot.dialogue.verdict_replies import (
    Claimable,
    NextTiers,
    NotClaimable,
    OtherReadings,
    StillOpen,
    Verdict,
)
from milu_bot.eligibility.assessment import Assessment, assess
from milu_bot.eligibility.awards import Outcome, Status
from milu_bot.eligibility.next_tier import NextTier, next_tier
from milu_bot.eligibility.prospect import prospect
from milu_bot.eligibility.questions import open_facts
from milu_bot.eligibility.readings import compare
from milu_bot.eligibility.rulebook import Rulebook
from milu_bot.eligibility.supposition import suppose
from milu_bot.eligibility.truth import NO
from milu_bot.message import Choice
from milu_bot.policy import Fact

_KEPT = 32
"""Units: reckonings."""


class ResultPages:
    """Reckons what was told and lays it out. Holds no state but the latest reckonings, which are all alike."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._facts = rulebook.policy.facts
        # One turn looks at the same answers several times, and the next one begins with those of this.
        self._reckoned = lru_cache(_KEPT)(lambda told: assess(rulebook, dict(told)))

    def assess(self, talk: Conversation) -> Assessment:
        """Reckon what was told so far."""
        return self._reckoned(tuple(talk.values.items()))

    def verdict(self, talk: Conversation, assessment: Assessment | None = None) -> Step:
        """What comes out so far. Where only some awards were settled first, these come first."""
        assessment = assessment or self.assess(talk)
        comparison = compare(self._rulebook, assessment)
        focus = tuple(assessment.outcomes[id] for id in talk.focus)
        more = bool(open_facts(self._rulebook, assessment, talk.declined))
        shown = choices.for_verdict(assessment, more=more)
        if talk.asked:
            shown = (choices.RESUME, *shown)
        total = assessment.choice.total
        outlook = None
        if not focus and not total.low and not total.certain:
            outlook = prospect(self._rulebook, talk.values)
            talk = replace(talk, listed=tuple(outcome.award for outcome in outlook.paying))
        deciding = tuple(self._deciding(assessment))
        verdict = Verdict(assessment, comparison, focus, deciding, outlook, choices=shown)
        topic = tuple(outcome.award for outcome in assessment.with_status(Status.CAN))
        return replace(talk, topic=topic or talk.topic, misses=0), (verdict,)

    def so_far(self, talk: Conversation) -> tuple[Reply, ...]:
        """What is certain by now, what may be added, and on what each sum hangs; in mid-questionnaire."""
        assessment, outlook = self.assess(talk), prospect(self._rulebook, talk.values)
        rows = tuple(
            (outcome, tuple(self._facts[f] for f in assessment.outcomes[outcome.award].missing))
            for outcome in outlook.paying or (assessment.outcomes[id] for id in talk.focus)
            if outcome.status is not Status.CANNOT
        )
        return (SoFar(assessment.choice.total, outlook, rows),)

    def _deciding(self, assessment: Assessment) -> Iterator[tuple[Outcome, tuple[Fact, ...]]]:
        for outcome in assessment.outcomes.values():
            if outcome.missing:
                yield outcome, tuple(self._facts[fact] for fact in outcome.missing)

    def claimable(self, talk: Conversation) -> tuple[Reply, ...]:
        """What can be claimed, with the arithmetic and the words."""
        assessment = self.assess(talk)
        outcomes = assessment.with_status(Status.CAN, Status.REFERRAL)
        return (Claimable(assessment, outcomes, choices=for_details(talk, choices.NEXT_TIERS)),)

    def why(self, talk: Conversation) -> tuple[Reply, ...]:
        """Why the verdict is what it is: what fails by what was told, or else what can be claimed by it."""
        assessment = self.assess(talk)
        fails = _failing_as_told(assessment) or not assessment.with_status(Status.CAN)
        return self.not_claimable(talk) if fails else self.claimable(talk)

    def not_claimable(self, talk: Conversation) -> tuple[Reply, ...]:
        """What cannot be claimed and why: first where something told fails, then a count of the
        rest.
        """
        assessment = self.assess(talk)
        near = _failing_as_told(assessment)
        others = len(assessment.with_status(Status.CANNOT)) - len(near)
        return (
            NotClaimable(assessment, near, others, choices=for_details(talk, choices.NEXT_TIERS)),
        )

    def still_open(self, talk: Conversation) -> tuple[Reply, ...]:
        """What is undecided, and by which facts."""
        assessment = self.assess(talk)
        rows = tuple(self._deciding(assessment))
        return (StillOpen(assessment, rows, choices=for_details(talk, choices.MORE)),)

    def next_tiers(self, talk: Conversation) -> tuple[Reply, ...]:
        """How far it is to the next sum of each award."""
        assessment = self.assess(talk)
        tiers = tuple(
            (outcome, tier)
            for outcome in assessment.outcomes.values()
            if (tier := self._nearest_tier(outcome, assessment))
        )
        told = any(self._rulebook.policy.facts[fact].is_span for fact in talk.values)
        return (NextTiers(tiers, told, choices=for_details(talk, choices.CLAIMABLE)),)

    def _nearest_tier(self, outcome: Outcome, assessment: Assessment) -> NextTier | None:
        """The next tier as things stand, or as they would if what was not asked yet is in order."""
        tier = next_tier(self._rulebook, outcome, assessment.known)
        told = assessment.known.told
        if tier is None and any(
            fact in told for fact in self._rulebook.awards[outcome.award].numbers
        ):
            tier = suppose(self._rulebook, outcome.award, told).next_tier
        return tier

    def other_readings(self, talk: Conversation) -> tuple[Reply, ...]:
        """What would change under other readings."""
        assessment = self.assess(talk)
        comparison = compare(self._rulebook, assessment)
        looked_at = talk.focus or tuple(assessment.outcomes)
        effects = tuple(
            effect
            for effect in comparison.effects
            if any(
                c.before.amount != c.after.amount and c.after.award in looked_at
                for c in effect.changes
            )
            or (not talk.focus and effect.total != assessment.choice.total)
        )
        shown = for_details(talk, choices.CLAIMABLE)
        return (OtherReadings(assessment, comparison, effects, talk.focus, choices=shown),)

    def recap(self, talk: Conversation) -> tuple[Reply, ...]:
        """What was answered so far."""
        rows = tuple((self._facts[answer.fact], answer) for answer in talk.answers)
        total = self.assess(talk).choice.total if rows else None
        shown = (
            (choices.RESUME, choices.RESTART) if talk.asked else (choices.RESULT, choices.RESTART)
        )
        return (Recap(rows, total, choices=shown if rows else (choices.ASSESS,)),)


def for_details(talk: Conversation, *extra: Choice) -> tuple[Choice, ...]:
    """The choices under a page of details."""
    return (choices.RESUME if talk.asked else choices.RESULT, *extra)


def _failing_as_told(assessment: Assessment) -> tuple[Outcome, ...]:
    """The awards that something told rules out, or their day."""
    told = assessment.known.told
    return tuple(
        outcome
        for outcome in assessment.with_status(Status.CANNOT)
        if outcome.closed or any(r.fact in told and r.truth is NO for r in outcome.because)
    )
