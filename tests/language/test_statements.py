"""Facts told in passing: tables of sentences in the words of many people, one of them never looked at."""

from __future__ import annotations

import pytest

from milu_bot.conditions import NO_WORD
from milu_bot.language.statements import Statements
from milu_bot.policy import AnswerKind, Policy
from tests.language.statement_tables import BLIND, IN_WORK, LOOKED_AT, TODAY, hear, judged, rows

TABLE = list(rows())
FRAMES = (
    *("隔壁厂{}", "我朋友的公司{}", "听说他们{}", "据说全县{}", "街上那家店{}", "要是我们{}"),
    *("我们差点{}", "我们没能{}", "我们很难{}", "不管谁{}", "上级要求我们{}"),
    *("我们{}失败了", "我们{}还早", "我们想{}", "我们从来没{}"),
)
COUNTED = {
    **{"元": "300万", "人": "35人", "家": "7家", "件": "520万件", "吨": "52万吨", "笔": "23笔"},
    **{"人次": "430人次", "名": "第三名"},
}


@pytest.fixture(scope="module")
def statements(policy: Policy) -> Statements:
    return Statements(policy.facts, TODAY, policy.wording.word_groups)


def test_the_tables_are_large_and_name_real_facts(policy: Policy) -> None:
    assert len({row.said for row in TABLE}) == len(TABLE) >= 500
    assert {row.half for row in TABLE} == {*LOOKED_AT, *BLIND}
    told = (*TABLE, *rows(IN_WORK))
    assert {fact for row in told for fact in (*row.must, *row.may)} <= set(policy.facts)


@pytest.mark.parametrize("half", LOOKED_AT)
def test_each_sentence(half: str, statements: Statements, policy: Policy) -> None:
    judgements = {
        row.said: judged(policy, row, hear(statements, row.said))
        for row in TABLE
        if row.half == half
    }
    assert {said: found for said, found in judgements.items() if any(found)} == {}


def test_nothing_wrong_is_taken(statements: Statements, policy: Policy) -> None:
    wrong = {row.said: judged(policy, row, hear(statements, row.said))[1] for row in rows(IN_WORK)}
    assert {said: found for said, found in wrong.items() if found} == {}


@pytest.mark.parametrize("frame", FRAMES)
def test_what_is_not_told_of_the_speaker_is_not_taken(
    frame: str, statements: Statements, policy: Policy
) -> None:
    taken = [
        words
        for fact in policy.facts.values()
        if fact.answer is AnswerKind.YES_NO or fact.is_number
        for word in [w for w in fact.said_outright if set(w).isdisjoint("…＋我")][5:30:12]
        if (words := frame.format(word + COUNTED.get(fact.measure, "")))
        if statements.hear(words).values.get(fact.id) not in (None, NO_WORD)
    ]
    assert taken == []
