"""Whole talks as text, through the front desk and a real SQLite file.

用户: says something; 机器人: the next reply holds these words; 不说: it does not; 重启: the
process is started anew; 日期: from here on it is this day.
A line asserts facts and sums, not copy.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from milu_bot.clock import utc_now
from milu_bot.days import read_day
from milu_bot.edition import Edition, publish
from milu_bot.front_desk import FrontDesk
from milu_bot.knowledge.loader import load
from milu_bot.message import Incoming
from milu_bot.policy import Policy
from milu_bot.rendering import read_templates
from milu_bot.stores.conversations import SqliteConversations
from milu_bot.stores.database import connect
from milu_bot.stores.inbox import SqliteInbox
from tests.conftest import ROOT, prepared

TALKS = sorted(Path(__file__).parent.glob("*.txt"))
WITH_SEVERAL = sorted((Path(__file__).parent / "several").glob("*.txt"))
TWO_COUNTIES = sorted((Path(__file__).parent / "two_counties").glob("*.txt"))
COUNTY = ROOT / "tests" / "second_county" / "yunze-2026-3"
SKELETON = ROOT / "milu_bot" / "knowledge" / "skeleton"


def desk_on(path: Path, edition: Edition, clock: Callable[[], datetime] = utc_now) -> FrontDesk:
    connection = connect(path)
    return FrontDesk(
        lambda: edition, SqliteConversations(connection), SqliteInbox(connection), clock
    )


@pytest.mark.parametrize("talk", TALKS, ids=lambda path: path.stem)
def test_talk(talk: Path, tmp_path: Path, edition: Edition) -> None:
    play(talk, tmp_path / "talk.sqlite3", edition)


@pytest.mark.parametrize("talk", WITH_SEVERAL, ids=lambda path: path.stem)
def test_talk_about_several_policies(talk: Path, tmp_path: Path, several: Edition) -> None:
    play(talk, tmp_path / "talk.sqlite3", several)


@pytest.mark.parametrize("talk", TWO_COUNTIES, ids=lambda path: path.stem)
def test_talk_about_two_counties(talk: Path, tmp_path: Path, counties: Edition) -> None:
    play(talk, tmp_path / "talk.sqlite3", counties)


@pytest.fixture(scope="module")
def several(policy: Policy) -> Edition:
    """Ours and the one that a new policy begins with."""
    return publish([policy, load(SKELETON)], read_templates(ROOT / "templates"), prepared)


@pytest.fixture(scope="module")
def counties(policy: Policy) -> Edition:
    """Ours and a made-up county's."""
    return publish([policy, load(COUNTY)], read_templates(ROOT / "templates"), prepared)


def play(talk: Path, store: Path, edition: Edition) -> None:
    """Hold a written talk, with what is kept in this file."""
    days: list[date] = []

    def clock() -> datetime:
        return datetime.combine(days[-1], time(4), UTC) if days else utc_now()

    desk, said, asserted = desk_on(store, edition, clock), "", 0
    for number, line in enumerate(talk.read_text(encoding="utf-8").splitlines(), 1):
        where = f"{talk.name}:{number}"
        speaker, _, words = line.partition(": ")
        match speaker:
            case "用户":
                answered = desk.receive(Incoming("test", "somebody", words))
                said = "\n".join(
                    "\n".join([out.text, *(choice.label for choice in out.choices)])
                    for out in answered.outgoing
                )
            case "机器人":
                asserted += 1
                assert words in said, f"{where}: 应有「{words}」，实际是：\n{said}"
            case "不说":
                asserted += 1
                assert words not in said, f"{where}: 不应有「{words}」，实际是：\n{said}"
            case "重启":
                desk = desk_on(store, edition, clock)
            case "日期":
                days.append(read_day(words))
            case _:
                assert not line.strip() or line.startswith("#"), f"{where}: 不认识这一行：{line}"
    assert asserted, f"{talk.name} asserts nothing"


def test_there_are_at_least_forty_talks() -> None:
    assert len(TALKS) >= 40
