"""Which fact a number in a message belongs to, by the words beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from milu_bot.language.assertion import denied_before
from milu_bot.language.cues import Spoken
from milu_bot.language.filling import names_another
from milu_bot.language.numerals import Mention, mentions
from milu_bot.language.signs import Sign, assigned
from milu_bot.language.telling import Stretch
from milu_bot.language.unfit import is_not_told, may_be_of_another_year
from milu_bot.late_pattern import late_pattern
from milu_bot.policy import Fact
from milu_bot.quantity import YUAN, Span

_FOR = late_pattern("[给为对](?!他们|她们|大家|学员)([^，,。0-9]{2,10})")
_AND = late_pattern("([\u4e00-\u9fff]{2})[和跟与加、]$")
_TOGETHER = late_pattern("(?:加|合)(?:在一|一)?(?:起来?|块|共|计)")
_SUPERLATIVE = late_pattern("最[多高]|顶多|撑死")


@dataclass(frozen=True, slots=True)
class Placed:
    """A number and its fact. No span: it was said too vaguely, or of another time than is asked for."""

    mention: Mention
    fact: Fact
    span: Span | None
    other_period: bool = False
    words: str = ""
    """The words beside it that name the fact."""
    unsure: bool = False
    """Whether something else is named between the words and it, it may be of another year, or it is denied."""


def place(stretch: Stretch, numbers: list[Mention], whole: str, cues: Spoken) -> Iterator[Placed]:
    """The numbers of one stretch, each with the one fact that the words beside it name."""
    seen = cues.beside_numbers(stretch.text) if numbers else []
    found = list(assigned(stretch, numbers, whole, seen, cues.are_shared))
    named = [sign for _, sign in found]
    for mention, sign in found:
        if (placed := _placed(stretch, mention, sign, whole, named)) is not None:
            yield placed


def placed_apart(stretch: Stretch, mention: Mention, fact: Fact, whole: str) -> Iterator[Placed]:
    """A number that is of this fact, though the words for it stand elsewhere; nothing that leaves a doubt."""
    if is_not_told(stretch, mention, fact, whole) or stretch.planned or stretch.to_come:
        return
    if for_others(stretch.before(mention.start), fact):
        return
    if stretch.other_period((), money=fact.measure == YUAN):
        yield Placed(mention, fact, None, other_period=True)
        return
    if may_be_of_another_year(fact, stretch.text, whole):
        yield Placed(mention, fact, None, unsure=True)
        return
    yield Placed(mention, fact, mention.span(fact.measure) if mention.usable else None)


def _placed(
    stretch: Stretch, mention: Mention, sign: Sign, whole: str, named: Sequence[Sign]
) -> Placed | None:
    """`named` are the words that name the numbers of this stretch: 日均 in them is no period."""
    fact, at, seen = sign.fact, mention.start - stretch.start, sign.seen
    if is_not_told(stretch, mention, fact, whole) or stretch.plans(
        seen.start, seen.end, seen.cue.words
    ):
        return None
    if for_others(stretch.text[:at], fact):
        return None
    spots = [(one.seen.start, one.seen.end, one.seen.cue.words) for one in named]
    stands = fact.measure != YUAN and "年" not in fact.ask and stretch.to_date()
    if not stands and stretch.other_period(spots, money=fact.measure == YUAN):
        return Placed(mention, fact, None, other_period=True)
    another = sign.ahead and (
        names_another(stretch.text[seen.end : at], fact) or _is_added(stretch.text, sign, fact)
    )
    first = min(seen.start, at)
    denied = denied_before(stretch.text, first, max(seen.end, at + mention.end - mention.start))
    if another or denied or may_be_of_another_year(fact, stretch.text, whole):
        return Placed(mention, fact, None, unsure=True)
    if sign.ahead and _SUPERLATIVE.search(seen.words):
        # 以前最高180万: 最高 is part of the name, not a bound of the number
        again = [m for m in mentions(stretch.text[seen.end :]) if m.start == at - seen.end]
        usable = again[0].usable if again else False
        span = again[0].span(fact.measure) if usable else None
        return Placed(mention, fact, span, words=seen.cue.words)
    span = mention.span(fact.measure) if mention.usable else None
    return Placed(mention, fact, span, words=seen.cue.words)


def _is_added(text: str, sign: Sign, fact: Fact) -> bool:
    """Whether the words only name one of two things of which the number is the sum: 社保和税加起来130万."""
    other = _AND.search(text, 0, sign.start)
    if other is None or not _TOGETHER.search(text, sign.start + 1, sign.seen.end + 6):
        return False
    said = " ".join((fact.name, *fact.said, *fact.parts))
    return not any(char in said for char in other[1])


def for_others(before: str, fact: Fact) -> bool:
    """Whether it was done for others than those that the fact asks for: 给农户培训了60人次."""
    match = _FOR.search(before) if "给" in fact.ask else None
    whom = match[1].split(fact.name[:2])[0] if match else ""
    pairs = {whom[at : at + 2] for at in range(len(whom) - 1)}
    return bool(pairs) and not any(pair in fact.ask for pair in pairs)
