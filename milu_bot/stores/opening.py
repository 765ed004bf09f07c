"""Opens all stores of one bot together: in a SQLite file, or in Redis when several processes share them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from milu_bot.stores.conversations import Conversations, SqliteConversations
from milu_bot.stores.database import connect
from milu_bot.stores.outbox import Outbox, SqliteOutbox
from milu_bot.stores.unanswered import SqliteUnanswered, Unanswered


@dataclass(frozen=True, slots=True)
class Stores:
    """The stores of one bot."""

    conversations: Conversations
    outbox: Outbox
    unanswered: Unanswered
    close: Callable[[], None]


def open_sqlite(path: Path) -> Stores:
    """Stores in one file.

    Raises: StoreError if it cannot be opened.
    """
    database = connect(path)
    outbox = SqliteOutbox(database, path)

    def close() -> None:
        outbox.close()
        database.close()

    return Stores(SqliteConversations(database), outbox, SqliteUnanswered(database), close)


def open_redis(url: str) -> Stores:
    """Stores in Redis.

    Raises: StoreError if it does not answer.
    """
    from milu_bot.stores.redis_stores import open_redis_stores  # only where asked for

    conversations, outbox, unanswered, close = open_redis_stores(url)
    return Stores(conversations, outbox, unanswered, close)
