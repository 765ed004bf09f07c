"""The talks of tests/conversations by Telegram: one process, everybody at once, the same facts and sums."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from milu_bot.channels.telegram_words import EDITED
from tests.conversations.test_conversations import TALKS
from tests.end_to_end.conftest import House
from tests.end_to_end.people import Person, labels


@dataclass
class Talker:
    """Says one talk line by line. Behind each line goes an edit, whose own answer shows that all before it came."""

    talk: Path
    person: Person
    wrong: list[str] = field(default_factory=list)
    lines: Iterator[tuple[int, str]] = field(init=False)
    waiting: bool = False
    restarting: bool = False
    done: bool = False

    def __post_init__(self) -> None:
        self.lines = enumerate(self.talk.read_text(encoding="utf-8").splitlines(), 1)
        self.said, self.heard, self.skipping, self.asserted = "", 0, False, 0

    def take_in(self) -> None:
        """Take in the answers to the last line, if they are all here."""
        replies = self.person.replies
        if replies[self.heard :] and replies[-1]["text"] == EDITED:
            new = replies[self.heard : -1]
            shown = [
                text for m in new for text in (m["text"], *(labels(m) if m["reply_markup"] else ()))
            ]
            self.said, self.heard, self.waiting = "\n".join(shown), len(replies), False

    def go_on(self) -> None:
        """Check what was heard, and say the next line."""
        for number, line in self.lines:
            speaker, _, words = line.partition(": ")
            if speaker == "用户":
                # Telegram itself sends no empty messages.
                self.skipping = not words.strip()
                if not self.skipping:
                    sent = self.person.say(words)
                    self.person.api.update("edited_message", sent["message"])
                    self.waiting = True
                    return
            elif speaker == "重启":
                self.restarting = True
                return
            elif speaker in ("机器人", "不说") and not self.skipping:
                self.asserted += 1
                if (words in self.said) != (speaker == "机器人"):
                    self.wrong.append(f"{self.talk.name}:{number}: {speaker} {words}\n{self.said}")
        self.done = True


def test_every_talk_gives_the_same_by_telegram(house: House) -> None:
    talkers = [Talker(talk, house.person()) for talk in TALKS]
    restarts = 0
    while under_way := [talker for talker in talkers if not talker.done]:
        ready = [talker for talker in under_way if not talker.waiting and not talker.restarting]
        for talker in ready:
            talker.go_on()
        if all(talker.restarting for talker in under_way if not talker.done):
            if restarts == 0:  # once for all who ask for it: the kills have tests of their own
                assert house.bot.end() == 0
                house.bot.start()
            restarts += 1
            for talker in under_way:
                talker.restarting = False
            continue
        if not ready:
            house.api.wait(lambda: any(_heard(talker) for talker in talkers), 60)
    wrong = [complaint for talker in talkers for complaint in talker.wrong]
    assert not wrong, "\n\n".join(wrong)
    assert restarts and all(talker.asserted for talker in talkers)
    refused = [
        c.refused
        for c in house.api.calls
        if c.refused.startswith("400") and c.method != "answerCallbackQuery"
    ]
    assert not refused


def _heard(talker: Talker) -> bool:
    if talker.waiting:
        talker.take_in()
        return not talker.waiting
    return False
