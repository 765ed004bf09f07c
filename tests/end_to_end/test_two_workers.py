"""Two workers serve one bot by webhook, on one store: whoever hears an update, it has its effect once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from milu_bot.edition import Edition
from milu_bot.stores.opening import Stores, open_redis, open_sqlite
from tests.end_to_end.crowd import Crowd
from tests.end_to_end.people import Bot, BotApi, Person, free_port
from tests.end_to_end.postman import PATH, SECRET, Postman, deliver
from tests.stores.redis_server import redis_server

Worker = Callable[[int], Bot]


@pytest.fixture(params=["sqlite", "redis"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a Redis, or nothing for a file."""
    if request.param == "sqlite":
        yield ""
        return
    with redis_server(tmp_path) as url:
        yield url


@pytest.fixture
def new_worker(new_bot: Callable[..., Bot], store: str) -> Worker:
    def make(port: int) -> Bot:
        settings = {
            "TELEGRAM_WEBHOOK_URL": f"https://bot.example.org{PATH}",
            "TELEGRAM_WEBHOOK_PORT": str(port),
            "TELEGRAM_WEBHOOK_SECRET": SECRET,
        }
        if store:
            settings["MILU_REDIS_URL"] = store
        return new_bot("--webhook", **settings)

    return make


def test_two_workers_and_the_death_of_one(
    api: BotApi, new_worker: Worker, store: str, edition_of_few: Edition, tmp_path: Path
) -> None:
    ports = [free_port(), free_port()]
    one, other = (new_worker(port).start(ready=False) for port in ports)
    for worker in (one, other):
        worker.logged('"ready"', 60)
    postman = Postman(ports, seed=6)
    api.carry = postman.carry
    try:
        crowd = Crowd(api, edition_of_few, tmp_path, people=6, seed=6)
        crowd.talk(5, seconds=240)
        assert min(postman.taken.values()) > 3, "both were to have work"
        assert postman.doubled > 2
        # One dies while it sends: Telegram has the message, and the worker is gone before it knows.
        last = Person(api, 9)
        api.fault = lambda method, data: (
            None if data.get("chat_id") != 9 else "lost" if method == "sendMessage" else "cut"
        )
        postman.gone.add(ports[1])
        first = last.say("/start")
        last.hear(1, 60)
        one.kill()
        api.fault = lambda method, data: None
        postman.gone = {ports[0]}
        # It is brought again, for nobody knows whether the dead one has kept it.
        assert deliver(ports[1], first) == 200
        last.say("/help")
        assert "怎么用我" in last.hear(1, 60)[0]
        crowd.talk(7, seconds=240)
        assert len(last.replies) == 2
    finally:
        postman.close()
    assert crowd.outcome(other, _open(store, other)).is_perfect
    assert other.time_to_stop < timedelta(seconds=3)


def _open(store: str, worker: Bot) -> Stores:
    if store:
        return open_redis(store)
    return open_sqlite(worker.store)
