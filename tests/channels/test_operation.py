"""Whether a door is of use, by the clock."""

from __future__ import annotations

import httpx
import pytest

from milu_bot.channels.operation import STILL, operation_app
from milu_bot.channels.tally import Tally


@pytest.mark.parametrize(
    ("polling", "silent", "code"),
    [(True, 0, 200), (True, STILL, 200), (True, STILL + 1, 503), (False, 3600, 200)],
)
async def test_polling_that_stands_still_is_of_no_use(
    polling: bool, silent: float, code: int
) -> None:
    now = 1000.0
    tally = Tally(lambda: now)
    transport = httpx.ASGITransport(operation_app(tally, polling=polling))
    async with httpx.AsyncClient(transport=transport, base_url="http://door") as asking:
        assert (await asking.get("/readyz")).status_code == 503  # not yet heard of Telegram
        tally.alive()
        now += silent
        assert (await asking.get("/readyz")).status_code == code
        assert (await asking.get("/healthz")).status_code == 200
        assert f"milu_silent_seconds {silent}" in (await asking.get("/metrics")).text
