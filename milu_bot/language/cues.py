"""The words of facts.yaml by which people speak of a fact, and where they stand in a text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from milu_bot.conditions import FactId
from milu_bot.language.spoken import in_one_spelling
from milu_bot.masthead import CLOSING, OPENING
from milu_bot.policy import AnswerKind, Fact

GAP = "…"
"""In 茶叶…卖了 a few other words may stand between: 茶叶在集市上卖了."""
LONG_GAP = "……"
"""In 我们是……公司 some more may stand: 我们是做溯源平台的技术公司."""
_GOES_ON = "(?!还是|不是|[都也]?[可能]|[和跟与或、要才必需怎奖补给让派发吗呢])"
"""公司和个人, 公司要 and 公司给我 speak of firms, not of one's own."""
WITH = re.compile("[+＋]")
"""甜酒＋卖了 is 卖了 where 甜酒 stands anywhere in the same message.

With a gap at its end, 跨境…, it only says what a number in a later stretch is of.
"""
_DENYING = re.compile("(?:[不没未]|没有)[在进是有得做搞开碰]{0,2}$")
_MARKED = re.compile("[…〔+＋]")
"""Most words are plain: 20,000 of them are read at every start."""
_GROUP = re.compile("〔([^〔〕]+)〕")
_FILLINGS = {GAP: "[^0-9，,。；;]{0,6}?", LONG_GAP: "[^0-9，,。；;]{0,14}?"}
_GAPS = re.compile(f"({LONG_GAP}|{GAP})")
_OPEN = r"(?:(?<=^)|(?<=[，,。；;！!？?：: ]))(?:那|但是?|而且|就是|目前|现在|因为|老板|另外|还有)*"
_CLOSE = "(?=(?:[嘛啊呢吧呀的]|上)?(?:[，,。；;！!？?：: ]|$))"
ELSEWHERE = "〔别处〕"
"""In 在〔别处〕注册 the name of any other place may stand; so with the other groups of wording.yaml (词组)."""
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
    tail: str = ""
    """The part after the last gap."""
    pattern: str = ""
    besides: bool = False
    """Whether something must stand in the message besides."""
    topic: bool = False
    """Whether the words only say what a number in a later stretch is of."""
    denies: bool = False
    """Whether the words say that it is not so."""
    opens: bool = False
    """Whether it counts only where a part begins; then it is told, not named."""

    def places(self, text: str) -> Iterator[Sighting]:
        """Everywhere that it stands."""
        if self.pattern:
            for match in _compiled(self.pattern).finditer(text):
                yield Sighting(self, match.start(), match.group())
            return
        at = text.find(self.words)
        while at >= 0:
            yield Sighting(self, at, self.words)
            at = text.find(self.words, at + 1)


ByHead = Mapping[str, Mapping[str, Sequence[tuple[int, Cue]]]]
"""Cues with their places among all, by the first two characters of what must stand in the message, and by all of it."""


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
        """How much of it the cue names; what fills a gap counts for nothing, what must stand besides a little."""
        return len(self.cue.words) + (self.cue.besides or bool(self.cue.fact.said_with))

    @property
    def filling(self) -> str:
        """What stands in the gaps of the cue, with a little of the cue where both share a word."""
        return "".join(char for char in self.words if char not in self.cue.words)


class Cues:
    """All cues of a policy: those beside a number, and those that tell by themselves."""

    def __init__(
        self, facts: Mapping[FactId, Fact], groups: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        """`groups` are the words that 〔平台〕, 〔别处〕 and the like stand for."""
        groups = groups or {}

        def spelt_out(said: Iterable[str]) -> Iterable[str]:
            return dict.fromkeys(one for words in said for one in without_groups(words, groups))

        self._numbers = [
            _cue(w, f) for f in facts.values() if f.is_number for w in spelt_out(f.said)
        ]
        measures = [f.measure for f in facts.values() if f.is_number]
        self._only = {
            f.measure: f for f in facts.values() if f.is_number and measures.count(f.measure) == 1
        }
        self._plain = [
            _cue(w, f)
            for f in facts.values()
            if f.answer is AnswerKind.YES_NO
            for w in spelt_out(f.said)
        ] + [
            _cue(w, f, o)
            for f in facts.values()
            for o, said in f.options_said.items()
            for w in spelt_out(said)
        ]
        self._plain.sort(key=lambda cue: -len(cue.words))
        elsewhere = groups.get(ELSEWHERE.strip("〔〕"), ())
        others = "|".join(re.escape(place) for place in elsewhere if not _ABOVE.search(place))
        self._plain += [
            cue
            for f in facts.values()
            for w in spelt_out(f.said_no)
            if (cue := _denial(w, f, others)) is not None
        ]
        self._numbers_by_head = _by_head(self._numbers)
        self._plain_by_head = _by_head(self._plain)
        measured = {(cue.words, cue.fact.measure) for cue in self._numbers}
        self._shared = _within_others(measured)

    def within(self, whole: str) -> Spoken:
        """Those of them that can matter in this message."""
        begins = _begins(whole)
        numbers = _heard(self._numbers_by_head, whole, begins)
        return Spoken(
            tuple(cue for cue in numbers if not cue.topic),
            tuple(cue for cue in numbers if cue.topic),
            _heard(self._plain_by_head, whole, begins),
            self._shared,
            {
                unit: fact
                for unit, fact in self._only.items()
                if any(_seen(tuple(c for c in numbers if c.fact.id == fact.id), whole))
            },
        )


@dataclass(frozen=True, slots=True)
class Spoken:
    """The cues that stand somewhere in one message."""

    numbers: tuple[Cue, ...]
    topics: tuple[Cue, ...]
    plain: tuple[Cue, ...]
    """The longest words first."""
    shared: frozenset[str]
    """Words within those of a fact with another unit: no sign for a number without one."""
    only: Mapping[str, Fact]
    """The facts spoken of whose unit no other fact has."""

    def of_numbers(self, text: str) -> Iterator[Sighting]:
        """The cues that say what a number in a later stretch may be of."""
        return _seen((*self.numbers, *self.topics), text)

    def beside_numbers(self, text: str) -> list[Sighting]:
        """The cues of number facts in one stretch of the message."""
        return list(_seen(self.numbers, text))

    def by_themselves(self, text: str) -> Iterator[Sighting]:
        """The cues of plain facts in one stretch of the message."""
        return _seen(self.plain, text)


def _within_others(measured: Collection[tuple[str, str]]) -> frozenset[str]:
    """The words that stand within those of another unit, given words and units."""
    units: dict[str, set[str]] = defaultdict(set)
    for words, unit in measured:
        units[words].add(unit)
    return frozenset(
        part
        for longer, unit in measured
        for part in _parts(longer) & units.keys()
        if units[part] - {unit}
    )


def _parts(words: str) -> set[str]:
    # Each pair of words compared would be millions: the parts of each looked up are few.
    ends = range(1, len(words) + 1)
    return {words[start:end] for end in ends for start in range(end)}


def _by_head(cues: Sequence[Cue]) -> ByHead:
    found: dict[str, dict[str, list[tuple[int, Cue]]]] = defaultdict(lambda: defaultdict(list))
    for place, cue in enumerate(cues):
        found[cue.head[:2]][cue.head].append((place, cue))
    return found


def _begins(whole: str) -> set[str]:
    """Whatever a cue that stands in a message can begin with."""
    return {whole[at : at + long] for at in range(len(whole)) for long in (1, 2)} | {""}


def _heard(cues: ByHead, whole: str, begins: set[str]) -> tuple[Cue, ...]:
    """Those that can matter in a message, in their order."""
    # There are thousands of cues, and hardly any stands in a message: few begin like anything in it.
    near = [
        item
        for begin in begins & cues.keys()
        for head, items in cues[begin].items()
        if head in whole
        for item in items
        if item[1].tail in whole
    ]
    near.sort(key=lambda item: item[0])
    facts = {cue.fact.id: cue.fact for _, cue in near}
    matter = {id for id, fact in facts.items() if _matters(fact, whole)}
    return tuple(
        cue
        for _, cue in near
        if cue.fact.id in matter and (not cue.besides or _stands(cue.head, whole))
    )


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiled when it is first looked for: there are hundreds, and most are never heard in one run."""
    return re.compile(pattern)


def without_groups(words: str, groups: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """在〔平台〕开店 -> 在淘宝开店, 在京东开店 ...; 〔别处〕 and 〔句首〕 stay."""
    for match in _GROUP.finditer(words) if "〔" in words else ():
        if match.group() not in (ELSEWHERE, OPENING, CLOSING):
            for word in groups.get(match[1], ()):
                one = words[: match.start()] + word + words[match.end() :]
                yield from without_groups(one, groups)
            return
    yield words


def _cue(words: str, fact: Fact, option: str = "") -> Cue:
    words = in_one_spelling(words)
    if not _MARKED.search(words):
        return Cue(words, fact, option, words)
    needed, *own = WITH.split(words, maxsplit=1)
    if words.endswith(GAP):
        return Cue(words.removesuffix(GAP), fact, option, words.removesuffix(GAP), topic=True)
    said = own[0] if own else words
    opens = said.startswith(OPENING)
    closes = said.endswith(CLOSING)
    pieces = _GAPS.split(said.removeprefix(OPENING).removesuffix(CLOSING))
    parts = pieces[::2]
    pattern = "".join(_FILLINGS.get(piece) or re.escape(piece) for piece in pieces)
    if opens:
        pattern = _OPEN + pattern + (_CLOSE if closes else _GOES_ON)
    return Cue(
        "".join(parts),
        fact,
        option,
        needed if own else parts[0],
        parts[-1],
        pattern if own or opens or len(parts) > 1 else "",
        besides=bool(own),
        opens=opens,
    )


def _denial(words: str, fact: Fact, others: str) -> Cue | None:
    """Words that say no; with the name of another place in them, if there are any."""
    if ELSEWHERE not in words:
        return replace(_cue(words, fact), denies=True)
    if not others:
        return None
    head, _, tail = words.partition(ELSEWHERE)
    pattern = f"{re.escape(head)}(?:{others})[市县区]?{re.escape(tail)}"
    return Cue(head + tail, fact, head=head, pattern=pattern, denies=True)


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


def _seen(cues: tuple[Cue, ...], text: str) -> Iterator[Sighting]:
    otherwise: dict[FactId, list[str]] = {}
    for cue in cues:
        for sighting in cue.places(text):
            words = otherwise.get(cue.fact.id)
            if words is None:
                words = [word for word in cue.fact.not_said if word in text]
                otherwise[cue.fact.id] = words
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
