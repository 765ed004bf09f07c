"""How often something happened on a day, and no more: who it was is not known here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from milu_bot.days import china_day
from milu_bot.stores.database import Database

KEPT_FOR = timedelta(days=730)
"""Two years, so that a month can be held against the same month before."""

Happening = tuple[str, str]
"""What happened, and to what: an answer given, and the id of its clause."""


@dataclass(frozen=True, slots=True)
class Count:
    """How often it happened on one day (an ISO date)."""

    day: str
    what: str
    of: str
    times: int


class Counts(Protocol):
    """What a store of counts offers. They are raised with the turn that they come of: `Held.counts`."""

    def since(self, day: date) -> list[Count]:
        """Every count from this day on, by day."""

    def expire(self, now: datetime) -> int:
        """Erase what was kept long enough; gives how many counts."""


class SqliteCounts:
    """Counts in a SQLite file."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def since(self, day: date) -> list[Count]:
        """Every count from this day on, by day."""
        query = "SELECT day, what, of, times FROM counts WHERE day >= ? ORDER BY day, what, of"
        with self._database.transaction(durable=False):
            return [Count(*row) for row in self._database.execute(query, (day.isoformat(),))]

    def expire(self, now: datetime) -> int:
        """Erase what was kept long enough; gives how many counts."""
        limit = china_day(now - KEPT_FOR).isoformat()
        with self._database.transaction():
            return self._database.execute("DELETE FROM counts WHERE day < ?", (limit,)).rowcount


def raise_counts(database: Database, happenings: Iterable[Happening], now: datetime) -> None:
    """Count what happened, within the transaction under way."""
    day = china_day(now).isoformat()
    database.executemany(
        "INSERT INTO counts VALUES (?, ?, ?, 1) "
        "ON CONFLICT (day, what, of) DO UPDATE SET times = times + 1",
        [(day, what, of) for what, of in happenings],
    )
