"""Letters from the store -> Telegram: in order for each chat, at Telegram's pace, again until they are taken."""

from __future__ import annotations

import asyncio
import json
import random
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from aiolimiter import AsyncLimiter
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from milu_bot.channels.journal import Journal, Names
from milu_bot.channels.tally import Tally
from milu_bot.channels.telegram_api import Api, may_have_arrived, seconds_to_wait
from milu_bot.channels.telegram_updates import CHANNEL
from milu_bot.stores.errors import StoreError
from milu_bot.stores.outbox import COMMON, Grip, Outbox, Sent, Waiting

_FIRST_DELAY, _LONGEST_DELAY = 0.2, 15.0
"""Units: seconds between tries."""
_SWEEP = 5.0
"""Units: seconds between looks for letters that nobody is sending."""
_REACH = 24
"""So far from the known numbers a message is looked for when it is unclear whether it arrived. With more
letters under way at the same moment it may lie farther off, and is then sent again."""
_REMEMBERED = 10_000

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Pace:
    """Source: Telegram's FAQ: one message a second to a person, in short bursts more; 20 a minute to a
    group; 30 a second in all. Units: messages, seconds."""

    per_second: float = 30
    burst: float = 20
    group_per_minute: float = 20


class Sender:
    """Sends what waits in the outbox. One chat's trouble holds up no other."""

    def __init__(
        self,
        api: Api,
        outbox: Outbox,
        threads: Executor,
        journal: Journal,
        names: Names,
        tally: Tally,
        clock: Callable[[], datetime],
        pace: Pace,
    ) -> None:
        self._api, self._outbox, self._threads = api, outbox, threads
        self._journal, self._names, self._tally, self._clock = journal, names, tally, clock
        self._pace = pace
        self._overall = AsyncLimiter(pace.per_second, 1)
        self._paces: dict[str, AsyncLimiter] = {}
        self._queues: dict[str, deque[Waiting]] = {}
        self._rung: set[str] = set()
        self._highest = 0
        self._known: dict[str, None] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._striking: list[tuple[Sent, asyncio.Future[None]]] = []
        self._striker: asyncio.Task[None] | None = None
        tally.waiting = lambda: sum(map(len, self._queues.values()))

    def known(self, message: int) -> None:
        """A number that Telegram has given to a message in a private chat, by whomever."""
        self._highest = max(self._highest, message)

    def wake(self, letters: Iterable[Waiting]) -> None:
        """Send these letters, which the store has just kept."""
        for waiting in letters:
            chat = waiting.letter.chat
            if self._outbox.shared:
                self._rung.add(chat)
                self._begin(chat)
            elif self._admitted(waiting):
                self._queues.setdefault(chat, deque()).append(waiting)
                self._begin(chat)

    async def sweep(self) -> None:
        """Go on sending what an earlier or another process left."""
        if not self._outbox.shared and self._outbox.hold(CHANNEL, "") is Grip.REFUSED:
            self._journal.warning("not_alone", hint="另一个机器人在用同一个存对话的文件，由它来发")
        while True:
            try:
                for chat in await self._in_thread(lambda: self._outbox.chats(CHANNEL)):
                    self._begin(chat, from_store=True)
            except StoreError as error:
                self._journal.error("store_unavailable", why=str(error))
            limiters = self._paces.items()
            for chat in [c for c, limiter in limiters if limiter.has_capacity(limiter.max_rate)]:
                del self._paces[chat]
            await asyncio.sleep(_SWEEP)

    async def drain(self, seconds: float) -> bool:
        """Wait until all is sent, at most so long; tells whether it is. What is left waits in the store."""
        if self._tasks:
            await asyncio.wait(self._tasks.values(), timeout=seconds)
        left = list(self._tasks.values())
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        return not left

    def _begin(self, chat: str, *, from_store: bool = False) -> None:
        if chat not in self._tasks:
            self._queues.setdefault(chat, deque())
            self._tasks[chat] = asyncio.create_task(self._serve(chat, from_store))

    async def _serve(self, chat: str, from_store: bool) -> None:
        """Send all that waits for one chat."""
        queue = self._queues[chat]
        try:
            await self._send_all(chat, queue, from_store)
        except StoreError as error:
            self._journal.error("store_unavailable", why=str(error))
            self._give_up(queue)
            await asyncio.sleep(1)
        finally:
            # From here on nothing else runs: a letter that came meanwhile is seen now or by the next task.
            current = asyncio.current_task()
            del self._tasks[chat]
            if not queue:
                del self._queues[chat]
            if (queue or chat in self._rung) and not (current and current.cancelling()):
                self._begin(chat)

    async def _send_all(self, chat: str, queue: deque[Waiting], from_store: bool) -> None:
        if self._outbox.shared:
            grip = await self._hold_patiently(chat)
        else:
            grip = self._outbox.hold(CHANNEL, chat)
        if grip is Grip.REFUSED:  # whoever holds it sweeps up our letters too
            self._give_up(queue)
            return
        unclear = grip is Grip.INHERITED
        if from_store or unclear or self._outbox.shared:
            await self._refill(chat, queue)
        while queue:
            unclear = await self._deliver(queue[0], unclear)
            queue.popleft()
            if not queue and self._outbox.shared:
                await self._refill(chat, queue)
        if self._outbox.shared:
            await self._in_thread(lambda: self._outbox.release(CHANNEL, chat))

    async def _hold_patiently(self, chat: str) -> Grip:
        """Another worker sends to this chat now: it may have looked for letters just before ours came."""
        deadline, delay = asyncio.get_running_loop().time() + _SWEEP, 0.02
        while True:
            grip = await self._in_thread(lambda: self._outbox.hold(CHANNEL, chat))
            if grip is not Grip.REFUSED or asyncio.get_running_loop().time() > deadline:
                self._rung.discard(chat)
                return grip
            await asyncio.sleep(delay)
            delay = min(delay * 1.5, 0.5)

    async def _refill(self, chat: str, queue: deque[Waiting]) -> None:
        """Take up what the store holds: it may be more than this process has written."""
        self._rung.discard(chat)
        stored = await self._in_thread(lambda: self._outbox.waiting(CHANNEL, chat))
        if self._outbox.shared:
            queue.clear()
            queue.extend(stored)
        else:
            queue.extendleft(reversed([waiting for waiting in stored if self._admitted(waiting)]))

    def _admitted(self, waiting: Waiting) -> bool:
        """Whether this letter is new here: the store and the turn that wrote it may both bring it."""
        if waiting.id in self._known:
            return False
        self._known[waiting.id] = None
        if len(self._known) > _REMEMBERED:
            del self._known[next(iter(self._known))]
        return True

    def _give_up(self, queue: deque[Waiting]) -> None:
        """Leave letters to the store, where a sweep finds them."""
        for waiting in queue:
            self._known.pop(waiting.id, None)
        queue.clear()

    async def _deliver(self, waiting: Waiting, unclear: bool) -> bool:
        """Bring one letter to its end. Tells whether the next one may have been sent before, too."""
        call = json.loads(waiting.letter.body)
        delay, tries = _FIRST_DELAY, 0
        low = self._highest
        doubts = await self._where_it_may_be(waiting, call) if unclear else []
        while True:
            tries += 1
            try:
                if doubts and (found := await self._find(doubts, call)):
                    await self._strike(waiting, found, "found")
                    return True
                await self._wait_for_turn(waiting.letter.chat)
                await self._keep_hold(waiting.letter.chat)
                result = await self._api.call(call["method"], call["data"])
                number = result.get("message_id", 0) if isinstance(result, dict) else 0
                is_new = call["method"] == "sendMessage"
                await self._strike(waiting, int(number) if is_new else 0, "sent")
                return False
            except RetryAfter as error:
                self._tally.trouble["retry_after"] += 1
                await asyncio.sleep(seconds_to_wait(error) + random.uniform(0.05, 0.3))  # noqa: S311
            except ChatMigrated as error:
                to = str(error.new_chat_id)
                await self._in_thread(partial(self._outbox.move, CHANNEL, waiting.letter.chat, to))
                call["data"]["chat_id"] = error.new_chat_id
            except (BadRequest, Forbidden) as error:
                # Nothing that may be tried again: blocked by the person, or a letter Telegram will never take.
                settled = "not modified" in str(error)
                await self._strike(waiting, 0, "sent" if settled else "refused")
                if not settled:
                    self._log("letter_refused", waiting, type(error).__name__, tries)
                return False
            except TelegramError as error:
                self._tally.trouble[type(error).__name__] += 1
                if not doubts and may_have_arrived(error):
                    doubts = await self._where_it_may_be(waiting, call, low)
                if tries in (3, 30, 300):
                    self._log("letter_waits", waiting, type(error).__name__, tries)
                await asyncio.sleep(delay * random.uniform(0.8, 1.2))  # noqa: S311  # not for secrets
                delay = min(delay * 2, _LONGEST_DELAY)

    async def _where_it_may_be(
        self, waiting: Waiting, call: dict[str, Any], low: int | None = None
    ) -> list[int]:
        """The numbers that the message may have, if the letter has arrived already.

        Telegram has no key against sending twice. But any message of ours after the last one known in a
        chat can only be this letter, and its number lies near the highest that were known when it was
        sent; `low` is the highest before, if this process sent it.
        """
        if call["method"] != "sendMessage" or not call.get("after"):
            return []
        chat = waiting.letter.chat
        floor = max(
            int(call["after"]), await self._in_thread(lambda: self._outbox.floor(CHANNEL, chat))
        )
        if not _counted_in_common(chat):
            return list(range(floor + 1, floor + 1 + _REACH))
        if low is None:
            common = await self._in_thread(lambda: self._outbox.floor(CHANNEL, COMMON))
            return list(range(max(floor, common - _REACH) + 1, max(floor, common) + 1 + _REACH))
        return list(range(max(floor, low) + 1, max(floor, self._highest) + 1 + _REACH))

    async def _find(self, doubts: list[int], call: dict[str, Any]) -> int:
        """The number of the message if the letter has arrived, else 0.

        Changing a message to what it already says is refused as "not modified"; that shows it is there.
        """
        data = {key: value for key, value in call["data"].items() if key != "reply_parameters"}
        while doubts:
            try:
                await self._api.call("editMessageText", {**data, "message_id": doubts[0]})
            except RetryAfter:
                raise
            except BadRequest as error:
                if "not modified" in str(error):
                    return doubts[0]
            del doubts[0]
        return 0

    async def _keep_hold(self, chat: str) -> None:
        """The right to send to a chat runs out unless it is renewed."""
        if self._outbox.shared:
            grip = await self._in_thread(lambda: self._outbox.hold(CHANNEL, chat))
            if grip is Grip.REFUSED:
                raise StoreError("另一个进程已经接手这个对话。")

    async def _wait_for_turn(self, chat: str) -> None:
        limiter = self._paces.get(chat)
        if limiter is None:
            group = chat.startswith("-")
            rate, period = (
                (self._pace.group_per_minute, 60) if group else (self._pace.burst, self._pace.burst)
            )
            limiter = self._paces[chat] = AsyncLimiter(rate, period)
        await limiter.acquire()
        await self._overall.acquire()

    async def _strike(self, waiting: Waiting, message: int, how: str) -> None:
        """Strike a letter out. Those that come together while the store is busy go in one step."""
        self._tally.sent[how] += 1
        common = _counted_in_common(waiting.letter.chat)
        if common:
            self.known(message)
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._striking.append((Sent(waiting, message, common), done))
        if self._striker is None:
            self._striker = asyncio.create_task(self._strike_all())
        await asyncio.shield(done)

    async def _strike_all(self) -> None:
        while self._striking:
            batch, self._striking = self._striking, []
            try:
                sent = [one for one, _ in batch]
                await self._in_thread(partial(self._outbox.strike, sent, self._clock()))
            except StoreError as error:
                # The message is out; only the note of it is missing, and can wait.
                self._journal.error("store_unavailable", why=str(error))
                self._striking = batch + self._striking
                await asyncio.sleep(0.5)
                continue
            for _, done in batch:
                if not done.done():
                    done.set_result(None)
        self._striker = None

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def _log(self, event: str, waiting: Waiting, why: str, tries: int) -> None:
        self._journal.warning(event, chat=self._names.of(waiting.letter.chat), why=why, tries=tries)


def _counted_in_common(chat: str) -> bool:
    """Whether Telegram numbers this chat's messages together with those of all the bot's private chats.

    Supergroups and channels, whose numbers begin with -100, count their own.
    """
    return not chat.startswith("-100")
