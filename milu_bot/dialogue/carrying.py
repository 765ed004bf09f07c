"""A talk begun under an earlier edition of the knowledge, carried over into the one that is current."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from milu_bot.conditions import NO_WORD, YES_WORD, FactId
from milu_bot.dialogue.conversation import Answer, Conversation
from milu_bot.policy import AnswerKind, Fact, Policy
from milu_bot.quantity import Span


@dataclass(frozen=True, slots=True)
class Carried:
    """What is left of a talk: `dropped` names the facts whose answers no longer count."""

    talk: Conversation
    dropped: tuple[str, ...] = ()
    question_changed: bool = False
    """The question on the table is not the one that the person saw."""


class Carrier:
    """Carries talks over into one edition of a policy. Holds no state."""

    def __init__(self, policy: Policy) -> None:
        self._facts = policy.facts
        self._meanings = {id: meaning(fact) for id, fact in policy.facts.items()}
        self._places = frozenset(policy.clauses) | frozenset(policy.awards)
        self._awards = frozenset(policy.awards)

    def carry(self, talk: Conversation) -> Carried:
        """Leave out of a talk what is no longer known, and answers to what now means another thing."""
        kept = tuple(answer for answer in talk.answers if self._holds(talk, answer))
        lost = (a.fact for a in talk.answers if a not in kept)
        dropped = tuple(self._facts[id].name if id in self._facts else id for id in lost)
        changed = talk.asked is not None and not self._same(talk, talk.asked)
        return Carried(
            replace(
                talk,
                answers=kept,
                asked=None if changed else talk.asked,
                focus=_known(talk.focus, self._awards),
                topic=_known(talk.topic, self._places),
                offered=_known(talk.offered, self._places),
                listed=_known(talk.listed, self._places),
                supposed=tuple(a for a in talk.supposed if self._fits_still(a)),
            ),
            dropped,
            changed,
        )

    def stamp(self, talk: Conversation) -> Conversation:
        """Note what the answers and the question mean in this edition."""
        facts = [answer.fact for answer in talk.answers] + [talk.asked] * bool(talk.asked)
        return replace(talk, meant={fact: self._meanings[fact] for fact in facts if fact})

    def _fits_still(self, answer: Answer) -> bool:
        return answer.fact in self._facts and _fits(answer, self._facts[answer.fact])

    def _same(self, talk: Conversation, fact: FactId) -> bool:
        now = self._meanings.get(fact)
        return now is not None and talk.meant.get(fact, now) == now

    def _holds(self, talk: Conversation, answer: Answer) -> bool:
        return self._same(talk, answer.fact) and _fits(answer, self._facts[answer.fact])


def meaning(fact: Fact) -> str:
    """What an answer to it means: kind, unit, options. How it is asked may change freely."""
    return "|".join((fact.answer.value, fact.measure, *sorted(fact.options)))


def _fits(answer: Answer, fact: Fact) -> bool:
    """Whether a value can be an answer to a fact at all."""
    match answer.value:
        case None:
            return True
        case Span():
            return fact.is_span
        case frozenset() as several:
            return fact.answer is AnswerKind.MULTI and several <= fact.options.keys()
        case str() as word if fact.answer is AnswerKind.YES_NO:
            return word in (YES_WORD, NO_WORD)
        case word:
            return fact.answer is AnswerKind.CHOICE and word in fact.options


def _known(ids: Iterable[str], known: frozenset[str]) -> tuple[str, ...]:
    return tuple(id for id in ids if id in known)
