"""Killed, cut off, refused, repeated: every answer counts once and every reply arrives once, in order."""

from __future__ import annotations

import json
import random
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.crowd import run_crowd
from tests.end_to_end.people import Bot, BotApi, Person


def answers_in(store: Path, person: Person) -> list[Any]:
    with closing(sqlite3.connect(store)) as file:
        (body,) = file.execute(
            "SELECT body FROM conversation WHERE user = ?", (f"telegram:{person.id}",)
        ).fetchone()
    return list(json.loads(body)["answers"])


@pytest.mark.long
def test_killed_at_random_moments(api: BotApi, new_bot: Callable[..., Bot]) -> None:
    result = run_crowd(api, new_bot(), people=10, each=9, seed=3, kills=3, seconds=60)
    assert (result.said, result.kills) == (90, 3)
    assert (result.lost, result.doubled, result.wrong_states) == (0, 0, 0)


def test_killed_between_the_reply_and_its_note(api: BotApi, new_bot: Callable[..., Bot]) -> None:
    """The worst moment: Telegram has the message, and we are gone before we know."""
    bot = new_bot().start()
    person = Person(api, 11)
    person.ask("/start")
    api.fault = lambda method, data: (
        "lost" if method == "sendMessage" else ("cut" if "edit" in method else None)
    )
    person.say("/assess")
    person.hear()
    bot.kill()
    api.fault = lambda method, data: None
    bot.start()
    person.say("不知道")
    assert "第 2 题" in person.hear()[0]
    assert len(person.replies) == 3


@pytest.mark.long
def test_every_tenth_call_fails(api: BotApi, bot: Bot) -> None:
    draw = random.Random(5)
    kinds = ["429", "500", "502", "cut", "lost", "garbage"]
    api.fault = lambda method, data: (
        draw.choice(kinds) if method != "getUpdates" and draw.random() < 0.1 else None
    )
    result = run_crowd_without_kills(api, bot)
    assert (result.lost, result.doubled, result.wrong_states) == (0, 0, 0)
    assert any(call.refused in kinds or call.refused[:3] in kinds for call in api.calls)


def run_crowd_without_kills(api: BotApi, bot: Bot) -> Any:
    bot.kill()
    return run_crowd(api, bot, people=10, each=6, seed=4, kills=0, seconds=60)


def test_an_update_delivered_again(api: BotApi, bot: Bot) -> None:
    person = Person(api, 21)
    person.ask("/assess")
    update = person.say("不知道")
    person.hear()
    api.update("message", update["message"], update["update_id"])
    assert "第 3 题" in person.ask("不知道")
    assert len(person.replies) == 3
    assert len(answers_in(bot.store, person)) == 2


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
    started = time.monotonic()
    assert bot.end(signal.SIGTERM) == 0
    assert time.monotonic() - started < 3
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
    bot.logged('"again_in": 1', 20)
    assert bot.process and bot.process.poll() is None
    api.open()
    assert "怎么用我" in person.ask("/help", 30)


def test_a_chat_that_is_stuck_holds_up_no_other(api: BotApi, bot: Bot) -> None:
    stuck, other = Person(api, 25), Person(api, 26)
    api.fault = lambda method, data: "502" if str(data.get("chat_id")) == "25" else None
    stuck.say("/start")
    api.wait(lambda: any(call.refused for call in api.called("sendMessage")))
    assert "小助手" in other.ask("/start", 3)
    api.fault = lambda method, data: None
    assert "小助手" in stuck.hear(1, 20)[0]


def test_somebody_who_blocked_the_bot_is_left_alone(api: BotApi, bot: Bot) -> None:
    gone, other = Person(api, 27), Person(api, 28)
    gone.say("/start")
    gone.hear()
    del api.chats[27]
    api.update(
        "message",
        {
            "message_id": api.new_message_id(),
            "date": 1,
            "text": "/help",
            "chat": {"id": 27, "type": "private"},
            "from": {"id": 27, "is_bot": False},
        },
    )
    bot.logged("letter_refused")
    assert "小助手" in other.ask("/start")
