"""What must hold of any talk: telling equals typing, a correction changes one fact, going back restores."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache

from hypothesis import example, given, settings
from hypothesis import strategies as st

from milu_bot.conditions import FactId
from milu_bot.dialogue.conversation import Answer, Conversation, from_json
from milu_bot.dialogue.turn import Dialogue
from milu_bot.language.answers import read_answer
from milu_bot.language.statements import Statements
from milu_bot.quantity import Span, write_quantity
from tests.conftest import real_edition, real_policy

POLICY = real_policy()
STATEMENTS = Statements(POLICY.facts)
NOW = datetime(2026, 1, 1, tzinfo=UTC)

WAYS = {
    "年纳税额": ("我们公司去年交税{}", "税交了{}", "公司纳税额{}"),
    "网上销售额": ("我们去年网上卖了{}", "网上销售额{}", "线上卖了{}，在园区"),
    "特色产品网销额": ("粽子卖了{}", "特产在淘宝上卖了{}"),
    "新安排就业人数": ("我们新招了{}", "今年招了{}，网上卖了300万"),
    "安排残疾人就业人数": ("安排残疾人就业{}", "残疾人有{}"),
    "站点网上交易额": ("我们服务站去年交易{}", "站里交易了{}"),
    "第一年成交笔数": ("开店第一年成交{}", "头一年卖了{}"),
    "溯源系统总投资": ("溯源系统投了{}", "我们溯源花了{}"),
    "年派送件数": ("年派送{}，整合快递8家", "一年派件{}"),
}
"""A few ways to tell each number; {} is the number with its unit."""
SMALL = st.integers(2, 9_999)
MONEY = st.one_of(st.integers(1, 9_999), st.integers(1, 9_999).map(lambda n: n * 10_000))
FACTS = {id: POLICY.facts[FactId(id)] for id in WAYS}


@st.composite
def told(draw: st.DrawFn) -> tuple[str, str, str]:
    """A fact, a number as people write it, and a sentence that tells it."""
    fact = FACTS[draw(st.sampled_from(sorted(FACTS)))]
    number = Decimal(draw(MONEY if fact.measure == "元" else SMALL))
    words = write_quantity(number, fact.measure)
    return fact.id, words, draw(st.sampled_from(WAYS[fact.id])).format(words)


@given(told())
def test_what_is_told_is_what_would_be_typed(case: tuple[str, str, str]) -> None:
    fact, words, sentence = case
    heard = STATEMENTS.hear(sentence).values
    assert heard[FactId(fact)] == read_answer(FACTS[fact], words, POLICY.wording), sentence


@given(told(), st.sampled_from(["要是{}呢", "如果{}", "假如{}，能拿多少", "我朋友{}", "听说{}"]))
def test_what_is_supposed_or_of_others_is_never_taken(
    case: tuple[str, str, str], frame: str
) -> None:
    fact, _, sentence = case
    assert FactId(fact) not in STATEMENTS.hear(frame.format(sentence.removeprefix("我们"))).values


@given(told(), st.sampled_from(["大概", "差不多", "将近"]))
def test_what_is_vague_is_never_a_silent_point(case: tuple[str, str, str], hedge: str) -> None:
    fact, words, sentence = case
    heard = STATEMENTS.hear(sentence.replace(words, hedge + words))
    value = heard.values.get(FactId(fact))
    assert not (isinstance(value, Span) and value.certain)


@cache
def dialogue() -> Dialogue:
    """Made when the first law is tried: who only collects the tests does without."""
    return Dialogue(real_edition().counsels[0])


def say(talk: Conversation, *lines: str) -> Conversation:
    for line in lines:
        talk = dialogue().take(talk, line, NOW).conversation
    return talk


def answers_but(talk: Conversation, fact: str) -> dict[FactId, object]:
    return {id: value for id, value in talk.values.items() if id != fact}


@cache
def begun() -> Conversation:
    told = (
        "我们公司在产业园，汨罗注册，是电商企业，网上卖了320万，交税120万，招了105个人，残疾人3个"
    )
    return say(Conversation("somebody"), told)


@settings(max_examples=25)
@given(
    st.sampled_from(["网上销售额", "年纳税额", "新安排就业人数", "安排残疾人就业人数"]),
    st.integers(1, 500),
)
def test_a_correction_changes_only_that_fact(fact: str, number: int) -> None:
    described = POLICY.facts[FactId(fact)]
    unit = "万元" if described.measure == "元" else described.measure
    after = say(begun(), f"改 {described.name} {number}{unit}")
    wanted = Decimal(number * 10_000 if unit == "万元" else number)
    assert after.values[FactId(fact)] == Span(wanted, wanted)
    assert answers_but(after, fact) == answers_but(begun(), fact)


@settings(max_examples=25)
@given(st.integers(1, 2_000))
@example(618)  # a feast of shops, but not as a number of money
def test_a_told_number_replaces_only_itself(sales: int) -> None:
    after = say(begun(), f"我们网上卖了{sales}万")
    assert after.values[FactId("网上销售额")] == Span(
        Decimal(sales * 10_000), Decimal(sales * 10_000)
    )
    assert answers_but(after, "网上销售额") == answers_but(begun(), "网上销售额")


@settings(max_examples=25)
@given(st.sampled_from(["是", "否", "不知道", "跳过"]))
def test_going_back_restores(answer: str) -> None:
    talk = say(Conversation("somebody"), "测算", "企业")
    after = say(talk, answer)
    again = say(after, "上一步") if after.answers != talk.answers else after
    assert (again.answers, again.asked, again.focus) == (talk.answers, talk.asked, talk.focus)


ASIDE = [
    "那要是卖到500万呢",
    "再招50个呢",
    "为什么",
    "原文怎么说",
    "她说的是真的吗",
    "第二个再说说",
    "哪些不能一起领",
    "哪个划算",
    "贫困户开网店补多少",
    "还差多少",
    "一共多少",
    "能一起领吗",
]


@settings(max_examples=30)
@given(st.lists(st.sampled_from(ASIDE), max_size=4))
def test_questions_never_change_what_was_told(questions: list[str]) -> None:
    after = say(begun(), *questions)
    assert (after.answers, after.asked) == (begun().answers, begun().asked)


@settings(max_examples=30)
@given(
    st.lists(
        st.sampled_from([*ASIDE, "招了500人只卖了500万", "特产奖和就业奖能一起领吗"]), max_size=4
    )
)
def test_the_thread_outlives_the_store(lines: list[str]) -> None:
    talk = say(Conversation("somebody"), *lines)
    assert from_json(talk.to_json()) == talk


@settings(max_examples=40)
@given(st.text(max_size=40), st.booleans())
def test_no_text_breaks_a_talk_or_loses_an_answer(text: str, midway: bool) -> None:
    talk = (
        begun()
        if midway
        else Conversation("somebody", answers=(Answer(FactId("是电商企业"), "是", "是"),))
    )
    after = dialogue().take(talk, text, NOW)
    assert after.replies
    if not after.forget:
        lost = {a.fact for a in talk.answers} - {a.fact for a in after.conversation.answers}
        assert lost <= {after.conversation.asked}, (
            "更正 takes the last answer back, and asks it anew"
        )


def test_a_blank_talk_has_no_thread() -> None:
    talk = say(Conversation("somebody"), "招了500人只卖了500万", "忘记我")
    assert replace(talk, touched=None) == Conversation(
        "somebody", question_number=talk.question_number
    )
