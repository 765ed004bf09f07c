"""What goes wrong with Redis, as a Chinese sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import redis

from milu_bot.stores.errors import StoreError


@contextmanager
def said_in_chinese() -> Iterator[None]:
    """Raise a StoreError for what Redis raises."""
    try:
        yield
    except redis.RedisError as error:
        raise StoreError(
            f"存对话的 Redis 现在用不了（{type(error).__name__}）。请检查 MILU_REDIS_URL。"
        ) from error
