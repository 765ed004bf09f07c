"""Puts the Telegram door together and runs it until it is asked to stop."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from milu_bot.channels.journal import Journal, Names, open_journal
from milu_bot.channels.tally import Tally
from milu_bot.channels.telegram import DoorError, TelegramDoor
from milu_bot.channels.telegram_api import open_api
from milu_bot.channels.telegram_pace import Pace
from milu_bot.channels.telegram_sender import Sender
from milu_bot.channels.telegram_updates import UPDATES
from milu_bot.clock import utc_now
from milu_bot.front_desk import FrontDesk
from milu_bot.stores.opening import Stores

_DAY = 86_400
"""Units: seconds."""
_FIRST_COME = 0.5
"""Units: seconds. Who waited at the door is answered before anything is loaded beside it."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram sends updates, and where we listen for them."""

    url: str
    host: str
    port: int
    secret: str


@dataclass(frozen=True, slots=True)
class Options:
    """How the door is run."""

    token: str = field(repr=False)
    api_base_url: str
    pace: Pace = field(default_factory=Pace)
    webhook: Webhook | None = None
    watch: tuple[str, int] | None = None
    """Where health and metrics are answered, if at all."""
    opened: Callable[[], object] = str
    """Called when the door has been open for a moment."""
    trouble: Callable[[], str] = str
    """What staff should mend although the bot is of use, as a sentence; empty if nothing."""


def secret_of(token: str) -> str:
    """A secret for the webhook, the same in every worker of the bot."""
    return hmac.new(token.encode(), b"webhook", "sha256").hexdigest()


def run(desk: FrontDesk, stores: Stores, clauses: Mapping[str, str], options: Options) -> None:
    """Serve until asked to stop. `clauses` are the numbers of clauses and awards by id.

    Raises: DoorError if Telegram refuses the token or an address cannot be had.
    """
    # Two threads and more: one may wait for the disk while another reads.
    with ThreadPoolExecutor(4, "desk") as threads:
        asyncio.run(_serve(desk, stores, clauses, options, threads))


async def _serve(
    desk: FrontDesk,
    stores: Stores,
    clauses: Mapping[str, str],
    options: Options,
    threads: ThreadPoolExecutor,
) -> None:
    journal, tally = open_journal(), Tally()
    names = Names(options.token)
    api = open_api(options.token, options.api_base_url)
    sender = Sender(api, stores.outbox, threads, journal, names, tally, utc_now, options.pace)
    door = TelegramDoor(desk, api, sender, threads, clauses, journal, names, tally)
    beside = [asyncio.create_task(_expire_daily(stores, threads, journal))]
    if options.watch:
        beside.append(asyncio.create_task(_watched(options, options.watch, tally, door)))
        await asyncio.sleep(0)
        if beside[-1].done():
            await beside[-1]
    hear = (
        _by_webhook(door, options.webhook, tally, journal)
        if options.webhook
        else door.ask_by_polling
    )
    asyncio.get_running_loop().call_later(_FIRST_COME, options.opened)
    try:
        await door.run(hear)
    finally:
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)


async def _watched(
    options: Options, address: tuple[str, int], tally: Tally, door: TelegramDoor
) -> None:
    # The web parts are loaded only where they are asked for.
    from milu_bot.channels.operation import operation_app
    from milu_bot.channels.web_server import listen, serve

    try:
        listening = listen(*address)
    except OSError as error:
        raise DoorError(
            f"MILU_WATCH_PORT 的端口 {address[1]} 用不了（{error.strerror}）。请换一个。"
        ) from None
    polling = options.webhook is None
    app = operation_app(tally, polling=polling, trouble=options.trouble)
    await serve(app, listening, door.stopping)


def _by_webhook(
    door: TelegramDoor, webhook: Webhook, tally: Tally, journal: Journal
) -> Callable[[], Awaitable[None]]:
    async def hear() -> None:
        from milu_bot.channels.telegram_webhook import webhook_app
        from milu_bot.channels.web_server import listen, serve

        try:
            listening = listen(webhook.host, webhook.port)
        except OSError as error:
            raise DoorError(
                f"TELEGRAM_WEBHOOK_PORT 的端口 {webhook.port} 用不了（{error.strerror}）。请换一个。"
            ) from None
        app = webhook_app(urlsplit(webhook.url).path or "/", webhook.secret, door.take_one, tally)
        serving = asyncio.create_task(serve(app, listening, door.stopping))
        data = {
            "url": webhook.url,
            "secret_token": webhook.secret,
            "allowed_updates": list(UPDATES),
        }
        if await door.insist("setWebhook", data):
            tally.alive()
            journal.info("ready", mode="webhook", port=listening.getsockname()[1])
        await serving

    return hear


async def _expire_daily(stores: Stores, threads: ThreadPoolExecutor, journal: Journal) -> None:
    while True:
        try:
            gone = await asyncio.get_running_loop().run_in_executor(
                threads, stores.expire, utc_now()
            )
            journal.info("expired", talks=gone)
        except Exception as error:
            journal.error("expire_failed", why=type(error).__name__)
        await asyncio.sleep(_DAY)
