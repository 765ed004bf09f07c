"""All that is remembered of one person: the answers and the question on the table, nothing
derived.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from milu_bot.conditions import FactId
from milu_bot.eligibility.conditions import Value
from milu_bot.quantity import Span
from milu_bot.written import AwardId

_REMEMBERED = 3
"""How many things spoken of are remembered."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; no value means "I do not know". `said` are the person's own words."""

    fact: FactId
    value: Value | None
    said: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """One person's talk. Progress is never stored apart from the answers: what comes next is
    reckoned anew.
    """

    user: str
    answers: tuple[Answer, ...] = ()
    asked: FactId | None = None
    question_number: int = 0
    """Counts every question put, so that a button drawn for an old one is known as such."""
    focus: tuple[AwardId, ...] = ()
    topic: tuple[str, ...] = ()
    """Ids of the clauses or awards last spoken of, the best first."""
    offered: tuple[str, ...] = ()
    """Ids offered as "did you mean", in order."""
    asking: str = ""
    """What was asked when they were offered: it is answered of the one that is picked."""
    listed: tuple[str, ...] = ()
    """Ids of several things just named in order, for 第二个."""
    supposed: tuple[Answer, ...] = ()
    """The numbers of the sum last reckoned in passing; they were not told of the person."""
    misses: int = 0
    """How often in a row nothing was understood."""
    touched: datetime | None = None
    policy: str = ""
    """Id of the policy that all this is about; "" while none was chosen."""
    aside: tuple[Conversation, ...] = ()
    """The same person's talks about other policies."""
    waiting: str | None = None
    """What was asked before it is known of which policy; "" if nothing but the choice is awaited."""
    meant: Mapping[FactId, str] = field(default_factory=dict, compare=False)
    """What each fact that was answered or asked meant then, so that an edit of it is noticed."""

    @property
    def values(self) -> dict[FactId, Value]:
        """What the person has told, without the "I do not know"."""
        return {a.fact: a.value for a in self.answers if a.value is not None}

    @property
    def declined(self) -> frozenset[FactId]:
        """The facts that the person could or would not tell."""
        return frozenset(a.fact for a in self.answers if a.value is None)

    def answered(self, answer: Answer) -> Conversation:
        """With this answer, in the place of an earlier one to the same fact."""
        if any(a.fact == answer.fact for a in self.answers):
            answers = tuple(answer if a.fact == answer.fact else a for a in self.answers)
        else:
            answers = (*self.answers, answer)
        return replace(self, answers=answers, misses=0)

    def on(self, topic: tuple[str, ...]) -> Conversation:
        """Speaking of this now, and of what was spoken of before behind it; of nothing if it is empty."""
        before = tuple(id for id in self.topic if id not in topic)
        return replace(self, topic=(*topic, *before)[:_REMEMBERED] if topic else ())

    def turned_to(self, topic: tuple[str, ...]) -> Conversation:
        """Speaking of this now; a new topic drops the numbers and the list of the old one."""
        if topic == self.topic[: len(topic)] and bool(topic) == bool(self.topic):
            return self
        return replace(self.on(topic), offered=(), listed=(), supposed=())

    def to_json(self) -> str:
        """As text for a store."""
        return json.dumps(self._stored(), ensure_ascii=False)

    def _stored(self) -> dict[str, Any]:
        return {
            "user": self.user,
            "answers": [_dumped(answer) for answer in self.answers],
            "supposed": [_dumped(answer) for answer in self.supposed],
            "listed": self.listed,
            "asked": self.asked,
            "question_number": self.question_number,
            "focus": self.focus,
            "topic": self.topic,
            "offered": self.offered,
            "asking": self.asking,
            "misses": self.misses,
            "touched": self.touched.isoformat() if self.touched else None,
            "meant": dict(self.meant),
            "policy": self.policy,
            "aside": [talk._stored() for talk in self.aside],
            "waiting": self.waiting,
        }


def from_json(text: str) -> Conversation:
    """Read a stored conversation, with all that it was about when it was stored."""
    return _read(json.loads(text))


def _read(stored: dict[str, Any]) -> Conversation:
    return Conversation(
        user=stored["user"],
        answers=_undumped(stored["answers"]),
        supposed=_undumped(stored.get("supposed", ())),
        listed=tuple(stored.get("listed", ())),
        asked=stored["asked"],
        question_number=stored["question_number"],
        focus=tuple(stored["focus"]),
        topic=tuple(stored["topic"]),
        offered=tuple(stored["offered"]),
        asking=stored.get("asking", ""),
        misses=stored["misses"],
        touched=datetime.fromisoformat(stored["touched"]) if stored["touched"] else None,
        meant=dict(stored.get("meant", {})),
        policy=stored.get("policy", ""),
        aside=tuple(map(_read, stored.get("aside", ()))),
        waiting=stored.get("waiting"),
    )


def _dumped(answer: Answer) -> list[Any]:
    return [answer.fact, _dump(answer.value), answer.said]


def _undumped(rows: Iterable[Any]) -> tuple[Answer, ...]:
    return tuple(Answer(fact, _undump(value), said) for fact, value, said in rows)


def _dump(value: Value | None) -> Any:
    match value:
        case Span(low, high):
            return {"low": str(low), "high": None if high is None else str(high)}
        case frozenset():
            return sorted(value)
    return value


def _undump(stored: Any) -> Value | None:
    match stored:
        case {"low": low, "high": high}:
            return Span(Decimal(low), None if high is None else Decimal(high))
        case list():
            return frozenset(stored)
    return stored  # type: ignore[no-any-return]
