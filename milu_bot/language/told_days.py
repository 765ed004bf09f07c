"""Days told in passing: 我的店是去年三月注册的 -> the day that a fact may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from milu_bot.conditions import FactId
from milu_bot.days import as_number
from milu_bot.language.date_answers import days_said, hedged
from milu_bot.language.telling import Stretch
from milu_bot.policy import AnswerKind, Fact
from milu_bot.quantity import Span


class ToldDays:
    """Hears days by the words of facts.yaml (说法). Without a today, 去年 is not heard."""

    def __init__(self, facts: Mapping[FactId, Fact], today: date | None) -> None:
        self._facts = [f for f in facts.values() if f.answer is AnswerKind.DATE and f.said]
        self._today = today

    def within(self, stretch: Stretch) -> Iterator[tuple[Fact, Span]]:
        """The one day of a stretch and the one fact that its words name; nothing that leaves a doubt."""
        if not self._facts or stretch.asked:
            return
        text = stretch.text
        named = [
            (fact, words)
            for fact in self._facts
            if (words := next((said for said in fact.said if said in text), None))
        ]
        found = days_said(text, self._today)
        if len(named) != 1 or len(found) != 1 or found[0].yearless or hedged(text):
            return
        fact, words = named[0]
        start = text.find(words)
        if not stretch.plans(start, start + len(words), words):
            yield fact, Span(as_number(found[0].first), as_number(found[0].last))
