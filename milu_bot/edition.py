"""One version of all that the bot knows: made whole and never changed, so that no turn mixes two."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from milu_bot.dialogue.counsel import Counsel, prepare
from milu_bot.dialogue.turn import Dialogue
from milu_bot.policy import Policy
from milu_bot.rendering import Renderer


@dataclass(frozen=True)
class Edition:
    """What a turn needs: who answers, and how answers are worded."""

    policies: tuple[Policy, ...]
    templates: Mapping[str, str]
    counsel: Counsel
    dialogue: Dialogue
    renderer: Renderer

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """The numbers of clauses and awards, as people write them, by id."""
        return {
            id: clause.number
            for policy in self.policies
            for clause in policy.clauses.values()
            for id in (clause.id, *clause.awards)
        }

    def sharpened(self, better: Counsel) -> Edition:
        """With a better counsel on the very same policy; itself if it is of another."""
        if better.policy is not self.counsel.policy:
            return self
        return replace(self, counsel=better, dialogue=Dialogue(better))


Current = Callable[[], Edition]
"""Gives the edition that counts now; to be asked once a turn."""


def publish(
    policies: Sequence[Policy],
    templates: Mapping[str, str],
    prepared: Callable[[Policy], Counsel] = prepare,
) -> Edition:
    """Make an edition of policies that are known to be right. Takes a fraction of a second."""
    counsel = prepared(policies[0])
    renderer = Renderer(templates, counsel.rulebook)
    return Edition(tuple(policies), templates, counsel, Dialogue(counsel), renderer)
