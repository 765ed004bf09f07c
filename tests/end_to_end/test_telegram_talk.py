"""The talk as a person on Telegram sees it."""

from __future__ import annotations

from tests.end_to_end.conftest import House
from tests.end_to_end.people import labels


def test_a_greeting_and_the_menu(house: House) -> None:
    api, person = house.api, house.person()
    assert "小助手" in person.ask("/start")
    api.wait(lambda: api.commands)
    assert [command["command"] for command in api.commands][:3] == ["start", "ask", "assess"]


def test_a_questionnaire_by_buttons(house: House) -> None:
    api, person = house.api, house.person()
    person.say("/assess")
    assert "第 1 题" in person.hear()[0]
    shown = labels(person.replies[-1])
    assert {"不知道", "上一步", "取消"} <= set(shown)
    question = person.replies[-1]
    person.press(shown[0])
    assert "第 2 题" in person.hear()[0]
    api.wait(lambda: api.messages[person.chat, question["message_id"]].get("edited"))
    changed = api.messages[person.chat, question["message_id"]]
    assert changed["reply_markup"] is None
    assert changed["text"].endswith(f"✔ 您选了：{shown[0]}")
    api.wait(lambda: api.called("answerCallbackQuery"))
    # The old button, pressed again, answers kindly and changes nothing.
    person.press_on(question, shown[1])
    kind = person.hear()[0]
    assert "已经过去了" in kind
    person.press("上一步")
    assert "退回" in person.hear()[0]
