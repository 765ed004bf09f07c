"""Telegram's manner: the menu, buttons, links, long replies, odd messages and groups, as people meet them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import pytest

from milu_bot.channels import telegram_words as words
from tests.conftest import real_policy
from tests.end_to_end.bot_api import BOT
from tests.end_to_end.conftest import House
from tests.end_to_end.people import Person, labels

NAME = str(BOT["username"])


def heard_nothing(house: House, person: Person) -> None:
    """Whoever speaks next in this chat is answered first, so that silence is known as such."""
    before = len(person.replies)
    asker = Person(house.api, person.id, None if person.chat == person.id else person.chat)
    asker.read = before
    assert "怎么用我" in asker.ask(f"/help@{NAME}")
    assert len(person.replies) == before + 1
    person.read = before + 1


def answers_of(house: House, person: Person) -> dict[str, Any]:
    import json

    with closing(sqlite3.connect(house.bot.store)) as file:
        (body,) = file.execute(
            "SELECT body FROM conversation WHERE user = ?", (f"telegram:{person.id}",)
        ).fetchone()
    return {fact: value for fact, value, _ in json.loads(body)["answers"]}


# --- the menu


def test_the_menu_has_its_commands_in_chinese(house: House) -> None:
    house.api.wait(lambda: house.api.commands)
    names = [command["command"] for command in house.api.commands]
    assert names == ["start", "ask", "assess", "result", "source", "help", "forget"]
    for command in house.api.commands:
        assert any("\u4e00" <= char <= "\u9fff" for char in command["description"])


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("/start", "小助手"),
        ("/ask", words.ASK),
        ("/ask 贫困户开网店有补贴吗", "1000元"),
        ("/assess", "第 1 题"),
        ("/result", "算一算"),
        ("/source", "文件原话"),
        ("/source 三（三）8", "三、（三）8"),
        ("/help", "怎么用我"),
        (f"/help@{NAME}", "怎么用我"),
        ("/language", "简体"),
        ("/nonsense", words.NO_SUCH_COMMAND),
        ("/forget", "删掉的是"),
    ],
)
def test_every_command(house: House, said: str, heard: str) -> None:
    assert heard in house.person().ask(said)


# --- buttons


def test_rows_of_two_or_three_and_the_ways_out_at_the_end(house: House) -> None:
    person = house.person()
    person.ask("/assess")
    for answer in ("1", "是", "开了"):
        rows = [
            [button["text"] for button in row]
            for row in person.replies[-1]["reply_markup"]["inline_keyboard"]
        ]
        assert rows[-2:] == [["不知道", "为什么问这个"], ["上一步", "取消"]]
        assert all(1 <= len(row) <= 3 for row in rows)
        person.say(answer)
        person.hear()


def test_what_was_pressed_takes_the_place_of_the_keyboard(house: House) -> None:
    person = house.person()
    person.ask("/assess")
    question = person.replies[-1]
    person.press(labels(question)[0])
    assert "第 2 题" in person.hear()[0]
    edited = house.api.messages[person.chat, question["message_id"]]
    assert edited["reply_markup"] is None
    assert edited["text"] == f"{question['text']}\n\n{words.CHOSEN}{labels(question)[0]}"


def test_old_buttons_answer_kindly_and_change_nothing(house: House) -> None:
    person = house.person()
    person.ask("/assess")
    first = person.replies[-1]
    person.press(labels(first)[0])
    person.hear()
    told = answers_of(house, person)
    for label in (labels(first)[1], "上一步", "取消"):
        person.press_on(first, label)
        kind = person.hear()[0]
        assert "已经过去了" in kind and "建档立卡" in kind
    assert answers_of(house, person) == told
    person.say("/forget")
    person.hear()
    person.press_on(first, labels(first)[1])
    assert "已经不用了" in person.hear()[0]
    toasts = [c.data.get("text") for c in house.api.called("answerCallbackQuery")]
    assert words.OLD_BUTTON in toasts


@pytest.mark.parametrize("data", ["k1:1", "k0:0", "k999999999999999:999", "x", "", "k-1:2", "不"])
def test_a_button_of_nobody_knows_what_is_an_old_one(house: House, data: str) -> None:
    person = house.person()
    message = {**person.message("？"), "from": BOT}
    query = {"id": f"odd-{person.id}", "from": {"id": person.id, "is_bot": False}, "data": data}
    house.api.query(str(query["id"]))
    house.api.update("callback_query", {**query, "chat_instance": "1", "message": message})
    assert "已经不用了" in person.hear()[0]


def test_several_choices_are_ticked_and_taken_together(house: House) -> None:
    person = house.person()
    person.ask("/assess")
    person.say("2")
    assert "有几样选几样" in person.hear()[0]
    board = person.replies[-1]

    def now() -> dict[str, Any]:
        return house.api.messages[person.chat, board["message_id"]]

    person.press_on(board, words.TICKED_ALL)
    house.api.wait(
        lambda: any(
            c.data.get("text") == words.NOTHING_TICKED
            for c in house.api.called("answerCallbackQuery")
        )
    )
    for label in ("☐ 1", "☐ 3", "☐ 5"):
        person.press_on(board, label)
    person.press_on(board, "☐ 5")  # no longer
    house.api.wait(lambda: "☑ 3" in labels(now()) and "☐ 5" in labels(now()))
    assert [label for label in labels(now()) if "☑" in label] == ["☑ 1", "☑ 3"]
    assert len(person.replies) == person.read  # nothing was said meanwhile
    person.press_on(now(), words.TICKED_ALL)
    assert "第 3 题" in person.hear()[0]
    assert "电商产业园" in now()["text"] and now()["reply_markup"] is None
    chosen = next(value for value in answers_of(house, person).values() if isinstance(value, list))
    assert len(chosen) == 2
    person.press_on(board, "☐ 1")
    assert "已经过去了" in person.hear()[0]


# --- links


@pytest.mark.parametrize(
    ("payload", "heard"),
    [
        ("c-3-3-8", "三、（三）8"),
        ("C-3-3-8", "三、（三）8"),
        ("c-3-3-9a", "三、（三）9"),
        ("assess", "第 1 题"),
        ("assess-other", "第 1 题"),
        ("start", "小助手"),
        ("c-9-9-9", words.NO_SUCH_LINK),
        ("c-", words.NO_SUCH_LINK),
        ("c-3-3-8-", words.NO_SUCH_LINK),
        ("assess-9-9", "第 1 题"),
        ("x" * 64, words.NO_SUCH_LINK),
        ("../../etc", words.NO_SUCH_LINK),
        ("<b>", words.NO_SUCH_LINK),
    ],
)
def test_a_link_opens_what_it_says(house: House, payload: str, heard: str) -> None:
    assert heard in house.person().ask(f"/start {payload}")


OPENINGS = {
    word: option for fact in real_policy().facts.values() for option, word in fact.links.items()
}


@pytest.mark.parametrize(("word", "who"), OPENINGS.items())
def test_a_link_for_somebody_of_a_kind_opens_the_questionnaire(
    house: House, word: str, who: str
) -> None:
    person = house.person()
    person.say(f"/start assess-{word}")
    heard = person.hear()[0]
    assert f"身份：{who}" in heard and "第 2 题" in heard
    assert answers_of(house, person) == {"申请身份": who}
    person.press("上一步")
    assert "第 1 题" in person.hear()[0]


def test_a_link_for_one_award_asks_for_that_award(house: House) -> None:
    person = house.person()
    assert "第 1 题" in person.ask("/start assess-3-3-9a")
    person.say("1")
    assert "题" in person.hear()[0]


# --- long replies, typing


def test_a_long_reply_comes_in_parts_with_the_buttons_at_the_last(house: House) -> None:
    person = house.person()
    for line in ("/assess", "2", "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17", "取消"):
        person.say(line)
    person.say("不能领的")
    person.say("没定的")
    person.say("其他口径")
    person.say("/help")
    house.api.wait(lambda: any("怎么用我" in m["text"] for m in person.replies))
    assert all(len(m["text"].encode("utf-16-le")) // 2 <= 4096 for m in person.replies)


def test_typing_is_shown_only_while_one_has_to_wait(house: House) -> None:
    person = house.person()
    person.ask("/start")
    assert not house.calls_for(person, "sendChatAction")
    with closing(sqlite3.connect(house.bot.store, isolation_level=None)) as file:
        file.execute("BEGIN IMMEDIATE")  # the store is busy
        person.say("/help")
        house.api.wait(lambda: house.calls_for(person, "sendChatAction"))
        file.execute("ROLLBACK")
    assert "怎么用我" in person.hear()[0]
    assert house.calls_for(person, "sendChatAction") == [
        {"chat_id": person.chat, "action": "typing"}
    ]


# --- what is no text

FILE = {"file_id": "x", "file_unique_id": "x"}


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("sticker", FILE),
        ("voice", FILE),
        ("video_note", FILE),
        ("video", FILE),
        ("audio", FILE),
        ("photo", [FILE]),
        ("document", FILE),
        ("location", {"latitude": 28.8, "longitude": 113.1}),
        ("venue", {"title": "汨罗"}),
        ("contact", {"phone_number": "1", "first_name": "x"}),
        ("poll", {"id": "1", "question": "?"}),
        ("dice", {"emoji": "🎲", "value": 6}),
        ("story", {"id": 1}),
        ("something_new", {}),
    ],
)
def test_what_is_no_text_gets_a_short_word(house: House, kind: str, body: Any) -> None:
    person = house.person()
    person.say(None, **{kind: body})
    (reply,) = person.hear()
    assert reply == words.ODD.get(kind, words.OTHER)
    assert len(reply) < 40


def test_an_edited_and_a_forwarded_message_change_no_answer(house: House) -> None:
    person = house.person()
    person.ask("/assess")
    sent = person.message("1")
    house.api.update("message", sent)
    person.hear()
    told = answers_of(house, person)
    house.api.update("edited_message", {**sent, "text": "2", "edit_date": 2})
    assert person.hear() == [words.EDITED]
    person.say("是", forward_origin={"type": "user", "date": 1})
    assert person.hear() == [words.FORWARDED]
    assert answers_of(house, person) == told


def test_what_nobody_said_gets_no_answer(house: House) -> None:
    person = house.person()
    for notice in words.SERVICE:
        person.say(None, **{notice: {"x": 1}})
    channel = {"id": -1_000_000_000_001, "type": "channel", "title": "x"}
    house.api.update("channel_post", {"message_id": 1, "date": 1, "chat": channel, "text": "好"})
    house.api.update("my_chat_member", {"chat": {"id": person.chat, "type": "private"}})
    house.api.update("message_reaction", {"chat": {"id": person.chat, "type": "private"}})
    house.api.update("message", {**person.message("好"), "from": {"id": 5, "is_bot": True}})
    house.api.update("message", {"message_id": "odd"})
    heard_nothing(house, person)


# --- groups


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("贫困户开网店有补贴吗", {}),
        ("/help@another_bot", {}),
        ("/kick", {}),
        ("@another_bot 你好", {}),
        (f"@{NAME}x 你好", {}),
        (None, {"sticker": FILE}),
        (None, {"new_chat_members": [BOT]}),
        (f"@{NAME} 贫困户", {"forward_origin": {"type": "user"}}),
        ("好", {"reply_to_message": {"from": {"id": 5, "is_bot": False}}}),
    ],
)
def test_in_a_group_it_keeps_quiet(house: House, text: str | None, more: dict[str, Any]) -> None:
    person = house.person(house.group())
    person.say(text, **more)
    heard_nothing(house, person)


@pytest.mark.parametrize(
    ("text", "more"),
    [
        (f"@{NAME} 贫困户开网店有补贴吗", {}),
        (f"贫困户开网店有补贴吗 @{NAME.upper()}", {}),
        ("贫困户开网店有补贴吗", {"reply_to_message": {"from": BOT}}),
        ("/ask 贫困户开网店有补贴吗", {}),
        (f"/ask@{NAME} 贫困户开网店有补贴吗", {}),
        ("米鲁 贫困户开网店有补贴吗", {"entities": [{"type": "text_mention", "user": BOT}]}),
    ],
)
def test_in_a_group_it_answers_who_speaks_to_it(
    house: House, text: str, more: dict[str, Any]
) -> None:
    person = house.person(house.group())
    asked = person.say(text, is_topic_message=True, message_thread_id=7, **more)
    assert "1000元" in person.hear()[0]
    sent = house.calls_for(person, "sendMessage")[-1]
    assert "reply_markup" not in sent
    assert sent["reply_parameters"]["message_id"] == asked["message"]["message_id"]
    assert sent["message_thread_id"] == 7


@pytest.mark.parametrize(
    "text",
    [
        "/assess",
        f"/assess@{NAME}",
        f"@{NAME} 算一算",
        f"@{NAME} 我是贫困户，开了淘宝店，第一年12笔",
    ],
)
def test_a_questionnaire_goes_on_in_private(house: House, text: str) -> None:
    group = house.group()
    person = house.person(group)
    assert "私下" in person.ask(text)
    (button,) = [b for row in person.replies[-1]["reply_markup"]["inline_keyboard"] for b in row]
    assert button["url"].startswith(f"https://t.me/{NAME}?start=")
    alone = Person(house.api, person.id)
    payload = button["url"].rsplit("=", 1)[1]
    assert ("第 1 题" if payload == "assess" else "小助手") in alone.ask(f"/start {payload}")


def test_a_group_hears_nothing_of_what_was_told_in_private(house: House) -> None:
    alone = house.person()
    for line in ("/assess", "1", "是", "开了", "12"):
        alone.say(line)
    house.api.wait(lambda: any("1000元" in m["text"] for m in alone.replies))
    there = Person(house.api, alone.id, house.group())
    assert "私下" in there.ask("/result")
    assert "贫困户" not in there.ask(f"@{NAME} 我的回答")


def test_a_picture_for_the_bot_in_a_group(house: House) -> None:
    person = house.person(house.group())
    person.say(None, photo=[FILE], caption=f"@{NAME} 这是什么")
    assert person.hear() == [words.ODD["photo"]]


def test_near_misses_in_a_group_are_not_to_be_answered_by_a_number(house: House) -> None:
    person = house.person(house.group())
    reply = person.ask(f"@{NAME} 仓储补贴多少")
    assert "请说条号" in reply
    assert "url" in person.replies[-1]["reply_markup"]["inline_keyboard"][0][0]
