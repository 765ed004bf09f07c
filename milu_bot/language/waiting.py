"""Numbers beside the words for a fact that no exact answer can be taken from: in dollars, by the month, roughly."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from milu_bot.conditions import FactId
from milu_bot.language.fitting import fits
from milu_bot.language.heard import Doubt, Why
from milu_bot.language.measures import FOREIGN
from milu_bot.language.numerals import Mention
from milu_bot.language.one import is_article
from milu_bot.language.signs import most_spoken_of
from milu_bot.language.telling import Stretch
from milu_bot.language.topics import TIMES
from milu_bot.language.unfit import granted
from milu_bot.policy import Fact
from milu_bot.quantity import YUAN

_ALIKE = {"笔", "件"}
"""五百万单 may be orders or parcels."""
_LEAST = 100
"""Units: yuan. Less than that, without a unit, is hardly money."""


@dataclass
class Waiting:
    """Such numbers of one message, each with the facts that it may be of: they are asked back, not passed over."""

    numbers: list[tuple[Mention, Sequence[Fact], Why]] = field(default_factory=list)

    def keep(self, stretch: Stretch, numbers: Sequence[Mention], named: Sequence[Fact]) -> None:
        """The numbers of a stretch that speaks of the `named` facts."""
        if stretch.asked or stretch.planned or stretch.to_come:
            return
        period = stretch.other_period((), money=True)
        for mention in numbers:
            if _counts(stretch.text, mention, mention.start - stretch.start):
                why = Why.VAGUE if mention.vague else Why.PERIOD if period else Why.WHICH
                self.numbers.append((mention, named, why))

    def asked_back(self, placed: Collection[int], words: str) -> tuple[tuple[Doubt, ...], set[int]]:
        """Those that have no place at the end, and where they begin; `placed` is where the others begin."""
        found: dict[FactId, Doubt] = {}
        begin = set()
        for mention, named, why in self.numbers:
            facts = {f.id: f for f in named if mention.start not in placed and _is_of(mention, f)}
            most = most_spoken_of(facts.values(), words)
            if len(most) == 1:
                said = words[mention.start : mention.end]
                found.setdefault(most[0].id, Doubt(most[0].id, said, why))
                begin.add(mention.start)
        return tuple(found.values()), begin


def _counts(text: str, mention: Mention, at: int) -> bool:
    """Whether a number, `at` this place of its stretch, counts something, and is no sum that was given."""
    counts = mention.flaw is None and mention.unit not in TIMES
    return counts and not is_article(text, mention) and not granted(text, at)


def _is_of(mention: Mention, fact: Fact) -> bool:
    """Whether it may be of this fact, though it is no answer to it as it stands."""
    if fits(mention, fact) or {mention.unit, fact.measure} == _ALIKE:
        return not mention.usable or mention.bare or mention.unit != fact.measure
    money = mention.unit == FOREIGN or (mention.bare and mention.low >= _LEAST)
    return fact.measure == YUAN and money
