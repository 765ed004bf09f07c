"""One number as it was read, before anyone asks what it counts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from milu_bot.quantity import ZERO


class Flaw(StrEnum):
    """Why something that looks like a number cannot be taken as one."""

    NEGATIVE = "负数"
    TOO_LARGE = "太大"
    GARBLED = "看不懂"
    HIDDEN = "有看不见的字符"


@dataclass(frozen=True, slots=True)
class Numeral:
    """The value of a numeral: a point, or the range that words like 多 and 几 leave."""

    end: int
    low: Decimal
    high: Decimal
    high_open: bool = False
    vague: bool = False
    large: bool = False
    """Whether it names its own size: 万, 亿, w or k."""
    chinese: bool = False
    """Whether it is words alone, without a figure."""
    loose: bool = False
    """Whether 多, 几 or two digits side by side leave a range."""
    mantissa: Decimal = ZERO
    """The 200 of 200万."""
    counted: bool = False
    """Whether it has 十, 百 or more; a single digit in words is often no number (一起, 统一)."""
    flaw: Flaw | None = None

    @property
    def is_point(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high


def place_of(number: Decimal) -> Decimal:
    """What one of the last figure that is not 0 is worth: 320 -> 10."""
    exponent = number.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
