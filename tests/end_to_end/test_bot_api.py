"""The double itself: it refuses what Telegram refuses, takes what Telegram takes, and fails when told to."""

from __future__ import annotations

import http.client
import json
from typing import Any

import pytest

from tests.end_to_end.bot_api import BOT, TOKEN, BotApi

ME = 7


def call(api: BotApi, method: str, token: str = TOKEN, **data: Any) -> dict[str, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", api.port, timeout=5)
    try:
        head = {"Content-Type": "application/json"}
        connection.request("POST", f"/bot{token}/{method}", json.dumps(data), head)
        return dict(json.loads(connection.getresponse().read()))
    finally:
        connection.close()


def keyboard(*rows: list[dict[str, str]]) -> dict[str, Any]:
    return {"inline_keyboard": list(rows)}


def button(data: str, text: str = "是") -> list[dict[str, str]]:
    return [{"text": text, "callback_data": data}]


TAKEN: list[dict[str, Any]] = [
    {"text": "好"},
    {"text": "字" * 4096},
    {"text": "  a < b & c  "},
    {"text": "<b>粗</b> &lt;人&gt; <a href='https://example.org'>链</a>", "parse_mode": "HTML"},
    {"text": "题", "reply_markup": keyboard(button("a" * 64))},
    {"text": "题", "reply_markup": keyboard([{"text": "看", "url": "https://example.org"}])},
    {"text": "答", "reply_parameters": {"message_id": 9999, "allow_sending_without_reply": True}},
]
REFUSED: list[tuple[str, dict[str, Any]]] = [
    ("chat not found", {"chat_id": 404, "text": "好"}),
    ("message text is empty", {"text": ""}),
    ("message text is empty", {"text": " \n\t"}),
    ("message is too long", {"text": "字" * 4097}),
    ("message is too long", {"text": "😀" * 2049}),
    ("can't parse entities", {"text": "<b>粗", "parse_mode": "HTML"}),
    ("can't parse entities", {"text": "粗</b>", "parse_mode": "HTML"}),
    ("can't parse entities", {"text": "<b><i>粗</b></i>", "parse_mode": "HTML"}),
    ("can't parse entities", {"text": "销售额 < 5万", "parse_mode": "HTML"}),
    ("can't parse entities", {"text": "<div>块</div>", "parse_mode": "HTML"}),
    ("can't parse entities", {"text": "好", "parse_mode": "Markup"}),
    ("BUTTON_DATA_INVALID", {"text": "题", "reply_markup": keyboard(button("a" * 65))}),
    ("BUTTON_DATA_INVALID", {"text": "题", "reply_markup": keyboard(button("字" * 22))}),
    ("BUTTON_DATA_INVALID", {"text": "题", "reply_markup": keyboard(button(""))}),
    ("text buttons are unallowed", {"text": "题", "reply_markup": keyboard(button("a", " "))}),
    ("too long", {"text": "题", "reply_markup": keyboard(*[button("a")] * 101)}),
    ("message to be replied not found", {"text": "答", "reply_parameters": {"message_id": 9999}}),
]


@pytest.mark.parametrize("data", TAKEN, ids=lambda data: str(data)[:30])
def test_what_telegram_takes(api: BotApi, data: dict[str, Any]) -> None:
    api.chats[ME] = "private"
    answer = call(api, "sendMessage", **{"chat_id": ME, **data})
    assert answer["ok"], answer
    assert answer["result"]["text"] == data["text"].strip()


@pytest.mark.parametrize(("why", "data"), REFUSED, ids=lambda part: str(part)[:30])
def test_what_telegram_refuses(api: BotApi, why: str, data: dict[str, Any]) -> None:
    api.chats[ME] = "private"
    answer = call(api, "sendMessage", **{"chat_id": ME, **data})
    assert not answer["ok"]
    assert answer["error_code"] == 400
    assert why in answer["description"]
    assert api.delivered == {}


def test_edits_and_presses(api: BotApi) -> None:
    api.chats[ME] = "private"
    number = call(api, "sendMessage", chat_id=ME, text="一")["result"]["message_id"]
    edit = {"chat_id": ME, "message_id": number}
    assert "not modified" in call(api, "editMessageText", **edit, text="一")["description"]
    assert call(api, "editMessageText", **edit, text="二")["ok"]
    assert call(api, "editMessageReplyMarkup", **edit, reply_markup=keyboard(button("a")))["ok"]
    assert "too long" in call(api, "editMessageText", **edit, text="字" * 4097)["description"]
    missing = call(api, "editMessageText", chat_id=ME, message_id=number + 1, text="二")
    assert "message to edit not found" in missing["description"]
    api.query("17")
    assert call(api, "answerCallbackQuery", callback_query_id="17")["ok"]
    assert not call(api, "answerCallbackQuery", callback_query_id="18")["ok"]


def test_who_is_not_to_be_reached(api: BotApi) -> None:
    api.chats |= {ME: "private", -5: "group", -1005: "supergroup"}
    api.blocked.add(ME)
    assert call(api, "sendMessage", chat_id=ME, text="好")["error_code"] == 403
    api.moved[-5] = -1005
    answer = call(api, "sendMessage", chat_id=-5, text="好")
    assert answer["parameters"] == {"migrate_to_chat_id": -1005}
    assert call(api, "getMe", "1:wrong-token")["error_code"] == 401


def test_updates_are_given_until_they_are_confirmed(api: BotApi) -> None:
    first = api.update("message", {"text": "一"})
    api.update("edited_message", {"text": "二"})
    kinds = ["message"]
    assert call(api, "getUpdates", allowed_updates=kinds)["result"] == [first]
    assert call(api, "getUpdates", allowed_updates=kinds)["result"] == [first]
    after = first["update_id"] + 1
    assert call(api, "getUpdates", offset=after, allowed_updates=kinds)["result"] == []
    assert not call(api, "setWebhook", url="http://example.org")["ok"]
    assert not call(api, "setWebhook", url="https://example.org", secret_token="!")["ok"]  # noqa: S106
    assert call(api, "setWebhook", url="https://example.org")["ok"]
    assert call(api, "getUpdates")["error_code"] == 409


def test_faults_on_demand(api: BotApi) -> None:
    fault: str | None = "429:7"
    api.fault = lambda method, data: fault
    assert call(api, "getMe")["parameters"] == {"retry_after": 7}
    fault = "502"
    assert call(api, "getMe")["error_code"] == 502
    api.chats[ME] = "private"
    for fault, arrived in (("cut", 0), ("lost", 1)):  # noqa: B007  # the double asks for it
        with pytest.raises((http.client.HTTPException, OSError)):
            call(api, "sendMessage", chat_id=ME, text="好")
        assert len(api.sent(ME)) == arrived
    fault = "garbage"
    with pytest.raises(ValueError, match="Expecting value"):
        call(api, "getMe")
    fault = None
    assert call(api, "getMe")["result"] == BOT
