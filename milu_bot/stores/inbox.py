"""Questions that we could not help with, for the staff: the words and how often, never who asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from milu_bot.days import china_day
from milu_bot.language.masking import masked
from milu_bot.stores.database import Database

OPEN_FOR, CLOSED_FOR = timedelta(days=180), timedelta(days=30)
"""So long a question is kept that nobody has seen to, and one that was seen to."""
_READ, _LONGEST = 300, 200
"""Units: characters. What follows is not kept; more is read, so that no number is cut in two before it is hidden."""
MOST = 20_000
"""Units: wordings. Somebody who floods the inbox drives out what was asked longest ago, not the disk's last byte."""


class Why(StrEnum):
    """Why a question is in the inbox."""

    DECLINED = "没答上来"
    ASKED_BACK = "反问了"
    NO_USE = "没帮上忙"


class State(StrEnum):
    """What the staff have done about a question."""

    OPEN = "待办"
    DRAFTED = "已起草"
    DONE = "已办"
    DROPPED = "不办"


@dataclass(frozen=True, slots=True)
class Note:
    """One wording. The days are ISO dates; `answer` names what was said to it, if that did not help."""

    id: int
    words: str
    why: Why
    answer: str
    times: int
    first: str
    last: str
    state: State = State.OPEN
    closed: str = ""
    """The day on which staff closed it."""


def kept(words: str) -> str:
    """What may be kept of a question."""
    return masked(words[:_READ])[:_LONGEST].strip()


class Inbox(Protocol):
    """What a store of such questions offers."""

    def note(self, words: str, why: Why, now: datetime, answer: str = "") -> None:
        """Count a question. One that was closed is open again, as if new."""

    def take_back(self, words: str, why: Why, answer: str = "") -> None:
        """Count it once less: it was settled after all."""

    def all(self) -> list[Note]:
        """Every wording, the oldest first."""

    def mark(self, ids: Sequence[int], state: State, now: datetime) -> None:
        """Note what staff have done."""

    def expire(self, now: datetime) -> int:
        """Erase what was kept long enough; gives how many wordings."""


class SqliteInbox:
    """The inbox in a SQLite file."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, words: str, why: Why, now: datetime, answer: str = "") -> None:
        """Count a question. One that was closed is open again, as if new."""
        day = china_day(now).isoformat()
        with self._database.transaction():
            self._database.execute(
                "INSERT INTO inbox (words, why, answer, times, first, last, state, closed) "
                "VALUES (?, ?, ?, 1, ?, ?, ?, '') ON CONFLICT (words, why, answer) DO UPDATE SET "
                "times = CASE closed WHEN '' THEN times + 1 ELSE 1 END, "
                "first = CASE closed WHEN '' THEN first ELSE excluded.first END, "
                "state = CASE closed WHEN '' THEN state ELSE excluded.state END, "
                "last = excluded.last, closed = ''",
                (kept(words), why, answer, day, day, State.OPEN),
            )

    def take_back(self, words: str, why: Why, answer: str = "") -> None:
        """Count it once less: it was settled after all."""
        with self._database.transaction():
            where = (kept(words), why, answer)
            execute = self._database.execute
            execute(
                "UPDATE inbox SET times = times - 1 WHERE (words, why, answer) = (?, ?, ?)", where
            )
            execute("DELETE FROM inbox WHERE times < 1")

    def all(self) -> list[Note]:
        """Every wording, the oldest first."""
        query = "SELECT id, words, why, answer, times, first, last, state, closed FROM inbox ORDER BY id"
        with self._database.transaction(durable=False):
            rows = self._database.execute(query).fetchall()
        return [
            Note(id, words, Why(why), answer, times, first, last, State(state), closed)
            for id, words, why, answer, times, first, last, state, closed in rows
        ]

    def mark(self, ids: Sequence[int], state: State, now: datetime) -> None:
        """Note what staff have done."""
        with self._database.transaction():
            self._database.executemany(
                "UPDATE inbox SET state = ?, closed = ? WHERE id = ?",
                [(state, closed_on(state, now), id) for id in ids],
            )

    def expire(self, now: datetime) -> int:
        """Erase what was kept long enough; gives how many wordings."""
        with self._database.transaction():
            return self._database.execute(
                "DELETE FROM inbox WHERE (closed = '' AND last < ?) OR (closed <> '' AND closed < ?) "
                "OR id IN (SELECT id FROM inbox ORDER BY last DESC, id DESC LIMIT -1 OFFSET ?)",
                (*limits(now), MOST),
            ).rowcount


def closed_on(state: State, now: datetime) -> str:
    """The day on which this state closes a question; none if it stays open."""
    return china_day(now).isoformat() if state in (State.DONE, State.DROPPED) else ""


def limits(now: datetime) -> tuple[str, str]:
    """The first days that are still kept: of open questions and of closed ones."""
    return china_day(now - OPEN_FOR).isoformat(), china_day(now - CLOSED_FOR).isoformat()


def too_old(note: Note, now: datetime) -> bool:
    """Whether a wording was kept long enough."""
    open_since, closed_since = limits(now)
    return note.closed < closed_since if note.closed else note.last < open_since
