"""Killed, cut off, refused, repeated: every answer counts once and every reply arrives once, in order."""

from __future__ import annotations

import json
import random
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

from milu_bot.edition import Edition
from milu_bot.stores.opening import open_sqlite
from tests.end_to_end.conftest import House
from tests.end_to_end.crowd import Crowd, Killer
from tests.end_to_end.people import Bot, BotApi, Person


def answers_in(store: Path, person: Person) -> list[Any]:
    with closing(sqlite3.connect(store)) as file:
        (body,) = file.execute(
            "SELECT body FROM conversation WHERE user = ?", (f"telegram:{person.id}",)
        ).fetchone()
    return list(json.loads(body)["answers"])


def test_killed_at_random_moments(
    api: BotApi, new_bot: Callable[..., Bot], edition_of_few: Edition, tmp_path: Path
) -> None:
    """The long form, with 5,000 answers, is benchmarks/kills.py."""
    bot = new_bot()
    crowd = Crowd(api, edition_of_few, tmp_path, people=8, seed=3)
    with Killer(api, bot, random.Random(3), calls=60, most=2) as killer:
        crowd.talk(6, seconds=240)
    assert killer.kills == 2
    assert crowd.outcome(bot, open_sqlite(bot.store)).is_perfect


def test_killed_between_the_reply_and_its_note(api: BotApi, new_bot: Callable[..., Bot]) -> None:
    """The worst moment: Telegram has the message, and we are gone before we know.

    Gone again while it is looked for, we go on looking from there: else a program that ends again and again
    would look for ever.
    """
    bot = new_bot().start()
    person = Person(api, 11)
    person.ask("/start")
    api.fault = lambda method, data: (
        "lost" if method == "sendMessage" else ("cut" if "edit" in method else None)
    )
    message = person.say("/assess")["message"]["message_id"]
    person.hear()
    bot.kill()
    looked_under: list[int] = []

    def hang_at_the_third(method: str, data: dict[str, Any]) -> str | None:
        if method != "editMessageText":
            return None
        looked_under.append(data["message_id"])
        return "hang" if len(looked_under) == 3 else None

    # The message has got a new number, as if others had been faster.
    reply = api.delivered[person.chat][-1]
    number = reply["message_id"] + 5
    api.messages[person.chat, number] = {
        **api.messages.pop((person.chat, reply["message_id"])),
        "message_id": number,
    }
    api.fault = hang_at_the_third
    bot.start(ready=False)
    api.wait(lambda: len(looked_under) == 3)
    bot.kill()
    bot.start()
    api.wait(lambda: number in looked_under)
    assert looked_under == [*range(message + 1, message + 4), *range(looked_under[2], number + 1)]
    api.fault = lambda method, data: None
    person.say("不知道")
    assert "第 2 题" in person.hear()[0]
    assert len(person.replies) == 3


def test_every_tenth_call_fails(
    api: BotApi, new_bot: Callable[..., Bot], edition_of_few: Edition, tmp_path: Path
) -> None:
    draw = random.Random(5)
    kinds = ["429", "500", "502", "cut", "lost", "garbage"]
    api.fault = lambda method, data: draw.choice(kinds) if draw.random() < 0.1 else None
    bot = new_bot().start()
    crowd = Crowd(api, edition_of_few, tmp_path, people=8, seed=4)
    crowd.talk(5, seconds=240)
    assert crowd.outcome(bot, open_sqlite(bot.store)).is_perfect
    assert any(call.refused[:3] in ("429", "500", "502", "cut") for call in api.calls)


def test_an_update_delivered_again(house: House) -> None:
    person = house.person()
    person.ask("/assess")
    update = person.say("不知道")
    person.hear()
    house.api.update("message", update["message"], update["update_id"])
    assert "第 3 题" in person.ask("不知道")
    assert len(person.replies) == 3
    assert len(answers_in(house.bot.store, person)) == 2


def test_updates_in_the_wrong_order(api: BotApi, new_bot: Callable[..., Bot]) -> None:
    person = Person(api, 22)
    api.update("message", person.message("/help"), 901)
    api.update("message", person.message("/start"), 900)
    api.update("message", person.message("/help"), 901)
    bot = new_bot().start()
    first, second = person.hear(2)
    assert "小助手" in first and "怎么用我" in second
    assert bot.end() == 0
    assert len(person.replies) == 2


def test_asked_to_stop_it_stops_and_keeps_what_is_left(
    api: BotApi, new_bot: Callable[..., Bot]
) -> None:
    bot = new_bot().start()
    person = Person(api, 23)
    person.ask("/start")
    api.fault = lambda method, data: "502" if method == "sendMessage" else None
    person.say("/help")
    api.wait(lambda: any(call.refused for call in api.called("sendMessage")))
    assert bot.end(signal.SIGTERM) == 0
    assert bot.time_to_stop < timedelta(seconds=3)
    assert '"all_sent": false' in bot.log[-1]
    api.fault = lambda method, data: None
    bot.start()
    assert "怎么用我" in person.hear()[0]
    assert len(person.replies) == 2


def test_the_api_away_at_the_start_and_in_service(api: BotApi, new_bot: Callable[..., Bot]) -> None:
    person = Person(api, 24)
    api.shut()
    bot = new_bot().start(ready=False)
    bot.logged("telegram_unreachable")
    api.open()
    bot.logged('"ready"')
    person.ask("/start")
    api.shut()
    # The waits are about 0.5, 1 and 2 seconds: one of them is told with these digits.
    bot.logged('"again_in": [12]', 20)
    assert bot.process and bot.process.poll() is None
    api.open()
    assert "怎么用我" in person.ask("/help", 30)


def test_a_chat_that_is_stuck_holds_up_no_other(house: House) -> None:
    stuck, other = house.person(), house.person()
    house.api.fault = lambda method, data: "502" if data.get("chat_id") == stuck.chat else None
    stuck.say("/start")
    house.api.wait(lambda: house.calls_for(stuck, "sendMessage"))
    assert "小助手" in other.ask("/start")
    house.api.fault = lambda method, data: None
    assert "小助手" in stuck.hear(1, 20)[0]


def test_somebody_who_blocked_the_bot_is_left_alone(house: House) -> None:
    api, gone, other = house.api, house.person(), house.person()
    gone.say("/start")
    gone.hear()
    del api.chats[gone.chat]
    api.update(
        "message",
        {
            "message_id": api.new_message_id(),
            "date": 1,
            "text": "/help",
            "chat": {"id": gone.chat, "type": "private"},
            "from": {"id": gone.id, "is_bot": False},
        },
    )
    house.bot.logged("letter_refused")
    assert "小助手" in other.ask("/start")


def test_telegram_asks_to_wait_and_is_obeyed(house: House) -> None:
    """The one chat waits as long as it is told to, in order; the others go on."""
    told, other = house.person(), house.person()
    waits = iter(["429:2", "429:1"])
    house.api.fault = lambda method, data: (
        next(waits, None) if data.get("chat_id") == told.chat else None
    )
    told.say("/start")
    told.say("/help")
    house.api.wait(lambda: house.calls_for(told, "sendMessage"))
    assert "小助手" in other.ask("/start")
    first, second = told.hear(2)
    house.api.fault = lambda method, data: None
    assert "小助手" in first and "怎么用我" in second
    calls = [c for c in house.api.called("sendMessage") if c.data["chat_id"] == told.chat]
    assert len(calls) == 4
    assert calls[1].at - calls[0].at >= 2
    assert calls[2].at - calls[1].at >= 1
    assert len(told.replies) == 2


def test_a_group_that_becomes_a_supergroup_keeps_its_letters(house: House) -> None:
    new = house.group()
    old = -(new + 1_000_000_000_000)
    member = house.person(-abs(old))
    house.api.chats[new] = "supergroup"
    house.api.moved[member.chat] = new
    member.say("@milu_test_bot 贫困户开网店有补贴吗")
    member.say("@milu_test_bot 三（三）8是什么")
    house.api.wait(lambda: len(house.api.sent(new)) == 2)
    assert house.api.sent(member.chat) == []
