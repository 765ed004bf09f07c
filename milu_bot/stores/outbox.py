"""Letters that wait to be sent: kept with the turn that wrote them, struck out once they are taken."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from milu_bot.message import Letter
from milu_bot.stores.database import Database
from milu_bot.stores.errors import StoreError


@dataclass(frozen=True, slots=True)
class Doubt:
    """A letter went out and may have arrived: under a number above `low`, and at most `last` if that is known.

    `low` grows as numbers are ruled out, so that a search goes on where the end of a process cut it short.
    """

    low: int
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter in the store, by its number there."""

    id: str
    letter: Letter
    doubt: Doubt | None = None
    """The numbers it may have arrived under; None if it never went out."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter that needs no more sending; `message` is the channel's number for it, 0 if it has none."""

    waiting: Waiting
    message: int = 0
    common: bool = False
    """Whether the number is of a row that the channel keeps for all chats, so that it grows with the time."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A letter that is about to go out, or did and is looked for."""

    waiting: Waiting
    doubt: Doubt


COMMON = "*"
"""In the place of a chat: the row of numbers that the channel keeps for all chats."""


class Outbox(Protocol):
    """What a store of letters offers. Letters to one chat keep their order."""

    shared: bool
    """Whether other processes may write letters to the same chats."""
    lease: float
    """Units: seconds. The right to send to a chat ends so long after it was last asked for; 0: with the process."""

    def hold(self, channel: str, chat: str) -> bool:
        """Ask to be the only one who sends to this chat, or to stay it; tells whether that is so."""

    def release(self, channel: str, chat: str) -> None:
        """Let others send to this chat."""

    def chats(self, channel: str) -> list[str]:
        """The chats to which letters wait."""

    def waiting(self, channel: str, chat: str) -> list[Waiting]:
        """The letters to one chat, the oldest first."""

    def floor(self, channel: str, chat: str) -> int:
        """The number of the last message that is known to have reached this chat, or COMMON, or 0."""

    def record(self, tried: Sequence[Tried], sent: Sequence[Sent], now: datetime) -> None:
        """Note letters that went or are about to go out, and strike out those that need no more sending."""

    def move(self, channel: str, chat: str, to: str) -> None:
        """A chat has got a new number."""


class SqliteOutbox:
    """Letters in a SQLite file; one process at a time sends them."""

    shared = False
    lease = 0.0

    def __init__(self, database: Database, path: Path) -> None:
        self._database = database
        self._path = path.with_name(path.name + "-sender")
        self._sole: sqlite3.Connection | None = None

    def hold(self, channel: str, chat: str) -> bool:
        """Ask to be the only one who sends to this chat, or to stay it; tells whether that is so."""
        return self.alone()

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
            "SELECT id, user, body, final, tried, last FROM outbox "
            "WHERE channel = ? AND chat = ? ORDER BY id"
        )
        with self._database.transaction(durable=False):
            rows = self._database.execute(query, (channel, chat)).fetchall()
        return [
            Waiting(
                str(id),
                Letter(channel, chat, user, body, bool(final)),
                None if low is None else Doubt(low, last),
            )
            for id, user, body, final, low, last in rows
        ]

    def floor(self, channel: str, chat: str) -> int:
        """The number of the last message that is known to have reached this chat, or 0."""
        query = "SELECT message FROM floor WHERE channel = ? AND chat = ?"
        with self._database.transaction(durable=False):
            row = self._database.execute(query, (channel, chat)).fetchone()
        return int(row[0]) if row else 0

    def record(self, tried: Sequence[Tried], sent: Sequence[Sent], now: datetime) -> None:
        """Note letters that went or are about to go out, and strike out those that need no more sending.

        Not durable: after a power cut the last letters may go out again, which beats waiting for the disk.
        """
        with self._database.transaction(durable=False):
            for one in tried:
                self._database.execute(
                    "UPDATE outbox SET tried = ?, last = ? WHERE id = ?",
                    (one.doubt.low, one.doubt.last, int(one.waiting.id)),
                )
            for done in sent:
                letter = done.waiting.letter
                struck = self._database.execute(
                    "DELETE FROM outbox WHERE id = ?", (int(done.waiting.id),)
                )
                # A letter that is gone already was of somebody who is forgotten: nothing is written of them.
                if done.message and not letter.final and struck.rowcount:
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
        except sqlite3.OperationalError as error:
            lock.close()
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                return False
            raise StoreError(f"文件 {self._path} 写不了（{error}）。请检查文件夹权限。") from error
        self._sole = lock
        return True
