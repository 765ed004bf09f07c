"""A crowd that answers questionnaires through the double, and what each of them ought to have heard."""

from __future__ import annotations

import random
import tempfile
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from milu_bot.channels.telegram_letters import joined, parts, sendable
from milu_bot.dialogue.conversation import Conversation
from milu_bot.edition import Edition, publish
from milu_bot.front_desk import FrontDesk
from milu_bot.knowledge.loader import load
from milu_bot.message import Incoming, Outgoing
from milu_bot.rendering import read_templates
from milu_bot.stores.opening import Stores, open_sqlite
from tests.conftest import KNOWLEDGE, ROOT
from tests.end_to_end.bot_api import BotApi
from tests.end_to_end.people import Bot, Person, labels


def desk_of(edition: Edition, stores: Stores) -> FrontDesk:
    return FrontDesk(lambda: edition, stores.conversations, stores.inbox)


@dataclass
class Member:
    """One of the crowd: says the next thing when everything due has been heard."""

    person: Person
    random: random.Random
    due: list[str] = field(default_factory=list)
    last: tuple[Outgoing, ...] = ()
    talk: Conversation | None = None
    said: int = 0

    def step(self, desk: FrontDesk) -> None:
        keyboards = [message for message in self.last if message.choices]
        user = str(self.person.id)
        if self.said == 0 or not keyboards or (self.talk and not self.talk.asked):
            words = self.random.choice(["/assess", "重来", "测算"])
            self.person.say(words)
            incoming = Incoming("telegram", user, words)
        elif self.random.random() < 0.3:
            words = self.random.choice(
                ["8", "三百万元", "不知道", "没有", "三（三）8是什么", "不清楚咯"]
            )
            self.person.say(words)
            incoming = Incoming("telegram", user, words)
        else:
            board = keyboards[-1]
            choice = self.random.choice(
                [c for c in board.choices if c.label != "取消" and not c.several]
            )
            board_message = next(m for m in reversed(self.person.replies) if m["reply_markup"])
            assert choice.label in labels(board_message), board_message["text"]
            self.person.press(choice.label)
            incoming = Incoming(
                "telegram", user, choice.text, question_number=board.question_number
            )
        answered = desk.receive(incoming)
        self.last, self.talk = answered.outgoing, answered.conversation
        self.due += [
            sendable(part)
            for message in joined(answered.outgoing)
            for part in parts(sendable(message.text))
        ]
        self.said += 1

    @property
    def heard(self) -> list[str]:
        return [message["text"] for message in self.person.replies]


@dataclass(frozen=True)
class Result:
    said: int
    kills: int
    lost: int
    doubled: int
    wrong_states: int
    seconds: float


def run_crowd(
    api: BotApi,
    bot: Bot,
    *,
    people: int,
    each: int,
    seed: int,
    kills: int | None,
    seconds: float = 600,
) -> Result:
    """Let people talk while the bot is killed at random moments; `kills` limits how often, None is no limit.

    A short talk with a limit is killed sooner, so that the kills fall into it on a quick machine too.
    """
    draw = random.Random(seed)
    edition = publish([load(KNOWLEDGE)], read_templates(ROOT / "templates"))
    started, done, killed = time.monotonic(), threading.Event(), 0

    def killer() -> None:
        nonlocal killed
        while not done.is_set() and (kills is None or killed < kills):
            bot.start()
            if done.wait(draw.uniform(0.02, 1.2 if kills is None else 0.3)):
                return
            bot.kill()
            killed += 1
        if not done.is_set():
            bot.start()

    with tempfile.TemporaryDirectory() as folder:
        stores = open_sqlite(Path(folder) / "s")
        desk = desk_of(edition, stores)
        members = [
            Member(Person(api, 5000 + n), random.Random(f"{seed}-{n}")) for n in range(people)
        ]
        thread = threading.Thread(target=killer)
        thread.start()
        try:
            while any(
                member.said < each or len(member.heard) < len(member.due) for member in members
            ):
                assert time.monotonic() - started < seconds, "the talk has come to a stop"
                moved = False
                for member in members:
                    if member.said < each and len(member.heard) >= len(member.due):
                        member.step(desk)
                        moved = True
                if not moved:
                    with api.changed:
                        api.changed.wait(0.5)
        finally:
            done.set()
            thread.join()
        api.wait(lambda: api.unconfirmed == 0)
        assert bot.end() == 0
        theirs = open_sqlite(bot.store)
        with closing_stores(stores), closing_stores(theirs):
            wrong = sum(_answers(stores, m) != _answers(theirs, m) for m in members)
            assert theirs.outbox.chats("telegram") == []
    lost = sum(len(m.due) - _common(m.due, m.heard) for m in members)
    doubled = sum(len(m.heard) - _common(m.due, m.heard) for m in members)
    return Result(
        sum(m.said for m in members), killed, lost, doubled, wrong, time.monotonic() - started
    )


class closing_stores(closing[Stores]):  # noqa: N801  # reads like contextlib.closing
    pass


def _answers(stores: Stores, member: Member) -> tuple[object, ...]:
    from datetime import UTC, datetime

    with stores.conversations.turn(f"telegram:{member.person.id}", datetime.now(UTC)) as held:
        held.drop()
    talk = held.conversation
    return talk.answers, talk.asked, talk.question_number


def _common(due: list[str], heard: list[str]) -> int:
    """The length of the longest common subsequence: what is beyond it is lost, doubled or out of order."""
    if due == heard:
        return len(due)
    row = [0] * (len(heard) + 1)
    for one in due:
        last = row[:]
        for at, other in enumerate(heard):
            row[at + 1] = last[at] + 1 if one == other else max(last[at + 1], row[at])
    return row[-1]
