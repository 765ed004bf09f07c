"""Telegram's pace: how many messages may go to one chat, and in all."""

from __future__ import annotations

from dataclasses import dataclass

from aiolimiter import AsyncLimiter

_GROUP_BURST = 5
"""So many at once to a group. The rest of its minute is spread evenly: no minute then holds more than allowed."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Source: Telegram's FAQ: one message a second to a person, in short bursts more; 20 a minute to a
    group; 30 a second in all. Units: messages, seconds."""

    per_second: float = 30
    burst: float = 20
    group_per_minute: float = 20


class Paces:
    """Makes a letter wait for its turn."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        # One by one: a bucket that fills up over a second would let twice as many go in the next.
        self._overall = AsyncLimiter(1, 1 / pace.per_second)
        self._chats: dict[str, AsyncLimiter] = {}

    async def turn(self, chat: str) -> None:
        """Wait until a message may go to this chat."""
        limiter = self._chats.get(chat)
        if limiter is None:
            limiter = self._chats[chat] = self._limiter(chat)
        await limiter.acquire()
        await self._overall.acquire()

    async def any_turn(self) -> None:
        """Wait until a call may be made that shows nothing in a chat."""
        await self._overall.acquire()

    def tidy(self) -> None:
        """Forget the chats to which nothing was sent for a while."""
        rested = [chat for chat, one in self._chats.items() if one.has_capacity(one.max_rate)]
        for chat in rested:
            del self._chats[chat]

    def _limiter(self, chat: str) -> AsyncLimiter:
        if chat.startswith("-"):
            spread = self._pace.group_per_minute - _GROUP_BURST
            return AsyncLimiter(_GROUP_BURST, 60 * _GROUP_BURST / spread)
        return AsyncLimiter(self._pace.burst, self._pace.burst)
