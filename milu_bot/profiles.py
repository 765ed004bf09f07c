"""Facts from a file or a program -> answers: plain numbers count in the fact's own unit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from rapidfuzz import process

from milu_bot.conditions import NO_WORD, YES_WORD, FactId
from milu_bot.days import as_number, read_day
from milu_bot.eligibility.conditions import Value
from milu_bot.language.answers import DontKnow, Unclear, read_answer
from milu_bot.policy import AnswerKind, Fact, Policy
from milu_bot.quantity import LARGEST, Span, exactly, step_of

_PLAIN = re.compile(r"\d{1,16}(?:\.\d{1,6})?")


class ProfileError(ValueError):
    """Facts that cannot be taken; `problems` holds a Chinese sentence for each."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


def read_profile(policy: Policy, given: object, today: date | None = None) -> dict[FactId, Value]:
    """Read facts by their ids. None and words for "I do not know" leave a fact out, so that it
    stays unknown. `today` is what 去年 is reckoned from.

    Raises: ProfileError, with every problem at once.
    """
    if not isinstance(given, Mapping):
        raise ProfileError(["内容要写成“事实: 回答”，一行一个，例如“在本地注册: 是”。"])
    answers: dict[FactId, Value] = {}
    problems: list[str] = []
    for name, raw in given.items():
        fact = policy.facts.get(str(name))
        if fact is None:
            found = process.extractOne(str(name), list(policy.facts), score_cutoff=50)
            hint = f"是不是“{found[0]}”？" if found else "可以用 python bot.py facts 看全部事实。"
            problems.append(f"没有“{str(name)[:40]}”这个事实。{hint}")
            continue
        value = _read(policy, fact, raw, today)
        if isinstance(value, Unclear):
            problems.append(f"“{fact.id}”：{value.why}")
        elif value is not None:
            answers[fact.id] = value
    if problems:
        raise ProfileError(problems)
    return answers


def _read(policy: Policy, fact: Fact, raw: Any, today: date | None) -> Value | Unclear | None:
    if raw is None:
        return None
    if isinstance(raw, bool):
        if fact.answer is AnswerKind.YES_NO:
            return YES_WORD if raw else NO_WORD
        return Unclear(f"这里不能写 true 或 false，要写{_wanted(fact)}。")
    if isinstance(raw, int | Decimal):
        return _number(fact, Decimal(raw))
    if isinstance(raw, Mapping):
        return _range(fact, raw)
    if isinstance(raw, list | tuple):
        return _several(fact, [str(item) for item in raw])
    text = str(raw).strip()
    if fact.is_number and _PLAIN.fullmatch(text):
        return _number(fact, Decimal(text))
    if fact.answer is AnswerKind.YES_NO and text in (YES_WORD, NO_WORD):
        return text
    value = read_answer(fact, text, policy.wording, (), today)
    return None if isinstance(value, DontKnow) else value


def _number(fact: Fact, number: Decimal) -> Value | Unclear:
    if not fact.is_number:
        return Unclear(f"这里不能写数字，要写{_wanted(fact)}。")
    if not number.is_finite() or abs(number) >= LARGEST:
        return Unclear("这个数太大了，不像是真的。请再核对。")
    if number < 0:
        return Unclear("这个数不能是负数。")
    step = step_of(fact.measure)
    if number % step:
        return Unclear(f"这个数太细了，最小到 {step:f}{fact.measure}。")
    return exactly(number)


def _range(fact: Fact, given: Mapping[Any, Any]) -> Value | Unclear:
    """A number known only as a range, {"low": 50000, "high": 199999.99}; no high is no limit."""
    if set(given) - {"low", "high"} or not fact.is_span:
        return Unclear(f"这里要写{_wanted(fact)}。")
    if fact.answer is AnswerKind.DATE:
        return _days(given)
    low, high = _end(fact, given.get("low") or 0), _end(fact, given.get("high"))
    if isinstance(low, Unclear) or isinstance(high, Unclear):
        return low if isinstance(low, Unclear) else high  # type: ignore[return-value]
    if low is None or (high is not None and low > high):
        return Unclear("low 不能比 high 大。")
    return Span(low, high)


def _days(given: Mapping[Any, Any]) -> Value | Unclear:
    """A range of days, {"low": "2025-03-01", "high": null}."""
    try:
        low, high = (read_day(str(day)) if day else None for day in map(given.get, ("low", "high")))
    except ValueError as error:
        return Unclear(f"{error}。")
    if low and high and low > high:
        return Unclear("low 不能比 high 晚。")
    return Span(as_number(low or date.min), as_number(high) if high else None)


def _end(fact: Fact, raw: object) -> Decimal | Unclear | None:
    if raw is None:
        return None
    if isinstance(raw, bool) or not isinstance(raw, int | Decimal):
        return Unclear(f"low 和 high 要写数字，单位是{fact.measure}。")
    value = _number(fact, Decimal(raw))
    return value.low if isinstance(value, Span) else value  # type: ignore[return-value]


def _several(fact: Fact, names: list[str]) -> Value | Unclear:
    if fact.answer is not AnswerKind.MULTI:
        return Unclear(f"这里只能写一个，要写{_wanted(fact)}。")
    unknown = [name for name in names if name not in fact.options]
    if unknown:
        found = process.extractOne(unknown[0], list(fact.options), score_cutoff=50)
        hint = f"是不是“{found[0]}”？" if found else f"选项有：{'、'.join(fact.options)}。"
        return Unclear(f"没有“{unknown[0][:40]}”这个选项。{hint}")
    return frozenset(names)


def _wanted(fact: Fact) -> str:
    match fact.answer:
        case AnswerKind.YES_NO:
            return "“是”或“否”"
        case AnswerKind.MONEY:
            return "钱数，例如 50000 或 “5万元”"
        case AnswerKind.DATE:
            return "日期，例如 2025-03-15 或 “2025年3月”"
        case AnswerKind.COUNT:
            return f"数字，例如 10 或 “10{fact.unit}”"
    return f"选项：{'、'.join(fact.options)}"
