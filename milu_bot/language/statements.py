"""What people tell about themselves in passing: 在产业园，网上卖了320万，招了105个人 -> facts.

The words come from facts.yaml (说法). A number is taken only where the words beside it and its unit name one
fact and no other; what is vague, conditional or doubtful is left to be asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from milu_bot.language.assertion import counted, denied, doubtful, told
from milu_bot.language.cues import Cues
from milu_bot.language.normalise import clean
from milu_bot.language.numerals import Mention, mentions
from milu_bot.language.placing import Placed, fits, place
from milu_bot.language.telling import Stretch, stretches
from milu_bot.policy import NO_WORD, YES_WORD, Fact, FactId
from milu_bot.quantity import Span

__all__ = ["Doubt", "Heard", "Statements", "Value", "Why", "fits"]

Value = Span | str | frozenset[str]


class Why(StrEnum):
    """Why something that was said of a fact is not taken, but asked back."""

    VAGUE = "是个大概的数"
    PERIOD = "不是一整年的数"
    SEVERAL = "前后说了不一样的"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A fact that was spoken of, in these words, and could not be taken."""

    fact: FactId
    words: str
    why: Why


@dataclass(frozen=True, slots=True)
class Heard:
    """The facts that were told, what is to be asked back, and the numbers that nobody could place."""

    values: Mapping[FactId, Value]
    doubts: tuple[Doubt, ...] = ()
    loose: tuple[Mention, ...] = ()


class Statements:
    """Hears facts by the words of facts.yaml."""

    def __init__(self, facts: Mapping[FactId, Fact]) -> None:
        self._cues = Cues(facts)

    def hear(self, text: str) -> Heard:
        """Take in what is told plainly. Two different values for one fact cancel each other."""
        words = clean(text)
        found: dict[FactId, dict[Value, str]] = {}
        doubts: dict[FactId, Doubt] = {}
        numbers = mentions(words)
        seen: set[int] = set()
        for stretch in stretches(words):
            inside = [m for m in numbers if stretch.start <= m.start < stretch.end]
            for fact, value in self._plainly(stretch, inside, words):
                found.setdefault(fact, {})[value] = str(value)
            for placed in place(stretch, inside, words, self._cues):
                seen.add(placed.mention.start)
                said = words[placed.mention.start : placed.mention.end]
                if placed.span is not None:
                    found.setdefault(placed.fact.id, {})[placed.span] = said
                elif (why := _why(placed)) is not None:
                    doubts[placed.fact.id] = Doubt(placed.fact.id, said, why)
        for fact, values in found.items():
            if len(values) > 1:
                doubts[fact] = Doubt(fact, "、".join(values.values()), Why.SEVERAL)
        sure = {fact: next(iter(values)) for fact, values in found.items() if len(values) == 1}
        return Heard(
            sure,
            tuple(doubt for fact, doubt in doubts.items() if fact not in sure),
            tuple(m for m in numbers if m.start not in seen),
        )

    def _plainly(
        self, stretch: Stretch, numbers: list[Mention], whole: str
    ) -> Iterator[tuple[FactId, Value]]:
        """Yes/no facts and options that are said outright; a question says nothing."""
        text = stretch.text
        heard: dict[FactId, list[tuple[int, int]]] = {}
        for sighting in self._cues.by_themselves(text, whole):
            start, end, cue = sighting.start, sighting.end, sighting.cue
            taken = heard.setdefault(cue.fact.id, [])
            if stretch.plans(start, end) or any(start < e and s < end for s, e in taken):
                continue
            if counted(sighting, stretch, numbers) or doubtful(sighting, text):
                continue
            if not told(sighting, stretch):
                continue
            taken.append((start, end))
            no = denied(sighting, text)
            if not cue.option:
                yield cue.fact.id, NO_WORD if no else YES_WORD
            elif not no:
                yield cue.fact.id, cue.option


def _why(placed: Placed) -> Why | None:
    if placed.other_period:
        return Why.PERIOD
    return Why.VAGUE if placed.mention.vague else None
