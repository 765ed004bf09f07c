"""Conditions on facts, as staff write them: thresholds, options, and how they join."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from milu_bot.quantity import Quantity

FactId: TypeAlias = str

YES_WORD, NO_WORD = "是", "否"


class Op(StrEnum):
    """How a number is held against a threshold. 至少 includes the number, 超过 does not; 前 3名 is one of
    the ranks 1 to 3.
    """

    AT_LEAST = "至少"
    OVER = "超过"
    AT_MOST = "至多"
    UNDER = "不足"
    EXACTLY = "等于"
    WITHIN = "前"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is written. Units: lines and columns count from 1."""

    file: str
    line: int
    column: int = 1


@dataclass(frozen=True, slots=True)
class Compare:
    """A number or date fact against a threshold."""

    fact: FactId
    op: Op
    quantity: Quantity
    place: Place | None = field(default=None, compare=False)
    said: str = field(default="", compare=False)
    """How the threshold is worded, if not by its number: 满1年."""
    since: Elapsed | None = field(default=None, compare=False)
    """The period that has to be full, of which this is the day on which it may have begun."""


@dataclass(frozen=True, slots=True)
class Elapsed:
    """How long ago the day of a date fact must be: `op` is 至少 for 满, 不足 for 不满. On a given day it is
    a `Compare`.
    """

    fact: FactId
    op: Op
    months: int
    days: int
    said: str
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Equals:
    """A fact or a reading that is one of the options named."""

    name: FactId
    options: frozenset[str]
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part must hold."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part at least must hold."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class NoneOf:
    """No part may hold."""

    parts: tuple[Condition, ...]


Condition = Compare | Elapsed | Equals | AllOf | AnyOf | NoneOf
ALWAYS = AllOf(())
