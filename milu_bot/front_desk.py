"""A message in, messages out: load, turn, save, render."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from milu_bot.dialogue.conversation import Conversation
from milu_bot.dialogue.turn import Dialogue
from milu_bot.message import Incoming, Outgoing
from milu_bot.rendering import Renderer
from milu_bot.stores.conversations import Conversations
from milu_bot.stores.unanswered import Unanswered


def utc_now() -> datetime:
    """The time by the wall clock. Units: UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Answered:
    """What goes back to one person, and what a program may want to know of it."""

    outgoing: tuple[Outgoing, ...]
    kind: str
    clauses: tuple[str, ...]
    conversation: Conversation


class FrontDesk:
    """Serves every door. A person's turn is loaded, taken and saved as one step of the store."""

    def __init__(
        self,
        dialogue: Dialogue,
        renderer: Renderer,
        conversations: Conversations,
        unanswered: Unanswered,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._dialogue = dialogue
        self._renderer = renderer
        self._conversations = conversations
        self._unanswered = unanswered
        self._clock = clock

    def receive(self, incoming: Incoming) -> Answered:
        """Answer one message."""
        now = self._clock()
        user = f"{incoming.channel}:{incoming.user}"
        with self._conversations.turn(user, now) as held:
            turn = self._dialogue.take(
                held.conversation, incoming.text, now, incoming.question_number
            )
            number = turn.conversation.question_number if turn.conversation.asked else None
            outgoing = tuple(self._renderer.all(turn.replies, number))
            if turn.forget:
                held.forget()
            else:
                held.conversation = turn.conversation
        if turn.unanswered:
            self._unanswered.note(turn.unanswered, turn.kind, now)
        return Answered(outgoing, turn.kind, turn.clauses, turn.conversation)

    def open(self, channel: str, user: str) -> Answered:
        """Greet somebody who opens the talk."""
        return self.receive(Incoming(channel, user, "/start"))
