"""Telegram as a door: an update counts as done only after the store has kept what comes of it."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import Executor
from typing import Any

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from milu_bot.channels import telegram_words as words
from milu_bot.channels.backoff import Backoff
from milu_bot.channels.journal import Journal, Names, place_of
from milu_bot.channels.tally import Tally
from milu_bot.channels.telegram_api import Api, seconds_to_wait
from milu_bot.channels.telegram_letters import letters, notices
from milu_bot.channels.telegram_sender import Sender
from milu_bot.channels.telegram_updates import CHANNEL, UPDATES, Heard, Me, Updates
from milu_bot.dialogue.conversation import Conversation
from milu_bot.front_desk import Answered, FrontDesk
from milu_bot.message import Incoming
from milu_bot.stores.errors import StoreError

_POLL = 25
"""Units: seconds that Telegram keeps a request for updates open."""
_FIRST_DELAY, _LONGEST_DELAY = 0.5, 10.0
"""Units: seconds between tries."""
_CONFLICT = 3.0
"""Units: seconds between tries while another program hears the updates."""
_SLOW = 1.0
"""Units: seconds after which a person sees that the bot is at work."""
_DRAIN = 1.5
"""Units: seconds for the last letters when asked to stop."""


class DoorError(Exception):
    """The door cannot be opened; the message is a Chinese sentence."""


class TelegramDoor:
    """Hears updates, has them answered in threads, and hands the letters to the sender."""

    def __init__(
        self,
        desk: FrontDesk,
        api: Api,
        sender: Sender,
        threads: Executor,
        clauses: Mapping[str, str],
        journal: Journal,
        names: Names,
        tally: Tally,
    ) -> None:
        self._desk, self._api, self._sender, self._threads = desk, api, sender, threads
        self._clauses, self._journal, self._names, self._tally = clauses, journal, names, tally
        self._updates: Updates | None = None
        self._stop = asyncio.Event()
        self._aside: set[asyncio.Task[Any]] = set()
        self._turns: dict[str, asyncio.Lock] = {}

    async def run(self, hear: Callable[[], Awaitable[None]] | None = None) -> None:
        """Serve until asked to stop. `hear` is a way to hear updates other than asking for them.

        Raises: DoorError if Telegram refuses the token.
        """
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop.set)
        sweeping = asyncio.create_task(self._sender.sweep())
        try:
            if await self._meet():
                self._do_aside(self._introduce())
                await (hear or self._poll)()
        finally:
            self._journal.info("stopping")
            sweeping.cancel()
            drained = await self._sender.drain(_DRAIN)
            for task in self._aside:
                task.cancel()
            await asyncio.gather(sweeping, *self._aside, return_exceptions=True)
            await self._api.close_connections()
            self._journal.info("stopped", all_sent=drained)

    @property
    def stopping(self) -> asyncio.Event:
        """Set when the door is to close."""
        return self._stop

    async def take(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """Answer updates, in order. When this returns, all that comes of them is kept.

        Raises: StoreError if it could not be kept; no update has then had an effect.
        """
        heard = [found for update in updates if (found := self._read(update))]
        if not heard:
            return
        started = time.perf_counter()
        work = asyncio.get_running_loop().run_in_executor(self._threads, self._answer_all, heard)
        typing = asyncio.get_running_loop().call_later(_SLOW, self._show_typing, heard)
        try:
            answers = await work
        finally:
            typing.cancel()
        self._tally.turn_seconds += time.perf_counter() - started
        self._tally.turns += len(heard)
        for one, answered in zip(heard, answers, strict=True):
            self._tally.heard[answered.kind] += 1
            if one.incoming.private:
                self._sender.known(one.message_id)
            self._sender.wake(answered.letters)
            if answered.then:
                self._do_aside(self._finish(one, answered.then))
            if one.query and answered.kind != "seen":
                said = {"text": text} if (text := _toast(answered)) else {}
                data = {"callback_query_id": one.query, **said}
                self._do_aside(self._api.call("answerCallbackQuery", data))

    async def take_one(self, update: Mapping[str, Any]) -> None:
        """Answer one update while others may be under way; one person's keep their order.

        Raises: StoreError if it could not be kept; the update has then had no effect.
        """
        sender = next(
            (part.get("from") for part in update.values() if isinstance(part, dict)), None
        )
        user = str((sender or {}).get("id", ""))
        lock = self._turns.setdefault(user, asyncio.Lock())
        async with lock:
            await self.take([update])
        if not lock.locked() and not getattr(lock, "_waiters", None):
            self._turns.pop(user, None)

    def _read(self, update: Mapping[str, Any]) -> Heard | None:
        assert self._updates is not None
        try:
            return self._updates.read(update)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            self._journal.warning("odd_update", why=type(error).__name__, where=place_of(error))
            return None

    def _answer_all(self, heard: Sequence[Heard]) -> list[Answered]:
        with self._desk.together():
            return [self._answer(one) for one in heard]

    def _answer(self, heard: Heard) -> Answered:
        def write(answered: Answered) -> Any:
            return letters(heard, answered)

        try:
            if heard.remark:
                return self._desk.say(heard.incoming, heard.remark, write)
            return self._desk.receive(heard.incoming, write)
        except StoreError:
            raise
        except Exception as error:
            self._turn_failed(heard, error)
        try:
            return self._desk.say(heard.incoming, words.APOLOGY, write)
        except StoreError:
            raise
        except Exception as error:
            # One odd message must not stop the door: it would come again and again.
            self._turn_failed(heard, error)
            return Answered((), "failed", (), Conversation(heard.incoming.user))

    def _turn_failed(self, heard: Heard, error: Exception) -> None:
        name = self._names.of(heard.incoming.user)
        self._journal.error(
            "turn_failed", user=name, why=type(error).__name__, where=place_of(error)
        )

    async def _finish(self, heard: Heard, work: Callable[[], str]) -> None:
        """Do what takes longer than a turn, and say what came of it."""

        def finish() -> Answered:
            try:
                text = work()
            except Exception as error:
                self._journal.error("work_failed", why=type(error).__name__, where=place_of(error))
                text = words.APOLOGY
            user = heard.incoming.user
            return self._desk.say(Incoming(CHANNEL, user, ""), text, notices(user), asked=False)

        try:
            answered = await asyncio.get_running_loop().run_in_executor(self._threads, finish)
        except StoreError as error:
            self._journal.error("store_unavailable", why=str(error))
        else:
            self._sender.wake(answered.letters)

    async def _poll(self) -> None:
        """Ask for updates. The next question tells Telegram what is done, so it comes after the store."""
        offset, wait, backoff = 0, 0, Backoff(_FIRST_DELAY, _LONGEST_DELAY)
        while not self._stop.is_set():
            data: dict[str, Any] = {
                "offset": offset,
                "timeout": wait,
                "allowed_updates": list(UPDATES),
            }
            asking = asyncio.create_task(self._api.call("getUpdates", data, wait + 10))
            try:
                if not await self._until_stop(asking):
                    return
                updates = sorted(asking.result(), key=lambda update: int(update["update_id"]))
                await self.take(updates)
                self._tally.alive()
                if wait == 0:
                    self._journal.info("ready", mode="polling")
                offset = max([offset, *(int(update["update_id"]) + 1 for update in updates)])
                wait = _POLL
                backoff.reset()
            except (TelegramError, StoreError, KeyError, TypeError, ValueError) as error:
                await self._pause(error, backoff)

    async def _meet(self) -> bool:
        """Learn the bot's own name, however long Telegram is away. False if asked to stop meanwhile."""
        backoff = Backoff(_FIRST_DELAY, _LONGEST_DELAY)
        while not self._stop.is_set():
            asking = asyncio.create_task(self._api.call("getMe", {}))
            try:
                if not await self._until_stop(asking):
                    return False
                me = asking.result()
                self._updates = Updates(Me(int(me["id"]), str(me["username"])), self._clauses)
                return True
            except InvalidToken:
                raise DoorError(
                    "Telegram 不认 TELEGRAM_BOT_TOKEN 里的口令。请在 Telegram 里找 @BotFather，"
                    "发 /token 再抄一遍；自设了 TELEGRAM_API_BASE_URL 的，也请核对它。"
                ) from None
            except (TelegramError, KeyError, TypeError, ValueError) as error:
                await self._pause(error, backoff)
        return False

    async def _introduce(self) -> None:
        """Put up the menu of commands."""
        commands = [{"command": name, "description": text} for name, text in words.COMMANDS.items()]
        await self.insist("setMyCommands", {"commands": commands})

    async def insist(self, method: str, data: Mapping[str, Any]) -> bool:
        """Call until it is done. False if asked to stop meanwhile."""
        backoff = Backoff(_FIRST_DELAY, _LONGEST_DELAY)
        while not self._stop.is_set():
            try:
                await self._api.call(method, data)
                return True
            except TelegramError as error:
                await self._pause(error, backoff)
        return False

    async def ask_by_polling(self) -> None:
        """Hear updates by asking for them, and not by webhook."""
        asking = asyncio.create_task(self.insist("deleteWebhook", {"drop_pending_updates": False}))
        if await self._until_stop(asking):
            await self._poll()

    async def _pause(self, error: Exception, backoff: Backoff) -> None:
        self._tally.trouble[type(error).__name__] += 1
        delay = backoff.next()
        if isinstance(error, RetryAfter):
            delay = seconds_to_wait(error)
        elif isinstance(error, Conflict):
            self._journal.warning("conflict", hint="另一个程序在用同一个口令收消息，请停掉一个")
            delay = max(delay, _CONFLICT)
        elif isinstance(error, StoreError):
            self._journal.error("store_unavailable", why=str(error), again_in=round(delay, 1))
        else:
            self._journal.warning(
                "telegram_unreachable", why=type(error).__name__, again_in=round(delay, 1)
            )
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stop.wait(), delay)

    async def _until_stop(self, task: asyncio.Task[Any]) -> bool:
        """Wait for a task, but not longer than the door is open; tells whether it is done."""
        stop = asyncio.create_task(self._stop.wait())
        await asyncio.wait({task, stop}, return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        if task.done():
            return True
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return False

    def _show_typing(self, heard: Sequence[Heard]) -> None:
        for chat in {one.chat for one in heard[:20]}:
            self._do_aside(
                self._api.call("sendChatAction", {"chat_id": int(chat), "action": "typing"})
            )

    def _do_aside(self, work: Awaitable[Any]) -> None:
        """Do what nobody waits for and nobody misses."""

        async def quietly() -> None:
            with contextlib.suppress(TelegramError):
                await work

        task = asyncio.create_task(quietly())
        self._aside.add(task)
        task.add_done_callback(self._aside.discard)


def _toast(answered: Answered) -> str:
    """What is shown over the chat for a moment when a button was pressed."""
    if answered.kind == "nothing_ticked":
        return words.NOTHING_TICKED
    if answered.kind == "thumb":
        return answered.outgoing[0].text
    return "" if answered.chosen or answered.board else words.OLD_BUTTON
