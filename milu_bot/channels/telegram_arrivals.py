"""Whether a letter has arrived already, when its sending was cut short. Telegram has no key against sending twice.

But any message of ours after the last one known in a chat can only be the letter in doubt, and Telegram
numbers messages in a row: it is looked for under the numbers that it can have.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from typing import Any

from telegram.error import BadRequest, RetryAfter

from milu_bot.channels.telegram_api import Api
from milu_bot.channels.telegram_pace import Paces
from milu_bot.channels.telegram_updates import CHANNEL
from milu_bot.stores.outbox import COMMON, Doubt, Outbox

_SLACK = 16
"""Numbers that others may have taken meanwhile, beyond those that are known."""
_MOST_OTHERS = 24
"""Not many more letters can be under way at once."""
_LONG_AGO = 200
"""So many numbers may have been given out while one letter was under way when a process ended."""


class Arrivals:
    """Knows the highest number, and finds letters by their numbers."""

    def __init__(self, api: Api, paces: Paces, outbox: Outbox, threads: Executor) -> None:
        self._api, self._paces, self._outbox, self._threads = api, paces, outbox, threads
        self.highest = 0
        """The highest number known in the row that Telegram keeps for all private chats of the bot."""

    def known(self, message: int) -> None:
        """A number that Telegram has given to a message in a private chat, by whomever."""
        self.highest = max(self.highest, message)

    async def where(self, chat: str, call: dict[str, Any], doubt: Doubt, others: int) -> deque[int]:
        """The numbers that a letter may have which was under way from when `doubt.low` was the highest known.

        `others` is the number of chats to which letters were under way at the time.
        Raises: StoreError.
        """
        if call["method"] != "sendMessage":
            return deque()
        low, last = doubt.low, doubt.last
        if last is not None:  # a search that was cut short
            return deque(range(low + 1, last + 1))
        floor = max(call["after"], await self._floor(chat))
        if not counted_in_common(chat):
            return deque(range(floor + 1, floor + 1 + 2 * _SLACK))
        first, highest = max(floor, low) + 1, max(floor, min(self.highest, low + _LONG_AGO))
        last = max(low, highest) + _SLACK + 2 * min(others, _MOST_OTHERS)
        return deque(range(first, last + 1))

    async def find(
        self,
        call: dict[str, Any],
        numbers: deque[int],
        ruled_out: Callable[[Doubt], Awaitable[None]],
    ) -> int:
        """The number of the message if the letter has arrived, else 0. Takes away the numbers that are settled.

        Changing a message to what it already says is refused as "not modified"; that shows it is there.
        Raises: TelegramError if the API cannot say.
        """
        data = {key: value for key, value in call["data"].items() if key != "reply_parameters"}
        while numbers:
            await self._paces.any_turn()
            try:
                await self._api.call("editMessageText", {**data, "message_id": numbers[0]})
                return numbers[0]  # it said something else meanwhile, such as what was chosen
            except RetryAfter:
                raise
            except BadRequest as error:
                if "not modified" in str(error):
                    return numbers[0]
            await ruled_out(Doubt(numbers[0], numbers[-1]))
            numbers.popleft()
        return 0

    async def recall(self) -> None:
        """Learn from the store what an earlier process knew."""
        self.known(await self._floor(COMMON))

    async def _floor(self, chat: str) -> int:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._outbox.floor, CHANNEL, chat)


def counted_in_common(chat: str) -> bool:
    """Whether Telegram numbers this chat's messages together with those of all the bot's private chats.

    Supergroups and channels, whose numbers begin with -100, count their own.
    """
    return not chat.startswith("-100")
