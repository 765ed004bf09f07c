"""A question that gives a number and asks about one award: the sum that is said, by the table in sums.txt."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from milu_bot.dialogue.conversation import Conversation
from milu_bot.dialogue.counsel import Counsel
from milu_bot.dialogue.sum_replies import Compared, SumReply, SumsReply, TakenIn
from milu_bot.dialogue.turn import Dialogue
from milu_bot.quantity import Span, read_quantity

NOW = datetime(2026, 1, 1, tzinfo=UTC)
NO_SUM = "不算"
TABLE = [
    tuple(line.split(" => "))
    for line in (Path(__file__).parent / "sums.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.fixture(scope="module")
def dialogue(counsel: Counsel) -> Dialogue:
    return Dialogue(counsel)


def amount(words: str) -> Span:
    """The sum of a row: 1.2万, or 0..5万 where more must be known."""
    low, high = (read_quantity(f"{end}元").value for end in (words.split("..") * 2)[:2])
    return Span(low, high)


@pytest.mark.parametrize(("said", "meant"), TABLE)
def test_each_sum(dialogue: Dialogue, said: str, meant: str) -> None:
    replies = dialogue.take(Conversation("somebody"), said, NOW).replies
    sums = [reply for reply in replies if isinstance(reply, SumReply)]
    if meant == NO_SUM:
        assert not sums
        return
    award, _, money = meant.partition(" ")
    outcomes = [reply.supposition.outcome for reply in sums]
    for reply in replies:
        if isinstance(reply, Compared):
            outcomes += [supposition.outcome for _, supposition in reply.sums]
        # who tells more than one thing is told of all that it brings
        if isinstance(reply, TakenIn | SumsReply) and reply.prospect:
            found = (*reply.prospect.paying, *(s.outcome for s in reply.prospect.short))
            outcomes += [one for one in found if one.award == award]
    told = [(one.award, one.amount) for one in outcomes]
    assert told == [(award, amount(each)) for each in money.split("、")]
