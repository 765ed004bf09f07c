"""What people tell about themselves in passing: 在园区，卖了320万，招了105个人 -> facts.

The words come from facts.yaml (说法). A number is taken only where the words beside it and its unit name one
fact and no other; what is vague, conditional or doubtful is left to be asked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache

from milu_bot.conditions import NO_WORD, YES_WORD, FactId
from milu_bot.language.assertion import clouded, counted, denied, doubtful, planned, told
from milu_bot.language.cue import Sighting
from milu_bot.language.cues import Cues, Spoken
from milu_bot.language.each import Each
from milu_bot.language.heard import Doubt, Heard, Value, Why
from milu_bot.language.hearing import Notes
from milu_bot.language.none import NONE, none_of
from milu_bot.language.normalise import clean
from milu_bot.language.numerals import Mention, mentions
from milu_bot.language.placing import Placed, place
from milu_bot.language.spoken import in_one_spelling
from milu_bot.language.telling import Stretch, stretches
from milu_bot.language.told_days import ToldDays
from milu_bot.language.topics import Topics, counting
from milu_bot.language.unheard import Guesses, Unheard
from milu_bot.language.whose import on_behalf, told_of_one
from milu_bot.late_pattern import late_pattern
from milu_bot.policy import Fact
from milu_bot.quantity import Span

__all__ = ["Doubt", "Heard", "Statements", "Value", "Why"]

_INSIDE = late_pattern("[里内头面上边的是]*")
_RECENT = 4
"""Units: texts. One message is heard several times on its way, and no text is kept for longer."""


class Statements:
    """Hears facts by the words of facts.yaml."""

    def __init__(
        self,
        facts: Mapping[FactId, Fact],
        today: date | None = None,
        groups: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """`today` is what 去年三月 is reckoned from; `groups` are the words that 〔别处〕 and the like stand for."""
        self._days = ToldDays(facts, today)
        self._facts = facts
        self._today = today
        self._groups = groups or {}
        self._elsewhere = _subject_elsewhere(self._groups.get("别处", ()))
        self._recent = lru_cache(_RECENT)(self._hear)

    @cached_property
    def _cues(self) -> Cues:
        """Made when first needed, as are the guesses: a tenth of a second's work."""
        return Cues(self._facts, self._groups)

    @cached_property
    def _guesses(self) -> Guesses:
        return Guesses(self._facts)

    def _is_elsewhere(self, text: str) -> bool:
        return self._elsewhere is not None and self._elsewhere.match(text) is not None

    def hear(self, text: str, before: Collection[FactId] = ()) -> Heard:
        """Take in what is told plainly. Two different values for one fact cancel each other.

        `before` are the facts just spoken of: 招了12个 may go on with one of these.
        """
        return self._recent(text, tuple(before))

    def as_his_own(self, words: str) -> tuple[bool, str]:
        """Whether a first message is asked for somebody else, and it in his own words.

        Who only tells of him asks for him where several facts are told, a number with them, and none of the speaker.
        """
        behalf, rest = on_behalf(words)
        if not behalf and (told := told_of_one(words)):
            values = self.hear(told).values.values()
            counts = any(isinstance(value, Span) for value in values)
            behalf = counts and len(values) > 1 and not self.hear(words).values
            rest = told if behalf else words
        return behalf, rest

    def _hear(self, text: str, before: tuple[FactId, ...]) -> Heard:
        said = clean(text)
        words = in_one_spelling(said)
        numbers = mentions(words)
        notes = Notes(said, self._facts, self._today)
        notes.spoken.update(id for id in before if id in self._facts)
        cues = self._cues.within(words)
        topics = Topics(words, cues)
        unheard = Unheard(self._guesses)
        each = Each(words, numbers)
        for stretch in stretches(words):
            inside = [m for m in numbers if stretch.start <= m.start < stretch.end]
            if not stretch.mine:
                theirs = [
                    one.cue.fact
                    for one, value in _plainly(stretch, inside, cues)
                    if value == YES_WORD
                ]
                notes.hold_against(stretch, list(place(stretch, inside, words, cues)), theirs)
                continue
            notes.turn_to(stretch)
            notes.nor(stretch)
            told = list(_plainly(stretch, inside, cues))
            for sighting, value in told:
                if value is None:
                    if not stretch.wishes:
                        notes.touch(sighting.cue.fact)
                else:
                    notes.tell(sighting.cue.fact, value)
            plain: list[tuple[Fact, Value]] = list(self._days.within(stretch))
            if not inside and (fact := none_of(stretch, cues)):
                plain.append((fact, NONE))
            for fact, value in plain:
                notes.tell(fact, value)
            own = [] if self._is_elsewhere(stretch.text) else inside
            placed = notes.others.likewise(stretch, own, list(place(stretch, own, words, cues)))
            placed = topics.of_earlier_years(stretch, placed)
            counted = counting(words, own)
            if not placed and len(counted) == 1:
                placed = notes.following(counted[0], stretch)
            placed += topics.take(stretch, own, placed)
            placed += each.placed(stretch, cues)
            for one in placed:
                notes.number(one)
            touched = list(_touched(stretch, cues, told, placed))
            for fact in () if stretch.wishes else touched:
                notes.touch(fact)
            if not (told or plain or placed or touched or topics.about):
                unheard.keep(stretch, inside)
            notes.parts(inside, placed)
            notes.leave(stretch, own, placed, topics.about)
            notes.waiting.keep(stretch, own, topics.named(stretch))
            for one in topics.by_unit(stretch, own):
                notes.spare(one)
        heard = notes.heard(numbers)
        back = tuple(unheard.asked_back(heard.spoken_of, heard.loose))
        return replace(heard, unclear=(*heard.unclear, *back)) if back else heard


def _subject_elsewhere(places: Sequence[str]) -> re.Pattern[str] | None:
    """武汉的仓 at the head of a part: what it counts is not counted here."""
    if not places:
        return None
    names = "|".join(map(re.escape, places))
    return late_pattern(
        rf"(?:我们?|咱们?|在|那|但|而|不过)*(?:{names})[市县区]?(?:的|那[边个里]的?|这边的?|分)?[\u4e00-\u9fff]{{0,4}}?"
        "(?:仓|店|厂|公司|中心|站|客户|基地|分部|总部|企业|项目|园区?|工厂)"
    )


def _touched(
    stretch: Stretch,
    cues: Spoken,
    told: Sequence[tuple[Sighting, Value | None]],
    placed: Sequence[Placed],
) -> Iterator[Fact]:
    """The plain facts that it speaks of in words that tell nothing else."""
    if stretch.asked:
        return
    for topic in cues.plain_topics_in(stretch.text):
        inside = any(
            value is not None and topic.start < one.end and one.start < topic.end
            for one, value in told
        )
        if not inside and not any(topic.words in one.words for one in placed):
            yield topic.cue.fact


def _is_cut(stretch: Stretch, end: int) -> bool:
    """Whether somebody else comes right after words that end here: 在城里头 | 我表妹的店."""
    return stretch.cut and _INSIDE.fullmatch(stretch.text, end) is not None


def _contradicted(sighting: Sighting, others: Sequence[Sighting], text: str) -> int:
    """Where words end that deny what these tell and share their beginning, 0 if none do.

    社保买了养老没买医保; 注册在甲市乙县只有办事处, of which nobody can tell where 乙县 belongs.
    """
    start, end, fact = sighting.start, sighting.end, sighting.cue.fact
    if sighting.cue.denies or denied(sighting, text):
        return 0
    goes_on = bool(text[end:].strip("，,。；;！!：: 市县的了"))
    ends = [
        one.end
        for one in others
        if one.cue.denies and one.cue.fact is fact and start <= one.start <= start + 1
    ]
    return max((max(at, end) for at in ends if at > end or (goes_on and at < end)), default=0)


def _plainly(
    stretch: Stretch, numbers: list[Mention], cues: Spoken
) -> Iterator[tuple[Sighting, Value | None]]:
    """Yes/no facts and options that are said outright, None where it is not clear; a question says nothing."""
    text = stretch.text
    heard: dict[FactId, list[tuple[int, int]]] = {}
    sightings = list(cues.by_themselves(text))
    for sighting in sightings:
        start, end, cue = sighting.start, sighting.end, sighting.cue
        taken = heard.setdefault(cue.fact.id, [])
        if planned(sighting, stretch) or any(start < e and s < end for s, e in taken):
            continue
        if counted(sighting, stretch, numbers):
            continue
        contradicted = _contradicted(sighting, sightings, text)
        if contradicted:
            taken.append((start, contradicted))
        cut = not cue.option and _is_cut(stretch, end)
        if contradicted or cut or doubtful(sighting, text):
            if not cue.option and not stretch.asked:
                yield sighting, None
            continue
        if not told(sighting, stretch):
            continue
        taken.append((start, end))
        no = denied(sighting, text)
        if not no and not cue.option and clouded(sighting, text):
            yield sighting, None
            continue
        if cue.denies:
            if not no:
                yield sighting, NO_WORD
        elif not cue.option:
            yield sighting, NO_WORD if no else YES_WORD
        elif not no:
            yield sighting, cue.option
