"""What comes of one message: the next memory and what to say."""

from __future__ import annotations

from dataclasses import dataclass

from milu_bot.dialogue.conversation import Conversation
from milu_bot.dialogue.replies import Reply

Step = tuple[Conversation, tuple[Reply, ...]]
"""The next memory and what to say."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What comes of one message. `kind` and `clauses` are for machines; `unanswered` is for the staff."""

    conversation: Conversation
    replies: tuple[Reply, ...]
    kind: str = "chitchat"
    clauses: tuple[str, ...] = ()
    unanswered: str | None = None
    forget: bool = False
    policy: str = ""
    """Id of the policy that the replies speak of."""
    before: Turn | None = None
    """What is said first, of another policy."""


def said(talk: Conversation, replies: tuple[Reply, ...]) -> Turn:
    """A turn of plain talk."""
    return Turn(talk, replies)


def stepped(step: Step) -> Turn:
    """A turn of the questionnaire."""
    talk, replies = step
    return Turn(talk, replies, "assess", talk.topic)
