"""An edit of the knowledge in the midst of a talk: what changed its meaning is told once and asked anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from milu_bot.dialogue.conversation import Conversation, from_json
from milu_bot.dialogue.counsel import Counsel
from milu_bot.dialogue.replies import Outdated, Question
from milu_bot.dialogue.steps import Turn
from milu_bot.dialogue.turn import Dialogue
from milu_bot.eligibility.rulebook import Rulebook
from milu_bot.policy import AnswerKind, Fact, Policy

NOW = datetime(2026, 11, 27, tzinfo=UTC)
SHOP, COUNT, WHO = "在第三方平台开网店", "第一年成交笔数", "申请身份"


def edited(counsel: Counsel, name: str, **changes: object) -> Dialogue:
    """The dialogue of an edition in which one fact reads otherwise; None takes the fact away."""
    policy = counsel.policy
    facts = dict(policy.facts)
    facts[name] = facts[name].model_copy(update=changes)
    return dialogue_of(counsel, replace(policy, facts=facts))


def dialogue_of(counsel: Counsel, policy: Policy) -> Dialogue:
    return Dialogue(replace(counsel, policy=policy, rulebook=Rulebook(policy)))


def talk(dialogue: Dialogue, *words: str) -> Conversation:
    found = Conversation("somebody")
    for one in words:
        found = dialogue.take(found, one, NOW).conversation
    return from_json(found.to_json())


def told(turn: Turn) -> Outdated | None:
    return next((reply for reply in turn.replies if isinstance(reply, Outdated)), None)


@pytest.fixture(scope="module")
def dialogue(counsel: Counsel) -> Dialogue:
    return Dialogue(counsel)


@pytest.fixture(scope="module")
def half_done(dialogue: Dialogue) -> Conversation:
    """Asked for the number of orders, with three answers given."""
    found = talk(dialogue, "测算", "贫困户", "是", "开了")
    assert found.asked == COUNT
    return found


def more_options(fact: Fact) -> dict[str, str]:
    return {**fact.options, "农户": "种田的农户"}


def test_words_may_change_freely(counsel: Counsel, half_done: Conversation) -> None:
    options = dict.fromkeys(counsel.policy.facts[WHO].options, "换了说法")
    new = edited(counsel, WHO, ask="您是谁？", hint="", options=options)
    turn = new.take(half_done, "12单", NOW)
    assert told(turn) is None
    assert len(turn.conversation.answers) == 4


@pytest.mark.parametrize(
    ("fact", "changes"),
    [
        (SHOP, {"answer": AnswerKind.CHOICE, "options": {"是": "是", "否": "否"}}),
        (SHOP, {"answer": AnswerKind.COUNT, "unit": "家"}),
        (WHO, {"options": {"贫困户": "贫困户", "农户": "种田的农户"}}),
        (WHO, {"answer": AnswerKind.MULTI}),
    ],
)
def test_an_answer_that_now_means_another_thing_is_dropped_and_that_is_said_once(
    counsel: Counsel, half_done: Conversation, fact: str, changes: dict[str, object]
) -> None:
    new = edited(counsel, fact, **changes)
    turn = new.take(half_done, "12单", NOW)
    told_now = told(turn)
    assert told_now is not None
    assert told_now.dropped == (counsel.policy.facts[fact].name,)
    assert not told_now.question_changed
    left = {answer.fact for answer in turn.conversation.answers}
    assert left == {WHO, "是建档立卡贫困人员", SHOP, COUNT} - {fact}
    again = new.take(from_json(turn.conversation.to_json()), "我的回答", NOW)
    assert told(again) is None


def test_a_fact_taken_away_takes_its_answer_along(
    counsel: Counsel, half_done: Conversation
) -> None:
    facts = {id: fact for id, fact in counsel.policy.facts.items() if id != "年纳税额"}
    stored = replace(
        half_done,
        answers=(*half_done.answers, replace(half_done.answers[0], fact="旧的事实")),
        topic=("9.9",),
        focus=("9.9a", *half_done.focus),
    )
    turn = dialogue_of(counsel, replace(counsel.policy, facts=facts)).take(stored, "原文", NOW)
    told_now = told(turn)
    assert told_now is not None
    assert told_now.dropped == ("旧的事实",)
    assert len(turn.conversation.answers) == 3
    assert "9.9a" not in turn.conversation.focus


@pytest.mark.parametrize("words", ["12单", "不知道", "跳过", "3"])
def test_an_answer_to_a_question_that_changed_is_not_read(
    counsel: Counsel, half_done: Conversation, words: str
) -> None:
    new = edited(counsel, COUNT, unit="万笔")
    turn = new.take(half_done, words, NOW, half_done.question_number)
    told_now = told(turn)
    assert told_now is not None
    assert told_now.question_changed
    assert told_now.unread
    assert turn.conversation.answers == half_done.answers
    assert isinstance(turn.replies[-1], Question)
    assert turn.conversation.question_number > half_done.question_number
    # The button that was drawn for the question before counts no more.
    late = new.take(turn.conversation, "12笔", NOW, half_done.question_number)
    assert late.conversation.answers == half_done.answers


@pytest.mark.parametrize(
    ("words", "kind"), [("取消", "chitchat"), ("三（三）8是什么", "answer"), ("结果", "assess")]
)
def test_a_wish_is_heard_even_when_the_question_changed(
    counsel: Counsel, half_done: Conversation, words: str, kind: str
) -> None:
    turn = edited(counsel, COUNT, unit="万笔").take(half_done, words, NOW)
    told_now = told(turn)
    assert told_now is not None
    assert not told_now.unread
    assert turn.kind == kind


def test_a_talk_stored_before_meanings_were_is_judged_by_what_its_answers_are(
    counsel: Counsel, half_done: Conversation
) -> None:
    old = replace(half_done, meant={})
    assert told(Dialogue(counsel).take(old, "12单", NOW)) is None
    turn = edited(counsel, SHOP, answer=AnswerKind.COUNT, unit="家").take(old, "12单", NOW)
    told_now = told(turn)
    assert told_now is not None
    assert told_now.dropped == (counsel.policy.facts[SHOP].name,)
