"""The manners of everything that staff write: how a value is read, closed keys, dates, quotes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, InstanceOf

from milu_bot.conditions import (
    NO_WORD,
    YES_WORD,
    AllOf,
    AnyOf,
    Compare,
    Elapsed,
    Equals,
    NoneOf,
)
from milu_bot.days import read_day
from milu_bot.quantity import Quantity, read_quantity

AwardId: TypeAlias = str
ClauseId: TypeAlias = str


def _flag(value: object) -> object:
    return {YES_WORD: True, NO_WORD: False}.get(value, value) if isinstance(value, str) else value


def _quantity(value: object) -> object:
    return read_quantity(value) if isinstance(value, str) else value


def _percent(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return Decimal(value.removesuffix("%")) / 100
    except ArithmeticError:
        raise ValueError(f"“{value}”不是比例，要写成 30% 这样") from None


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _bare(value: object) -> object:
    return [*map(_bare, value)] if isinstance(value, list) else str(value)


def _day(value: object) -> object:
    return read_day(value) if isinstance(value, str) else value


Flag = Annotated[bool, BeforeValidator(_flag)]
Money = Annotated[InstanceOf[Quantity], BeforeValidator(_quantity)]
Rate = Annotated[Decimal, BeforeValidator(_percent)]
Names = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Said = Annotated[object, BeforeValidator(_bare)]
"""Words or a list of words, without the place where they are written."""
Day = Annotated[date, BeforeValidator(_day)]
Rule = (
    InstanceOf[Compare]
    | InstanceOf[Elapsed]
    | InstanceOf[Equals]
    | InstanceOf[AllOf]
    | InstanceOf[AnyOf]
    | InstanceOf[NoneOf]
)


class Written(BaseModel):
    """The manners of everything that staff write: closed keys, no change after loading."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)


class Dated(Written):
    """What holds for a time. The dates are entered by staff; without one nothing is known of an end."""

    starts: Day | None = Field(default=None, alias="生效")
    """The first day on which it holds."""
    ends: Day | None = Field(default=None, alias="失效")
    """The first day on which it no longer holds."""
    review: Day | None = Field(default=None, alias="复核")
    """The day by which staff look at it again; it changes no answer."""

    def holds_on(self, day: date) -> bool:
        """Whether it holds on this day, as far as staff entered dates."""
        return not (self.starts and day < self.starts) and not (self.ends and day >= self.ends)

    def meets(self, other: Dated) -> bool:
        """Whether there may be a day on which both hold."""
        return not (
            (self.ends and other.starts and self.ends <= other.starts)
            or (other.ends and self.starts and other.ends <= self.starts)
        )


class Quote(Written):
    """Words of the document and the clause they stand in."""

    clause: ClauseId = Field(alias="条款")
    text: str = Field(alias="原文", min_length=1)
