"""Wordings of the FAQ asked as they stand: a 一 that is only an article is no number to reckon from."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from milu_bot.dialogue.conversation import Conversation
from milu_bot.dialogue.counsel import Counsel
from milu_bot.dialogue.sum_replies import SumReply
from milu_bot.dialogue.turn import Dialogue
from milu_bot.language.measures import RANK
from milu_bot.language.numerals import mentions
from milu_bot.policy import Policy
from milu_bot.quantity import Span

NOW = datetime(2026, 1, 1, tzinfo=UTC)
TELLS_ONE = ("只", "才", "就请了")
"""Who says 只请了一个 tells a number."""


@pytest.fixture(scope="module")
def dialogue(counsel: Counsel) -> Dialogue:
    return Dialogue(counsel)


def with_a_one(policy: Policy) -> list[str]:
    return [
        words
        for faq in policy.faqs
        for words in faq.questions
        if any(m.is_point and m.low <= 1 and m.unit != RANK for m in mentions(words))
    ]


def test_no_wording_is_reckoned_from_an_article(policy: Policy, dialogue: Dialogue) -> None:
    wordings = with_a_one(policy)
    assert len(wordings) > 300
    wrong = []
    for words in wordings:
        for reply in dialogue.take(Conversation("somebody"), words, NOW).replies:
            if not isinstance(reply, SumReply) or any(word in words for word in TELLS_ONE):
                continue
            wrong += [
                words
                for fact, value in reply.told
                if isinstance(value, Span) and value.certain and 0 < value.low <= 1
                if fact.measure != RANK
            ]
    assert not wrong
