"""What is sent first, where an earlier process left something behind."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from milu_bot.channels.journal import Names, open_journal
from milu_bot.channels.tally import Tally
from milu_bot.channels.telegram_api import open_api
from milu_bot.channels.telegram_pace import Pace
from milu_bot.channels.telegram_sender import Sender
from milu_bot.message import Letter
from milu_bot.stores.opening import Stores, open_sqlite
from milu_bot.stores.outbox import Doubt, Tried, Waiting
from tests.end_to_end.bot_api import TOKEN, BotApi
from tests.end_to_end.people import Person

NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture
def api() -> Iterator[BotApi]:
    double = BotApi()
    yield double
    double.close()


def written(stores: Stores, person: Person, words: str) -> Waiting:
    call = {"method": "sendMessage", "data": {"text": words}, "after": 0}
    user = f"telegram:{person.id}"
    letter = Letter("telegram", str(person.chat), user, json.dumps(call))
    with stores.conversations.turn(user, NOW) as held:
        held.letters = [letter]
    return held.waiting[-1]


@pytest.mark.parametrize("midst", [False, True])
async def test_what_a_killed_process_left_goes_first_and_once(
    api: BotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, midst: bool
) -> None:
    """The answer had arrived when the process was killed, and whoever got it spoke again: the answer to
    that must not go out before the first is settled, or that is looked for among the numbers behind it.

    It is written before the look for what was left has begun, or just as that ends.
    """
    person, stores = Person(api, 7), open_sqlite(tmp_path / "store.sqlite3")
    first = written(stores, person, "第一句")
    stores.outbox.record([Tried(first, Doubt(0))], [], NOW)
    wire = open_api(TOKEN, api.base_url)
    await wire.call("sendMessage", {"chat_id": person.chat, "text": "第一句"})
    person.message("又问")
    loop, chats = asyncio.get_running_loop(), stores.outbox.chats
    with ThreadPoolExecutor(2) as threads:
        sender = Sender(
            wire, stores.outbox, threads, open_journal(), Names(TOKEN), Tally(), lambda: NOW, Pace()
        )

        def answer() -> None:
            sender.wake([written(stores, person, "第二句")])

        def look_and_answer(channel: str) -> list[str]:
            found = chats(channel)
            monkeypatch.undo()
            loop.call_soon_threadsafe(
                loop.call_soon, answer
            )  # in the same step as the look goes on
            return found

        if midst:
            monkeypatch.setattr(stores.outbox, "chats", look_and_answer)
        else:
            answer()
        sweeping = asyncio.create_task(sender.sweep())
        async with asyncio.timeout(30):
            while chats("telegram") or len(api.sent(person.chat)) < 2:
                await sender.drain(30)
                await asyncio.sleep(0.01)
        sweeping.cancel()
        await wire.close_connections()
    stores.close()
    assert [message["text"] for message in api.sent(person.chat)] == ["第一句", "第二句"]
