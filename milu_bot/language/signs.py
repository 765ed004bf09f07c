"""Which words name a number: those right beside it, unless they name the one next to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from milu_bot.language.cue import Cue, Sighting
from milu_bot.language.filling import FILLING
from milu_bot.language.fitting import fits
from milu_bot.language.measures import GENERIC
from milu_bot.language.numerals import Mention
from milu_bot.language.one import is_article
from milu_bot.language.telling import Stretch
from milu_bot.late_pattern import late_pattern
from milu_bot.policy import Fact
from milu_bot.quantity import YUAN

_PAID, _LEAST_PAID = "金费租", 1000
"""租金六千 needs no unit."""
_PARCELS = late_pattern("派|件|快递")
_BEFORE, _AFTER, _NAMES = 10, 6, 14
"""How far a number may stand from the words that name it, with names between. Units: characters."""
_HEADS = late_pattern("员工|工人")
_FIGURE = late_pattern("[0-9一二三四五六七八九][十百千0-9]")
_ARE = late_pattern(
    "[^，,。；;！!？?、0-9个人位名不没未]{0,6}是[^，,。；;！!？?、0-9个人位名不没未]{0,4}"
)
"""六个跟我一样是残疾人: what they are stands farther behind the number."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A cue beside a number, `ahead` of it or behind it."""

    seen: Sighting
    ahead: bool
    distance: int

    @property
    def fact(self) -> Fact:
        """The fact that it names."""
        return self.seen.cue.fact

    @property
    def start(self) -> int:
        """Where it stands in its stretch."""
        return self.seen.start

    @property
    def rank(self) -> tuple[bool, int, int, int]:
        """Right behind the number first, then the longest words, then the nearest."""
        return self.ahead, -self.seen.weight, self.distance, len(self.seen.words)


def assigned(
    stretch: Stretch,
    numbers: list[Mention],
    whole: str,
    seen: list[Sighting],
    are_shared: Callable[[str], bool],
) -> Iterator[tuple[Mention, Sign]]:
    """The numbers, each with the one sign that names it; where two do, the one spoken of in the whole text."""
    signs = [
        (m, list(_signs(stretch, m, seen, are_shared)))
        for m in numbers
        if m.flaw is None and not is_article(whole, m)
    ]
    named = list(_named(stretch, [mention for mention, _ in signs]))
    for index, (mention, own) in enumerate(signs):
        before = signs[index - 1][1] if index else []
        after = signs[index + 1][1] if index + 1 < len(signs) else []
        following = signs[index + 1][0] if index + 1 < len(signs) else None
        mine = [
            s
            for s in own
            if not _taken(
                s, own, before if s.ahead else after, named[index - s.ahead], stretch.text
            )
            and not _leads_on(s, following, stretch)
        ]
        if index:
            mine = _nearer(mine, signs[index - 1][0].end - stretch.start)
        if mention.high == 0:
            mine = [s for s in mine if s.ahead] or mine
        if not mine:
            continue
        best = min(sign.rank for sign in mine)
        equal = {s.fact.id: s for s in mine if s.rank == best}
        most = most_spoken_of((s.fact for s in equal.values()), whole)
        if len(most) == 1:
            yield mention, equal[most[0].id]


def _beside(mention: Mention, sighting: Sighting) -> bool:
    """Whether a number fits the fact, or needs no unit beside these words: 派送500万."""
    fact = sighting.cue.fact
    if fits(mention, fact) or (mention.bare and _names_its_measure(sighting.cue)):
        return True
    if fact.measure == YUAN and mention.bare and sighting.words[-1] in _PAID:
        return mention.low >= _LEAST_PAID
    parcels = fact.measure == "件" and mention.unit in ("", "笔") and not mention.bare
    return parcels and _PARCELS.search(sighting.words) is not None


def _names_its_measure(cue: Cue) -> bool:
    """Whether the words name what is counted: 培训人次480."""
    measure = cue.fact.measure
    return len(measure) > 1 and measure in cue.words


def _nearer(signs: list[Sign], since: int) -> list[Sign]:
    """Without the words ahead of the number before, if some stand between the two: 卖了520万税交了301万."""
    between = any(sign.ahead and sign.start >= since for sign in signs)
    return [s for s in signs if not (between and s.ahead and s.start < since)]


def _signs(
    stretch: Stretch, mention: Mention, seen: list[Sighting], are_shared: Callable[[str], bool]
) -> Iterator[Sign]:
    """The number facts spoken of beside a mention that its unit fits."""
    start, end = mention.start - stretch.start, mention.end - stretch.start
    near = [s for s in _near(seen, start, end, stretch.text) if _beside(mention, s.seen)]
    shadowed = mention.bare and any(are_shared(s.seen.cue.words) for s in near)
    for sign in near:
        bare = mention.bare and not _names_its_measure(sign.seen.cue)
        names = sign.seen.cue.pattern and mention.unit == sign.fact.measure != YUAN
        near_enough = 2 if bare else 3 if sign.seen.weight == 1 else _NAMES if names else _BEFORE
        if (shadowed and are_shared(sign.seen.cue.words)) or sign.distance > near_enough:
            continue
        yield sign


def _near(seen: list[Sighting], start: int, end: int, text: str) -> Iterator[Sign]:
    """The nearest sighting of each cue on either side of a number."""
    ahead: dict[int, Sighting] = {}
    for sighting in seen:
        # 22个工人: its own measure may name it
        near = start < sighting.start <= end + 1 and sighting.end <= end + _AFTER
        if near or _ARE.fullmatch(text, end, max(end, sighting.start)):
            yield Sign(sighting, False, max(0, sighting.start - end))
        elif start - _reach(sighting) <= sighting.start and sighting.end <= start:
            ahead[id(sighting.cue)] = sighting
    for sighting in ahead.values():
        yield Sign(sighting, True, start - sighting.end)


def _reach(sighting: Sighting) -> int:
    """How far before a number words may begin; those with a gap, a little farther."""
    return len(sighting.words) + _NAMES if sighting.cue.pattern else _BEFORE


def _named(stretch: Stretch, numbers: Sequence[Mention]) -> Iterator[bool]:
    """Of each number whether words before it say what it is, though no fact may be known by them: 注册资金1000万.

    Of what 3家 are the words behind them tell.
    """
    since = 0
    for mention in numbers:
        start, end = mention.start - stretch.start, mention.end - stretch.start
        whole = mention.unit not in (GENERIC, "家") or _HEADS.search(stretch.text, start, end)
        yield bool(whole) and (
            mention.unit == "人" or not FILLING.fullmatch(stretch.text, since, start)
        )
        since = end


def _taken(
    sign: Sign, own: list[Sign], neighbour: list[Sign], first_named: bool, text: str
) -> bool:
    """Whether words squeezed between two numbers name the other one: 招105人工人25人, 20个工人105个员工.

    They name the second if the first has words of its own before it, else the first if the second has words
    of its own; else nobody can tell.
    """
    twins = [s for s in neighbour if s.start == sign.start and s.ahead != sign.ahead]
    if not twins:
        return False
    near, beside = _is_near(sign, text), _is_near(twins[0], text)
    if not sign.ahead and beside and not near:
        return True
    if not near or not beside:
        return False
    first, second = (neighbour, own) if sign.ahead else (own, neighbour)
    first_has = first_named or any(s.ahead and s.start < sign.start for s in first)
    second_has = any(s.start > sign.start for s in second)
    return not (first_has if sign.ahead else second_has and not first_has)


def _is_near(sign: Sign, text: str) -> bool:
    """Whether nothing but 大概 and the like stands between the words and the number."""
    seen, gap = sign.seen, sign.distance
    between = text[seen.end : seen.end + gap] if sign.ahead else text[seen.start - gap : seen.start]
    return gap <= 1 or FILLING.fullmatch(between) is not None


def _leads_on(sign: Sign, following: Mention | None, stretch: Stretch) -> bool:
    """Whether words behind a number open the next one, which lacks its unit: 800万税一百二."""
    if sign.ahead:
        return False
    between = following.start - stretch.start - sign.seen.end if following else -1
    if following and following.bare and 0 <= between <= 1:
        return True
    return between != 0 and _FIGURE.match(stretch.text, sign.seen.end) is not None


def most_spoken_of(facts: Iterable[Fact], whole: str) -> list[Fact]:
    """Those of the facts whose names stand most fully in the text."""
    spoken = [(_spoken_of(fact, whole), fact) for fact in facts]
    most = max((count for count, _ in spoken), default=0)
    return [fact for count, fact in spoken if count == most]


def _spoken_of(fact: Fact, whole: str) -> int:
    """How much of a fact's own name stands in the text. Units: pairs of characters."""
    name = fact.name
    return sum(name[at : at + 2] in whole for at in range(len(name) - 1))
