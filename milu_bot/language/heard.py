"""What was heard in a message: facts, doubts to be asked back, and numbers that nobody could place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from milu_bot.conditions import FactId
from milu_bot.language.numerals import Mention
from milu_bot.quantity import Span

Value = Span | str | frozenset[str]


class Why(StrEnum):
    """Why something that was said of a fact is not taken, but asked back."""

    VAGUE = "是个大概的数"
    PERIOD = "不是一整年的数"
    SEVERAL = "前后说了不一样的"
    WHICH = "分不清说的是哪一样"
    TOO_MANY = "不像是真的"
    UNCLEAR = "没听清是还是不是"
    UNHEARD = "没听懂"
    OTHERS = "像是别人的"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A fact that was spoken of, in these words, and could not be taken."""

    fact: FactId
    words: str
    why: Why


@dataclass(frozen=True, slots=True)
class Heard:
    """The facts that were told, what is to be asked back, and the numbers that nobody could place."""

    values: Mapping[FactId, Value]
    doubts: tuple[Doubt, ...] = ()
    loose: tuple[Mention, ...] = ()
    unclear: tuple[Doubt, ...] = ()
    """Facts that were spoken of without it being clear whether they are so."""
    so_far: Mapping[FactId, Span] = field(default_factory=dict)
    """The numbers among `values` that are of a first year that is not over."""
    of_others: tuple[Doubt, ...] = ()
    """Facts that are told of somebody else, as it seems, and not of the speaker."""

    @property
    def spoken_of(self) -> set[FactId]:
        """The facts that something is told or asked back of."""
        return {*self.values, *(doubt.fact for doubt in (*self.doubts, *self.unclear))}
