"""What a number may be of, by its unit and by the kind of thing that the words before it name."""

from __future__ import annotations

from collections.abc import Iterable
from re import Pattern

from milu_bot.language.measures import too_many
from milu_bot.language.numerals import Mention
from milu_bot.late_pattern import late_pattern
from milu_bot.policy import Fact
from milu_bot.quantity import YUAN

_PART = late_pattern("[，,、。；;！!？?：:]")
_BEFORE = 10
"""How far before a number words may tell of what kind it is. Units: characters."""
_CUT_SHORT = late_pattern("[百千][一二两三四五六七八九]$")
_FEW = 4
"""So many facts are named where one asks which a number is of."""
_GENERIC = {"", "个"}
_SURELY_YUAN = 10_000
"""A bare number from here on is money in 元: nobody says 18000 for 18000万."""
_KINDS = tuple(
    map(
        late_pattern,
        ("卖|销|成交|交易额|营收", "税", "招|请了|就业|员工", "投资|投了|投入|花了|花费", "租"),
    )
)
"""Words that say of what kind a number is: sales are no taxes."""


def fits(mention: Mention, fact: Fact) -> bool:
    """Whether a number, by its unit, can be an answer to this fact."""
    if fact.measure == YUAN:
        sized = mention.large or mention.low >= _SURELY_YUAN
        return mention.unit == YUAN or (mention.unit == "" and sized)
    if mention.unit == fact.measure:
        return True
    return mention.unit in _GENERIC and fact.measure in ("人", "家", "笔") and not mention.large


def is_cut_short(words: str, mention: Mention) -> bool:
    """Whether it is said as 三百二, and nobody can tell whether that is 320 or 320万."""
    return mention.bare and _CUT_SHORT.search(words, mention.start, mention.end) is not None


def implausible(mention: Mention) -> bool:
    """Whether it counts more people or firms than there can be."""
    return too_many(mention.low, mention.unit)


def of_its_kind(text: str, mention: Mention, fact: Fact) -> bool:
    """Whether the words before a number, if they say of what kind it is, may speak of this fact."""
    kinds = _kinds_before(text, mention)
    spoken = " ".join((fact.name, *fact.said))
    return not kinds or any(kind.search(spoken) for kind in kinds)


def _kinds_before(text: str, mention: Mention) -> list[Pattern[str]]:
    before = _PART.split(text[: mention.start])[-1][-_BEFORE:]
    return [kind for kind in _KINDS if kind.search(before)]


def may_be(text: str, mention: Mention, facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts that a number, by its unit and the words before it, may be of: the first ones.

    Where the words do not say of what kind it is, one fact of each kind.
    """
    fitting = [fact for fact in facts if fits(mention, fact) and of_its_kind(text, mention, fact)]
    if _kinds_before(text, mention):
        return tuple(fitting[:_FEW])
    found: dict[int | str, Fact] = {}
    for fact in fitting:
        kinds = (kind for kind, named in enumerate(_KINDS) if named.search(fact.name))
        found.setdefault(next(kinds, fact.id), fact)
    return tuple(found.values())[:_FEW]
