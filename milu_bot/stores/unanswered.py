"""Questions nobody could answer, for the staff: the words and how often, never who asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from milu_bot.stores.database import Database

_LONG_NUMBER = re.compile(r"\d{4,}")
"""Four figures and more may be a telephone, a card or an identity number."""
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Missed:
    """One question and how often it was asked."""

    question: str
    kind: str
    times: int


def nameless(question: str) -> str:
    """A question without the long numbers that may tell who asked."""
    return _LONG_NUMBER.sub("＊", question[:_LONGEST])


class Unanswered(Protocol):
    """What a store of unanswered questions offers."""

    def note(self, question: str, kind: str, now: datetime) -> None:
        """Count a question that was declined or asked back."""

    def all(self) -> list[Missed]:
        """Every question, the most frequent first."""


class SqliteUnanswered:
    """Unanswered questions in a SQLite file."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, question: str, kind: str, now: datetime) -> None:
        """Count a question that was declined or asked back."""
        with self._database.transaction():
            self._database.execute(
                "INSERT INTO unanswered VALUES (?, ?, 1, ?) "
                "ON CONFLICT (question) DO UPDATE SET times = times + 1, last = excluded.last",
                (nameless(question), kind, now.date().isoformat()),
            )

    def all(self) -> list[Missed]:
        """Every question, the most frequent first."""
        query = "SELECT question, kind, times FROM unanswered ORDER BY times DESC, question"
        return [Missed(*row) for row in self._database.execute(query)]
