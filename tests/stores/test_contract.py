"""What every store keeps to, whatever it is made of."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from milu_bot.conditions import FactId
from milu_bot.dialogue.conversation import Answer, Conversation
from milu_bot.message import Choice, Letter, Outgoing
from milu_bot.stores.opening import Stores, open_redis
from milu_bot.stores.outbox import COMMON, Doubt, Sent, Tried, Waiting

NOW = datetime.now(UTC)
ME = "telegram:7"
ANSWER = Answer(FactId("人数"), "八", "8个人")


def letter(text: str, chat: str = "7", user: str = ME, *, final: bool = False) -> Letter:
    return Letter("telegram", chat, user, text, final)


def bodies(stores: Stores, chat: str = "7") -> list[str]:
    return [waiting.letter.body for waiting in stores.outbox.waiting("telegram", chat)]


def write(stores: Stores, *texts: str, id: str = "", chat: str = "7", user: str = ME) -> None:
    with stores.conversations.turn(user, NOW, id) as held:
        held.letters.extend(letter(text, chat, user) for text in texts)


def first(stores: Stores) -> Waiting:
    return stores.outbox.waiting("telegram", "7")[0]


def strike(stores: Stores, waiting: Waiting, message: int) -> None:
    stores.outbox.record([], [Sent(waiting, message)], NOW)


def talk_of(stores: Stores, user: str = ME) -> Conversation:
    with stores.conversations.turn(user, NOW) as held:
        held.drop()
    return held.conversation


def test_a_turn_is_kept_whole(opener: Callable[[], Stores]) -> None:
    with opener().conversations.turn(ME, NOW, "telegram:1") as held:
        held.conversation = held.conversation.answered(ANSWER)
        held.memory, _ = held.memory.drawing((Outgoing("问", (Choice("是", "是"),), 3),), 5.0)
        held.letters.append(letter("答"))
    other = opener()
    assert talk_of(other).answers == (ANSWER,)
    assert bodies(other) == ["答"]
    with other.conversations.turn(ME, NOW) as held:
        assert held.memory.keyboards[0].choices == (Choice("是", "是"),)
        assert held.memory.keyboards[0].question_number == 3


def test_a_turn_that_fails_leaves_nothing(stores: Stores) -> None:
    with pytest.raises(RuntimeError), stores.conversations.turn(ME, NOW, "telegram:1") as held:
        held.conversation = held.conversation.answered(ANSWER)
        held.letters.append(letter("答"))
        raise RuntimeError
    assert talk_of(stores).answers == ()
    assert bodies(stores) == []
    with stores.conversations.turn(ME, NOW, "telegram:1") as held:
        assert not held.seen


def test_a_message_seen_before_changes_nothing(opener: Callable[[], Stores]) -> None:
    write(opener(), "一", id="telegram:1")
    other = opener()
    with other.conversations.turn(ME, NOW, "telegram:1") as held:
        assert held.seen
        held.conversation = held.conversation.answered(ANSWER)
        held.letters.append(letter("二"))
    assert talk_of(other).answers == ()
    assert bodies(other) == ["一"]


def test_an_earlier_message_that_comes_later_counts(stores: Stores) -> None:
    write(stores, "后", id="telegram:9")
    write(stores, "先", id="telegram:8")
    assert bodies(stores) == ["后", "先"]


def test_two_processes_take_turns_with_one_person(opener: Callable[[], Stores]) -> None:
    def count(stores: Stores) -> None:
        for _ in range(20):
            with stores.conversations.turn(ME, NOW) as held:
                talk = held.conversation
                held.conversation = replace(talk, question_number=talk.question_number + 1)

    threads = [threading.Thread(target=count, args=(opener(),)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert talk_of(opener()).question_number == 40


def test_the_same_message_at_two_processes_at_once(opener: Callable[[], Stores]) -> None:
    def all_of_them(stores: Stores) -> None:
        for number in range(20):
            write(stores, str(number), id=f"telegram:{number}")

    threads = [threading.Thread(target=all_of_them, args=(opener(),)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert bodies(opener()) == [str(number) for number in range(20)]


def test_letters_are_struck_out_in_order(opener: Callable[[], Stores]) -> None:
    stores = opener()
    write(stores, "一", "二")
    write(stores, "三")
    write(stores, "别人的", chat="8", user="telegram:8")
    assert sorted(stores.outbox.chats("telegram")) == ["7", "8"]
    first, second, _ = stores.outbox.waiting("telegram", "7")
    stores.outbox.record([], [Sent(first, 41), Sent(second, 42)], NOW)
    assert bodies(opener()) == ["三"]
    assert opener().outbox.floor("telegram", "7") == 42
    assert opener().outbox.floor("telegram", "8") == 0


def test_one_sends_and_the_others_wait(opener: Callable[[], Stores]) -> None:
    one, other = opener(), opener()
    assert one.outbox.hold("telegram", "7")
    assert one.outbox.hold("telegram", "7")
    assert not other.outbox.hold("telegram", "7")
    one.outbox.release("telegram", "7")
    one.close()
    assert other.outbox.hold("telegram", "7")


def test_a_letter_that_was_on_its_way_is_known_as_such(opener: Callable[[], Stores]) -> None:
    stores = opener()
    write(stores, "一", "二")
    stores.outbox.record([Tried(first(stores), Doubt(40))], [], NOW)
    assert [one.doubt for one in opener().outbox.waiting("telegram", "7")] == [Doubt(40), None]
    stores.outbox.record([Tried(first(stores), Doubt(44, 60))], [], NOW)
    assert first(opener()).doubt == Doubt(44, 60)
    strike(stores, first(stores), 41)
    assert [one.doubt for one in opener().outbox.waiting("telegram", "7")] == [None]
    stores.outbox.record([], [Sent(first(stores), 43, common=True)], NOW)
    assert opener().outbox.floor("telegram", COMMON) == 43


def test_what_arrives_after_somebody_is_forgotten_is_not_written_down(
    opener: Callable[[], Stores],
) -> None:
    stores = opener()
    write(stores, "一")
    under_way = first(stores)
    stores.outbox.record([Tried(under_way, Doubt(40))], [], NOW)
    with opener().conversations.turn(ME, NOW) as held:
        held.forget()
    strike(stores, under_way, 41)
    assert bodies(stores) == []
    assert stores.outbox.floor("telegram", "7") == 0


def test_looking_for_a_letter_writes_nothing_of_somebody_who_is_forgotten(redis_url: str) -> None:
    """In Redis the note of a search names the letter by its words; in a file it goes with the letter's row."""
    import redis

    stores = open_redis(redis_url)
    write(stores, "一")
    under_way = first(stores)
    with stores.conversations.turn(ME, NOW) as held:
        held.forget()
    stores.outbox.record([Tried(under_way, Doubt(41, 50))], [], NOW)
    stores.close()
    with redis.Redis.from_url(redis_url) as client:
        assert not list(client.scan_iter("*tried*"))
        client.flushall()


def test_forgetting_leaves_nothing_of_a_person(opener: Callable[[], Stores]) -> None:
    stores = opener()
    write(stores, "别人的", chat="8", user="telegram:8")
    write(stores, "一", "二", "三")
    strike(stores, first(stores), 41)
    with stores.conversations.turn(ME, NOW, "telegram:5") as held:
        held.conversation = held.conversation.answered(ANSWER)
        held.forget()
        held.letters.append(letter("再见", final=True))
    assert bodies(stores) == ["再见"]
    strike(stores, first(stores), 44)
    other = opener()
    assert talk_of(other).answers == ()
    assert bodies(other) == []
    assert other.outbox.floor("telegram", "7") == 0
    assert bodies(other, "8") == ["别人的"]


def test_turns_kept_together(stores: Stores) -> None:
    with stores.conversations.together():
        write(stores, "一", id="telegram:1")
        write(stores, "二", id="telegram:2")
        with pytest.raises(RuntimeError), stores.conversations.turn(ME, NOW, "telegram:3") as held:
            held.letters.append(letter("错"))
            raise RuntimeError
    assert bodies(stores) == ["一", "二"]


def test_a_chat_that_moved(stores: Stores) -> None:
    write(stores, "一", "二", chat="-5", user="telegram:7")
    stores.outbox.move("telegram", "-5", "-1005")
    assert bodies(stores, "-5") == []
    assert bodies(stores, "-1005") == ["一", "二"]
    stores.outbox.move("telegram", "-1005", "-1005")
    assert bodies(stores, "-1005") == ["一", "二"]
    with stores.conversations.turn(ME, NOW) as held:
        held.forget()
    assert bodies(stores, "-1005") == []
