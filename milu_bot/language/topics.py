"""A number whose words stand before its own stretch, or whose unit says all: 招的人不多，三十来个."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from milu_bot.conditions import FactId
from milu_bot.language.assertion import spoken_against
from milu_bot.language.cue import Sighting
from milu_bot.language.cues import Spoken
from milu_bot.language.filling import FILLING
from milu_bot.language.fitting import fits, of_its_kind
from milu_bot.language.numerals import Mention
from milu_bot.language.placing import Placed, placed_apart
from milu_bot.language.signs import most_spoken_of
from milu_bot.language.telling import Stretch
from milu_bot.late_pattern import late_pattern
from milu_bot.policy import Fact

_LEADS = late_pattern("(?:一共|总共|前后|合计|拢共|加起来)[花投用][了掉出去进到得过]{0,3}$")
_SHARE = late_pattern("占|一半|比例|其中")
_LASTING = 2
"""Units: stretches. How long something spoken of waits for its number."""
_BARE = 3
"""Units: characters. 税？ only names what is spoken of."""
_RECENT = late_pattern("[去今]年")
_SUMMED = late_pattern("[都全]?(?:(?:加|合)(?:在一|一)?起|合计|总计)")
TIMES = ("年", "月", "天", "时", "日期", "第")


@dataclass(frozen=True, slots=True)
class _Open:
    """What was spoken of without a number, `age` stretches ago."""

    seen: tuple[Sighting, ...] = ()
    age: int = 0


class Topics:
    """Goes through one message and gives each such number its fact."""

    def __init__(self, whole: str, cues: Spoken) -> None:
        self._whole, self._cues = whole, cues
        self._open = _Open()

    def take(self, stretch: Stretch, numbers: list[Mention], placed: list[Placed]) -> list[Placed]:
        """What this stretch says of what was spoken of before; remembers what it speaks of itself."""
        counted = [m for m in counting(self._whole, numbers) if m.flaw is None]
        found: list[Placed] = []
        if (
            not placed
            and len(counted) == 1
            and (only(stretch, numbers) or _led(stretch, counted[0]))
        ):
            found = list(self._told(stretch, counted[0]))
        if placed or found:
            self._open = _Open()
        elif seen := tuple(self._spoken_of(stretch)):
            self._open = _Open(seen)
        else:
            older = _Open(self._open.seen, self._open.age + 1)
            self._open = older if older.age < _LASTING else _Open()
        return found

    @property
    def about(self) -> frozenset[FactId]:
        """What the last stretch spoke of without a number that could be placed."""
        return frozenset(s.cue.fact.id for s in self._open.seen if not self._open.age)

    def named(self, stretch: Stretch) -> tuple[Fact, ...]:
        """What a number of this stretch may be of: what it speaks of itself, else what was spoken of before."""
        here = tuple(sighting.cue.fact for sighting in self._spoken_of(stretch))
        return here or tuple(sighting.cue.fact for sighting in self._open.seen)

    def of_earlier_years(self, stretch: Stretch, placed: list[Placed]) -> list[Placed]:
        """往年最好的一年，收入480万: the number is of the years that were just spoken of."""
        named = {sighting.cue.fact.id: sighting.cue.fact for sighting in self._open.seen}
        if self._open.age or _RECENT.search(stretch.text):
            return placed
        return [
            replace(one, fact=named[one.fact.earlier]) if one.fact.earlier in named else one
            for one in placed
        ]

    def by_unit(self, stretch: Stretch, numbers: list[Mention]) -> Iterator[Placed]:
        """The numbers of a unit that one fact alone has, where the message speaks of it: 640人次."""
        for mention in numbers:
            fact = self._cues.only.get(mention.unit) if mention.flaw is None else None
            meant = fact and not any(word in stretch.text for word in self._cues.voids[fact.id])
            if fact and meant and not stretch.asked and fits(mention, fact):
                yield from placed_apart(stretch, mention, fact, self._whole)

    def _told(self, stretch: Stretch, mention: Mention) -> Iterator[Placed]:
        best: dict[str, tuple[int, Fact]] = {}
        for sighting in self._open.seen:
            fact = sighting.cue.fact
            if fits(mention, fact) and of_its_kind(self._whole, mention, fact):
                weight = max(sighting.weight, best.get(fact.id, (0, fact))[0])
                best[fact.id] = weight, fact
        most = max((weight for weight, _ in best.values()), default=0)
        facts = most_spoken_of((f for weight, f in best.values() if weight == most), self._whole)
        if len(facts) == 1:
            yield from placed_apart(stretch, mention, facts[0], self._whole)

    def _spoken_of(self, stretch: Stretch) -> Iterator[Sighting]:
        if (stretch.asked and len(stretch.text) > _BARE) or _SHARE.search(stretch.text):
            return
        for sighting in self._cues.of_numbers(stretch.text):
            if not spoken_against(sighting, stretch.text):
                yield sighting


def counting(whole: str, numbers: Sequence[Mention]) -> list[Mention]:
    """Those that tell no time, and are no 两头 of 两头加起来."""
    return [m for m in numbers if m.unit not in TIMES and not _SUMMED.match(whole, m.end)]


def _led(stretch: Stretch, mention: Mention) -> bool:
    """买打码机、软件和摄像头总共花掉八万八: the word right before it says of what kind the number is."""
    return _LEADS.search(stretch.before(mention.start)) is not None


def only(stretch: Stretch, numbers: list[Mention]) -> bool:
    """Whether nothing but what says nothing stands beside the number."""
    rest, at = "", 0
    for mention in numbers:
        start, end = mention.start - stretch.start, mention.end - stretch.start
        rest, at = rest + stretch.text[at:start], end
    return FILLING.fullmatch(rest + stretch.text[at:]) is not None
