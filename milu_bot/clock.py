"""The time by the wall clock, for the doors; everything inside is told the time."""

from __future__ import annotations

from datetime import UTC, date, datetime

from milu_bot.days import china_day


def utc_now() -> datetime:
    """The time. Units: UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The day in China."""
    return china_day(utc_now())
