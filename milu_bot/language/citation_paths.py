"""Where numbers that stand together may lead: 二（一）8 to 2.1.8, 第8条 to the section that has one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from milu_bot.language.clause_numbers import (
    CHAPTER,
    ITEM,
    LEVELS,
    SECTION,
    Number,
    only_in_one,
)

Path = tuple[int, ...]


class Paths:
    """The places of one document."""

    def __init__(self, whole: Iterable[Path], benefits: Path) -> None:
        """`benefits` is the section that is meant when nobody says which."""
        self.whole = tuple(whole)
        self._benefits = benefits
        self._from_here = only_in_one(self.whole)

    def of(self, chain: list[Number], head: Path, *, alone: bool) -> Iterator[Path]:
        """The paths that these numbers may stand for below the heading `head`, the likeliest first."""
        values = [number.value or 0 for number in chain]
        if len(chain) == 1:
            yield from self._single(chain[0], head, alone=alone)
            return
        first, last = chain[0], chain[-1]
        for levels in combinations((CHAPTER, SECTION, ITEM), len(chain)):
            if (
                len(chain) < ITEM == levels[-1]
                and last.bracketed
                and not last.unit
                and not first.marked
            ) or (head and first.bracketed and levels[0] == CHAPTER):
                continue
            if len(chain) == ITEM or all(
                level in number.levels for level, number in zip(levels, chain, strict=True)
            ):
                yield from self._placed(dict(zip(levels, values, strict=True)), head)
        if len(chain) > ITEM:
            yield from self.of(chain[-ITEM:], (), alone=False)
            yield from self.of(chain[:ITEM], head, alone=False)
        if len(chain) == ITEM and tuple(values[:SECTION]) in self.whole:
            yield tuple(values[:SECTION])
        if len(chain) == SECTION and all(number.marked for number in chain):
            yield tuple(values)
        if len(head) == SECTION and len(chain) == SECTION:
            yield (*head, values[-1])
        if len(chain) == SECTION and last.bracketed and last.arabic and not last.unit:
            items = [
                path
                for path in self.whole
                if len(path) == ITEM and path[0] == first.value and path[-1] == last.value
            ]
            yield from items if len(items) == 1 else ()

    def _single(self, number: Number, head: Path, *, alone: bool) -> Iterator[Path]:
        at = number.value or 0
        levels = LEVELS[number.unit] if number.ordinal and number.unit else ()
        if CHAPTER in levels and not (len(head) == CHAPTER and SECTION in levels):
            yield (at,)
        elif head:
            yield (*head, at)
            yield from self._placed({ITEM: at}, head)
        elif number.ordinal and (number.unit == "项" or (number.unit and at >= self._from_here)):
            yield (*self._benefits, at)
        elif alone and number.bracketed:
            yield (*self._benefits[:1], at)

    def _placed(self, at: dict[int, int], head: Path) -> Iterator[Path]:
        """Whole paths from what is known at some levels; where the chapter is missing, the one with benefits first."""
        known = dict(enumerate(head, 1)) | at
        if CHAPTER in known and SECTION in known:
            yield tuple(known[level] for level in sorted(known))
            return
        fits = [
            path
            for path in self.whole
            if all(
                len(path) >= level and path[level - 1] == value for level, value in known.items()
            )
        ]
        yield from sorted(fits, key=lambda path: path[:1] != self._benefits[:1])[
            : 1 if ITEM in known else None
        ]
