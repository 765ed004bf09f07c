"""What the bot says at the end of a questionnaire: the verdict and its pages."""

from __future__ import annotations

from dataclasses import dataclass

from milu_bot.dialogue.replies import Reply
from milu_bot.eligibility.assessment import Assessment
from milu_bot.eligibility.awards import Outcome
from milu_bot.eligibility.next_tier import NextTier
from milu_bot.eligibility.prospect import Prospect
from milu_bot.eligibility.readings import Comparison, Effect
from milu_bot.policy import Fact
from milu_bot.written import AwardId


@dataclass(frozen=True, slots=True)
class Verdict(Reply):
    """The sum first, then what it is made of; details come on request."""

    assessment: Assessment
    comparison: Comparison
    focus: tuple[Outcome, ...] = ()
    deciding: tuple[tuple[Outcome, tuple[Fact, ...]], ...] = ()
    prospect: Prospect | None = None
    """What the numbers told come to if all else is met; only where nothing is certain yet."""


@dataclass(frozen=True, slots=True)
class Claimable(Reply):
    """What can be claimed, with the arithmetic and the words."""

    assessment: Assessment
    outcomes: tuple[Outcome, ...] = ()


@dataclass(frozen=True, slots=True)
class NotClaimable(Reply):
    """What cannot be claimed, and which condition fails."""

    assessment: Assessment
    outcomes: tuple[Outcome, ...] = ()
    others: int = 0


@dataclass(frozen=True, slots=True)
class StillOpen(Reply):
    """What is undecided, and which facts decide it."""

    assessment: Assessment
    outcomes: tuple[tuple[Outcome, tuple[Fact, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class NextTiers(Reply):
    """How far it is to the next sum of each award."""

    tiers: tuple[tuple[Outcome, NextTier], ...] = ()
    told: bool = True
    """Whether any number was told that it could be reckoned from."""


@dataclass(frozen=True, slots=True)
class OtherReadings(Reply):
    """What would change if the text were read otherwise; with a focus, for these awards alone."""

    assessment: Assessment
    comparison: Comparison
    effects: tuple[Effect, ...] = ()
    focus: tuple[AwardId, ...] = ()
