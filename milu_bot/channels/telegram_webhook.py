"""Telegram's updates by webhook: the answer 200 means that the store has kept what comes of them."""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from milu_bot.channels.tally import Tally
from milu_bot.stores.errors import StoreError

_LARGEST = 1_000_000
"""Units: bytes. An update is a few thousand."""


def webhook_app(
    path: str, secret: str, take: Callable[[Mapping[str, Any]], Awaitable[None]], tally: Tally
) -> Starlette:
    """An app for one bot. Telegram repeats whatever is not answered with 200."""

    async def receive(request: Request) -> Response:
        given = request.headers.get("x-telegram-bot-api-secret-token", "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return PlainTextResponse("wrong secret\n", 403)
        body = b""
        try:
            async for part in request.stream():
                body += part
                if len(body) > _LARGEST:
                    return PlainTextResponse("too large\n", 413)
        except ClientDisconnect:
            return PlainTextResponse("gone\n", 400)
        try:
            update = json.loads(body)
            if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
                raise ValueError
        except (ValueError, RecursionError):
            return PlainTextResponse("no update\n", 400)
        tally.alive()
        try:
            await take(update)
        except StoreError:
            return PlainTextResponse("try again\n", 503)
        return PlainTextResponse("ok\n")

    return Starlette(routes=[Route(path, receive, methods=["POST"])])
