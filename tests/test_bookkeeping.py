"""What the desk notes of a talk: the inbox, the thumbs and the counts."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from milu_bot.bookkeeping import BANDS, HIGHEST, THANKS, UNCERTAIN, band
from milu_bot.edition import Edition
from milu_bot.front_desk import Answered, FrontDesk
from milu_bot.message import Incoming
from milu_bot.quantity import Span
from milu_bot.stores.opening import Stores, open_sqlite

NOW = datetime(2026, 11, 24, tzinfo=UTC)


class Talk:
    """Somebody at a desk, and what the desk has noted."""

    def __init__(self, path: Path, edition: Edition) -> None:
        self.path = path
        self.stores: Stores = open_sqlite(path)
        self.desk = FrontDesk(
            lambda: edition, self.stores.conversations, self.stores.inbox, lambda: NOW
        )

    def say(self, *texts: str, user: str = "7", private: bool = True) -> Answered:
        for text in texts:
            answered = self.desk.receive(Incoming("test", user, text, private=private))
        return answered

    def thumb(self, answered: Answered, *, useful: bool) -> str:
        (number,) = (out.keyboard for out in answered.outgoing if out.about)
        assert number
        return self.press(number, useful=useful)

    def press(self, number: int, *, useful: bool) -> str:
        answered = self.desk.receive(Incoming("test", "7", "", thumb=(number, useful)))
        return answered.outgoing[0].text

    @property
    def inbox(self) -> list[tuple[str, str, int]]:
        return [(note.words, str(note.why), note.times) for note in self.stores.inbox.all()]

    @property
    def counts(self) -> dict[tuple[str, str], int]:
        return {(c.what, c.of): c.times for c in self.stores.counts.since(NOW.date())}


@pytest.fixture
def talk(tmp_path: Path, edition: Edition) -> Iterator[Talk]:
    made = Talk(tmp_path / "s", edition)
    yield made
    made.stores.close()


SHOP = "贫困户开网店有补贴吗"
VAGUE = "销售"
FOREIGN = "明天股市涨不涨，我叫张三，电话13812345678"


def test_a_declined_question_is_kept_without_its_person(talk: Talk) -> None:
    talk.say(FOREIGN)
    assert talk.inbox == [("明天股市涨不涨，我叫＊＊，电话＊＊＊＊", "没答上来", 1)]
    assert talk.counts == {("没答上来", ""): 1}
    talk.say("忘记我")
    assert len(talk.inbox) == 1
    with closing(sqlite3.connect(talk.path)) as file:
        assert "test:7" not in json.dumps(file.execute("SELECT * FROM inbox").fetchall())


def test_a_question_asked_back_is_kept_unless_a_choice_settles_it(talk: Talk) -> None:
    asked = talk.say(VAGUE)
    assert asked.kind == "clarify"
    assert talk.inbox == [(VAGUE, "反问了", 1)]
    settled = talk.say(asked.outgoing[-1].choices[0].text)
    assert settled.kind == "answer"
    assert talk.inbox == []
    # A thumb under that answer is about the question as it was first put.
    talk.thumb(settled, useful=False)
    assert talk.inbox == [(VAGUE, "没帮上忙", 1)]


def test_a_question_asked_back_and_left_stays(talk: Talk) -> None:
    talk.say(VAGUE, "再见", VAGUE, "贫困户开网店有补贴吗")
    assert talk.inbox == [(VAGUE, "反问了", 2)]


def test_a_thumb_counts_once_and_changes_nothing_else(talk: Talk) -> None:
    answered = talk.say(SHOP)
    before = answered.conversation
    assert talk.thumb(answered, useful=False) == THANKS[False]
    assert talk.thumb(answered, useful=False) != THANKS[False]
    assert talk.thumb(answered, useful=True) != THANKS[True]
    assert talk.inbox == [(SHOP, "没帮上忙", 1)]
    assert [note.answer for note in talk.stores.inbox.all()] == [f"3.3.9a {SHOP}"]
    assert talk.counts == {("问答", "3.3.9a"): 1, ("没帮上忙", f"3.3.9a {SHOP}"): 1}
    after = talk.say("原文").conversation
    assert after.topic == before.topic
    assert after.answers == before.answers == ()


def test_thumbs_in_words(talk: Talk) -> None:
    assert talk.say(SHOP, "有用！").outgoing[0].text == THANKS[True]
    assert talk.say("有用").outgoing[0].text != THANKS[True]
    assert talk.counts[("有用", f"3.3.9a {SHOP}")] == 1
    assert talk.say("3.3.8", "没帮上忙").outgoing[0].text == THANKS[False]
    assert talk.counts[("没帮上忙", "3.3.8")] == 1


def test_an_older_answer_may_still_get_its_thumb(talk: Talk) -> None:
    first = talk.say(SHOP)
    talk.say("3.3.8")
    assert talk.thumb(first, useful=True) == THANKS[True]
    assert talk.press(1, useful=True) not in THANKS.values()


@pytest.mark.parametrize("text", ["测算", "你好", "帮助", FOREIGN, VAGUE, "原文", "再见"])
def test_only_answers_get_thumbs(talk: Talk, text: str) -> None:
    talk.say(SHOP)
    assert not any(out.about for out in talk.say(text).outgoing)


def test_no_thumbs_in_the_questionnaire_nor_in_groups(talk: Talk) -> None:
    talk.say("测算", "贫困户")
    aside = talk.say(SHOP)
    assert aside.kind == "answer"
    assert not any(out.about for out in aside.outgoing)
    # There the words answer the question on the table, or nothing.
    assert talk.say("有用").kind == "assess"
    assert ("有用", f"3.3.9a {SHOP}") not in talk.counts
    assert not any(out.about for out in talk.say(SHOP, user="8", private=False).outgoing)


def test_a_group_leaves_questions_and_counts_but_nothing_of_people(talk: Talk) -> None:
    talk.say(VAGUE, FOREIGN, private=False)
    assert [why for _, why, _ in talk.inbox] == ["反问了", "没答上来"]
    with talk.stores.conversations.turn("test:7", NOW) as held:
        assert held.memory.asked_back == ()


def test_where_people_leave_the_questionnaire(talk: Talk) -> None:
    talk.say("测算", "贫困户", "为什么问这个", "是", "上一步", "不知道")
    asked = talk.say("取消").conversation
    assert asked.asked is None
    talk.say("测算", user="8")
    put = {of: times for (what, of), times in talk.counts.items() if what == "问到"}
    settled = {of: times for (what, of), times in talk.counts.items() if what == "答过"}
    left = {fact: put[fact] - settled.get(fact, 0) for fact in put}
    assert put["申请身份"] == 2
    assert left["申请身份"] == 1
    assert left["是建档立卡贫困人员"] == 0
    assert sum(left.values()) == 2


def test_a_total_that_was_shown_is_counted_in_its_band(talk: Talk) -> None:
    talk.say("测算", "贫困户", "是", "开了", "12单")
    assert {of: n for (what, of), n in talk.counts.items() if what == "合计"} == {"1万元以内": 1}


@pytest.mark.parametrize(
    ("yuan", "name"),
    [
        ("0", "0元"),
        ("0.01", "1万元以内"),
        ("10000", "1万元以内"),
        ("10000.01", "1万到5万元"),
        ("500000", "10万到50万元"),
        ("500000.01", HIGHEST),
    ],
)
def test_bands_end_with_their_figure(yuan: str, name: str) -> None:
    assert band(Span(Decimal(yuan), Decimal(yuan))) == name
    assert band(Span(Decimal(yuan), None)) == (name if yuan != "0" else UNCERTAIN)
    assert [most for most, _ in BANDS] == sorted(most for most, _ in BANDS)
