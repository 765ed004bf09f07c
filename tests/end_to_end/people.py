"""People who talk to the bot through the double, and the bot itself as the real process."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.conftest import KNOWLEDGE, ROOT
from tests.end_to_end.bot_api import BOT, TOKEN, BotApi

FIRST_FACT = (KNOWLEDGE / "facts.yaml").read_text("utf-8").partition("\n申请身份:")[0].count(
    "\n"
) + 2
"""The line of the first fact. Units: from 1."""


class Person:
    """Somebody with a private chat, or in a group."""

    def __init__(self, api: BotApi, id: int, group: int | None = None) -> None:
        self.api, self.id, self.chat = api, id, group or id
        self.read = 0
        api.chats[self.chat] = "supergroup" if group else "private"

    def message(self, text: str | None = None, **more: Any) -> dict[str, Any]:
        number = self.api.new_message_id()
        message = {
            "message_id": number,
            "date": 1_800_000_000,
            "chat": {"id": self.chat, "type": self.api.chats[self.chat]},
            "from": {"id": self.id, "is_bot": False, "first_name": "张三"},
            **({"text": text} if text is not None else {}),
            **more,
        }
        self.api.messages[self.chat, number] = message
        return message

    def say(self, text: str | None = None, **more: Any) -> dict[str, Any]:
        """Send something; gives the update."""
        return self.api.update("message", self.message(text, **more))

    def press_on(self, message: dict[str, Any], label: str) -> dict[str, Any]:
        """Press the button of this label on this message."""
        buttons = [b for row in message["reply_markup"]["inline_keyboard"] for b in row]
        button = next(b for b in buttons if b["text"] == label)
        id = f"{message['message_id']}-{self.api.new_message_id()}"
        self.api.query(id)
        query = {
            "id": id,
            "from": {"id": self.id, "is_bot": False, "first_name": "张三"},
            "chat_instance": "1",
            "data": button["callback_data"],
            "message": {
                key: message[key] for key in ("message_id", "date", "chat", "from", "text")
            },
        }
        return self.api.update("callback_query", query)

    def press(self, label: str) -> dict[str, Any]:
        """Press a button on the newest keyboard."""
        return self.press_on(next(m for m in reversed(self.replies) if m["reply_markup"]), label)

    @property
    def replies(self) -> list[dict[str, Any]]:
        return self.api.sent(self.chat)

    def hear(self, count: int = 1, seconds: float = 60) -> list[str]:
        """The next replies, as many as said."""
        self.api.wait(lambda: len(self.replies) >= self.read + count, seconds)
        new = [message["text"] for message in self.replies[self.read : self.read + count]]
        self.read += count
        return new

    def ask(self, text: str, seconds: float = 60) -> str:
        """Say something and hear one reply."""
        self.say(text)
        return self.hear(1, seconds)[0]


def labels(message: dict[str, Any]) -> list[str]:
    return [b["text"] for row in message["reply_markup"]["inline_keyboard"] for b in row]


class Bot:
    """The real process: python bot.py telegram."""

    def __init__(self, api: BotApi, store: Path, *arguments: str, **environment: str) -> None:
        self.api, self.store, self.arguments = api, store, arguments
        self.environment = {
            **{name: value for name, value in os.environ.items() if "PROXY" not in name.upper()},
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_BASE_URL": api.base_url,
            "MILU_STORE": str(store),
            "TELEGRAM_PACE_PER_SECOND": "1000",
            "TELEGRAM_PACE_BURST": "1000",
            "MILU_KNOWLEDGE": str(KNOWLEDGE),
            **environment,
        }
        self.log: list[str] = []
        self.process: subprocess.Popen[str] | None = None
        self._line = threading.Condition()

    def start(self, *, ready: bool = True) -> Bot:
        self.log = []
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "bot.py"), "telegram", *self.arguments],
            env=self.environment,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self._reader = threading.Thread(target=self._read, args=(self.process,), daemon=True)
        self._reader.start()
        if ready:
            self.logged('"ready"')
        return self

    def logged(self, pattern: str, seconds: float = 120) -> str:
        """Wait for a line of the log."""

        def found() -> str | None:
            return next((line for line in self.log if re.search(pattern, line)), None)

        with self._line:
            self._line.wait_for(
                lambda: found() or (self.process and self.process.poll() is not None), seconds
            )
            line = found()
            assert line, f"not in the log: {pattern}\n" + "\n".join(self.log)
            return line

    @property
    def time_to_stop(self) -> timedelta:
        """By the bot's own clock: how long a busy machine takes to end a process says nothing of us."""
        begun, ended = (
            next(
                json.loads(line)["timestamp"] for line in self.log if f'"event": "{event}"' in line
            )
            for event in ("stopping", "stopped")
        )
        return datetime.fromisoformat(ended) - datetime.fromisoformat(begun)

    def kill(self) -> None:
        self.end(signal.SIGKILL)

    def end(self, how: int = signal.SIGTERM, seconds: float = 60) -> int:
        assert self.process
        self.process.send_signal(how)
        code = self.process.wait(seconds)
        self._reader.join(5)
        assert self.process.stderr
        self.process.stderr.close()
        self.process = None
        return code

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stderr
        for line in process.stderr:
            with self._line:
                self.log.append(line)
                self._line.notify_all()
        with self._line:
            self._line.notify_all()


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


__all__ = ["BOT", "Bot", "BotApi", "Person", "free_port", "labels"]
