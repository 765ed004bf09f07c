"""Days of the calendar and periods that are full."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from milu_bot.days import china_day, corresponding, latest_start, read_day, write_day


@pytest.mark.parametrize("text", ["2026-12-01", "2026-12-1", "2026年12月1日", " 2026年 12月 1日 "])
def test_both_ways_to_write_a_day(text: str) -> None:
    assert read_day(text) == date(2026, 12, 1)
    assert read_day(write_day(read_day(text))) == date(2026, 12, 1)


@pytest.mark.parametrize(
    "text", ["2026-13-01", "2026年2月30日", "2026.12.1", "明年", "", "2026-12", "26-12-01"]
)
def test_other_writings_are_refused_in_chinese(text: str) -> None:
    with pytest.raises(ValueError, match=r"日期|没有"):
        read_day(text)


@pytest.mark.parametrize(
    ("moment", "day"),
    [("2026-11-30T15:59:59", "2026-11-30"), ("2026-11-30T16:00:00", "2026-12-01")],
)
def test_the_day_begins_at_midnight_in_china(moment: str, day: str) -> None:
    assert china_day(datetime.fromisoformat(moment).replace(tzinfo=UTC)).isoformat() == day


@pytest.mark.parametrize(
    ("start", "months", "full"),
    [
        ("2025-03-15", 12, "2026-03-15"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2025-01-31", 1, "2025-02-28"),
        ("2025-12-31", 2, "2026-02-28"),
    ],
)
def test_a_period_is_full_on_the_corresponding_day(start: str, months: int, full: str) -> None:
    """Source: Civil Code, art. 202."""
    day = date.fromisoformat(full)
    assert corresponding(date.fromisoformat(start), months) == day
    assert latest_start(day, months) >= date.fromisoformat(start)
    assert latest_start(day - timedelta(days=1), months) < date.fromisoformat(start)


def test_the_latest_start_is_the_last_day_that_is_full() -> None:
    for offset in range(0, 1500, 7):
        today = date(2023, 1, 1) + timedelta(days=offset)
        for months, days in ((12, 0), (1, 0), (36, 0), (0, 90), (18, 0)):
            start = latest_start(today, months, days)
            assert corresponding(start, months, days) <= today
            assert corresponding(start + timedelta(days=1), months, days) > today
