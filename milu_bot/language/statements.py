"""What people tell about themselves in passing: 在园区，卖了320万，招了105个人 -> facts.

The words come from facts.yaml (说法). A number is taken only where the words beside it and its unit name one
fact and no other; what is vague, conditional or doubtful is left to be asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from milu_bot.conditions import NO_WORD, YES_WORD, FactId
from milu_bot.language.assertion import counted, denied, doubtful, planned, told
from milu_bot.language.cues import Cues, Spoken
from milu_bot.language.heard import Doubt, Heard, Value, Why
from milu_bot.language.hearing import Notes
from milu_bot.language.normalise import clean
from milu_bot.language.numerals import Mention, mentions
from milu_bot.language.placing import fits, place
from milu_bot.language.spoken import in_one_spelling
from milu_bot.language.telling import Stretch, stretches
from milu_bot.language.told_days import ToldDays
from milu_bot.language.topics import Topics
from milu_bot.policy import Fact

__all__ = ["Doubt", "Heard", "Statements", "Value", "Why", "fits"]


class Statements:
    """Hears facts by the words of facts.yaml."""

    def __init__(
        self,
        facts: Mapping[FactId, Fact],
        today: date | None = None,
        elsewhere: tuple[str, ...] = (),
    ) -> None:
        """`today` is what 去年三月 is reckoned from; `elsewhere` are the names of other places."""
        self._cues = Cues(facts, elsewhere)
        self._days = ToldDays(facts, today)
        self._facts = facts
        self._today = today

    def hear(self, text: str, before: Collection[FactId] = ()) -> Heard:
        """Take in what is told plainly. Two different values for one fact cancel each other.

        `before` are the facts just spoken of: 招了12个 may go on with one of these.
        """
        said = clean(text)
        words = in_one_spelling(said)
        numbers = mentions(words)
        notes = Notes(said, self._facts, self._today)
        notes.spoken.update(id for id in before if id in self._facts)
        cues = self._cues.within(words)
        topics = Topics(words, cues)
        for stretch in stretches(words):
            inside = [m for m in numbers if stretch.start <= m.start < stretch.end]
            if not stretch.mine:
                notes.hold_against(stretch, list(place(stretch, inside, words, cues)))
                continue
            notes.turn_to(stretch)
            for fact, value in _plainly(stretch, inside, cues):
                notes.tell(fact, value)
            for fact, day in self._days.within(stretch):
                notes.tell(fact, day)
            placed = notes.likewise(stretch, inside, list(place(stretch, inside, words, cues)))
            if not placed and len(inside) == 1:
                placed = notes.following(inside[0], stretch)
            placed += topics.take(stretch, inside, placed)
            for one in placed:
                notes.number(one)
            notes.parts(inside, placed)
            for one in topics.by_unit(stretch, inside):
                notes.spare(one)
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
        if planned(sighting, stretch) or any(start < e and s < end for s, e in taken):
            continue
        if counted(sighting, stretch, numbers) or doubtful(sighting, text):
            continue
        if not told(sighting, stretch):
            continue
        taken.append((start, end))
        no = denied(sighting, text)
        if cue.denies:
            if not no:
                yield cue.fact, NO_WORD
        elif not cue.option:
            yield cue.fact, NO_WORD if no else YES_WORD
        elif not no:
            yield cue.fact, cue.option
