"""A crowd that answers questionnaires through the double, and what each of them ought to have heard."""

from __future__ import annotations

import random
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from milu_bot.channels.telegram_letters import joined, parts, sendable
from milu_bot.dialogue.conversation import Conversation
from milu_bot.edition import Edition
from milu_bot.front_desk import FrontDesk
from milu_bot.message import Incoming, Outgoing
from milu_bot.stores.opening import Stores, open_sqlite
from tests.end_to_end.bot_api import BotApi
from tests.end_to_end.people import Bot, Person

_WORDS = ["8", "三百万元", "不知道", "没有", "三（三）8是什么", "不清楚咯"]


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
            words = self.random.choice(_WORDS)
            self.person.say(words)
            incoming = Incoming("telegram", user, words)
        else:
            board = keyboards[-1]
            choice = self.random.choice(
                [c for c in board.choices if c.label != "取消" and not c.several]
            )
            # Named by its words: a letter that came twice is to be counted, not to end the talk.
            words = sendable(parts(sendable(board.text))[-1])
            shown = [m for m in self.person.replies if m["text"] == words]
            self.person.press_on(shown[-1], choice.label)
            incoming = Incoming(
                "telegram", user, choice.text, question_number=board.question_number
            )
        answered = desk.receive(incoming)
        self.last, self.talk = tuple(joined(answered.outgoing)), answered.conversation
        self.due += [
            sendable(part) for message in self.last for part in parts(sendable(message.text))
        ]
        self.said += 1

    @property
    def heard(self) -> list[str]:
        return [message["text"] for message in self.person.replies]

    @property
    def content(self) -> bool:
        """Whether everything due has been heard."""
        there = self.person.api.delivered.get(self.person.chat, ())
        # The last by its words, too: else a letter that came twice would pass for the next one.
        return len(there) >= len(self.due) and (
            not self.due or any(message["text"] == self.due[-1] for message in there[-9:])
        )


@dataclass(frozen=True)
class Outcome:
    said: int
    lost: int
    doubled: int
    wrong_states: int
    unsent: int

    @property
    def is_perfect(self) -> bool:
        return (self.lost, self.doubled, self.wrong_states, self.unsent) == (0, 0, 0, 0)


class Crowd:
    """People who talk at the same time. What they ought to hear is worked out by a desk beside the bot."""

    def __init__(
        self, api: BotApi, edition: Edition, folder: Path, *, people: int, seed: int
    ) -> None:
        self._api = api
        self._stores = open_sqlite(folder / "expected.sqlite3")
        self._desk = FrontDesk(lambda: edition, self._stores.conversations, self._stores.inbox)
        self.members = [
            Member(Person(api, 5000 + n), random.Random(f"{seed}-{n}")) for n in range(people)
        ]

    @property
    def said(self) -> int:
        return sum(member.said for member in self.members)

    def talk(self, each: int, seconds: float) -> None:
        """Let everybody say so many things in all, and hear what comes of them."""
        deadline = time.monotonic() + seconds
        while any(member.said < each or not member.content for member in self.members):
            assert time.monotonic() < deadline, "the talk has come to a stop"
            ready = [one for one in self.members if one.said < each and one.content]
            for member in ready:
                member.step(self._desk)
            if not ready:
                with self._api.changed:
                    self._api.changed.wait(0.5)

    def outcome(self, bot: Bot, theirs: Stores) -> Outcome:
        """Hold what was heard, and what the bot remembers, against what ought to be.

        Ends the bot, once it has noted that all is sent, and closes the stores.
        """
        deadline = time.monotonic() + 60
        while theirs.outbox.chats("telegram") and time.monotonic() < deadline:
            time.sleep(0.05)
        assert bot.end() == 0
        with closing(self._stores), closing(theirs):
            wrong = sum(_answers(self._stores, m) != _answers(theirs, m) for m in self.members)
            unsent = len(theirs.outbox.chats("telegram"))
        common = [_common(member.due, member.heard) for member in self.members]
        return Outcome(
            self.said,
            sum(len(m.due) - as_due for m, as_due in zip(self.members, common, strict=True)),
            sum(len(m.heard) - as_due for m, as_due in zip(self.members, common, strict=True)),
            wrong,
            unsent,
        )


class Killer:
    """Kills a bot at random moments, and starts it again. A moment is a number of calls that the bot
    makes of the API, and a bit: as many fall into the work on a busy machine as on a quiet one.
    """

    def __init__(
        self, api: BotApi, bot: Bot, draw: random.Random, *, calls: int, most: int | None = None
    ) -> None:
        """`calls` are the most from start to kill; `most` limits the kills, None is no limit."""
        self._api, self._bot, self._draw, self._calls, self._most = api, bot, draw, calls, most
        self._done = False
        self._thread = threading.Thread(target=self._run)
        self.kills = 0

    def __enter__(self) -> Killer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with self._api.changed:
            self._done = True
            self._api.changed.notify_all()
        self._thread.join()

    def _run(self) -> None:
        while self._most is None or self.kills < self._most:
            moment = len(self._api.calls) + self._draw.randint(1, self._calls)
            self._bot.start(ready=False)
            with self._api.changed:
                self._api.changed.wait_for(
                    lambda: self._done or len(self._api.calls) >= moment  # noqa: B023  # waited for here
                )
            if self._done:
                return
            time.sleep(self._draw.uniform(0, 0.02))
            self._bot.kill()
            self.kills += 1
        self._bot.start()


def _answers(stores: Stores, member: Member) -> tuple[object, ...]:
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
