"""The words of facts.yaml by which people speak of facts: those that matter in one message."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from milu_bot.conditions import FactId
from milu_bot.language.cue import (
    ELSEWHERE,
    Cue,
    Sighting,
    head_of,
    own_words,
    read_cue,
    read_denial,
    without_groups,
)
from milu_bot.language.spoken import in_one_spelling
from milu_bot.late_pattern import late_pattern
from milu_bot.policy import AnswerKind, Fact

_DENYING = late_pattern("(?:[不没未]|没有)[在进是有得做搞开碰]{0,2}$")
_ABOVE = late_pattern("[省国全]|中央")
"""Places that hold ours."""


@dataclass(frozen=True, slots=True, eq=False)
class _Word:
    """Words as they are written, in one spelling: there are 15,000, and few are ever read as a cue."""

    words: str
    fact: Fact
    option: str = ""
    denies: bool = False


ByHead = Mapping[str, Mapping[str, Sequence[int]]]
"""The places of words among all, by the first two characters of what must stand in the message, and by all of it."""


class Cues:
    """All cues of a policy: those beside a number, and those that tell by themselves."""

    def __init__(
        self, facts: Mapping[FactId, Fact], groups: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        """`groups` are the words that 〔平台〕, 〔别处〕 and the like stand for."""
        groups = groups or {}
        numbers = [fact for fact in facts.values() if fact.is_number]
        asked = [fact for fact in facts.values() if fact.answer is AnswerKind.YES_NO]
        self._numbers = [_Word(w, f) for f in numbers for w in _spelt_out(f.said, groups)]
        plain = [_Word(w, f) for f in asked for w in _spelt_out(f.said, groups)] + [
            _Word(w, f, o)
            for f in facts.values()
            for o, said in f.options_said.items()
            for w in _spelt_out(said, groups)
        ]
        elsewhere = groups.get(ELSEWHERE.strip("〔〕"), ())
        self._others = "|".join(re.escape(one) for one in elsewhere if not _ABOVE.search(one))
        self._plain = plain + [
            _Word(w, f, denies=True)
            for f in facts.values()
            for w in _spelt_out(f.said_no, groups)
            if self._others or ELSEWHERE not in w
        ]
        # A place within another is named after it, 注册在甲市乙县: what says where else comes last.
        self._plain.sort(key=lambda word: (ELSEWHERE in word.words, -len(own_words(word.words))))
        self._numbers_by_head = _by_head(self._numbers)
        self._plain_by_head = _by_head(self._plain)
        measures = [fact.measure for fact in numbers]
        self._only = {f.measure: f for f in numbers if measures.count(f.measure) == 1}
        self._shared = _Shared(self._numbers)
        self._read: dict[_Word, Cue] = {}
        """The cues that were ever near a message."""

    def within(self, whole: str) -> Spoken:
        """Those of them that can matter in this message."""
        begins = _begins(whole)
        numbers = self._heard(self._numbers, self._numbers_by_head, whole, begins)
        plain = self._heard(self._plain, self._plain_by_head, whole, begins)
        near = {cue.fact.id: cue.fact for cue in (*numbers, *plain)}
        voids = {id: _otherwise(fact, whole) for id, fact in near.items()}
        return Spoken(
            tuple(cue for cue in numbers if not cue.topic),
            tuple(cue for cue in numbers if cue.topic),
            tuple(cue for cue in plain if not cue.topic),
            tuple(cue for cue in plain if cue.topic),
            self._shared,
            {
                unit: fact
                for unit, fact in self._only.items()
                if any(_seen(tuple(c for c in numbers if c.fact.id == fact.id), whole, voids))
            },
            voids,
        )

    def _heard(
        self, words: Sequence[_Word], by_head: ByHead, whole: str, begins: set[str]
    ) -> tuple[Cue, ...]:
        """Those that can matter in a message, in their order."""
        # There are thousands of cues, and hardly any stands in a message: few begin like anything in it.
        places = [
            place
            for begin in begins & by_head.keys()
            for head, found in by_head[begin].items()
            if head in whole
            for place in found
        ]
        near = [cue for place in sorted(places) if (cue := self._cue(words[place])).tail in whole]
        facts = {cue.fact.id: cue.fact for cue in near}
        matter = {id for id, fact in facts.items() if _matters(fact, whole)}
        return tuple(
            cue
            for cue in near
            if cue.fact.id in matter and (not cue.besides or _stands(cue.head, whole))
        )

    def _cue(self, word: _Word) -> Cue:
        cue = self._read.get(word)
        if cue is None:
            cue = self._read[word] = (
                read_denial(word.words, word.fact, self._others)
                if word.denies
                else read_cue(word.words, word.fact, word.option)
            )
        return cue


class _Shared:
    """Tells of words whether they stand within those of a fact with another unit."""

    def __init__(self, words: Iterable[_Word]) -> None:
        self._units: dict[str, frozenset[str]] = {}
        sets: dict[frozenset[str], frozenset[str]] = {}  # there are few: one of each is kept
        for word in words:
            own = own_words(word.words)
            units = self._units.get(own, frozenset()) | {word.fact.measure}
            self._units[own] = sets.setdefault(units, units)
        self._all = {
            unit: "\n".join(said for said, units in self._units.items() if unit in units)
            for unit in {unit for units in self._units.values() for unit in units}
        }
        self._known: dict[str, bool] = {}

    def __call__(self, words: str) -> bool:
        known = self._known.get(words)
        if known is None:
            own = self._units.get(words, frozenset())
            known = any(own - {unit} and words in said for unit, said in self._all.items())
            self._known[words] = known
        return known


@dataclass(frozen=True, slots=True)
class Spoken:
    """The cues that stand somewhere in one message."""

    numbers: tuple[Cue, ...]
    topics: tuple[Cue, ...]
    plain: tuple[Cue, ...]
    """The longest words first."""
    plain_topics: tuple[Cue, ...]
    """Those that only say which plain fact is spoken of."""
    are_shared: Callable[[str], bool]
    """Whether words stand within those of a fact with another unit: no sign for a number without one."""
    only: Mapping[str, Fact]
    """The facts spoken of whose unit no other fact has."""
    voids: Mapping[FactId, Sequence[str]]
    """For each fact, the words in the message that speak of another thing."""

    def of_numbers(self, text: str) -> Iterator[Sighting]:
        """The cues that say what a number in a later stretch may be of."""
        return _seen((*self.numbers, *self.topics), text, self.voids)

    def beside_numbers(self, text: str) -> list[Sighting]:
        """The cues of number facts in one stretch of the message."""
        return list(_seen(self.numbers, text, self.voids))

    def by_themselves(self, text: str) -> Iterator[Sighting]:
        """The cues of plain facts in one stretch of the message."""
        return _seen(self.plain, text, self.voids)

    def plain_topics_in(self, text: str) -> Iterator[Sighting]:
        """What only says which plain fact one stretch of the message speaks of."""
        return _seen(self.plain_topics, text, self.voids)


def _spelt_out(said: Iterable[str], groups: Mapping[str, Sequence[str]]) -> list[str]:
    """With each word of the groups, in one spelling."""
    # One by one they would take long: there are 15,000.
    words = dict.fromkeys(one for words in said for one in without_groups(words, groups))
    return in_one_spelling("\n".join(words)).split("\n") if words else []


def _by_head(words: Sequence[_Word]) -> ByHead:
    found: dict[str, dict[str, list[int]]] = {}
    for place, word in enumerate(words):
        head = head_of(word.words)
        found.setdefault(head[:2], {}).setdefault(head, []).append(place)
    return found


def _begins(whole: str) -> set[str]:
    """Whatever a cue that stands in a message can begin with."""
    return {whole[at : at + long] for at in range(len(whole)) for long in (1, 2)} | {""}


def _matters(fact: Fact, whole: str) -> bool:
    needed = fact.said_with
    if not needed:
        return True
    for word in fact.not_said:
        whole = whole.replace(word, "")
    return any(_stands(word, whole) for word in needed)


def _stands(word: str, whole: str) -> bool:
    """Whether it stands there and is not denied at once: 不在创业园."""
    return any(
        not _DENYING.search(whole[max(0, match.start() - 3) : match.start()])
        for match in re.finditer(re.escape(word), whole)
    )


def _otherwise(fact: Fact, whole: str) -> tuple[str, ...]:
    """The words of a fact that speak of another thing in this message; 房租＋签了 only beside 房租."""
    return tuple(
        own_words(words)
        for words in fact.not_said
        if words in whole
        or ("＋" in words and head_of(words) in whole and own_words(words) in whole)
    )


def _seen(
    cues: tuple[Cue, ...], text: str, voids: Mapping[FactId, Sequence[str]]
) -> Iterator[Sighting]:
    for cue in cues:
        for sighting in cue.places(text):
            words = voids[cue.fact.id]
            if not (words and _means_otherwise(sighting, text, words)):
                yield sighting


def _means_otherwise(sighting: Sighting, text: str, words: Sequence[str]) -> bool:
    """Whether it stands within words that speak of another thing: 退税, 欠税.

    我是搞退税的公司 still says who he is: what fills a gap there is of another thing.
    """
    cue = sighting.cue
    inside = range(sighting.start + 1, sighting.end - len(cue.tail)) if cue.option else range(0)
    for word in words:
        at = text.find(word)
        while at >= 0:
            filler = at in inside and at + len(word) - 1 in inside
            if at < sighting.end and sighting.start < at + len(word) and not filler:
                return True
            at = text.find(word, at + 1)
    return False
