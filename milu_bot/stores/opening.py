"""Opens all stores of one bot together: in a SQLite file, or in Redis when several processes share them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from milu_bot.stores.conversations import Conversations, SqliteConversations
from milu_bot.stores.counts import Counts, SqliteCounts
from milu_bot.stores.database import connect
from milu_bot.stores.inbox import Inbox, SqliteInbox
from milu_bot.stores.outbox import Outbox, SqliteOutbox
from milu_bot.stores.staff_log import SqliteStaffLog, StaffLog


@dataclass(frozen=True, slots=True)
class Stores:
    """The stores of one bot."""

    conversations: Conversations
    outbox: Outbox
    inbox: Inbox
    counts: Counts
    staff_log: StaffLog
    close: Callable[[], None]

    def expire(self, now: datetime) -> int:
        """Forget all that was kept long enough; gives how many talks."""
        self.inbox.expire(now)
        self.counts.expire(now)
        return self.conversations.expire(now)


def open_sqlite(path: Path) -> Stores:
    """Stores in one file.

    Raises: StoreError if it cannot be opened.
    """
    database = connect(path)
    outbox = SqliteOutbox(database, path)

    def close() -> None:
        outbox.close()
        database.close()

    return Stores(
        SqliteConversations(database),
        outbox,
        SqliteInbox(database),
        SqliteCounts(database),
        SqliteStaffLog(database),
        close,
    )


def open_redis(url: str) -> Stores:
    """Stores in Redis.

    Raises: StoreError if it does not answer.
    """
    # Only where asked for: Redis is an extra.
    from milu_bot.stores.redis_staff import RedisCounts, RedisInbox, RedisStaffLog
    from milu_bot.stores.redis_stores import RedisConversations, RedisOutbox, connect_redis

    client = connect_redis(url)
    return Stores(
        RedisConversations(client),
        RedisOutbox(client),
        RedisInbox(client),
        RedisCounts(client),
        RedisStaffLog(client),
        client.close,
    )
