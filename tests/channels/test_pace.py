"""How fast we send, and how long we wait before we try again."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from typing import Any

import pytest

from milu_bot.channels import telegram, telegram_sender
from milu_bot.channels.backoff import Backoff
from milu_bot.channels.telegram_pace import Pace, Paces

SCHEDULES = {
    "updates": (telegram._FIRST_DELAY, telegram._LONGEST_DELAY),
    "letters": (telegram_sender._FIRST_DELAY, telegram_sender._LONGEST_DELAY),
}


def test_each_wait_is_longer_than_the_last_up_to_a_limit() -> None:
    backoff = Backoff(0.5, 10, draw=lambda: 0.5)
    assert [backoff.next() for _ in range(7)] == [0.5, 1, 2, 4, 8, 10, 10]
    backoff.reset()
    assert backoff.next() == 0.5


def test_waits_are_spread_by_a_fifth() -> None:
    waits = [Backoff(10, 10, draw).next() for draw in (lambda: 0.0, lambda: 1.0)]
    assert waits == pytest.approx([8, 12])


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_ten_minutes_away_cost_little_and_it_is_soon_back(schedule: str) -> None:
    first, longest = SCHEDULES[schedule]
    slowest = Backoff(first, longest, draw=lambda: 1.0)
    assert max(slowest.next() for _ in range(100)) <= 30 - 5  # five seconds may go into connecting
    quickest = Backoff(first, longest, draw=lambda: 0.0)
    assert sum(quickest.next() for _ in range(100)) > 600  # under a hundred tries in all the time


class Hurried(asyncio.SelectorEventLoop):
    """A loop that never sleeps: where others would wait, its clock jumps ahead."""

    now = 0.0

    def time(self) -> float:
        return self.now

    def _run_once(self) -> None:
        loop: Any = self
        self.now += 1e-6  # as a real clock, it never stands still
        if not loop._ready and loop._scheduled:
            self.now = max(self.now, loop._scheduled[0].when())
        loop = super()
        loop._run_once()


def moments(pace: Pace, chats: list[str]) -> list[float]:
    """When letters to these chats go out, if all wait from the start. Units: seconds from then."""
    found = []

    async def send(paces: Paces, chat: str) -> None:
        await paces.turn(chat)
        found.append(asyncio.get_running_loop().time())

    async def send_all() -> None:
        paces = Paces(pace)
        await asyncio.gather(*(send(paces, chat) for chat in chats))

    with asyncio.Runner(loop_factory=Hurried) as runner:
        runner.run(send_all())
    return found


def most_within(seconds: float, found: list[float]) -> int:
    """The most letters in any stretch of so long."""
    return max(sum(start <= at < start + seconds for at in found) for start in found)


def test_never_more_than_thirty_a_second_in_all() -> None:
    found = moments(Pace(), [str(chat) for chat in range(200)])
    assert len(found) == 200
    assert most_within(1 - 1e-6, found) <= 30
    assert found[-1] < 200 / 30 + 1


def test_one_person_gets_a_burst_and_then_one_a_second() -> None:
    found = moments(Pace(), ["7"] * 40)
    assert found[19] < 1
    assert all(later - at > 0.9 for at, later in pairwise(found[20:]))
    assert found[-1] < 21


def test_never_more_than_twenty_a_minute_to_a_group() -> None:
    found = moments(Pace(), ["-1005"] * 60)
    assert found[4] < 1
    assert most_within(60 - 1e-6, found) <= 20
    assert found[-1] < 60 * 4


def test_one_chat_that_waits_holds_up_no_other() -> None:
    found = moments(Pace(), ["-1005"] * 30 + [str(chat) for chat in range(20)])
    assert sum(at < 1 for at in found) >= 24
