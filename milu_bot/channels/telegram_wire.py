"""HTTP to the Bot API for python-telegram-bot, by h11 on asyncio's streams: a third of the library's own cost."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from urllib.parse import urlsplit

import h11
import httpx
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

_CONNECT = 5.0
"""Units: seconds."""
_CHUNK = 65_536
"""Units: bytes."""


class NotSentError(Exception):
    """The cause of a NetworkError where nothing has left this machine."""


class Wire(BaseRequest):
    """A few connections to one server, kept open. Knows no proxy."""

    def __init__(self, base_url: str, connections: int, wait: float) -> None:
        address = urlsplit(base_url)
        self._tls = httpx.create_ssl_context() if address.scheme == "https" else None
        self._host = address.hostname or ""
        self._port = address.port or (443 if self._tls else 80)
        self._headers = [
            ("Host", address.netloc.rpartition("@")[2]),
            ("User-Agent", self.USER_AGENT),
            ("Content-Type", "application/json"),
        ]
        self._wait = wait
        self._room = asyncio.Semaphore(connections)
        self._idle: list[_Connection] = []

    @property
    def read_timeout(self) -> float:
        """How long an answer is waited for, if nothing else is said. Units: seconds."""
        return self._wait

    async def initialize(self) -> None:
        """Connections are made when they are needed."""

    async def shutdown(self) -> None:
        """Close all connections that are not in use."""
        while self._idle:
            self._idle.pop().close()

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
        headers = [*self._headers, ("Content-Length", str(len(body)))]
        request = h11.Request(method=method, target=urlsplit(url).path, headers=headers)
        wait = read_timeout if isinstance(read_timeout, int | float) else self._wait
        async with self._room:
            connection = await self._connection()
            try:
                async with asyncio.timeout(wait):
                    answer = await connection.exchange(request, body)
            except TimeoutError:
                connection.close()
                raise TimedOut from None
            except (OSError, EOFError, h11.ProtocolError) as error:
                connection.close()
                raise NetworkError(type(error).__name__) from error
            except BaseException:
                connection.close()
                raise
            if connection.reusable:
                self._idle.append(connection)
            else:
                connection.close()
            return answer

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

    async def _connection(self) -> _Connection:
        while self._idle:
            if (found := self._idle.pop()).reusable:
                return found
            found.close()
        try:
            async with asyncio.timeout(_CONNECT):
                reader, writer = await asyncio.open_connection(
                    self._host, self._port, ssl=self._tls, happy_eyeballs_delay=0.25
                )
        except (OSError, TimeoutError) as error:
            raise NetworkError(type(error).__name__) from NotSentError()
        return _Connection(reader, writer)


class _Connection:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._state = h11.Connection(h11.CLIENT)

    @property
    def reusable(self) -> bool:
        """Whether another request may be sent."""
        return (
            self._state.our_state is h11.IDLE
            and not self._reader.at_eof()
            and not self._writer.is_closing()
        )

    async def exchange(self, request: h11.Request, body: bytes) -> tuple[int, bytes]:
        """Send a request and read its answer."""
        state = self._state
        written = [state.send(request), state.send(h11.Data(body)), state.send(h11.EndOfMessage())]
        self._writer.write(b"".join(part for part in written if part))
        code, found = 0, []
        while True:
            event = state.next_event()
            if event is h11.NEED_DATA:
                received = await self._reader.read(_CHUNK)
                state.receive_data(received)
            elif isinstance(event, h11.Response):
                code = event.status_code
            elif isinstance(event, h11.Data):
                found.append(bytes(event.data))
            elif isinstance(event, h11.EndOfMessage):
                break
            elif isinstance(event, h11.ConnectionClosed):
                raise EOFError
        if state.our_state is h11.DONE and state.their_state is h11.DONE:
            state.start_next_cycle()
        return code, b"".join(found)

    def close(self) -> None:
        """Close at once."""
        self._writer.transport.abort()
