"""A double of Telegram's Bot API over HTTP on loopback: it refuses what Telegram refuses, and fails when told to."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

TOKEN = "123456:the-double-accepts-this-token-alone"  # noqa: S105  # opens nothing
BOT = {"id": 123456, "is_bot": True, "first_name": "米鲁", "username": "milu_test_bot"}
ALIEN = object()


class Refused(Exception):
    """What Telegram would answer in place of a result."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


class Drop(Exception):
    """The connection is to be cut."""


@dataclass(frozen=True)
class Call:
    """One call of the bot and what came of it."""

    method: str
    data: dict[str, Any]
    at: float
    refused: str = ""


Fault = Callable[[str, dict[str, Any]], str | None]
"""What is to go wrong with a call, or None: "429" or "429:SECONDS", "500", "502", "garbage" (not done, odd
answer), "cut" (not done, no answer), "lost" (done, no answer), "hang" (not done, and no end of it)."""


@dataclass
class BotApi:
    """Runs in a thread of its own; everything public may be used from any other."""

    port: int = 0
    fault: Fault = lambda method, data: None
    chats: dict[int, str] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    messages: dict[tuple[int, int], dict[str, Any]] = field(default_factory=dict)
    delivered: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    webhook: dict[str, Any] = field(default_factory=dict)
    commands: list[dict[str, str]] = field(default_factory=list)
    deaf: bool = False
    """Whether getUpdates gives nothing."""
    repeat: bool = False
    """Whether updates are given again though they are confirmed."""
    blocked: set[int] = field(default_factory=set)
    """Chats whose person has blocked the bot."""
    moved: dict[int, int] = field(default_factory=dict)
    """Groups that have become supergroups, and their new numbers."""
    carry: Callable[[dict[str, Any]], None] = lambda update: None
    """Brings an update to the webhook, while there is one."""

    def __post_init__(self) -> None:
        self.changed = threading.Condition()
        self._updates: list[dict[str, Any]] = []
        self._next_update, self._next_message = 1, 1
        self._queries: set[str] = set()
        self._poller: asyncio.Event | None = None
        self._loop = asyncio.new_event_loop()
        self._connections: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.open()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/bot"

    def open(self) -> None:
        """Listen, on the same port as before if there was one."""
        asyncio.run_coroutine_threadsafe(self._open(), self._loop).result(5)

    def shut(self) -> None:
        """Be away: nobody listens, and connections are cut."""
        asyncio.run_coroutine_threadsafe(self._shut(), self._loop).result(5)

    def close(self) -> None:
        self.shut()
        asyncio.run_coroutine_threadsafe(self._sweep(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def wait(self, condition: Callable[[], Any], seconds: float = 60) -> Any:
        """Wait until something holds; asserts that it does."""
        with self.changed:
            assert self.changed.wait_for(condition, seconds), "waited in vain"
            return condition()

    def new_message_id(self) -> int:
        with self.changed:
            self._next_message += 1
            return self._next_message - 1

    def update(self, kind: str, body: dict[str, Any], number: int | None = None) -> dict[str, Any]:
        """Queue an update for the bot, or one of an old number again."""
        with self.changed:
            if number is None:
                number, self._next_update = self._next_update, self._next_update + 1
            made = {"update_id": number, kind: body}
            by_webhook = bool(self.webhook.get("url"))
            if not by_webhook:
                self._updates.append(made)
        if by_webhook:
            self.carry(made)
        self._loop.call_soon_threadsafe(self._ring)
        return made

    def query(self, id: str) -> None:
        self._queries.add(id)

    @property
    def unconfirmed(self) -> int:
        return len(self._updates)

    def sent(self, chat: int) -> list[dict[str, Any]]:
        """The bot's messages in a chat, as they were first sent, in order."""
        with self.changed:
            return list(self.delivered.get(chat, ()))

    def called(self, method: str) -> list[Call]:
        with self.changed:
            return [call for call in self.calls if call.method == method]

    # --- the wire

    async def _open(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _shut(self) -> None:
        if self._server:
            self._server.close()
            for writer in list(self._connections):
                writer.transport.abort()
            self._server = None
        await asyncio.sleep(0)

    async def _sweep(self) -> None:
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _ring(self) -> None:
        if self._poller:
            self._poller.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._connections.add(writer)
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin1")
                lines = head.split("\r\n")
                headers = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
                body = await reader.readexactly(int(headers.get("content-length", 0)))
                path = urlsplit(lines[0].split()[1]).path
                code, answer = await self._answer(path, headers, body)
                writer.write(
                    f"HTTP/1.1 {code} X\r\nContent-Type: application/json\r\n"
                    f"Content-Length: {len(answer)}\r\n\r\n".encode()
                    + answer
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, Drop, asyncio.CancelledError):
            pass
        finally:
            self._connections.discard(writer)
            writer.transport.abort()

    async def _answer(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        token, _, method = path.removeprefix("/bot").partition("/")
        data = _parse(headers, body)
        fault = self.fault(method, data)
        refused = ""
        if fault == "hang":
            with self.changed:
                self.calls.append(Call(method, data, time.monotonic(), fault))
                self.changed.notify_all()
            await asyncio.Event().wait()
        try:
            if token != TOKEN:
                raise Refused(401, "Unauthorized")
            if fault == "cut":
                raise Drop
            if fault == "garbage":
                return 200, b"<html>"
            if fault and fault[:3] == "429":
                wait = int(fault[4:] or 1)
                raise Refused(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
            if fault in ("500", "502"):
                raise Refused(int(fault), "Internal Server Error")
            result = await getattr(self, f"_{_snake(method)}", self._unknown)(data)
            if fault == "lost":
                raise Drop
            return 200, json.dumps({"ok": True, "result": result}).encode()
        except Refused as error:
            refused = f"{error.code} {error.description}"
            answer = {"ok": False, "error_code": error.code, "description": error.description}
            if error.parameters:
                answer["parameters"] = error.parameters
            return error.code, json.dumps(answer).encode()
        finally:
            with self.changed:
                self.calls.append(Call(method, data, time.monotonic(), refused or (fault or "")))
                self.changed.notify_all()

    # --- the methods

    async def _unknown(self, data: dict[str, Any]) -> Any:
        raise Refused(404, "Not Found")

    async def _get_me(self, data: dict[str, Any]) -> Any:
        return BOT

    async def _set_my_commands(self, data: dict[str, Any]) -> Any:
        for command in data["commands"]:
            if not re.fullmatch("[a-z0-9_]{1,32}", command["command"]):
                raise Refused(400, "Bad Request: BOT_COMMAND_INVALID")
            if not 1 <= len(command["description"]) <= 256:
                raise Refused(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        self.commands = data["commands"]
        return True

    async def _set_webhook(self, data: dict[str, Any]) -> Any:
        if not data["url"].startswith("https://"):
            raise Refused(
                400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
            )
        if not re.fullmatch("[A-Za-z0-9_-]{0,256}", data.get("secret_token", "")):
            raise Refused(400, "Bad Request: secret token contains unallowed characters")
        self.webhook = data
        return True

    async def _delete_webhook(self, data: dict[str, Any]) -> Any:
        self.webhook = {}
        return True

    async def _get_updates(self, data: dict[str, Any]) -> Any:
        if self.webhook.get("url"):
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active")
        if self._poller:
            former, self._poller = self._poller, None
            former.taken = True  # type: ignore[attr-defined]
            former.set()
        offset = int(data.get("offset", 0))
        with self.changed:
            if not self.repeat:
                self._updates = [
                    update for update in self._updates if update["update_id"] >= offset
                ]
        ready = self._poller = asyncio.Event()
        if self.deaf or not self._updates:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(ready.wait(), float(data.get("timeout", 0)))
        if hasattr(ready, "taken"):
            raise Refused(409, "Conflict: terminated by other getUpdates request")
        self._poller = None
        with self.changed:
            wanted = data.get("allowed_updates")
            found = [one for one in self._updates if not wanted or set(wanted) & set(one)]
            return [] if self.deaf else found[: int(data.get("limit", 100))]

    async def _send_message(self, data: dict[str, Any]) -> Any:
        chat = self._chat(data)
        _check_text(data)
        _check_markup(data)
        self._check_reply(chat, data)
        with self.changed:
            number, self._next_message = self._next_message, self._next_message + 1
            message = _message(number, chat, self.chats[chat], BOT, data)
            self.messages[chat, number] = message
            self.delivered.setdefault(chat, []).append(message)
        return message

    async def _edit_message_text(self, data: dict[str, Any]) -> Any:
        _check_text(data)
        return self._edit(
            data, {"text": data["text"].strip(), "reply_markup": data.get("reply_markup")}
        )

    async def _edit_message_reply_markup(self, data: dict[str, Any]) -> Any:
        return self._edit(data, {"reply_markup": data.get("reply_markup")})

    def _edit(self, data: dict[str, Any], new: dict[str, Any]) -> Any:
        chat = self._chat(data)
        _check_markup(data)
        message = self.messages.get((chat, int(data["message_id"])))
        if message is None:
            raise Refused(400, "Bad Request: message to edit not found")
        if message["from"]["id"] != BOT["id"]:
            raise Refused(400, "Bad Request: message can't be edited")
        if all(message.get(key) == value for key, value in new.items()):
            raise Refused(
                400,
                "Bad Request: message is not modified: specified new message content and reply markup are "
                "exactly the same as a current content and reply markup of the message",
            )
        with self.changed:
            message = {**message, **new, "edited": True}
            self.messages[chat, message["message_id"]] = message
        return message

    async def _answer_callback_query(self, data: dict[str, Any]) -> Any:
        if str(data["callback_query_id"]) not in self._queries:
            raise Refused(
                400,
                "Bad Request: query is too old and response timeout expired or query ID is invalid",
            )
        return True

    async def _send_chat_action(self, data: dict[str, Any]) -> Any:
        self._chat(data)
        return True

    def _chat(self, data: dict[str, Any]) -> int:
        chat = int(data["chat_id"])
        if chat in self.moved:
            to = self.moved[chat]
            description = "Bad Request: group chat was upgraded to a supergroup chat"
            raise Refused(400, description, migrate_to_chat_id=to)
        if chat in self.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        if chat not in self.chats:
            raise Refused(400, "Bad Request: chat not found")
        return chat

    def _check_reply(self, chat: int, data: dict[str, Any]) -> None:
        reply = data.get("reply_parameters") or {}
        if not reply or reply.get("allow_sending_without_reply"):
            return
        if (chat, int(reply["message_id"])) not in self.messages:
            raise Refused(400, "Bad Request: message to be replied not found")


def _parse(headers: dict[str, str], body: bytes) -> dict[str, Any]:
    if "json" in headers.get("content-type", ""):
        return dict(json.loads(body or b"{}"))
    data: dict[str, Any] = dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True))
    for name, value in data.items():
        if value[:1] in "[{" and name != "text":
            data[name] = json.loads(value)
    return data


def _snake(method: str) -> str:
    return "".join("_" + char.lower() if char.isupper() else char for char in method)


def _message(
    number: int, chat: int, kind: str, sender: dict[str, Any], data: dict[str, Any]
) -> dict[str, Any]:
    return {
        "message_id": number,
        "date": int(time.time()),
        "chat": {"id": chat, "type": kind},
        "from": sender,
        "text": data["text"].strip(),
        "reply_markup": data.get("reply_markup"),
    }


def _check_text(data: dict[str, Any]) -> None:
    text = data.get("text", "")
    if not text.strip():
        raise Refused(400, "Bad Request: message text is empty")
    if "\x00" in text:
        raise Refused(400, "Bad Request: strings must be encoded in UTF-8")
    if len(text.strip().encode("utf-16-le")) // 2 > 4096:
        raise Refused(400, "Bad Request: message is too long")
    if data.get("parse_mode", "").upper() == "HTML":
        check_html(text)
    elif data.get("parse_mode"):
        raise Refused(400, "Bad Request: can't parse entities")


def _check_markup(data: dict[str, Any]) -> None:
    markup = data.get("reply_markup")
    if not markup:
        return
    if sum(map(len, markup["inline_keyboard"])) > 100:
        raise Refused(400, "Bad Request: reply markup is too long")
    for row in markup["inline_keyboard"]:
        for button in row:
            if not button.get("text", "").strip():
                raise Refused(400, "Bad Request: text buttons are unallowed in the inline keyboard")
            if "url" not in button and not 1 <= len(button.get("callback_data", "").encode()) <= 64:
                raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")


_TAGS = {
    "b",
    "strong",
    "i",
    "em",
    "u",
    "ins",
    "s",
    "strike",
    "del",
    "a",
    "code",
    "pre",
    "blockquote",
    "span",
}
_TAG = re.compile(
    r"""<(/?)([a-z-]*)((?:\s+[a-z-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?)*)\s*>""",
    re.IGNORECASE,
)


def check_html(text: str) -> None:
    """Telegram's little HTML: few tags, all closed, and no other use of <."""
    opened: list[str] = []
    at = text.find("<")
    while at >= 0:
        tag = _TAG.match(text, at)
        if not tag or tag[2].lower() not in _TAGS:
            raise Refused(
                400, f"Bad Request: can't parse entities: unsupported start tag at offset {at}"
            )
        if not tag[1]:
            opened.append(tag[2].lower())
        elif not opened or opened.pop() != tag[2].lower():
            raise Refused(
                400, f"Bad Request: can't parse entities: unexpected end tag at offset {at}"
            )
        at = text.find("<", tag.end())
    if opened:
        raise Refused(400, f"Bad Request: can't parse entities: can't find end tag of {opened[-1]}")
