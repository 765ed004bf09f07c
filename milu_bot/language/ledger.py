"""The values told of each fact so far, by year and by half, and what stands of them at the end."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce

from milu_bot.conditions import YES_WORD, Equals, FactId
from milu_bot.language.heard import Doubt, Value, Why
from milu_bot.language.years import LAST_YEAR, in_order
from milu_bot.policy import Fact
from milu_bot.quantity import YUAN, Span

FIRST_YEAR = "第一年"
_PAIR = 2


class Ledger:
    """Two different values of one fact cancel each other, unless years or a sum tell which is meant."""

    def __init__(self, facts: Mapping[FactId, Fact]) -> None:
        self._facts = facts
        self._found: dict[FactId, dict[Value, str]] = {}
        """Each value with the words that told it."""
        self._doubts: dict[FactId, Doubt] = {}
        self._years: dict[FactId, dict[int, Span]] = {}
        """The numbers that were said of one year."""
        self._parts: dict[FactId, dict[str, Span]] = {}
        """The numbers of the parts of a whole."""
        self._halves: dict[FactId, dict[int, Span]] = {}
        """The numbers of either half of a year."""

    def add(self, fact: Fact, value: Value, said: str) -> None:
        """One more value of a fact."""
        self._found.setdefault(fact.id, {})[value] = said

    def of_year(self, fact: Fact, year: int, span: Span) -> None:
        """A number was said of this year, whether it is taken or not."""
        self._years.setdefault(fact.id, {})[year] = span

    def of_half(self, fact: Fact, half: int, span: Span) -> None:
        """A number was said of the first half of a year (0), or of the second (1)."""
        self._halves.setdefault(fact.id, {})[half] = span

    def of_part(self, fact: Fact, part: str, span: Span) -> None:
        """A number was said of this part of the whole."""
        self._parts.setdefault(fact.id, {})[part] = span

    def doubt(self, fact: Fact, said: str, why: Why) -> None:
        """Ask this back, if nothing better is told of the fact."""
        self._doubts[fact.id] = Doubt(fact.id, said, why)

    def hold_back(self, fact: Fact, said: str, why: Why) -> None:
        """Take none of what was told of the fact, and ask it back."""
        self.drop_all(fact)
        self.doubt(fact, said, why)

    def drop(self, fact: Fact, value: Value) -> str:
        """Take back one value; what told it."""
        return self._found.get(fact.id, {}).pop(value, "")

    def drop_all(self, fact: Fact) -> None:
        """Take back whatever was told of a fact."""
        self._found.get(fact.id, {}).clear()

    def drop_parts(self, fact: Fact, whole: Span) -> None:
        """Drop the numbers that are only parts of this one: 淘宝卖了41万，网上加起来60万."""
        told = self._found.get(fact.id, {})
        for value in [v for v in told if isinstance(v, Span) and v.low < whole.low]:
            del told[value]

    def forget(self) -> None:
        """Take back everything."""
        self._found.clear()

    def several(self, fact: Fact) -> bool:
        """Whether several values were told of a fact."""
        return len(self._found.get(fact.id, {})) > 1

    def spoken(self) -> set[FactId]:
        """The facts that something is told or doubted of."""
        return {id for id, values in self._found.items() if values} | self._doubts.keys()

    def settled(self) -> tuple[dict[FactId, Value], tuple[Doubt, ...]]:
        """What is sure, and what is to be asked back."""
        found = {id: values for id, values in self._found.items() if values}
        doubts = dict(self._doubts)
        for id, values in found.items():
            if (total := _total(list(values))) is not None:
                found[id] = {total: values[total]}
            elif len(values) > 1:
                doubts[id] = Doubt(id, "、".join(values.values()), Why.SEVERAL)
        sure = {id: next(iter(values)) for id, values in found.items() if len(values) == 1}
        for id, years in self._years.items():
            sure |= self._of_years(self._facts[id], years, sure)
            if (value := sure.get(id)) is not None and self._is_old(id, value):
                del sure[id]
                doubts[id] = Doubt(id, found[id][value], Why.PERIOD)
        for id, halves in self._halves.items():
            if len(halves) == _PAIR and id not in found and FIRST_YEAR in self._facts[id].name:
                sure[id] = _sum(halves[0], halves[1])
        for id, parts in self._parts.items():
            if self._are_all(self._facts[id], parts, found.get(id, {})):
                sure[id] = reduce(_sum, parts.values())
        for who in self._at_odds(sure):
            doubts[who] = Doubt(who, found[who][sure.pop(who)], Why.WHICH)
        return sure, tuple(doubt for id, doubt in doubts.items() if id not in sure)

    def _are_all(self, fact: Fact, parts: Mapping[str, Span], told: Mapping[Value, str]) -> bool:
        """Whether a number was told of every part, all of one year, and no other number of the fact."""
        one_year = len(self._years.get(fact.id, {})) <= 1
        return one_year and set(parts) == set(fact.parts) and set(told) == set(parts.values())

    def _at_odds(self, sure: Mapping[FactId, Value]) -> set[FactId]:
        """Who somebody is, where something told as so is asked of others alone: 我是个体户，也是在册的."""
        rules = (self._facts[id].only_if for id, value in sure.items() if value == YES_WORD)
        return {
            rule.name
            for rule in rules
            if isinstance(rule, Equals) and self._facts[rule.name].focus
            if sure.get(rule.name, "") not in {"", *rule.options}
        }

    def _of_years(
        self, fact: Fact, years: Mapping[int, Span], sure: Mapping[FactId, Value]
    ) -> dict[FactId, Value]:
        """The last year's number is this fact's; the years before had at least the most of theirs."""
        *before, last = sorted(years)
        if fact.earlier is None:
            # 2015年80万，2016年120万: the last whole year is asked for
            asked = before and "年" in fact.ask
            grown = last == 0 and fact.measure != YUAN and FIRST_YEAR not in fact.name
            grown = grown and all(years[year].low < years[last].low for year in before)
            asked = asked and (last == LAST_YEAR or grown)
            return {fact.id: years[last]} if asked else {}
        if not before or not in_order(before[-1], last):
            return {}
        least = Span(max(years[year].low for year in before), None)
        return {fact.earlier: sure.get(fact.earlier, least), fact.id: years[last]}

    def _is_old(self, id: FactId, value: Value) -> bool:
        """Whether a number that is asked of the last year was told of a year long before."""
        fact, years = self._facts[id], self._years[id]
        best_of_before = any(other.earlier == id for other in self._facts.values())
        of_last_year = "年" in fact.ask and FIRST_YEAR not in fact.name and not best_of_before
        told = {year for year, span in years.items() if span == value}
        return of_last_year and bool(told) and not told & {LAST_YEAR, 0}


def _total(values: list[Value]) -> Span | None:
    """The last of several numbers, if it is the sum of the others: 国税70万地税40万，总共110万."""
    spans = [value for value in values if isinstance(value, Span) and value.certain]
    if len(spans) != len(values) or len(spans) <= _PAIR:
        return None
    return spans[-1] if spans[-1].low == sum(span.low for span in spans[:-1]) else None


def _sum(first: Span, second: Span) -> Span:
    high = None if first.high is None or second.high is None else first.high + second.high
    return Span(first.low + second.low, high)
