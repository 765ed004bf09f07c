"""Days told in passing, with the second county's own words; today is 27 November 2026."""

from __future__ import annotations

from datetime import date

import pytest

from milu_bot.days import as_day
from milu_bot.knowledge.loader import load
from milu_bot.language.statements import Statements
from milu_bot.quantity import Span
from tests.eligibility.subjects import SECOND

HEARS = Statements(load(SECOND).facts, date(2026, 11, 27))
TOLD = {
    "我开民宿，是2025年3月15日登记的": ("2025-03-15", "2025-03-15"),
    "我的民宿去年三月注册的，正常开着": ("2025-03-01", "2025-03-31"),
    "执照是今年办的，2026年2月登记的": ("2026-02-01", "2026-02-28"),
    "民宿前年领的执照": ("2024-01-01", "2024-12-31"),
    "我的民宿大概去年注册的": None,
    "民宿三月登记的": None,
    "我打算明年登记注册": None,
    "2026年以后登记的能领吗": None,
    "隔壁的民宿是2025年登记的": None,
    "民宿2024年登记的，2025年又登记的": None,
}


@pytest.mark.parametrize("words", TOLD)
def test_a_day_is_heard_only_where_it_is_certain(words: str) -> None:
    value = HEARS.hear(words).values.get("民宿登记日期")
    expected = TOLD[words]
    if expected is None:
        assert value is None
    else:
        assert isinstance(value, Span) and value.high is not None
        assert (as_day(value.low).isoformat(), as_day(value.high).isoformat()) == expected
