"""What people tell about themselves in passing: 在园区，卖了320万，招了105个人 -> facts.

The words come from facts.yaml (说法). A number is taken only where the words beside it and its unit name one
fact and no other; what is vague, conditional or doubtful is left to be asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from milu_bot.language.assertion import counted, denied, doubtful, told
from milu_bot.language.cues import Cues, Spoken
from milu_bot.language.normalise import clean
from milu_bot.language.numerals import Mention, mentions
from milu_bot.language.placing import Placed, fits, place
from milu_bot.language.telling import Stretch, stretches
from milu_bot.language.told_days import ToldDays
from milu_bot.policy import NO_WORD, YES_WORD, Fact, FactId
from milu_bot.quantity import Span

__all__ = ["Doubt", "Heard", "Statements", "Value", "Why", "fits"]

Value = Span | str | frozenset[str]


_EDGES = " ，,。；;！!：:？?"


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

    def __init__(self, facts: Mapping[FactId, Fact], today: date | None = None) -> None:
        """`today` is what 去年三月 is reckoned from."""
        self._cues = Cues(facts)
        self._days = ToldDays(facts, today)

    def hear(self, text: str) -> Heard:
        """Take in what is told plainly. Two different values for one fact cancel each other."""
        words = clean(text)
        numbers = mentions(words)
        notes = _Notes(words)
        cues = self._cues.within(words)
        for stretch in stretches(words):
            inside = [m for m in numbers if stretch.start <= m.start < stretch.end]
            notes.turn_to(stretch)
            for fact, value in _plainly(stretch, inside, cues):
                notes.tell(fact, value)
            for fact, day in self._days.within(stretch):
                notes.tell(fact, day)
            placed = list(place(stretch, inside, words, cues))
            for one in placed:
                notes.number(one)
            if not placed and len(inside) == 1:
                alone = stretch.text.strip(_EDGES) == words[inside[0].start : inside[0].end]
                notes.follow(inside[0], alone=alone)
        return notes.heard(numbers)


def _plainly(
    stretch: Stretch, numbers: list[Mention], cues: Spoken
) -> Iterator[tuple[Fact, Value]]:
    """Yes/no facts and options that are said outright; a question says nothing."""
    text = stretch.text
    heard: dict[FactId, list[tuple[int, int]]] = {}
    for sighting in cues.by_themselves(text):
        start, end, cue = sighting.start, sighting.end, sighting.cue
        taken = heard.setdefault(cue.fact.id, [])
        if stretch.plans(start, end, cue.words) or any(start < e and s < end for s, e in taken):
            continue
        if counted(sighting, stretch, numbers) or doubtful(sighting, text):
            continue
        if not told(sighting, stretch):
            continue
        taken.append((start, end))
        no = denied(sighting, text)
        if not cue.option:
            yield cue.fact, NO_WORD if no else YES_WORD
        elif not no:
            yield cue.fact, cue.option


class _Notes:
    """What was heard so far in one message, and what of it was taken back."""

    def __init__(self, words: str) -> None:
        self._words = words
        self._found: dict[FactId, dict[Value, str]] = {}
        self._doubts: dict[FactId, Doubt] = {}
        self._seen: set[int] = set()
        self._last: list[tuple[Fact, Value]] = []
        """What this stretch told."""
        self._before: list[tuple[Fact, Value]] = []
        """What the stretch before it told."""
        self._wrong: Fact | None = None
        """The number fact whose value was just called wrong; the next number is its right one."""

    def turn_to(self, stretch: Stretch) -> None:
        """Begin a stretch: what it takes back is no longer told."""
        if not stretch.corrects and not stretch.undoes:
            self._before, self._last = self._last, []
            return
        for fact, value in self._last:
            self._found.get(fact.id, {}).pop(value, None)
        if stretch.corrects:
            self._wrong = self._last[-1][0] if self._last else None
        self._last = []

    def tell(self, fact: Fact, value: Value) -> None:
        """A plain fact."""
        self._found.setdefault(fact.id, {})[value] = str(value)
        self._last.append((fact, value))

    def number(self, placed: Placed) -> None:
        """A number and its fact."""
        self._wrong = None
        self._seen.add(placed.mention.start)
        said = self._words[placed.mention.start : placed.mention.end]
        if placed.span is not None:
            self._found.setdefault(placed.fact.id, {})[placed.span] = said
            self._last.append((placed.fact, placed.span))
        elif placed.other_period or placed.mention.vague:
            why = Why.PERIOD if placed.other_period else Why.VAGUE
            self._doubts[placed.fact.id] = Doubt(placed.fact.id, said, why)

    def follow(self, mention: Mention, *, alone: bool) -> None:
        """A number without words of its own: the right one after 不对; after another number one more of its fact."""
        fact, self._wrong = self._wrong, None
        if fact is None and alone and self._before and isinstance(self._before[-1][1], Span):
            fact = self._before[-1][0]
        if fact and fact.is_number and mention.usable and fits(mention, fact):
            self.number(Placed(mention, fact, mention.span(fact.measure)))

    def heard(self, numbers: tuple[Mention, ...]) -> Heard:
        """What stands at the end."""
        found = {fact: values for fact, values in self._found.items() if values}
        doubts = dict(self._doubts)
        for fact, values in found.items():
            if len(values) > 1:
                doubts[fact] = Doubt(fact, "、".join(values.values()), Why.SEVERAL)
        sure = {fact: next(iter(values)) for fact, values in found.items() if len(values) == 1}
        return Heard(
            sure,
            tuple(doubt for fact, doubt in doubts.items() if fact not in sure),
            tuple(m for m in numbers if m.start not in self._seen),
        )
