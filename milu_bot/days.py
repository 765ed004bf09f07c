"""Days of the calendar: 2026年12月1日 <-> date, today in China, and how long ago a day was."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

DATE = "年月日"
"""The unit of a day among numbers. Units: days since the year 1, so a later day is a larger number."""
NO_DAY = Decimal(0)
"""Stands for a day that never was, such as the registration of who is not registered."""

_CHINA = timezone(timedelta(hours=8))
_WRITTEN = re.compile(
    r"(?P<year>\d{4})(?:年(?P<month>\d{1,2})月(?P<day>\d{1,2})日|-(?P<m>\d{1,2})-(?P<d>\d{1,2}))"
)


def read_day(text: str) -> date:
    """Read a day as staff write it: 2026-12-01 or 2026年12月1日.

    Raises: ValueError with a Chinese sentence.
    """
    match = _WRITTEN.fullmatch("".join(text.split()))
    if not match:
        raise ValueError(f"“{text}”不是日期，要写成 2026-12-01 或 2026年12月1日")
    year, month, day = (
        int(match[name] or match[other] or 0)
        for name, other in (("year", "year"), ("month", "m"), ("day", "d"))
    )
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"没有“{text}”这一天") from None


def write_day(day: date) -> str:
    """Write a day for people."""
    return f"{day.year}年{day.month}月{day.day}日"


def china_day(now: datetime) -> date:
    """The day in China at this moment. Units: UTC+8; a moment without a zone is UTC."""
    return (now if now.tzinfo else now.replace(tzinfo=UTC)).astimezone(_CHINA).date()


def as_number(day: date) -> Decimal:
    """A day as a number of the unit DATE."""
    return Decimal(day.toordinal())


def as_day(number: Decimal) -> date:
    """The day that a number of the unit DATE stands for."""
    return date.fromordinal(int(number))


def last_of_month(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def corresponding(day: date, months: int, days: int = 0) -> date:
    """The day on which a period that began on this day is full.

    Source: Civil Code, art. 202: the same day of the last month, or where there is none its last day.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last)) + timedelta(days=days)


def latest_start(today: date, months: int, days: int = 0) -> date:
    """The last day on which a period may have begun to be full today."""
    start = corresponding(today - timedelta(days=days), -months)
    while corresponding(start + timedelta(days=1), months, days) <= today:
        start += timedelta(days=1)
    while corresponding(start, months, days) > today:
        start -= timedelta(days=1)
    return start
