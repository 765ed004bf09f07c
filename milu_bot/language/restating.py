"""What is said of a number just told: that it is a whole of parts, holds something else, or is of other things."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from milu_bot.conditions import FactId
from milu_bot.language.numerals import Mention, mentions
from milu_bot.language.placing import Placed, fits
from milu_bot.language.telling import Stretch, refinement
from milu_bot.policy import Fact

_PAIR = 2
_ALIKE = 3
"""Units: pairs of characters. So many does a denial share with the question of the fact that it denies."""
_NOT_THESE = re.compile("^[但可都也全这些他们而不过，, ]*?(?:不是|不算|不属于|并非)(.*)$")
_FIGURE = re.compile("[0-9一二两三四五六七八九十百千万]")
_HOLDS = re.compile(
    "(?:里面|里头|其中|当中|含|包括)[^，]*(?:(?:是|拿去|用来|用于)买|刷|退|[要得]扣|不算|水分|没(?:到账|收)|白条|垫的)|刷了?单"
)
"""里面有50万是买机房的: the whole is not what was asked for."""
_ITEM = re.compile("[^，,了过卖交缴招销派占比去前今年]{1,6}")
_SPENT = re.compile("花了|投了|投入")


@dataclass(frozen=True, slots=True)
class Told:
    """A number of the message, the words before it in its stretch, and its fact, if one was found."""

    mention: Mention
    before: str
    fact: FactId | None


def adds_up(told: Sequence[Told], whole: Mention, fact: Fact) -> bool:
    """Whether the last numbers told, two or more, are the parts of this one, and all of this fact."""
    total = whole.low - whole.low
    for count, one in enumerate(reversed(told), start=1):
        part = one.mention
        alike = part.unit in ("", whole.unit) and part.is_point and part.usable
        if not alike or not (one.fact == fact.id or listed(one.before, one.before, fact)):
            return False
        total += part.low
        if total >= whole.low:
            return total == whole.low and count >= _PAIR
    return False


def denies_its_object(words: str, fact: Fact) -> bool:
    """Whether words say that what was counted is not what this fact asks for: 不是企业的员工."""
    denial = _NOT_THESE.match(words)
    if not denial or _FIGURE.search(words):
        return False
    said = denial[1]
    pairs = {said[at : at + 2] for at in range(len(said) - 1)}
    return sum(pair in fact.ask for pair in pairs) >= _ALIKE


def holds_something_else(words: str) -> bool:
    """Whether a number in these words is a part of the one before that does not belong to it."""
    return _HOLDS.search(words) is not None


def listed(before: str, here: str, fact: Fact) -> bool:
    """Whether two numbers are items of one list of costs: 软件四万，设备三万二."""
    return bool(
        _ITEM.fullmatch(before) and _ITEM.fullmatch(here) and _SPENT.search(" ".join(fact.said))
    )


def unhedged(stretch: Stretch, mention: Mention) -> Mention:
    """应该是13个 after another number tells the right one; the words for that are no hedge."""
    prefix = refinement(stretch.text)
    again = [
        m
        for m in mentions(stretch.text[prefix:])
        if m.start == mention.start - stretch.start - prefix
    ]
    if not prefix or not again or mention.usable:
        return mention
    start, end = again[0].start + stretch.start + prefix, again[0].end + stretch.start + prefix
    return replace(again[0], start=start, end=end)


def narrows(last: Placed, mention: Mention) -> bool:
    """Whether a number lies within the range named just before it: 过两百万，有215万."""
    span = mention.span(last.fact.measure) if mention.usable and fits(mention, last.fact) else None
    if span is None or last.span is None or last.span.certain or not span.certain:
        return False
    return last.span.low <= span.low and (last.span.high is None or span.low <= last.span.high)
