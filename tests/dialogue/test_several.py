"""Which of several policies is meant: by its names, by a link, by what a person did before."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from milu_bot.dialogue.conversation import Answer, Conversation, from_json
from milu_bot.dialogue.counsel import Counsel, prepare
from milu_bot.dialogue.replies import Question, WhichPolicy
from milu_bot.dialogue.several import Several
from milu_bot.edition import publish
from milu_bot.knowledge.loader import load
from milu_bot.language.naming import Names
from milu_bot.policy import Policy
from milu_bot.rendering import read_templates
from tests.conftest import ROOT, prepared
from tests.conversations.test_conversations import SKELETON

NOW = datetime(2026, 11, 27, tzinfo=UTC)
OURS, OTHER = "miluo-2017-45", "example-2026-1"


@pytest.fixture(scope="module")
def other() -> Policy:
    return load(SKELETON)


@pytest.fixture(scope="module")
def several(counsel: Counsel, other: Policy) -> Several:
    return Several([counsel, prepare(other)])


@pytest.fixture(scope="module")
def names(policy: Policy, other: Policy) -> Names:
    return Names({OURS: policy.masthead, OTHER: other.masthead})


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("汨罗开网店有补贴吗", (OURS,)),
        ("示例县呢", (OTHER,)),
        ("汨政办发[2017]45号第三条", (OURS,)),
        ("示政办发（2026）1号讲什么", (OTHER,)),
        ("45号文讲什么", (OURS,)),
        ("145号文讲什么", ()),
        ("《示例县扶持办法》里写的", (OTHER,)),
        ("汨罗和示例县哪个多", (OURS, OTHER)),
        ("45号文里示例县算不算", (OURS,)),
        ("开网店有补贴吗", ()),
    ],
)
def test_words_name_a_policy(names: Names, words: str, named: tuple[str, ...]) -> None:
    assert names.named(words) == named


@pytest.mark.parametrize(
    ("words", "alone"),
    [
        ("汨罗", OURS),
        ("汨罗市", OURS),
        ("换到示例县那份", OTHER),
        ("我想看45号文件", OURS),
        ("示政办发〔2026〕1号", OTHER),
        ("汨罗开网店", None),
        ("换一份", None),
    ],
)
def test_words_that_are_a_name_and_nothing_more(
    names: Names, words: str, alone: str | None
) -> None:
    assert names.alone(words) == alone


@pytest.mark.parametrize(
    ("link", "chosen", "topic"),
    [
        ("3.3.8", OURS, ("3.3.8",)),
        ("1.1", OTHER, ("1.1",)),
        ("2.1", "", ("2.1",)),
        ("2.1_miluo.2017.45", OURS, ("2.1",)),
        ("2.1_example.2026.1", OTHER, ("2.1",)),
        ("9.9", "", ()),
    ],
)
def test_a_link_leads_to_its_policy(
    several: Several, link: str, chosen: str, topic: tuple[str, ...]
) -> None:
    talk = several.opened(Conversation("somebody"), link)
    assert (talk.policy, talk.topic) == (chosen, topic)


def test_what_a_link_opened_is_kept_until_the_policy_is_told(several: Several) -> None:
    talk = several.opened(Conversation("somebody"), "1.1")
    assert isinstance(several.take(talk, "算这一项", NOW).replies[-1], Question)
    unclear = several.take(several.opened(Conversation("somebody"), "2.1"), "算这一项", NOW)
    assert isinstance(unclear.replies[0], WhichPolicy)
    told = several.take(from_json(unclear.conversation.to_json()), "示例县", NOW)
    assert told.policy == OTHER
    assert told.conversation.policy == OTHER


def test_links_say_which_policy_they_are_of(counsel: Counsel, other: Policy) -> None:
    edition = publish([counsel.policy, other], read_templates(ROOT / "templates"), prepared)
    assert edition.numbers["2.1_example.2026.1"] == "示政办发〔2026〕1号 二、（一）"
    assert edition.numbers["3.3.8"] == "三、（三）8"


def test_an_old_button_of_the_other_questionnaire_counts_no_more(several: Several) -> None:
    first = several.take(Conversation("somebody"), "示例县", NOW).conversation
    asked = several.take(first, "测算", NOW).conversation
    away = several.take(asked, "汨罗", NOW).conversation
    there = several.take(away, "测算", NOW).conversation
    assert there.question_number > asked.question_number
    back = several.take(there, "示例县", NOW).conversation
    assert back.asked == asked.asked
    late = several.take(back, "是", NOW, asked.question_number)
    assert late.conversation.answers == ()


def test_a_talk_from_before_there_were_several_goes_to_the_first(several: Several) -> None:
    old = Conversation(
        "somebody", (Answer("申请身份", "贫困户", "贫困户"),), asked="是建档立卡贫困人员"
    )
    turn = several.take(old, "是", NOW)
    assert turn.policy == OURS
    assert len(turn.conversation.answers) == 2


def test_a_talk_about_a_policy_that_is_gone_is_set_aside(
    counsel: Counsel, several: Several, other: Policy
) -> None:
    talk = Conversation("somebody")
    for words in ("示例县", "测算", "是"):
        talk = several.take(talk, words, NOW).conversation
    alone = Several([counsel]).take(talk, "我的回答", NOW).conversation
    assert alone.policy == OURS
    assert alone.answers == ()
    again = several.take(from_json(alone.to_json()), "示例县", NOW).conversation
    assert [answer.fact for answer in again.answers] == ["在本地新开店铺"]
    assert replace(again, meant={}).asked == "第一年营业额"
