"""What staff did, when, and what came of it: written once, never changed, never erased by us."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from milu_bot.stores.database import Database

_KEY = "staff_log"


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that somebody of the staff did. `at` is an ISO time, UTC."""

    at: str
    who: str
    """A keyed hash: the same person is the same word, and the word tells nobody else who it is."""
    role: str
    what: str
    outcome: str


class StaffLog(Protocol):
    """What a log of deeds offers."""

    def append(self, user: str, role: str, what: str, outcome: str, now: datetime) -> None:
        """Write down what this person did."""

    def all(self) -> list[Deed]:
        """Every deed, the oldest first."""

    def name_of(self, user: str) -> str:
        """The word under which this person is in the log."""


def hashed(key: bytes, user: str) -> str:
    """A short name that stands for a person and cannot be guessed without the key."""
    return hmac.new(key, user.encode(), "sha256").hexdigest()[:10]


def new_key() -> bytes:
    """A key for the names of a log."""
    return secrets.token_bytes(32)


class SqliteStaffLog:
    """The log in a SQLite file, whose triggers refuse any change."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, user: str, role: str, what: str, outcome: str, now: datetime) -> None:
        """Write down what this person did."""
        who = self.name_of(user)
        with self._database.transaction():
            self._database.execute(
                "INSERT INTO staff_log (at, who, role, what, outcome) VALUES (?, ?, ?, ?, ?)",
                (now.isoformat(timespec="seconds"), who, role, what, outcome),
            )

    def all(self) -> list[Deed]:
        """Every deed, the oldest first."""
        query = "SELECT at, who, role, what, outcome FROM staff_log ORDER BY id"
        with self._database.transaction(durable=False):
            return [Deed(*row) for row in self._database.execute(query)]

    def name_of(self, user: str) -> str:
        """The word under which this person is in the log."""
        with self._database.transaction():
            execute = self._database.execute
            execute("INSERT OR IGNORE INTO secret VALUES (?, ?)", (_KEY, new_key()))
            (key,) = execute("SELECT value FROM secret WHERE name = ?", (_KEY,)).fetchone()
        return hashed(key, user)
