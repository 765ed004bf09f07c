"""What a message tells of somebody else: the words for it may go on to tell of the speaker."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from milu_bot.conditions import FactId
from milu_bot.language.fitting import fits, of_its_kind
from milu_bot.language.numerals import Mention
from milu_bot.language.placing import Placed, placed_apart
from milu_bot.language.restating import EDGES, NOR
from milu_bot.language.telling import Stretch
from milu_bot.language.topics import only
from milu_bot.policy import Fact


class Others:
    """What the stretch before told of somebody else."""

    def __init__(self, words: str) -> None:
        self._words = words
        self._number: tuple[str, Placed] | None = None
        """Its one number, and all that it said."""
        self._plain: Sequence[Fact] = ()
        self.told: dict[FactId, str] = {}
        """The facts that are told of others, and the words."""

    def tell(self, stretch: Stretch, placed: list[Placed], told: Sequence[Fact]) -> None:
        """Keep what this stretch tells of somebody else."""
        self._number = (stretch.text, placed[0]) if len(placed) == 1 else None
        self._plain = told
        if not stretch.asked and not stretch.wishes:
            for fact in (*(one.fact for one in placed), *told):
                self.told[fact.id] = stretch.text.strip(EDGES)

    def not_of_ours(self, stretch: Stretch) -> Iterator[Fact]:
        """The plain facts that the speaker says are not so with himself."""
        if self._plain and NOR.fullmatch(stretch.text) and not stretch.asked:
            yield from self._plain
        self._plain = ()

    def likewise(
        self, stretch: Stretch, numbers: list[Mention], placed: list[Placed]
    ) -> list[Placed]:
        """The one number of a stretch, by the words that were just said of somebody else."""
        theirs = self._number
        if numbers or stretch.asked:
            self._number = None  # 人家一百二十万，我们没那么多，就八十六万
        if theirs is None or len(numbers) != 1 or len(placed) > 1:
            return placed
        text, other = theirs
        mention, fact = numbers[0], other.fact
        same = only(stretch, numbers) if not placed else placed[0].words in text
        if stretch.asked or not same or not mention.usable or not fits(mention, fact):
            return placed
        if not placed and not of_its_kind(self._words, mention, fact):
            return placed
        if placed and (placed[0].span is None or placed[0].fact.id == fact.id):
            return placed
        return list(placed_apart(stretch, mention, fact, self._words))
