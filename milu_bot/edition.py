"""One version of all that the bot knows: made whole and never changed, so that no turn mixes two."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from milu_bot.dialogue.conversation import Conversation
from milu_bot.dialogue.counsel import Counsel, prepare
from milu_bot.dialogue.several import Several, link_name
from milu_bot.policy import Policy
from milu_bot.rendering import Renderer


@dataclass(frozen=True)
class Edition:
    """What a turn needs: who answers, and how answers are worded."""

    templates: Mapping[str, str]
    counsels: tuple[Counsel, ...]
    dialogue: Several
    renderers: Mapping[str, Renderer]

    @property
    def policies(self) -> tuple[Policy, ...]:
        """What it was made of, in the order of the settings."""
        return tuple(counsel.policy for counsel in self.counsels)

    def policy(self, id: str) -> Policy:
        """The policy of this id; the first where none is chosen."""
        found = (policy for policy in self.policies if policy.masthead.id == id)
        return next(found, self.policies[0])

    def renderer(self, id: str) -> Renderer:
        """Who puts replies about this policy into words; the first where none is chosen."""
        return self.renderers[self.policy(id).masthead.id]

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """What to say to be told of a clause or award, by its id in links: 2.1, or 2.1_ID for one of several."""
        found: dict[str, str] = {}
        for policy in reversed(self.policies):
            for clause in policy.clauses.values():
                for id in (clause.id, *clause.awards):
                    said = f"{policy.masthead.number} {clause.number}"
                    found[f"{id}_{link_name(policy.masthead.id)}"] = said
                    found[id] = clause.number
        return found

    def sharpened(self, better: Counsel) -> Edition:
        """With a better counsel on the very same policy; itself if it is of another."""
        counsels = tuple(better if c.policy is better.policy else c for c in self.counsels)
        if not any(better is counsel for counsel in counsels):
            return self
        return replace(self, counsels=counsels, dialogue=Several(counsels))

    def warm(self, now: datetime) -> Edition:
        """The same, after a question that nobody asked: what is made when first needed, a third of a second's
        work, is made before anybody waits for it.
        """
        for counsel in self.counsels:
            words = next((q for faq in counsel.policy.faqs for q in faq.questions), "")
            turn = self.dialogue.take(Conversation(""), words, now)
            list(self.renderer(turn.policy).all(turn.replies))
        return self


Current = Callable[[], Edition]
"""Gives the edition that counts now; to be asked once a turn."""


def publish(
    policies: Sequence[Policy],
    templates: Mapping[str, str],
    prepared: Callable[[Policy], Counsel] = prepare,
) -> Edition:
    """Make an edition of policies that are known to be right. Takes a fraction of a second each."""
    counsels = tuple(map(prepared, policies))
    cards = [policy.masthead for policy in policies]
    renderers = {
        c.policy.masthead.id: Renderer(
            templates, c.rulebook, [card for card in cards if card is not c.policy.masthead]
        )
        for c in counsels
    }
    return Edition(templates, counsels, Several(counsels), renderers)
