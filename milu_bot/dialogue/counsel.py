"""A policy made ready for talk: its rules compiled, its questions indexed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from milu_bot.eligibility.rulebook import Rulebook
from milu_bot.language.head import Head
from milu_bot.language.meaning import Encoder
from milu_bot.language.nearest import Forms
from milu_bot.language.search import Index
from milu_bot.policy import Policy


@dataclass(frozen=True, slots=True)
class Counsel:
    """What a turn of talk needs of one policy."""

    policy: Policy
    rulebook: Rulebook
    index: Index
    day: date | None = None
    """The day that is looked at; without one it is the day of each turn."""

    def on(self, day: date) -> Counsel:
        """The same counsel as it stands on this day. Takes milliseconds."""
        return replace(self, rulebook=Rulebook(self.policy, day), index=self.index.on(day), day=day)


def prepare(policy: Policy, head: Head | None = None, forms: Forms | None = None) -> Counsel:
    """Compile and index a policy, once at load. `forms` are those of its wordings, if they are known."""
    return Counsel(policy, Rulebook(policy), Index(policy, head, forms))


def sharpened(counsel: Counsel, head: Head, encoder: Encoder | None = None) -> Counsel:
    """The same counsel with a trained head, and with the sentence encoder if it is there."""
    index = counsel.index if counsel.index.is_trained else Index(counsel.policy, head)
    return replace(counsel, index=index.with_encoder(encoder) if encoder else index)
