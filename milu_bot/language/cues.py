"""The words of facts.yaml by which people speak of a fact, and where they stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from milu_bot.policy import AnswerKind, Fact, FactId

GAP = "…"
"""In 茶叶…卖了 a few other words may stand between: 茶叶在集市上卖了."""
WITH = re.compile("[+＋]")
"""甜酒＋卖了 is 卖了 where 甜酒 stands anywhere in the same message."""
_FILLING = "[^0-9，,。；;]{0,6}?"
ELSEWHERE = "〔别处〕"
"""In 在〔别处〕注册 the name of any other place may stand."""
_ABOVE = re.compile("[省国全]|中央")
"""Places that hold ours."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that speak of a fact, or of one option of it."""

    words: str
    fact: Fact
    option: str = ""
    head: str = ""
    """The part before the first gap, or what must stand in the message besides."""
    pattern: re.Pattern[str] | None = None
    denies: bool = False
    """Whether the words say that it is not so."""

    def places(self, text: str) -> Iterator[Sighting]:
        """Everywhere that it stands."""
        if self.pattern:
            for match in self.pattern.finditer(text):
                yield Sighting(self, match.start(), match.group())
            return
        at = text.find(self.words)
        while at >= 0:
            yield Sighting(self, at, self.words)
            at = text.find(self.words, at + 1)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A cue as it stands in a text: `words` from `start` on."""

    cue: Cue
    start: int
    words: str

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.words)

    @property
    def weight(self) -> int:
        """How much of it the cue names; what fills a gap counts for nothing."""
        return len(self.cue.words)


class Cues:
    """All cues of a policy: those beside a number, and those that tell by themselves."""

    def __init__(self, facts: Mapping[FactId, Fact], elsewhere: tuple[str, ...] = ()) -> None:
        """`elsewhere` are the places that 〔别处〕 stands for."""
        self._numbers = [_cue(w, f) for f in facts.values() if f.is_number for w in f.said]
        self._plain = [
            _cue(w, f) for f in facts.values() if f.answer is AnswerKind.YES_NO for w in f.said
        ] + [
            _cue(w, f, o)
            for f in facts.values()
            for o, said in f.options_said.items()
            for w in said
        ]
        self._plain.sort(key=lambda cue: -len(cue.words))
        others = "|".join(re.escape(place) for place in elsewhere if not _ABOVE.search(place))
        self._plain += [
            cue
            for f in facts.values()
            for w in f.said_no
            if (cue := _denial(w, f, others)) is not None
        ]
        self._shared = frozenset(
            cue.words
            for cue in self._numbers
            for other in self._numbers
            if cue.words in other.words and cue.fact.measure != other.fact.measure
        )

    def within(self, whole: str) -> Spoken:
        """Those of them that can matter in this message."""
        return Spoken(
            tuple(cue for cue in self._numbers if _matters(cue, whole)),
            tuple(cue for cue in self._plain if _matters(cue, whole)),
            self._shared,
        )


@dataclass(frozen=True, slots=True)
class Spoken:
    """The cues that stand somewhere in one message."""

    numbers: tuple[Cue, ...]
    plain: tuple[Cue, ...]
    """The longest words first."""
    shared: frozenset[str]
    """Words within those of a fact with another unit: no sign for a number without one."""

    def beside_numbers(self, text: str) -> list[Sighting]:
        """The cues of number facts in one stretch of the message."""
        return list(_seen(self.numbers, text))

    def by_themselves(self, text: str) -> Iterator[Sighting]:
        """The cues of plain facts in one stretch of the message."""
        return _seen(self.plain, text)


def _cue(words: str, fact: Fact, option: str = "") -> Cue:
    needed, *own = WITH.split(words, maxsplit=1)
    if own:
        tail = _FILLING.join(re.escape(part) for part in own[0].split(GAP))
        return Cue(own[0].replace(GAP, ""), fact, option, needed, re.compile(tail))
    parts = words.split(GAP)
    if len(parts) == 1:
        return Cue(words, fact, option, words)
    pattern = re.compile(_FILLING.join(re.escape(part) for part in parts))
    return Cue("".join(parts), fact, option, parts[0], pattern)


def _denial(words: str, fact: Fact, others: str) -> Cue | None:
    """Words that say no; with the name of another place in them, if there are any."""
    if ELSEWHERE not in words:
        return replace(_cue(words, fact), denies=True)
    if not others:
        return None
    head, _, tail = words.partition(ELSEWHERE)
    pattern = re.compile(f"{re.escape(head)}(?:{others})[市县区]?{re.escape(tail)}")
    return Cue(head + tail, fact, head=head, pattern=pattern, denies=True)


def _matters(cue: Cue, whole: str) -> bool:
    if cue.head not in whole:
        return False
    needed = cue.fact.said_with
    return not needed or any(word in whole for word in needed)


def _seen(cues: tuple[Cue, ...], text: str) -> Iterator[Sighting]:
    for cue in cues:
        for sighting in cue.places(text):
            if not (cue.fact.not_said and _means_otherwise(sighting, text)):
                yield sighting


def _means_otherwise(sighting: Sighting, text: str) -> bool:
    """Whether it stands within words that speak of another thing: 退税, 欠税."""
    for word in sighting.cue.fact.not_said:
        at = text.find(word)
        while at >= 0:
            if at < sighting.end and sighting.start < at + len(word):
                return True
            at = text.find(word, at + 1)
    return False
