"""Every store under one suite: a SQLite file, and a real Redis where there is one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from milu_bot.stores.opening import Stores, open_redis, open_sqlite
from tests.stores.redis_server import redis_server


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with redis_server(tmp_path_factory.mktemp("redis")) as url:
        yield url


@pytest.fixture(params=["sqlite", "redis"])
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Stores]]:
    """Opens the same stores again and again, as several processes would."""
    opened: list[Stores] = []
    if request.param == "redis":
        url = request.getfixturevalue("redis_url")
        import redis

        with redis.Redis.from_url(url) as client:
            client.flushall()

    def again() -> Stores:
        stores = (
            open_redis(url) if request.param == "redis" else open_sqlite(tmp_path / "s.sqlite3")
        )
        opened.append(stores)
        return stores

    yield again
    for stores in opened:
        stores.close()


@pytest.fixture
def stores(opener: Callable[[], Stores]) -> Stores:
    return opener()
