"""The Bot API by python-telegram-bot, its answers as plain JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import httpx
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

_WAIT = 10.0
"""Units: seconds."""
_CONNECTIONS = 32


class Api(Bot):
    """Calls by name. Telegram's answers are not made into objects: a field more or less breaks nothing."""

    async def call(self, method: str, data: Mapping[str, Any], wait: float = _WAIT) -> Any:
        """Call a method. Units: `wait` in seconds.

        Raises: TelegramError, as the library sorts them.
        """
        return await self._post(method, dict(data), read_timeout=wait)

    async def close_connections(self) -> None:
        """Close all connections."""
        for request in self._request:
            await request.shutdown()


def open_api(token: str, base_url: str) -> Api:
    """An API for one bot. `base_url` ends in /bot; the token is put behind it."""

    def request(connections: int) -> HTTPXRequest:
        return HTTPXRequest(
            connection_pool_size=connections, connect_timeout=5, read_timeout=_WAIT, pool_timeout=30
        )

    return Api(
        token, base_url=base_url, request=request(_CONNECTIONS), get_updates_request=request(2)
    )


def may_have_arrived(error: TelegramError) -> bool:
    """Whether the API may have done what was asked, though the answer is an error or none."""
    if isinstance(error, RetryAfter):
        return False
    cause = error.__cause__
    if isinstance(cause, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout):
        return False
    return isinstance(error, NetworkError) or type(error) is TelegramError


def seconds_to_wait(error: RetryAfter) -> float:
    """How long Telegram asks to wait. Units: seconds."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
