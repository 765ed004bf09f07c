"""Facts told in passing: tables of sentences in the words of many people, one of them never looked at."""

from __future__ import annotations

import pytest

from milu_bot.language.statements import Statements
from milu_bot.policy import Policy
from tests.language.statement_tables import BLIND, IN_WORK, LOOKED_AT, TODAY, judged, rows

TABLE = list(rows())


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
        row.said: judged(policy, row, statements.hear(row.said))
        for row in TABLE
        if row.half == half
    }
    assert {said: found for said, found in judgements.items() if any(found)} == {}


def test_nothing_wrong_is_taken(statements: Statements, policy: Policy) -> None:
    wrong = {row.said: judged(policy, row, statements.hear(row.said))[1] for row in rows(IN_WORK)}
    assert {said: found for said, found in wrong.items() if found} == {}
