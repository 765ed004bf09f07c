"""What people say when they are asked for a day; today is 27 November 2026."""

from __future__ import annotations

from datetime import date

import pytest

from milu_bot.days import as_day, as_number
from milu_bot.language.answers import DONT_KNOW, Unclear, read_answer
from milu_bot.policy import AnswerKind, Fact, Policy
from milu_bot.quantity import Span

TODAY = date(2026, 11, 27)
FACT = Fact(id="登记日期", ask="您是哪一天登记注册的？", answer=AnswerKind.DATE)

READ = {
    "2025年3月15日": ("2025-03-15", "2025-03-15"),
    "2025-03-15": ("2025-03-15", "2025-03-15"),
    "2025/3/15": ("2025-03-15", "2025-03-15"),
    "2025.3.15": ("2025-03-15", "2025-03-15"),
    "20250315": ("2025-03-15", "2025-03-15"),
    "２０２５年３月１５日": ("2025-03-15", "2025-03-15"),
    "二〇二五年三月十五号": ("2025-03-15", "2025-03-15"),
    "二零二五年三月二十一日": ("2025-03-21", "2025-03-21"),
    "25年3月15号": ("2025-03-15", "2025-03-15"),
    "98年6月": ("1998-06-01", "1998-06-30"),
    "2025年3月": ("2025-03-01", "2025-03-31"),
    "2024年2月": ("2024-02-01", "2024-02-29"),
    "2025-03": ("2025-03-01", "2025-03-31"),
    "2025年": ("2025-01-01", "2025-12-31"),
    "2025": ("2025-01-01", "2025-12-31"),
    "去年": ("2025-01-01", "2025-12-31"),
    "去年三月": ("2025-03-01", "2025-03-31"),
    "去年3月份注册的": ("2025-03-01", "2025-03-31"),
    "今年十一月二十七日": ("2026-11-27", "2026-11-27"),
    "前年的十二月": ("2024-12-01", "2024-12-31"),
    "大前年": ("2023-01-01", "2023-12-31"),
    "去年上半年": ("2025-01-01", "2025-06-30"),
    "2025年下半年": ("2025-07-01", "2025-12-31"),
    "2025年第三季度": ("2025-07-01", "2025-09-30"),
    "今天": ("2026-11-27", "2026-11-27"),
    "昨天登记的": ("2026-11-26", "2026-11-26"),
    "上个月": ("2026-10-01", "2026-10-31"),
    "我们公司是2019年5月8日成立的": ("2019-05-08", "2019-05-08"),
    "2024年到2025年": ("2024-01-01", "2025-12-31"),
    "2025年3月到2025年5月": ("2025-03-01", "2025-05-31"),
    "2026年以前": ("0001-01-01", "2025-12-31"),
    "2026年3月之前": ("0001-01-01", "2026-02-28"),
}
UNCLEAR = [
    "三月",
    "3月15日",
    "三年前",
    "大概2025年3月",
    "2025年3月左右",
    "2025年底",
    "2025年13月",
    "2025年2月30日",
    "2026年以后",
    "2025年3月或者2024年5月",
    "5月到2025年3月",
    "2025年是哪天算",
    "2025年3月15日吗",
    "刚注册没多久",
    "1000万",
    "2025年没注册",
]


@pytest.mark.parametrize("words", READ)
def test_days_are_read(words: str, policy: Policy) -> None:
    value = read_answer(FACT, words, policy.wording, (), TODAY)
    assert isinstance(value, Span), value
    assert value.high is not None
    assert tuple(as_day(end).isoformat() for end in value) == READ[words]  # type: ignore[arg-type]


@pytest.mark.parametrize("words", UNCLEAR)
def test_what_is_no_certain_day_is_asked_back(words: str, policy: Policy) -> None:
    assert isinstance(read_answer(FACT, words, policy.wording, (), TODAY), Unclear)


@pytest.mark.parametrize("words", ["不知道", "不记得了", "忘了"])
def test_not_knowing_is_an_answer(words: str, policy: Policy) -> None:
    assert read_answer(FACT, words, policy.wording, (), TODAY) is DONT_KNOW


@pytest.mark.parametrize("words", ["没有", "还没注册", "没登记过", "没有注册"])
def test_never_is_no_day_at_all(words: str, policy: Policy) -> None:
    assert read_answer(FACT, words, policy.wording, (), TODAY) == Span(
        as_number(date.min) - 1, as_number(date.min) - 1
    )


def test_a_month_without_a_year_offers_two_years(policy: Policy) -> None:
    value = read_answer(FACT, "3月15日", policy.wording, (), TODAY)
    assert isinstance(value, Unclear)
    assert value.suggestions == ("2026年3月15日", "2025年3月15日")


def test_without_a_today_last_year_is_asked_back(policy: Policy) -> None:
    assert isinstance(read_answer(FACT, "去年三月", policy.wording), Unclear)
