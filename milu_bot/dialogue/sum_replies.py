"""What the bot says of sums: of one award, of several, of what was told, and of sums that people name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from milu_bot.dialogue.replies import Reply
from milu_bot.eligibility.awards import Outcome
from milu_bot.eligibility.conditions import Value
from milu_bot.eligibility.next_tier import NextTier
from milu_bot.eligibility.prospect import Prospect
from milu_bot.eligibility.supposition import Supposition
from milu_bot.language.statements import Doubt
from milu_bot.policy import Award, Clause, Fact, Reading
from milu_bot.quantity import Span


@dataclass(frozen=True, slots=True)
class SumReply(Reply):
    """The sum of one award for the numbers in a question; what was not said is taken as met, and named."""

    award: Award
    clause: Clause
    supposition: Supposition
    told: tuple[tuple[Fact, Value], ...] = ()
    assumed: tuple[Fact, ...] = ()
    left: tuple[str, ...] = ()
    """The numbers of the question that nobody could place, as they were written."""


@dataclass(frozen=True, slots=True)
class Compared(Reply):
    """The sums of one award for several numbers of one fact, side by side."""

    award: Award
    fact: Fact
    sums: tuple[tuple[Span, Supposition], ...] = ()


@dataclass(frozen=True, slots=True)
class TakenIn(Reply):
    """What was understood of a message that tells facts, and what it comes to now and if all else is met.

    `told` holds each fact with its value and the value that it replaces; `sure` is what is certain by now.
    """

    told: tuple[tuple[Fact, Value, Value | None], ...] = ()
    doubts: tuple[tuple[Fact, Doubt], ...] = ()
    dropped: tuple[Fact, ...] = ()
    prospect: Prospect | None = None
    sure: Span | None = None
    left: tuple[tuple[str, tuple[Fact, ...]], ...] = ()
    """The numbers that nobody could place, as they were written, each with what it may be of."""
    more: bool = True
    """Whether questions follow."""
    so_far: tuple[tuple[Fact, Span, NextTier], ...] = ()
    """Numbers of a first year that is not over, and what they still want."""
    of_others: tuple[str, ...] = ()
    """Words that tell of somebody else, as it seems."""


@dataclass(frozen=True, slots=True)
class SoFar(Reply):
    """What it comes to by now, in mid-questionnaire; `rows` are the sums told of, each with what it hangs on."""

    sure: Span
    prospect: Prospect
    rows: tuple[tuple[Outcome, tuple[Fact, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class SumsReply(Reply):
    """What the numbers spoken of come to together, before anything was asked."""

    told: tuple[tuple[Fact, Value], ...] = ()
    prospect: Prospect | None = None
    left: tuple[str, ...] = ()
    """The numbers that nobody could place, as they were written."""


class Agreement(StrEnum):
    """What becomes of a sum that somebody named."""

    YES = "yes"
    NO = "no"
    OPEN = "open"
    """The sum that was reckoned is not certain yet."""
    POSSIBLE = "possible"
    """The document has such a sum, among others."""


@dataclass(frozen=True, slots=True)
class ClaimReply(Reply):
    """A sum that somebody says one gets, and the sums it is held against; what follows gives the reasons."""

    claimed: Span
    agreement: Agreement
    sums: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class HowOften(Reply):
    """Whether awards come once or every year, by their words."""

    awards: tuple[Award, ...] = ()


@dataclass(frozen=True, slots=True)
class MostOfSeveral(Reply):
    """What several awards come to at most, each by its own ceiling or best tier.

    `otherwise` are the readings under which it is less, with what it is then. Units: yuan.
    """

    most: tuple[tuple[Award, Span], ...] = ()
    total: Span | None = None
    otherwise: tuple[tuple[Reading, str, Span], ...] = ()
