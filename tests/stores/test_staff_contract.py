"""What every store keeps to of what it holds for staff."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from milu_bot.stores.inbox import State, Why
from milu_bot.stores.opening import Stores

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ME = "telegram:7"


def rows(stores: Stores) -> list[tuple[str, str, int, str]]:
    return [(n.words, n.why, n.times, n.state) for n in stores.inbox.all()]


def test_questions_are_counted_without_names_and_numbers(opener: Callable[[], Stores]) -> None:
    stores = opener()
    stores.inbox.note("我的电话13812345678", Why.DECLINED, NOW - timedelta(days=3))
    stores.inbox.note("我的电话13987654321", Why.DECLINED, NOW)
    stores.inbox.note("我的电话13987654321", Why.NO_USE, NOW, "3.3.8 岗位补贴")
    first, second = opener().inbox.all()
    assert (first.words, first.times) == ("我的电话＊＊＊＊", 2)
    assert (first.first, first.last) == ("2026-11-21", "2026-11-24")
    assert (second.why, second.answer) == (Why.NO_USE, "3.3.8 岗位补贴")
    assert first.id < second.id


def test_a_question_is_cut_but_no_number_in_two(stores: Stores) -> None:
    stores.inbox.note("问" * 195 + "13812345678" + "问" * 5000, Why.DECLINED, NOW)
    (note,) = stores.inbox.all()
    assert note.words == "问" * 195 + "＊＊＊＊问"


def test_what_was_settled_after_all_is_taken_back(stores: Stores) -> None:
    for _ in range(2):
        stores.inbox.note("培训", Why.ASKED_BACK, NOW)
    stores.inbox.take_back("培训", Why.ASKED_BACK)
    assert rows(stores) == [("培训", "反问了", 1, "待办")]
    stores.inbox.take_back("培训", Why.ASKED_BACK)
    stores.inbox.take_back("培训", Why.ASKED_BACK)
    assert rows(stores) == []


def test_a_closed_question_asked_again_is_open_as_if_new(stores: Stores) -> None:
    for _ in range(3):
        stores.inbox.note("天气", Why.DECLINED, NOW - timedelta(days=9))
    (note,) = stores.inbox.all()
    stores.inbox.mark([note.id], State.DRAFTED, NOW)
    stores.inbox.note("天气", Why.DECLINED, NOW)
    assert rows(stores) == [("天气", "没答上来", 4, "已起草")]
    stores.inbox.mark([note.id], State.DROPPED, NOW)
    assert stores.inbox.all()[0].closed == "2026-11-24"
    stores.inbox.note("天气", Why.DECLINED, NOW)
    assert rows(stores) == [("天气", "没答上来", 1, "待办")]
    assert stores.inbox.all()[0].first == "2026-11-24"


@pytest.mark.parametrize(
    ("state", "days", "kept"),
    [
        (State.OPEN, 180, True),
        (State.OPEN, 181, False),
        (State.DONE, 30, True),
        (State.DONE, 31, False),
        (State.DROPPED, 31, False),
    ],
)
def test_questions_are_kept_so_long(stores: Stores, state: State, days: int, kept: bool) -> None:
    then = NOW - timedelta(days=days)
    stores.inbox.note("天气", Why.DECLINED, then)
    stores.inbox.mark([stores.inbox.all()[0].id], state, then)
    assert stores.inbox.expire(NOW) == (not kept)
    assert bool(stores.inbox.all()) == kept


def test_counts_are_kept_with_their_turn(opener: Callable[[], Stores]) -> None:
    stores = opener()
    for day in (1, 0):
        when = NOW - timedelta(days=day)
        with stores.conversations.turn(ME, when) as held:
            held.counts += [("问答", "3.3.8"), ("问答", "3.3.8"), ("问到", "人数")]
    with pytest.raises(RuntimeError), stores.conversations.turn(ME, NOW) as held:
        held.counts.append(("问答", "3.3.8"))
        raise RuntimeError
    with stores.conversations.turn(ME, NOW) as held:
        held.counts.append(("问答", "3.3.8"))
        held.drop()
    with stores.conversations.turn(ME, NOW) as held:
        held.counts.append(("忘记", ""))
        held.forget()
    found = opener().counts.since(NOW.date())
    assert [(c.day, c.what, c.of, c.times) for c in found] == [
        ("2026-11-24", "忘记", "", 1),
        ("2026-11-24", "问到", "人数", 1),
        ("2026-11-24", "问答", "3.3.8", 2),
    ]
    assert len(stores.counts.since(NOW.date() - timedelta(days=1))) == 5


def test_the_log_is_written_once_and_names_nobody(opener: Callable[[], Stores]) -> None:
    stores = opener()
    stores.staff_log.append(ME, "publisher", "/reload", "知识已启用。", NOW)
    stores.staff_log.append("telegram:8", "viewer", "/inbox", "看了", NOW)
    other = opener()
    first, second = other.staff_log.all()
    assert first.at == "2026-11-24T12:00:00+00:00"
    assert (first.role, first.what, first.outcome) == ("publisher", "/reload", "知识已启用。")
    assert first.who == other.staff_log.name_of(ME) != second.who
    assert first.who != "7" and ME not in str(first)
