"""Sums in answers: a question that gives a number and asks about one award is answered with its sum."""

from __future__ import annotations

import re

from milu_bot.dialogue import choices
from milu_bot.dialogue.counsel import Counsel
from milu_bot.dialogue.replies import SumReply
from milu_bot.eligibility.conditions import Value, facts_in
from milu_bot.eligibility.supposition import suppose
from milu_bot.language.citations import cited
from milu_bot.language.numerals import Mention, mentions
from milu_bot.language.placing import fits
from milu_bot.language.statements import Heard
from milu_bot.policy import Award, AwardId, Equals, FactId

_SUPPOSING = re.compile("要是|如果|假如|假设|若是|打算|准备|计划|争取|明年|将来|以后")
"""Words that make a number doubtful as a fact, but not as a supposition."""


class Estimates:
    """Reckons one award from the numbers in a question. Holds no state."""

    def __init__(self, counsel: Counsel) -> None:
        self._policy = counsel.policy
        self._rulebook = counsel.rulebook

    def answer(self, words: str, heard: Heard, awards: tuple[AwardId, ...]) -> SumReply | None:
        """The sum for the first of these awards whose numbers the question names; None if it names none."""
        found = mentions(_SUPPOSING.sub("", words))
        if cited(words, self._policy):
            found = tuple(mention for mention in found if not mention.bare)
        for id in awards:
            award = self._policy.awards[id]
            told = self._told(award, heard, found)
            if told and not award.referral:
                return self._sum(award, told)
        return None

    def _sum(self, award: Award, told: dict[FactId, Value]) -> SumReply:
        supposition = suppose(self._rulebook, award.id, told)
        facts = self._policy.facts
        return SumReply(
            award,
            self._policy.clauses[award.clause],
            supposition,
            tuple((facts[fact], value) for fact, value in told.items()),
            tuple(facts[fact] for fact in supposition.assumed),
            choices=(choices.ASSESS_THIS, choices.SOURCE),
        )

    def _told(self, award: Award, heard: Heard, found: tuple[Mention, ...]) -> dict[FactId, Value]:
        """The award's own numbers: those heard by their words, and one that only one of them can be."""
        numbers = {
            fact: self._policy.facts[fact] for fact in self._rulebook.awards[award.id].numbers
        }
        told = {fact: value for fact, value in heard.values.items() if fact in numbers}
        spans = set(told.values())
        for mention in found:
            if not mention.usable:
                continue
            free = [
                fact for fact in numbers.values() if fact.id not in told and fits(mention, fact)
            ]
            span = mention.span(free[0].measure) if len(free) == 1 else None
            if span and span not in spans:
                told[free[0].id] = span
        if not told:
            return {}
        plain = {test.name for test in facts_in(award.eligible) if isinstance(test, Equals)}
        return told | {fact: value for fact, value in heard.values.items() if fact in plain}
