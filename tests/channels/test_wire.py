"""The wire to the Bot API: every way an answer can come, or fail to, from a real socket."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut

from milu_bot.channels.telegram_api import Api, may_have_arrived, open_api, seconds_to_wait
from tests.end_to_end.people import free_port

Answer = Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]
OK = b'{"ok": true, "result": {"text": "\xe6\xb1\xa8"}}'


@asynccontextmanager
async def server(answer: Answer) -> AsyncIterator[tuple[Api, list[int]]]:
    """Answers every request on every connection; gives the connections that were made, too."""
    made: list[int] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        made.append(len(made))
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
                await answer(head + await reader.readexactly(length), writer)
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.transport.abort()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    api = open_api("1:abc", f"http://127.0.0.1:{port}/bot")
    try:
        yield api, made
    finally:
        await api.close_connections()
        listening.close()
        await asyncio.sleep(0)


def whole(body: bytes, code: int = 200, more: bytes = b"") -> Answer:
    async def answer(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 %d X\r\nContent-Length: %d\r\n%s\r\n" % (code, len(body), more))
        writer.write(body)

    return answer


async def test_one_connection_serves_many_calls() -> None:
    heard: list[bytes] = []

    async def answer(request: bytes, writer: asyncio.StreamWriter) -> None:
        heard.append(request)
        await whole(OK)(request, writer)

    async with server(answer) as (api, made):
        for _ in range(3):
            assert await api.call("sendMessage", {"text": "汨罗 </b>"}) == {"text": "汨"}
        assert made == [0]
    assert heard[0].startswith(b"POST /bot1:abc/sendMessage HTTP/1.1\r\nHost: 127.0.0.1:")
    assert heard[0].endswith('{"text": "汨罗 </b>"}'.encode())


async def test_calls_at_once_have_connections_of_their_own() -> None:
    together = asyncio.Barrier(5)

    async def answer(request: bytes, writer: asyncio.StreamWriter) -> None:
        async with asyncio.timeout(5):
            await together.wait()
        await whole(OK)(request, writer)

    async with server(answer) as (api, made):
        await asyncio.gather(*(api.call("sendMessage", {}) for _ in range(5)))
        assert len(made) == 5


async def test_an_answer_in_chunks_and_a_closing_server() -> None:
    async def answer(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        writer.write(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
            + b"".join(b"1\r\n%c\r\n" % byte for byte in OK)
        )
        await writer.drain()
        writer.write(b"0\r\n\r\n")
        writer.close()

    async with server(answer) as (api, made):
        for _ in range(2):
            assert await api.call("getMe", {}) == {"text": "汨"}
        assert len(made) == 2


async def test_a_connection_that_was_closed_meanwhile_is_not_used_again() -> None:
    closed = asyncio.Event()

    async def answer(request: bytes, writer: asyncio.StreamWriter) -> None:
        await whole(OK)(request, writer)
        await writer.drain()
        writer.close()
        closed.set()

    async with server(answer) as (api, made):
        await api.call("getMe", {})
        await closed.wait()
        for _ in range(3):
            await asyncio.sleep(0)  # the loop hears of the end
        await api.call("getMe", {})
        assert len(made) == 2


@pytest.mark.parametrize(
    "answer",
    [whole(b"<html>"), whole(b"[1]"), whole(b"{}"), whole(b"\xff\xfe")],
    ids=["html", "no-object", "no-result", "no-utf8"],
)
async def test_an_answer_that_makes_no_sense_may_mean_that_it_was_done(answer: Answer) -> None:
    async with server(answer) as (api, _):
        with pytest.raises(TelegramError) as error:
            await api.call("sendMessage", {})
        assert may_have_arrived(error.value)


async def test_a_cut_and_a_silence_may_mean_that_it_was_done() -> None:
    async def cut(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
        await writer.drain()
        writer.transport.abort()

    async def silent(_: bytes, writer: asyncio.StreamWriter) -> None:
        pass

    async with server(cut) as (api, _):
        with pytest.raises(NetworkError) as error:
            await api.call("sendMessage", {})
        assert may_have_arrived(error.value)
    async with server(silent) as (api, _):
        with pytest.raises(TimedOut) as error:
            await api.call("sendMessage", {}, 0.01)
        assert may_have_arrived(error.value)


async def test_where_nobody_listens_nothing_has_arrived() -> None:
    api = open_api("1:abc", f"http://127.0.0.1:{free_port()}/bot")
    with pytest.raises(NetworkError) as error:
        await api.call("sendMessage", {})
    await api.close_connections()
    assert not may_have_arrived(error.value)


async def test_refusals_are_sorted_by_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # else the library warns of what is to come
    slow = b'{"ok": false, "description": "Too Many", "parameters": {"retry_after": 7}}'
    async with server(whole(slow, 429)) as (api, _):
        with pytest.raises(RetryAfter) as told:
            await api.call("sendMessage", {})
        assert seconds_to_wait(told.value) == 7
        assert not may_have_arrived(told.value)
    async with server(whole(b'{"ok": false, "description": "Bad Request: no"}', 400)) as (api, _):
        with pytest.raises(BadRequest, match="No"):
            await api.call("sendMessage", {})


async def test_a_proxy_is_used_where_one_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[bytes] = []

    async def answer(request: bytes, writer: asyncio.StreamWriter) -> None:
        heard.append(request)
        await whole(OK)(request, writer)

    async with server(answer) as (direct, _):
        address = direct._url.removesuffix("/bot1:abc")
        monkeypatch.setenv("http_proxy", address)
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        api = open_api("1:abc", "http://telegram.invalid/bot")
        await api.call("sendMessage", {"chat_id": 5, "text": "好"})
        await api.close_connections()
    assert heard[0].startswith(b"POST http://telegram.invalid/bot1:abc/sendMessage")
    assert heard[0].endswith('{"chat_id": 5, "text": "好"}'.encode())
