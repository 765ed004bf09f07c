"""The list of matters, where several are chosen at once: what was told before belongs to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from milu_bot.conditions import YES_WORD, Equals, FactId
from milu_bot.eligibility.conditions import Value, facts_in
from milu_bot.policy import Fact
from milu_bot.quantity import Span


def with_told(
    facts: Mapping[FactId, Fact], menu: FactId, value: Value, told: Mapping[FactId, Value]
) -> Value:
    """What was chosen, with the matters that were told of: 都没有 does not deny them."""
    if not isinstance(value, frozenset):
        return value
    for id, said in told.items():
        yes = said == YES_WORD or (isinstance(said, Span) and bool(said.low))
        for options in _options(facts[id], menu) if yes else ():
            if not value & options:
                value |= {id} & options or (options if len(options) == 1 else frozenset())
    return value


def _options(fact: Fact, menu: FactId) -> Iterator[frozenset[str]]:
    """The options of the menu that this fact follows from."""
    for rule in (fact.same_as, fact.only_if):
        for test in facts_in(rule) if rule else ():
            if isinstance(test, Equals) and test.name == menu:
                yield test.options
