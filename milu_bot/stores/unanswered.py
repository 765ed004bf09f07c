"""Questions nobody could answer, for the staff: the words and how often, never who asked."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

_LONG_NUMBER = re.compile(r"\d{4,}")
"""Four figures and more may be a telephone, a card or an identity number."""
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Missed:
    """One question and how often it was asked."""

    question: str
    kind: str
    times: int


class Unanswered(Protocol):
    """What a store of unanswered questions offers."""

    def note(self, question: str, kind: str, now: datetime) -> None:
        """Count a question that was declined or asked back."""


class SqliteUnanswered:
    """Unanswered questions in a SQLite file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def note(self, question: str, kind: str, now: datetime) -> None:
        """Count a question that was declined or asked back."""
        words = _LONG_NUMBER.sub("＊", question[:_LONGEST])
        self._connection.execute(
            "INSERT INTO unanswered VALUES (?, ?, 1, ?) "
            "ON CONFLICT (question) DO UPDATE SET times = times + 1, last = excluded.last",
            (words, kind, now.date().isoformat()),
        )

    def all(self) -> list[Missed]:
        """Every question, the most frequent first."""
        query = "SELECT question, kind, times FROM unanswered ORDER BY times DESC, question"
        return [Missed(*row) for row in self._connection.execute(query)]
