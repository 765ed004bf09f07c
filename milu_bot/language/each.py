"""So many groups with so many each: 办了两期，每期40人 tells eighty in all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from milu_bot.language.cues import Spoken
from milu_bot.language.numerals import Mention
from milu_bot.language.placing import Placed, for_others
from milu_bot.language.telling import Stretch, of_another_period
from milu_bot.late_pattern import late_pattern

_TIMES = "人次"
"""What such groups are counted in: whoever comes twice counts twice."""
_GROUP = "[期场批班轮届次]"
_GROUPS = late_pattern(f"{_GROUP}|个[^，,。；;0-9]{{0,4}}班")
"""From the last character of the number on."""
_EACH = late_pattern(f"每一?个?{_GROUP}(?:都|各|是|有|招|来|收|上|来了|[^，,0-9]{{0,2}}学员)*$")
_HEADS = ("人", "个", "名", _TIMES)


class Each:
    """The one product that a message names, if it names one: both numbers exact, and no other of either kind."""

    def __init__(self, words: str, numbers: Sequence[Mention]) -> None:
        self._words = words
        groups = [
            m for m in numbers if m.unit != _TIMES and m.low > 1 and _GROUPS.match(words, m.end - 1)
        ]
        heads = [m for m in numbers if m.unit in _HEADS and _EACH.search(words, 0, m.start)]
        self._pair = None
        both = groups + heads
        # 每期40人，其中10人没来: another number of people may take from the whole.
        alone = not any(m.unit in _HEADS for m in numbers if m not in both)
        if alone and len(groups) == len(heads) == 1 and all(m.usable and m.is_point for m in both):
            self._pair = groups[0], heads[0]

    def placed(self, stretch: Stretch, cues: Spoken) -> Iterator[Placed]:
        """The whole, in the stretch that tells how many each has."""
        if self._pair is None or stretch.asked or stretch.planned or stretch.to_come:
            return
        groups, each = self._pair
        fact = cues.only.get(_TIMES)
        if fact is None or not stretch.start <= each.start < stretch.end:
            return
        if any(word in self._words for word in cues.voids[fact.id]):
            return
        if for_others(self._words[: each.start], fact):
            return
        if any(of_another_period(self._words, m.start, fact.name) for m in self._pair):
            return
        low = groups.low * each.low
        whole = replace(each, low=low, high=low, unit=_TIMES)
        yield Placed(whole, fact, whole.span(fact.measure))
