"""Exact numbers with units, and spans of them: "2万元" <-> Quantity(20000, 元)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from milu_bot.days import DATE, NO_DAY, as_day, write_day

YUAN = "元"
LARGEST = Decimal(10) ** 13
"""Nothing in a county is larger; a larger number is a slip of the pen."""

_MULTIPLIERS = {"": 1, "万": 10_000, "亿": 100_000_000}
_WRITTEN = re.compile(r"(?P<digits>\d+(?:\.\d+)?)(?P<multiplier>[万亿]?)(?P<unit>\D*)")
_CENT = Decimal("0.01")


class UnitMismatch(ValueError):
    """Two quantities of different units met."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as the document writes it. Units: the plain unit, so 2万元 is 20000 元."""

    value: Decimal
    unit: str

    def same_unit(self, unit: str) -> Decimal:
        """Give the value if the unit is this one.

        Raises: UnitMismatch.
        """
        if self.unit != unit:
            raise UnitMismatch(f"单位对不上：这里要“{unit}”，写的是“{self.unit}”")
        return self.value


class Span(NamedTuple):
    """The least and the most a number can be, both included; no `high` means no limit.

    Units: those of the number it stands for; a point where both ends are equal.
    """

    low: Decimal
    high: Decimal | None

    @property
    def certain(self) -> bool:
        """Whether only one number is left."""
        return self.low == self.high


ZERO = Decimal(0)
NOTHING = Span(ZERO, ZERO)


def exactly(number: Decimal | int) -> Span:
    """A span of one number."""
    value = Decimal(number)
    return Span(value, value)


_STEPS = {YUAN: _CENT, "吨": Decimal("0.001"), "亩": _CENT, "公里": Decimal("0.001")}
_ONE = Decimal(1)


def step_of(unit: str) -> Decimal:
    """The smallest difference that counts. Units: 分 for money, 公斤 for 吨, a hundredth for 亩 (as
    certificates give it), a day for dates, one for what is counted.
    """
    return _STEPS.get(unit, _ONE)


def read_quantity(text: str) -> Quantity:
    """Read a quantity written as in the document: 2万元, 500万件, 30%.

    Raises: ValueError with a Chinese sentence.
    """
    match = _WRITTEN.fullmatch(text.replace(" ", ""))
    if not match or not match["unit"]:
        raise ValueError(f"“{text}”不是数字加单位，要写成“5万元”“10人”这样")
    return Quantity(Decimal(match["digits"]) * _MULTIPLIERS[match["multiplier"]], match["unit"])


def to_cents(money: Decimal) -> Decimal:
    """Round to 分 for showing; the document names no rule, so half a 分 goes up."""
    return money.quantize(_CENT, ROUND_HALF_UP)


def write_number(value: Decimal) -> str:
    """Write a number the short way that loses nothing: 20000 -> 2万, 66666.67 -> 66666.67."""
    value = value.normalize()
    for word in ("亿", "万"):
        short = value / _MULTIPLIERS[word]
        if abs(short) >= 1 and short == short.quantize(Decimal("0.0001")):
            return f"{_plain(short)}{word}"
    return _plain(value)


def write_quantity(value: Decimal, unit: str) -> str:
    """Write a number with its unit for people. Units: money is rounded to 分 here and only here."""
    if unit == DATE:
        return "没有这一天" if value == NO_DAY else write_day(as_day(value))
    return write_number(to_cents(value) if unit == YUAN else value) + unit


def amount_words(span: Span) -> str:
    """A sum of money for people: 2万元, 0元到5万元, or 没有上限."""
    if span.certain:
        return write_quantity(span.low, YUAN)
    if span.high is None:
        return f"{write_quantity(span.low, YUAN)}起，文件没写上限" if span.low else "文件没写上限"
    return f"{write_quantity(span.low, YUAN)}到{write_quantity(span.high, YUAN)}"


def _plain(value: Decimal) -> str:
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
