"""What an answer can turn out to be, and how a range of numbers is put on a button."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Final

from milu_bot.days import DATE, as_day, last_of_month, write_day
from milu_bot.language.measures import RANK
from milu_bot.quantity import YUAN, Span, step_of, write_number, write_quantity

Value = Span | str | frozenset[str]
"""A span of numbers, 是 or 否 or the id of an option, the ids of all options chosen."""

MOST_SUGGESTIONS = 4


class DontKnow(Enum):
    """The answer of someone who cannot tell."""

    DONT_KNOW = "不知道"


DONT_KNOW: Final = DontKnow.DONT_KNOW


@dataclass(frozen=True, slots=True)
class Unclear:
    """Why an answer was not taken, in kind words, and what one might have meant."""

    why: str
    suggestions: tuple[str, ...] = ()


def label(span: Span, unit: str) -> str:
    """A span on a button: exact, so that reading it gives the same span again. Units: `unit`.

    Of the two ways to name an end, 不满20万 and 199999.99, the much shorter is taken.
    """
    low, high = span
    if unit == DATE:
        return _days(low, high)
    if unit == RANK:
        return _rank(low, high)
    if low == high:
        return f"正好{write_quantity(low, unit)}" if low else f"0{unit}"
    step = step_of(unit)
    over = _shorter(low - step, low) if low else None
    if high is None:
        return (
            f"超过{write_number(over)}{unit}"
            if over is not None
            else f"{write_number(low)}{unit}以上"
        )
    under = _shorter(high + step, high)
    if not low:
        if under is not None:
            return f"不到{write_number(under)}{unit}"
        most = f"{write_number(high)}{unit}"
        return f"不超过{most}" if unit == YUAN else f"{most}以下"
    if over is not None:
        most = f"不超过{write_number(high)}" if under is None else f"不满{write_number(under)}"
        return f"超过{write_number(over)}{unit}，{most}{unit}"
    first, last = write_number(low), write_number(high)
    if under is not None:
        return f"{first}{unit}到不满{write_number(under)}{unit}"
    return (
        f"{first}到{last}{unit}" if (first + last).isdecimal() else f"{first}{unit}到{last}{unit}"
    )


def _shorter(neighbour: Decimal, end: Decimal) -> Decimal | None:
    return neighbour if len(write_number(neighbour)) + 1 < len(write_number(end)) else None


def _days(low: Decimal, high: Decimal | None) -> str:
    """Days: a whole year or month by its name; 及以前 and 及以后 include the day itself."""
    if high is None:
        return f"{write_quantity(low, DATE)}及以后" if low > 1 else "哪一天都算"
    if low == high:
        return write_quantity(low, DATE)
    if low <= 1:
        return f"{write_quantity(high, DATE)}及以前"
    first, last = as_day(low), as_day(high)
    if first.day == 1 and last == last_of_month(last.year, last.month):
        if (first.month, last.month) == (1, 12) and first.year == last.year:
            return f"{first.year}年"
        if first.replace(day=last.day) == last:
            return f"{first.year}年{first.month}月"
    return f"{write_day(first)}到{write_day(last)}"


def _rank(low: Decimal, high: Decimal | None) -> str:
    """A rank counts downwards, so 以上 would mislead; 0 is no rank at all."""
    if high is None:
        return f"第{low:f}名及以后" if low else "有没有名次都算"
    if low == high:
        return f"第{low:f}名" if low else "没有名次"
    return f"第{low:f}名到第{high:f}名" if low else f"0到第{high:f}名"
