"""Letters from the store -> Telegram: in order for each chat, at Telegram's pace, again until they are taken."""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from datetime import datetime
from functools import partial
from typing import TypeVar

from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from milu_bot.channels.backoff import Backoff
from milu_bot.channels.journal import Journal, Names, place_of
from milu_bot.channels.tally import Tally
from milu_bot.channels.telegram_api import Api, call_in, may_have_arrived, seconds_to_wait
from milu_bot.channels.telegram_arrivals import Arrivals, counted_in_common
from milu_bot.channels.telegram_pace import Pace, Paces
from milu_bot.channels.telegram_records import Records
from milu_bot.channels.telegram_updates import CHANNEL
from milu_bot.stores.errors import StoreError
from milu_bot.stores.outbox import Doubt, Outbox, Sent, Tried, Waiting

_FIRST_DELAY, _LONGEST_DELAY = 0.2, 15.0
"""Units: seconds between tries."""
_SWEEP = 1.0
"""Units: seconds between looks for letters that nobody is sending."""
_REMEMBERED = 10_000

T = TypeVar("T")


class _Moved(Exception):
    """The chat has got a new number, under which its letters now wait."""


class _TakenOver(Exception):
    """Another process sends to this chat now."""


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
        self._journal, self._names, self._tally = journal, names, tally
        self._paces = Paces(pace)
        self._arrivals = Arrivals(api, self._paces, outbox, threads)
        self._records = Records(outbox, threads, journal, clock)
        self._queues: dict[str, deque[Waiting]] = {}
        self._rung: set[str] = set()
        self._known: dict[str, None] = {}
        self._withdrawn: set[str] = set()
        self._caught_up = asyncio.Event()
        """Set when this process alone sends, and has looked for what those before it left."""
        self._left = 0
        """How many chats had letters waiting at the last look."""
        self._tasks: dict[str, asyncio.Task[None]] = {}
        tally.waiting = lambda: max(len(self._tasks), sum(map(len, self._queues.values())))

    def known(self, message: int) -> None:
        """A number that Telegram has given to a message in a private chat, by whomever."""
        self._arrivals.known(message)

    def wake(self, letters: Iterable[Waiting]) -> None:
        """Send these letters, which the store has just kept."""
        for waiting in letters:
            chat = waiting.letter.chat
            if self._outbox.shared:
                self._rung.add(chat)
                self._begin(chat)
            elif self._admitted(waiting):
                if waiting.letter.final:
                    self._withdraw(waiting.letter.user)
                self._queues.setdefault(chat, deque()).append(waiting)
                self._begin(chat)

    async def sweep(self) -> None:
        """Go on sending what an earlier or another process left."""
        told, recalled = False, False
        while True:
            try:
                if not recalled:
                    await self._arrivals.recall()
                    recalled = True
                alone = self._outbox.shared or self._outbox.hold(CHANNEL, "")
                if not alone and not told:
                    told = True
                    self._journal.warning(
                        "not_alone", hint="另一个机器人在用同一个存对话的文件，由它来发"
                    )
                chats = await self._in_thread(lambda: self._outbox.chats(CHANNEL))
                self._left = len(chats)
                for chat in chats:
                    self._begin(chat, from_store=True)
                if alone:
                    self._caught_up.set()
            except StoreError as error:
                self._journal.error("store_unavailable", why=str(error))
            self._paces.tidy()
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
            # Whatever begins before the first look has ended looks for itself, as what was left goes first: a later
            # letter would hide under which number an earlier one arrived.
            looks = from_store or not self._caught_up.is_set()
            self._tasks[chat] = asyncio.create_task(self._serve(chat, looks))

    async def _serve(self, chat: str, from_store: bool) -> None:
        """Send all that waits for one chat."""
        queue = self._queues[chat]
        try:
            if self._outbox.shared:
                await self._send_as_one_of_several(chat)
            else:
                await self._send_all(chat, queue, from_store)
        except _Moved as moved:
            self._give_up(queue)
            self._begin(str(moved), from_store=True)
        except _TakenOver:
            self._give_up(queue)
        except Exception as error:
            # Whatever it is, the letters are safe in the store, and the next look finds them.
            why = str(error) if isinstance(error, StoreError) else type(error).__name__
            self._journal.error("sending_failed", why=why, where=place_of(error))
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
        if not self._outbox.hold(CHANNEL, chat):  # whoever holds it sweeps up our letters too
            self._give_up(queue)
            return
        await self._caught_up.wait()
        if from_store:
            stored = await self._in_thread(lambda: self._outbox.waiting(CHANNEL, chat))
            queue.extendleft(reversed([waiting for waiting in stored if self._admitted(waiting)]))
        while queue:
            await self._deliver(queue[0])
            queue.popleft()

    async def _send_as_one_of_several(self, chat: str) -> None:
        """Other workers may write letters to this chat, or have them forgotten, at any time: the store knows."""
        self._rung.discard(chat)
        if not await self._hold_patiently(chat):
            return
        keeping = asyncio.create_task(self._keep_hold(chat))
        try:
            while first := await self._first(chat):
                await self._deliver(first)
        finally:
            keeping.cancel()
        await self._in_thread(lambda: self._outbox.release(CHANNEL, chat))

    async def _first(self, chat: str) -> Waiting | None:
        self._rung.discard(chat)
        stored = await self._in_thread(lambda: self._outbox.waiting(CHANNEL, chat))
        return stored[0] if stored else None

    async def _hold_patiently(self, chat: str) -> bool:
        """Another worker sends to this chat now: it may have looked for letters just before ours came.

        After the time of a lease it has given the chat up, or is alive and will look again.
        """
        clock, backoff = asyncio.get_running_loop().time, Backoff(0.02, 0.5)
        deadline = clock() + self._outbox.lease + 1
        while not await self._in_thread(lambda: self._outbox.hold(CHANNEL, chat)):
            if clock() > deadline:
                return False
            await asyncio.sleep(backoff.next())
        return True

    async def _keep_hold(self, chat: str) -> None:
        """The right to send to a chat runs out unless it is renewed, however long a letter takes."""
        while True:
            await asyncio.sleep(self._outbox.lease / 3)
            try:
                await self._in_thread(lambda: self._outbox.hold(CHANNEL, chat))
            except StoreError as error:
                self._journal.error("store_unavailable", why=str(error))

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

    def _withdraw(self, user: str) -> None:
        """Somebody is forgotten: what was still to be said to them is gone from the store already."""
        for queue in self._queues.values():
            self._withdrawn |= {one.id for one in queue if one.letter.user == user}

    async def _deliver(self, waiting: Waiting) -> None:
        """Bring one letter to its end.

        Raises: StoreError, _Moved, _TakenOver; the letter then waits in the store.
        """
        chat, backoff, tries = waiting.letter.chat, Backoff(_FIRST_DELAY, _LONGEST_DELAY), 0
        try:
            call = call_in(waiting.letter)
        except (KeyError, TypeError, ValueError) as error:
            await self._end(waiting, 0, "refused")
            self._log("letter_unreadable", waiting, type(error).__name__, tries)
            return
        doubts, doubt = deque[int](), waiting.doubt
        if doubt:
            others = max(self._left, len(self._tasks))
            doubts = await self._arrivals.where(chat, call, doubt, others)

        async def ruled_out(rest: Doubt) -> None:
            backoff.reset()
            await self._records.note(Tried(waiting, rest))

        while await self._still_wanted(waiting, tries):
            tries += 1
            try:
                if doubts and (found := await self._arrivals.find(call, doubts, ruled_out)):
                    await self._end(waiting, found, "found")
                    return
                await self._paces.turn(chat)
                doubt = Doubt(self._arrivals.highest)
                await self._records.note(Tried(waiting, doubt))
                result = await self._api.call(call["method"], call["data"])
                number = result.get("message_id", 0) if isinstance(result, dict) else 0
                is_new = call["method"] == "sendMessage"
                await self._end(waiting, int(number) if is_new else 0, "sent")
                return
            except RetryAfter as error:
                self._tally.trouble["retry_after"] += 1
                await asyncio.sleep(seconds_to_wait(error) + random.uniform(0.05, 0.3))  # noqa: S311
            except ChatMigrated as error:
                to = str(error.new_chat_id)
                await self._in_thread(partial(self._outbox.move, CHANNEL, chat, to))
                raise _Moved(to) from None
            except (BadRequest, Forbidden) as error:
                # Nothing that may be tried again: blocked by the person, or a letter Telegram will never take.
                settled = "not modified" in str(error)
                if not settled:
                    self._log("letter_refused", waiting, type(error).__name__, tries)
                await self._end(waiting, 0, "sent" if settled else "refused")
                return
            except TelegramError as error:
                self._tally.trouble[type(error).__name__] += 1
                if doubt and not doubts and may_have_arrived(error):
                    doubts = await self._arrivals.where(chat, call, doubt, len(self._tasks))
                if tries in (3, 30, 300):
                    self._log("letter_waits", waiting, type(error).__name__, tries)
                await asyncio.sleep(backoff.next())

    async def _still_wanted(self, waiting: Waiting, tries: int) -> bool:
        """Whether to try: between two tries the person may be forgotten, or another worker take over."""
        if self._outbox.shared:
            chat = waiting.letter.chat
            if not await self._in_thread(lambda: self._outbox.hold(CHANNEL, chat)):
                raise _TakenOver
            first = await self._first(chat) if tries else waiting
            return first is not None and first.id == waiting.id
        if waiting.id not in self._withdrawn:
            return True
        self._withdrawn.discard(waiting.id)
        return False

    async def _end(self, waiting: Waiting, message: int, how: str) -> None:
        """A letter needs no more sending."""
        self._tally.sent[how] += 1
        self._withdrawn.discard(waiting.id)
        common = counted_in_common(waiting.letter.chat)
        if common:
            self._arrivals.known(message)
        await self._records.note(Sent(waiting, message, common))

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def _log(self, event: str, waiting: Waiting, why: str, tries: int) -> None:
        self._journal.warning(event, chat=self._names.of(waiting.letter.chat), why=why, tries=tries)
