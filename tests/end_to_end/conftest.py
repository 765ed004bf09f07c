"""A Bot API and a bot for each test, or one of each for all tests that do them no harm; ended whatever happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.bot_api import BotApi
from tests.end_to_end.people import Bot, Person


@pytest.fixture
def api() -> Iterator[BotApi]:
    double = BotApi()
    yield double
    double.close()


@pytest.fixture
def new_bot(api: BotApi, tmp_path: Path, few: Path) -> Iterator[Callable[..., Bot]]:
    """Makes bots that know few questions; the house knows all."""
    made: list[Bot] = []

    def make(*arguments: str, **environment: str) -> Bot:
        knowledge = {"MILU_KNOWLEDGE": str(few)}
        bot = Bot(api, tmp_path / "store.sqlite3", *arguments, **(knowledge | environment))
        made.append(bot)
        return bot

    yield make
    for bot in made:
        if bot.process:
            bot.kill()


@pytest.fixture
def bot(new_bot: Callable[..., Bot]) -> Bot:
    return new_bot().start()


class House:
    """One double and one process that many tests share; each brings people of its own."""

    def __init__(self, folder: Path) -> None:
        self.api = BotApi()
        self.bot = Bot(self.api, folder / "store.sqlite3", MILU_PATIENCE="1000000")
        self._ids = count(70_000)

    def person(self, group: int | None = None) -> Person:
        return Person(self.api, next(self._ids), group)

    def group(self) -> int:
        return -1_000_000_000_000 - next(self._ids)

    def calls_for(self, person: Person, method: str) -> list[dict[str, Any]]:
        """What was asked of the Bot API for this person's chat."""
        return [c.data for c in self.api.called(method) if c.data.get("chat_id") == person.chat]


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    shared = House(tmp_path_factory.mktemp("house"))
    shared.bot.start()
    yield shared
    if shared.bot.process:
        shared.bot.kill()
    shared.api.close()
