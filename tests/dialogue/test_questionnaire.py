"""The questionnaire: few questions, none in vain, and a way back from each."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from milu_bot.dialogue.conversation import Conversation, from_json
from milu_bot.dialogue.counsel import Counsel
from milu_bot.dialogue.replies import Note, Question, Remark
from milu_bot.dialogue.turn import Dialogue
from milu_bot.dialogue.verdict_replies import Verdict
from milu_bot.policy import Policy

NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture(scope="module")
def dialogue(counsel: Counsel) -> Dialogue:
    return Dialogue(counsel)


def walk(dialogue: Dialogue, said: dict[str, str]) -> tuple[list[str], Conversation]:
    """Answer every question from a profile; what the profile lacks is not known."""
    asked: list[str] = []
    turn = dialogue.take(Conversation("somebody"), "测算", NOW)
    while turn.conversation.asked:
        asked.append(turn.conversation.asked)
        turn = dialogue.take(turn.conversation, said.get(asked[-1], "不知道"), NOW)
    assert any(isinstance(reply, Verdict) for reply in turn.replies)
    return asked, turn.conversation


POOR = {
    "申请身份": "贫困户",
    "是建档立卡贫困人员": "是",
    "在第三方平台开网店": "开了",
    "第一年成交笔数": "十二单",
}
ZONGZI = {
    "申请身份": "企业",
    "涉及事项": "主营本地特色产品",
    "在本地注册": "是",
    "是电商企业": "是",
    "在全国性平台销售": "是",
    "特色产品网销额": "320万",
    "年销售收入": "320万",
    "往年最高年销售收入": "150万",
}
PARK = ZONGZI | {
    "涉及事项": "1 3 6",
    "网上销售额": "520万",
    "年纳税额": "120万",
    "新安排就业人数": "105人",
    "安排残疾人就业人数": "12人",
}


def test_a_poor_household_has_its_answer_within_four_questions(dialogue: Dialogue) -> None:
    asked, _ = walk(dialogue, POOR)
    assert asked[0] == "申请身份"
    assert len(asked) - 1 <= 4


@pytest.mark.parametrize("profile", [ZONGZI, PARK])
def test_an_enterprise_needs_at_most_twelve_questions(
    dialogue: Dialogue, profile: dict[str, str]
) -> None:
    asked, _ = walk(dialogue, profile)
    assert len(asked) <= 12
    assert len(asked) == len(set(asked))


def test_an_announced_rest_is_never_exceeded(dialogue: Dialogue) -> None:
    turn = dialogue.take(Conversation("somebody"), "测算", NOW)
    promised: list[int] = []
    while turn.conversation.asked:
        question = next(reply for reply in turn.replies if isinstance(reply, Question))
        promised = [left - 1 for left in promised]
        assert all(left >= 0 for left in promised)
        promised += [question.left] if question.left is not None else []
        said = PARK.get(turn.conversation.asked, "不知道")
        turn = dialogue.take(turn.conversation, said, NOW)


def test_going_back_all_the_way_leaves_nothing(dialogue: Dialogue) -> None:
    _, talk = walk(dialogue, PARK)
    states = [talk]
    while states[-1].answers:
        states.append(dialogue.take(states[-1], "上一步", NOW).conversation)
    assert states[-1].values == {}
    assert states[-1].asked == "申请身份"
    again = dialogue.take(states[-1], "企业", NOW).conversation
    assert again.asked == "涉及事项"


def test_a_changed_answer_takes_along_what_hung_on_it(dialogue: Dialogue) -> None:
    _, talk = walk(dialogue, PARK)
    talk = dialogue.take(talk, "改 相关情况 1", NOW).conversation
    assert "安排残疾人就业人数" not in talk.values
    assert talk.values["在本地注册"] == "是"


def test_every_button_is_understood(dialogue: Dialogue, policy: Policy) -> None:
    """Whatever a question offers is taken as an answer or a command, never puzzled over."""
    turn = dialogue.take(Conversation("somebody"), "测算", NOW)
    while turn.conversation.asked:
        question = next(reply for reply in turn.replies if isinstance(reply, Question))
        for choice in question.choices:
            pressed = dialogue.take(turn.conversation, choice.text, NOW)
            assert pressed.conversation.misses == 0, (question.fact.id, choice)
        turn = dialogue.take(
            turn.conversation, PARK.get(turn.conversation.asked, question.choices[0].text), NOW
        )


def test_an_old_button_changes_nothing(dialogue: Dialogue) -> None:
    first = dialogue.take(Conversation("somebody"), "测算", NOW).conversation
    second = dialogue.take(first, "企业", NOW, first.question_number).conversation
    late = dialogue.take(second, "贫困户", NOW, first.question_number)
    assert late.conversation.answers == second.answers
    assert isinstance(late.replies[0], Remark)
    assert late.replies[0].note is Note.PASSED


def test_a_talk_survives_its_store(dialogue: Dialogue, policy: Policy) -> None:
    turn = dialogue.take(Conversation("somebody"), "测算", NOW)
    while turn.conversation.asked:
        stored = from_json(turn.conversation.to_json())
        assert stored == turn.conversation
        turn = dialogue.take(stored, PARK.get(stored.asked or "", "不知道"), NOW)
