"""What an award pays: a sum, a share, so much for each, or help without a price."""

from __future__ import annotations

from decimal import Decimal

from pydantic import Field

from milu_bot.conditions import FactId
from milu_bot.written import Flag, Money, Rate, Written


class Fixed(Written):
    """One sum."""

    money: Money = Field(alias="奖励")


class Share(Written):
    """A share of a money fact. `rate` is a pure number: 30% is 0.3, 两年 of rent is 2."""

    of: FactId = Field(alias="基数")
    rate: Rate = Field(default=Decimal(1), alias="比例")
    times: Decimal = Field(default=Decimal(1), alias="倍数")
    less: Money | None = Field(default=None, alias="减去")
    unsettled: Flag = Field(default=False, alias="酌情")
    """True: the share is only the most it can be, the least is 0."""


class PerUnit(Written):
    """A sum for each unit of a count, or for each full `every` of it; what is over `most` counts no more."""

    of: FactId = Field(alias="每一")
    money: Money = Field(alias="奖励")
    every: Money | None = Field(default=None, alias="每满")
    most: Money | None = Field(default=None, alias="最多")


class Band(Written):
    """A stretch of a count and what each unit in it brings; the last one may have no end."""

    upto: Money | None = Field(default=None, alias="到")
    money: Money = Field(alias="奖励")


class Bands(Written):
    """A sum for each unit, different in each band: the first 50 亩 bring so much, the next so much."""

    of: FactId = Field(alias="每一")
    bands: tuple[Band, ...] = Field(alias="段", min_length=1)


class Monthly(Written):
    """A sum for each month, or for each month and unit of a count; months over `most` count no more."""

    months: FactId = Field(alias="月数")
    money: Money = Field(alias="每月")
    of: FactId | None = Field(default=None, alias="每一")
    most: Money | None = Field(default=None, alias="最多")


class UpTo(Written):
    """A sum left to discretion, never more than `most`; nothing where `of` is 0."""

    most: Money = Field(alias="最多")
    of: FactId | None = Field(default=None, alias="看")


class InKind(Written):
    """Help that the document prices nowhere."""

    words: str = Field(alias="优惠", min_length=1)


Payoff = Fixed | Share | PerUnit | Bands | Monthly | UpTo | InKind


def facts_of(payoff: Payoff) -> tuple[FactId, ...]:
    """The facts that a sum is reckoned on."""
    match payoff:
        case Share(of=of) | PerUnit(of=of) | Bands(of=of):
            return (of,)
        case Monthly(months=months, of=of):
            return (months, of) if of else (months,)
        case UpTo(of=of):
            return (of,) if of else ()
    return ()
