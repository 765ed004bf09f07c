"""What a reply tells of a message that was taken in, besides the facts: what was left out of it, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from milu_bot.conditions import FactId
from milu_bot.dialogue.sum_replies import TakenIn
from milu_bot.eligibility.conditions import Value
from milu_bot.eligibility.next_tier import NextTier
from milu_bot.eligibility.prospect import Prospect
from milu_bot.eligibility.rulebook import Rulebook
from milu_bot.eligibility.supposition import suppose
from milu_bot.language.fitting import fits, is_cut_short, may_be
from milu_bot.language.heard import Heard
from milu_bot.language.normalise import clean
from milu_bot.language.numerals import Mention, mentions
from milu_bot.language.one import is_article
from milu_bot.language.spoken import in_one_spelling
from milu_bot.language.unfit import granted
from milu_bot.late_pattern import late_pattern
from milu_bot.policy import Fact
from milu_bot.quantity import Span

_PAUSE = late_pattern("[，,。；;！!？?：:\\s]+")
_LONGEST_QUOTED = 30
"""Units: characters. Who makes no pauses is quoted in part."""


def taken_in(
    rulebook: Rulebook,
    heard: Heard,
    said: str,
    values: Mapping[FactId, Value],
    missing: Collection[FactId],
) -> TakenIn:
    """What nobody could place, what is of others, and what a year that is not over still wants.

    `values` are all that is known by now, `missing` the facts that some award still hangs on.
    """
    words = clean(said)
    left = _unplaced(rulebook.policy.facts.values(), heard, words, missing)
    theirs: dict[str, range] = {}
    for told in heard.of_others:
        start = in_one_spelling(words).find(told.words)
        part = _between_pauses(words, start, start + len(told.words))
        open_still = told.fact in missing and told.fact not in heard.spoken_of
        if open_still or any(number.start in part for number, _ in left):
            theirs[words[part.start : part.stop]] = part
    return TakenIn(
        left=tuple(
            (words[number.start : number.end], facts)
            for number, facts in left
            if not any(number.start in part for part in theirs.values())
        ),
        so_far=tuple(_so_far(rulebook, heard.so_far, values)),
        of_others=tuple(theirs),
    )


def _between_pauses(words: str, start: int, end: int) -> range:
    """Where the whole part stands that these words are of: nobody knows his own words by 里有13个工人在."""
    before, after = (
        (pause.end() for pause in _PAUSE.finditer(words, 0, start)),
        _PAUSE.search(words, end),
    )
    first, last = max(before, default=0), after.start() if after else len(words)
    # 隔壁招了100人我们招了20人 is not all his neighbour's.
    other = any(first <= m.start < start or end <= m.start < last for m in mentions(words))
    return range(start, end) if other or last - first > _LONGEST_QUOTED else range(first, last)


def brings_a_sum(
    facts: Mapping[FactId, Fact], outlook: Prospect, told: Mapping[FactId, Value]
) -> bool:
    """Whether there is a sum to show: a number was told, or a mark that brings one by itself."""
    number = any(facts[fact].is_number for fact in told)
    return number or (bool(told) and any(outcome.amount.low for outcome in outlook.paying))


def _so_far(
    rulebook: Rulebook, so_far: Mapping[FactId, Span], values: Mapping[FactId, Value]
) -> Iterator[tuple[Fact, Span, NextTier]]:
    """What the numbers of a first year that is not over still want."""
    for fact, span in so_far.items():
        for award, rule in rulebook.awards.items():
            if fact in rule.numbers:
                found = suppose(rulebook, award, {**values, fact: span})
                if found.next_tier:
                    yield rulebook.policy.facts[fact], span, found.next_tier


def _unplaced(
    facts: Iterable[Fact], heard: Heard, words: str, missing: Collection[FactId]
) -> tuple[tuple[Mention, tuple[Fact, ...]], ...]:
    """The numbers that may be of some fact, and of which nobody could tell; each with what it may be of."""
    numbers = [fact for fact in facts if fact.is_number]
    open_ones = [fact for fact in numbers if fact.id in missing and fact.id not in heard.values]
    return tuple(
        (m, may_be(words, m, open_ones))
        for m in heard.loose
        if m.flaw is None and not granted(words, m.start) and not is_article(words, m)
        if is_cut_short(words, m) or (not m.bare and any(fits(m, fact) for fact in numbers))
    )
