"""A Bot API and a bot for each test, ended whatever happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.end_to_end.bot_api import BotApi
from tests.end_to_end.people import Bot


@pytest.fixture
def api() -> Iterator[BotApi]:
    double = BotApi()
    yield double
    double.close()


@pytest.fixture
def new_bot(api: BotApi, tmp_path: Path) -> Iterator[Callable[..., Bot]]:
    made: list[Bot] = []

    def make(*arguments: str, **environment: str) -> Bot:
        bot = Bot(api, tmp_path / "store.sqlite3", *arguments, **environment)
        made.append(bot)
        return bot

    yield make
    for bot in made:
        if bot.process:
            bot.kill()


@pytest.fixture
def bot(new_bot: Callable[..., Bot]) -> Bot:
    return new_bot().start()
