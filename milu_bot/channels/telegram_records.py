"""Notes in the store what goes out and what has arrived. What comes while the store is busy goes in one step."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from datetime import datetime
from functools import partial

from milu_bot.channels.backoff import Backoff
from milu_bot.channels.journal import Journal
from milu_bot.stores.errors import StoreError
from milu_bot.stores.outbox import Outbox, Sent, Tried


class Records:
    """One step of the store at a time."""

    def __init__(
        self,
        outbox: Outbox,
        threads: Executor,
        journal: Journal,
        clock: Callable[[], datetime],
    ) -> None:
        self._outbox, self._threads, self._journal, self._clock = outbox, threads, journal, clock
        self._waiting: list[tuple[Tried | Sent, asyncio.Future[None]]] = []
        self._task: asyncio.Task[None] | None = None

    async def note(self, what: Tried | Sent) -> None:
        """Note a letter that is about to go out or needs no more sending, however long the store is away."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((what, done))
        if self._task is None:
            self._task = asyncio.create_task(self._note_all())
        await asyncio.shield(done)

    async def _note_all(self) -> None:
        loop, backoff = asyncio.get_running_loop(), Backoff(0.2, 5)
        while self._waiting:
            batch, self._waiting = self._waiting, []
            tried = [one for one, _ in batch if isinstance(one, Tried)]
            sent = [one for one, _ in batch if isinstance(one, Sent)]
            try:
                await loop.run_in_executor(
                    self._threads, partial(self._outbox.record, tried, sent, self._clock())
                )
            except StoreError as error:
                # What is out is out; only the note of it is missing, and can wait.
                self._journal.error("store_unavailable", why=str(error))
                self._waiting = batch + self._waiting
                await asyncio.sleep(backoff.next())
                continue
            backoff.reset()
            for _, done in batch:
                if not done.done():
                    done.set_result(None)
        self._task = None
