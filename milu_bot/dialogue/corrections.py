"""Corrections: which earlier answer is taken back, and what stands in its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from milu_bot.conditions import FactId
from milu_bot.dialogue.conversation import Answer, Conversation
from milu_bot.dialogue.own_numbers import last_year_named, of_a_year_before
from milu_bot.dialogue.questionnaire import Questionnaire
from milu_bot.dialogue.replies import Note, Remark
from milu_bot.dialogue.steps import Step
from milu_bot.eligibility.rulebook import Rulebook
from milu_bot.language.answers import DontKnow, Unclear
from milu_bot.language.numerals import mentions
from milu_bot.language.telling import asks_something
from milu_bot.late_pattern import late_pattern
from milu_bot.message import Choice
from milu_bot.policy import Fact
from milu_bot.quantity import Span

_BESIDE = 4
"""Units: characters. So much may stand beside a number that is all that is said."""


class Corrections:
    """Finds what is corrected. Holds no state."""

    def __init__(self, rulebook: Rulebook, ask: Questionnaire) -> None:
        self._rulebook = rulebook
        self._facts: Mapping[FactId, Fact] = rulebook.policy.facts
        self._ask = ask

    def correct(self, talk: Conversation, words: str) -> Step | None:
        """Take back an earlier answer: "是8个人", "年纳税额 130万", "第3个". None if it cannot be
        told which.
        """
        named, rest = self._named(talk, words)
        if named is not None:
            if rest:
                value = self._ask.read(self._facts[named], rest)
                if not isinstance(value, Unclear):
                    return self._ask.replaced(
                        talk, Answer(named, None if isinstance(value, DontKnow) else value, rest)
                    )
            return self._ask_again(talk, named)
        if not words:
            return self._ask.back(talk) if talk.answers else None
        own = [self._facts[answer.fact] for answer in talk.answers]
        today = self._rulebook.day
        latest = last_year_named(talk, today)
        for past, least in of_a_year_before(own, mentions(words), words, latest, today).items():
            return self._ask.replaced(talk, Answer(past, least, words))
        readings = self._readings(talk, words)
        if not readings:
            return None
        meant = self._meant(talk, readings)
        return self._ask.replaced(talk, meant[0]) if len(meant) == 1 else self._which(talk, meant)

    def narrowed(self, talk: Conversation, words: str) -> Step | None:
        """12单, after 十几单, when no number is asked: the last range, exactly. None if it is not that."""
        last = talk.answers[-1] if talk.answers else None
        told = mentions(words)
        if last is None or not isinstance(last.value, Span) or last.value.certain:
            return None
        if len(told) != 1 or told[0].bare or asks_something(words):
            return None
        if len(words) - (told[0].end - told[0].start) > _BESIDE:
            return None
        value = self._ask.read(self._facts[last.fact], words)
        if not isinstance(value, Span) or not value.certain or value.low < last.value.low:
            return None
        if last.value.high is not None and value.low > last.value.high:
            return None
        return self._ask.replaced(talk, Answer(last.fact, value, words))

    def _readings(self, talk: Conversation, words: str) -> list[Answer]:
        """What each of the earlier answers would be by these words, the last first."""
        plain = words.removeprefix("是").removeprefix("为").removeprefix("成").strip() or words
        found = []
        for answer in reversed(talk.answers):
            for attempt in (words, plain):
                value = self._ask.read(self._facts[answer.fact], attempt)
                if not isinstance(value, Unclear) and not isinstance(value, DontKnow):
                    found.append(Answer(answer.fact, value, attempt))
                    break
        return found

    def _meant(self, talk: Conversation, readings: list[Answer]) -> list[Answer]:
        """The last one; of several numbers told in one breath the one last reckoned with, or none for certain."""
        first = readings[0]
        if not self._facts[first.fact].is_number:
            return [first]
        said = {answer.fact: answer.said for answer in talk.answers}
        together = [
            each
            for each in readings
            if said[each.fact] == said[first.fact] and self._facts[each.fact].is_number
        ]
        past = {self._facts[each.fact].earlier for each in together}
        together = [each for each in together if each.fact not in past]
        spoken = {answer.fact for answer in talk.supposed}
        return [each for each in together if each.fact in spoken] or together

    def _which(self, talk: Conversation, meant: list[Answer]) -> Step:
        """Of several numbers it is asked which one is to be changed."""
        ways = [
            f"改 {self._facts[each.fact].name} {each.said.removeprefix('是')}" for each in meant
        ]
        shown = tuple(Choice(words, words) for words in ways)
        return talk, (Remark(Note.WHICH_NUMBER, choices=shown),)

    def _named(self, talk: Conversation, words: str) -> tuple[FactId | None, str]:
        """The earlier answer that is named, by its ordinal or its name, and what follows."""
        if (ordinal := _ORDINAL.match(words)) and 1 <= int(ordinal[1]) <= len(talk.answers):
            return talk.answers[int(ordinal[1]) - 1].fact, _new_value(words[ordinal.end() :])
        told = {answer.fact for answer in talk.answers}
        names = [(name, fact.id) for fact in self._facts.values() for name in (fact.name, fact.id)]
        for name, fact in sorted(names, key=lambda pair: (pair[1] not in told, -len(pair[0]))):
            if name in words:
                rest = _new_value(words.split(name, 1)[1])
                if fact in told or not isinstance(self._ask.read(self._facts[fact], rest), Unclear):
                    return fact, rest
        return None, words

    def _ask_again(self, talk: Conversation, fact: FactId) -> Step:
        talk = replace(talk, asked=fact, question_number=talk.question_number + 1, misses=0)
        return talk, (self._ask.question(talk, again=True),)


_ORDINAL = late_pattern(r"第?(\d{1,2})(?:个|题|条|项)?(?=$|[\s，,：:是改])")


def _new_value(words: str) -> str:
    """What an answer is changed to: 改成130万 -> 130万; a bare 是 is a yes."""
    rest = words.strip(" ，,：:")
    for cue in ("改成", "改为", "是"):
        rest = rest.removeprefix(cue).strip() or rest
    return rest
