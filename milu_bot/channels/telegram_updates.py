"""Telegram's update -> what was said, by whom, where. Reads plain JSON, so that one odd update spoils no other."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from milu_bot.channels import telegram_words as words
from milu_bot.front_desk import IN_PRIVATE
from milu_bot.late_pattern import late_pattern
from milu_bot.message import Incoming

CHANNEL = "telegram"
UPDATES = ("message", "edited_message", "callback_query")
"""The kinds of update that are asked for."""

_LONGEST = 4096
_COMMAND = late_pattern(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?:\s+(.*))?\Z", re.DOTALL)
_DATA = late_pattern(r"([kt])([0-9]{1,15}):([0-9]{1,3})\Z")
"""A button of a keyboard, or a thumb under it."""
_PAYLOAD = late_pattern(r"(c|assess)-([0-9]+(?:-[0-9]+[a-z]?)*|[a-z]+)(_[a-z0-9-]+)?")
_ANONYMOUS = 1087968824
"""In the place of an administrator who does not show. Source: Bot API, Message.sender_chat."""
_PERSONAL = ("start", "assess", "result", "answers", "resume", "restart")
"""Commands whose answers are nobody else's business."""


@dataclass(frozen=True, slots=True)
class Me:
    """The bot's own number and name on Telegram."""

    id: int
    username: str


@dataclass(frozen=True, slots=True)
class Heard:
    """One update that wants an answer. `remark` is said in place of an answer by the dialogue."""

    incoming: Incoming
    chat: str
    message_id: int = 0
    remark: str = ""
    private_link: str = ""
    """Where the talk should go on, if not in this group."""
    thread: int = 0
    """The topic of a group in which it was said."""
    query: str = ""
    """The number of a button press that waits to be acknowledged."""
    pressed_text: str = field(default="", repr=False)


class Updates:
    """Reads the updates of one bot. `clauses` are the numbers of clauses and awards by id."""

    def __init__(self, me: Me, clauses: Mapping[str, str]) -> None:
        self._me = me
        self._clauses = clauses
        self._mention = late_pattern(rf"@{re.escape(me.username)}\b", re.IGNORECASE)

    def read(self, update: Mapping[str, Any]) -> Heard | None:
        """What was said; None if nobody expects an answer.

        Raises: KeyError, TypeError, ValueError, AttributeError for what is no update.
        """
        number = f"{self._me.id}:{update['update_id']}"
        if query := update.get("callback_query"):
            return self._button(number, query)
        if message := update.get("message"):
            return self._message(number, message)
        message = update.get("edited_message")
        if message and message["chat"]["type"] == "private" and message.get("text"):
            return self._remark(number, message, words.EDITED)
        return None

    def _message(self, number: str, message: Mapping[str, Any]) -> Heard | None:
        sender = message.get("from")
        if not sender or (sender.get("is_bot") and sender.get("id") != _ANONYMOUS):
            return None
        private = message["chat"]["type"] == "private"
        text = str(message.get("text") or "")[:_LONGEST]
        if not private:
            return self._in_group(number, message, text)
        if any(notice in message for notice in words.SERVICE):
            return None
        if not text:
            return self._remark(number, message, _odd(message))
        if "forward_origin" in message or "forward_date" in message:
            return self._remark(number, message, words.FORWARDED)
        command = _COMMAND.match(text.strip())
        if command:
            return self._command(number, message, command[1].lower(), (command[3] or "").strip())
        return self._heard(number, message, text)

    def _command(self, number: str, message: Mapping[str, Any], name: str, rest: str) -> Heard:
        if name == "start" and rest:
            return self._opened(number, message, rest)
        if name == "language":
            return self._remark(number, message, words.LANGUAGE)
        if name in ("ask", "source") and rest:
            return self._heard(number, message, rest)
        if name == "ask":
            return self._remark(number, message, words.ASK)
        if name not in words.UNDERSTOOD:
            # The desk sees the command, and may know who may give it.
            heard = self._heard(number, message, f"/{name}")
            return replace(heard, remark=words.NO_SUCH_COMMAND)
        return self._heard(number, message, f"/{name}")

    def _opened(self, number: str, message: Mapping[str, Any], payload: str) -> Heard:
        """A link of the kind t.me/bot?start=c-2-1 (a clause), assess-2-1 (its award) or
        assess-shop (the questionnaire for one kind of people, by 链接 in facts.yaml).
        Of several policies the link names the one that is meant: c-2-1_POLICY.
        """
        payload = payload.lower()
        if payload in ("start", "assess"):
            return self._heard(number, message, f"/{payload}")
        found = _PAYLOAD.fullmatch(payload)
        kind = found[1] if found else ""
        rest = (found[2] + (found[3] or "")).replace("-", ".") if found else ""
        if kind == "c" and rest in self._clauses:
            return self._heard(number, message, self._clauses[rest])
        if kind == "assess" and rest in self._clauses:
            return self._heard(number, message, "算这一项", topic=rest)
        if kind == "assess":
            heard = self._heard(number, message, "/assess")
            return replace(heard, incoming=replace(heard.incoming, option=rest))
        return self._remark(number, message, words.NO_SUCH_LINK)

    def _in_group(self, number: str, message: Mapping[str, Any], text: str) -> Heard | None:
        if message.get("forward_origin"):
            return None
        if not text:
            aside = str(message.get("caption") or "")
            asked = self._mention.search(aside) and not any(n in message for n in words.SERVICE)
            return self._remark(number, message, _odd(message)) if asked else None
        command = _COMMAND.match(text.strip())
        if command:
            to_me = (command[2] or "").lower() == self._me.username.lower()
            name = command[1].lower()
            if (command[2] and not to_me) or (not to_me and name not in words.COMMANDS):
                return None
            if name in _PERSONAL:
                return self._remark(
                    number, message, IN_PRIVATE, link="assess" if name == "assess" else "start"
                )
            return self._command(
                number, message, name, self._mention.sub("", command[3] or "").strip()
            )
        replied = (message.get("reply_to_message") or {}).get("from") or {}
        if (
            not self._mention.search(text)
            and not self._named(message)
            and replied.get("id") != self._me.id
        ):
            return None
        question = self._mention.sub(" ", text).strip()
        return self._heard(number, message, question or "/help")

    def _named(self, message: Mapping[str, Any]) -> bool:
        """Whether the bot is named by a link rather than by its @name."""
        entities = message.get("entities") or ()
        return any((entity.get("user") or {}).get("id") == self._me.id for entity in entities)

    def _button(self, number: str, query: Mapping[str, Any]) -> Heard | None:
        message = query.get("message") or {}
        chat = message.get("chat") or {}
        user = str(query["from"]["id"])
        data = _DATA.match(str(query.get("data") or ""))
        if chat.get("type", "private") != "private":
            return None
        pressed = (int(data[2]), int(data[3])) if data else (0, 0)
        if data and data[1] == "t":
            incoming = Incoming(CHANNEL, user, "", number, thumb=(pressed[0], bool(pressed[1])))
        else:
            incoming = Incoming(CHANNEL, user, "", number, pressed=pressed)
        return Heard(
            incoming,
            str(chat.get("id", user)),
            int(message.get("message_id") or 0),
            query=str(query["id"]),
            pressed_text=str(message.get("text") or ""),
        )

    def _heard(
        self, number: str, message: Mapping[str, Any], text: str, *, topic: str = ""
    ) -> Heard:
        private = message["chat"]["type"] == "private"
        incoming = Incoming(
            CHANNEL, str(message["from"]["id"]), text, number, topic=topic, private=private
        )
        link = "" if private else self._link("assess" if text == "/assess" else "start")
        return Heard(
            incoming,
            str(message["chat"]["id"]),
            int(message["message_id"]),
            private_link=link,
            thread=int(message["message_thread_id"]) if message.get("is_topic_message") else 0,
        )

    def _remark(
        self, number: str, message: Mapping[str, Any], remark: str, *, link: str = ""
    ) -> Heard:
        heard = self._heard(number, message, "")
        return replace(heard, remark=remark, private_link=self._link(link) if link else "")

    def _link(self, payload: str) -> str:
        return f"https://t.me/{self._me.username}?start={payload}"


def _odd(message: Mapping[str, Any]) -> str:
    """What is said to a message without words."""
    return next((answer for kind, answer in words.ODD.items() if kind in message), words.OTHER)
