"""Conversations: load, save, forget, expire."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import RLock
from typing import Protocol

from milu_bot.dialogue.conversation import Conversation, from_json

LIFETIME = timedelta(days=30)
"""A talk that nobody touched for so long is forgotten."""


@dataclass
class Held:
    """One person's conversation while their turn is taken; what it holds at the end is kept."""

    conversation: Conversation
    gone: bool = False

    def forget(self) -> None:
        """Keep nothing of this person."""
        self.gone = True


class Conversations(Protocol):
    """What a store of conversations offers."""

    def turn(self, user: str, now: datetime) -> AbstractContextManager[Held]:
        """Hold one person's conversation; it is saved if the turn ends well, and left as it was
        if not.
        """


class SqliteConversations:
    """Conversations in a SQLite file."""

    def __init__(self, connection: sqlite3.Connection, facts: Mapping[str, object]) -> None:
        self._connection = connection
        self._facts = facts
        self._lock = RLock()

    @contextmanager
    def turn(self, user: str, now: datetime) -> Iterator[Held]:
        """Hold one person's conversation; it is saved if the turn ends well, and left as it was
        if not.
        """
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                held = Held(self._load(user, now))
                yield held
                self._keep(user, held, now)
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def expire(self, now: datetime) -> int:
        """Forget every talk past its lifetime; gives how many."""
        with self._lock:
            limit = (now - LIFETIME).isoformat()
            cursor = self._connection.execute(
                "DELETE FROM conversation WHERE touched < ?", (limit,)
            )
            return cursor.rowcount

    def _load(self, user: str, now: datetime) -> Conversation:
        query = "SELECT body FROM conversation WHERE user = ? AND touched >= ?"
        row = self._connection.execute(query, (user, (now - LIFETIME).isoformat())).fetchone()
        if row is None:
            return Conversation(user)
        try:
            return from_json(row[0], self._facts)
        except (json.JSONDecodeError, KeyError, TypeError, ValueError):
            return Conversation(user)

    def _keep(self, user: str, held: Held, now: datetime) -> None:
        if held.gone:
            self._connection.execute("DELETE FROM conversation WHERE user = ?", (user,))
            return
        self._connection.execute(
            "INSERT INTO conversation VALUES (?, ?, ?) "
            "ON CONFLICT (user) DO UPDATE SET body = excluded.body, touched = excluded.touched",
            (user, held.conversation.to_json(), now.isoformat()),
        )
