"""The Bot API by python-telegram-bot, its answers as plain JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from telegram.error import NetworkError, RetryAfter, TelegramError
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from milu_bot.channels.telegram_wire import NotSentError, Wire
from milu_bot.message import Letter

_WAIT = 10.0
"""Units: seconds."""
_CONNECTIONS = 32


class Api:
    """Calls by name. Telegram's answers are not made into objects: a field more or less breaks nothing."""

    def __init__(self, token: str, base_url: str) -> None:
        self._url = base_url + token
        self._polls, self._calls = Wire(2, _WAIT), Wire(_CONNECTIONS, _WAIT)

    async def call(self, method: str, data: Mapping[str, Any], wait: float = _WAIT) -> Any:
        """Call a method. Units: `wait` in seconds.

        Raises: TelegramError, as the library sorts them.
        """
        request = self._polls if method == "getUpdates" else self._calls
        body = RequestData([RequestParameter(name, value, None) for name, value in data.items()])
        try:
            return await request.post(f"{self._url}/{method}", body, read_timeout=wait)
        except KeyError:  # the library takes it for granted that there is a result
            raise TelegramError("Invalid server response") from None

    async def close_connections(self) -> None:
        """Close all connections."""
        for request in (self._polls, self._calls):
            await request.shutdown()


def open_api(token: str, base_url: str) -> Api:
    """An API for one bot. `base_url` ends in /bot; the token is put behind it."""
    return Api(token, base_url)


def call_in(letter: Letter) -> dict[str, Any]:
    """The call that a letter holds. It goes to the letter's chat, whose number may have changed since.

    Raises: KeyError, TypeError, ValueError if it holds none.
    """
    call = json.loads(letter.body)
    data = {**call["data"], "chat_id": int(letter.chat)}
    return {"method": str(call["method"]), "data": data, "after": int(call.get("after", 0))}


def may_have_arrived(error: TelegramError) -> bool:
    """Whether the API may have done what was asked, though the answer is an error or none."""
    if isinstance(error, RetryAfter):
        return False
    if isinstance(error.__cause__, NotSentError):
        return False
    return isinstance(error, NetworkError) or type(error) is TelegramError


def seconds_to_wait(error: RetryAfter) -> float:
    """How long Telegram asks to wait. Units: seconds."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
