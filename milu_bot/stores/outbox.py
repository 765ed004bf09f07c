"""Letters that wait to be sent: kept with the turn that wrote them, struck out once they are taken."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Protocol

from milu_bot.message import Letter
from milu_bot.stores.database import Database

_INHERITED = 200
"""More letters than this cannot have been under way at once when a process ended."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter in the store, by its number there."""

    id: str
    letter: Letter


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter that needs no more sending; `message` is the channel's number for it, 0 if it has none."""

    waiting: Waiting
    message: int = 0
    common: bool = False
    """Whether the number is of a row that the channel keeps for all chats, so that it grows with the time."""


class Grip(Enum):
    """What came of the wish to send to a chat."""

    REFUSED = 0
    """Another process is sending to it."""
    CLEAN = 1
    INHERITED = 2
    """The process that sent to it has ended without a word: its last letter may have gone out."""


COMMON = "*"
"""In the place of a chat: the row of numbers that the channel keeps for all chats."""


class Outbox(Protocol):
    """What a store of letters offers. Letters to one chat keep their order."""

    shared: bool
    """Whether other processes may write letters to the same chats."""

    def hold(self, channel: str, chat: str) -> Grip:
        """Ask to be the only one who sends to this chat, or to stay it."""

    def release(self, channel: str, chat: str) -> None:
        """Let others send to this chat."""

    def chats(self, channel: str) -> list[str]:
        """The chats to which letters wait."""

    def waiting(self, channel: str, chat: str) -> list[Waiting]:
        """The letters to one chat, the oldest first."""

    def floor(self, channel: str, chat: str) -> int:
        """The number of the last message that is known to have reached this chat, or COMMON, or 0."""

    def strike(self, sent: Sequence[Sent], now: datetime) -> None:
        """Strike out letters that need no more sending."""

    def move(self, channel: str, chat: str, to: str) -> None:
        """A chat has got a new number."""


class SqliteOutbox:
    """Letters in a SQLite file; one process at a time sends them."""

    shared = False

    def __init__(self, database: Database, path: Path) -> None:
        self._database = database
        self._path = path.with_name(path.name + "-sender")
        self._sole: sqlite3.Connection | None = None
        self._inherited: set[tuple[str, str]] = set()

    def hold(self, channel: str, chat: str) -> Grip:
        """Ask to be the only one who sends to this chat, or to stay it."""
        if not self.alone():
            return Grip.REFUSED
        if (channel, chat) in self._inherited:
            self._inherited.discard((channel, chat))
            return Grip.INHERITED
        return Grip.CLEAN

    def release(self, channel: str, chat: str) -> None:
        """Let others send to this chat: here the right to send ends with the process."""

    def chats(self, channel: str) -> list[str]:
        """The chats to which letters wait."""
        query = "SELECT chat FROM outbox WHERE channel = ? GROUP BY chat ORDER BY min(id)"
        with self._database.transaction(durable=False):
            return [chat for (chat,) in self._database.execute(query, (channel,))]

    def waiting(self, channel: str, chat: str) -> list[Waiting]:
        """The letters to one chat, the oldest first."""
        query = (
            "SELECT id, user, body, final FROM outbox WHERE channel = ? AND chat = ? ORDER BY id"
        )
        with self._database.transaction(durable=False):
            rows = self._database.execute(query, (channel, chat)).fetchall()
        return [
            Waiting(str(id), Letter(channel, chat, user, body, bool(final)))
            for id, user, body, final in rows
        ]

    def floor(self, channel: str, chat: str) -> int:
        """The number of the last message that is known to have reached this chat, or 0."""
        query = "SELECT message FROM floor WHERE channel = ? AND chat = ?"
        with self._database.transaction(durable=False):
            row = self._database.execute(query, (channel, chat)).fetchone()
        return int(row[0]) if row else 0

    def strike(self, sent: Sequence[Sent], now: datetime) -> None:
        """Strike out letters that need no more sending.

        Not durable: after a power cut the last letters may go out again, which beats waiting for the disk.
        """
        with self._database.transaction(durable=False):
            for done in sent:
                letter = done.waiting.letter
                self._database.execute("DELETE FROM outbox WHERE id = ?", (int(done.waiting.id),))
                if done.message and not letter.final:
                    self._raise(letter.channel, letter.chat, letter.user, done.message, now)
                if done.message and done.common:
                    self._raise(letter.channel, COMMON, "", done.message, now)
        if any(done.waiting.letter.final for done in sent):
            self._database.fold()

    def move(self, channel: str, chat: str, to: str) -> None:
        """A chat has got a new number."""
        with self._database.transaction():
            self._database.execute(
                "UPDATE outbox SET chat = ? WHERE channel = ? AND chat = ?", (to, channel, chat)
            )

    def alone(self) -> bool:
        """Take the right to send, if no other process has it."""
        return self._sole is not None or self._take_over()

    def close(self) -> None:
        """Give up the right to send."""
        if self._sole is not None:
            self._sole.close()
            self._sole = None

    def _raise(self, channel: str, chat: str, user: str, message: int, now: datetime) -> None:
        self._database.execute(
            "INSERT INTO floor VALUES (?, ?, ?, ?, ?) ON CONFLICT (channel, chat) "
            "DO UPDATE SET message = max(message, excluded.message), touched = excluded.touched",
            (channel, chat, user, message, now.isoformat()),
        )

    def _take_over(self) -> bool:
        """A lock that ends with the process, however it ends: an open transaction on a file of its own."""
        lock = sqlite3.connect(self._path, isolation_level=None, timeout=0, check_same_thread=False)
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            lock.close()
            return False
        self._sole = lock
        query = "SELECT channel, chat FROM outbox GROUP BY channel, chat ORDER BY min(id) LIMIT ?"
        rows = self._database.execute(query, (_INHERITED,))
        self._inherited = {(channel, chat) for channel, chat in rows}
        return True
