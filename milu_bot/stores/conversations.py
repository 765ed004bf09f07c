"""Conversations: load, save, forget, expire. A turn is kept whole, with what it sends, or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from milu_bot.dialogue.conversation import Conversation, from_json
from milu_bot.message import Letter
from milu_bot.stores import memory, outbox
from milu_bot.stores.counts import Happening, raise_counts
from milu_bot.stores.database import Database
from milu_bot.stores.memory import Memory

LIFETIME = timedelta(days=30)
"""A talk that nobody touched for so long is forgotten."""
SEEN_FOR = timedelta(days=3)
"""So long the number of a message is remembered. Source: Telegram keeps an update for 24 hours."""


@dataclass
class Held:
    """One person's conversation while their turn is taken; what it holds at the end is kept."""

    conversation: Conversation
    memory: Memory = field(default_factory=Memory)
    seen: bool = False
    """This message was answered before: nothing that is done now is kept."""
    letters: list[Letter] = field(default_factory=list)
    waiting: list[outbox.Waiting] = field(default_factory=list)
    """The letters with their numbers in the store, once they are kept."""
    counts: list[Happening] = field(default_factory=list)
    """What is to be counted of this turn; it says nothing of the person."""
    gone: bool = False
    dropped: bool = False

    def forget(self) -> None:
        """Keep nothing of this person."""
        self.gone = True

    def drop(self) -> None:
        """Keep nothing of this turn, as if the message had never come."""
        self.dropped = True


class Conversations(Protocol):
    """What a store of conversations offers."""

    def turn(self, user: str, now: datetime, message_id: str = "") -> AbstractContextManager[Held]:
        """Hold one person's conversation; all is saved if the turn ends well, and nothing if not.

        Raises: StoreError if it could not be kept; the turn then has had no effect.
        """

    def together(self) -> AbstractContextManager[None]:
        """Keep several turns at once, which is faster. An error at the end loses them all together."""

    def expire(self, now: datetime) -> int:
        """Forget every talk past its lifetime; gives how many."""


def remembered(user: str, body: str) -> Conversation:
    """A stored conversation; one that cannot be read any more is begun anew."""
    try:
        return from_json(body)
    except (json.JSONDecodeError, KeyError, TypeError, ValueError):
        return Conversation(user)


class SqliteConversations:
    """Conversations in a SQLite file."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def turn(self, user: str, now: datetime, message_id: str = "") -> Iterator[Held]:
        """Hold one person's conversation; all is saved if the turn ends well, and nothing if not."""
        with self._database.transaction():
            held = self._load(user, now)
            held.seen = bool(message_id) and self._seen(message_id)
            yield held
            if not (held.seen or held.dropped):
                self._keep(user, held, now, message_id)
        if held.gone:
            self._database.fold()

    def together(self) -> AbstractContextManager[None]:
        """Keep several turns at once: one write to the disk instead of many."""
        return self._database.transaction()

    def expire(self, now: datetime) -> int:
        """Forget every talk past its lifetime; gives how many."""
        limit = (now - LIFETIME).isoformat()
        with self._database.transaction():
            execute = self._database.execute
            execute("DELETE FROM seen WHERE day < ?", ((now - SEEN_FOR).date().isoformat(),))
            execute("DELETE FROM outbox WHERE written < ?", (limit,))
            execute("DELETE FROM floor WHERE touched < ?", (limit,))
            return execute("DELETE FROM conversation WHERE touched < ?", (limit,)).rowcount

    def _load(self, user: str, now: datetime) -> Held:
        query = "SELECT body, door FROM conversation WHERE user = ? AND touched >= ?"
        row = self._database.execute(query, (user, (now - LIFETIME).isoformat())).fetchone()
        if row is None:
            return Held(Conversation(user))
        return Held(remembered(user, row[0]), memory.from_json(row[1]))

    def _seen(self, message_id: str) -> bool:
        found = self._database.execute("SELECT 1 FROM seen WHERE id = ?", (message_id,))
        return found.fetchone() is not None

    def _keep(self, user: str, held: Held, now: datetime, message_id: str) -> None:
        execute = self._database.execute
        if message_id:
            execute("INSERT INTO seen VALUES (?, ?)", (message_id, now.date().isoformat()))
        if held.gone:
            for table in ("conversation", "outbox", "floor"):
                execute(f"DELETE FROM {table} WHERE user = ?", (user,))  # noqa: S608  # our own names
        else:
            execute(
                "INSERT INTO conversation VALUES (?, ?, ?, ?) ON CONFLICT (user) DO UPDATE "
                "SET body = excluded.body, touched = excluded.touched, door = excluded.door",
                (user, held.conversation.to_json(), now.isoformat(), held.memory.to_json()),
            )
        held.waiting = list(self._post(held.letters, now))
        raise_counts(self._database, held.counts, now)

    def _post(self, letters: Iterable[Letter], now: datetime) -> Iterator[outbox.Waiting]:
        for letter in letters:
            row = (
                letter.channel,
                letter.chat,
                letter.user,
                letter.body,
                letter.final,
                now.isoformat(),
            )
            cursor = self._database.execute(
                "INSERT INTO outbox (channel, chat, user, body, final, written) VALUES (?, ?, ?, ?, ?, ?)",
                row,
            )
            yield outbox.Waiting(str(cursor.lastrowid), letter)
