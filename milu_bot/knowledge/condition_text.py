"""Condition blocks -> conditions: "网上销售额: 至少 300万元" and the words 任一, 全部, 都不."""

from __future__ import annotations

import re

from milu_bot.conditions import (
    ALWAYS,
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Elapsed,
    Equals,
    NoneOf,
    Op,
    Place,
)
from milu_bot.days import DATE, as_number, read_day
from milu_bot.knowledge.problems import Problem
from milu_bot.knowledge.words import odd_number
from milu_bot.knowledge.yaml_lines import Block, Node, Rows, Text
from milu_bot.quantity import Quantity, read_quantity

_OPS = "|".join(op for op in Op if op is not Op.WITHIN)
_THRESHOLD = re.compile(
    rf"(?P<op>{_OPS})(?:\s+|(?=[\d.]))(?P<quantity>\S.*)|(?P<within>前)\s*(?P<rank>\d+\s*名)"
)
_DAYS = {
    "不早于": Op.AT_LEAST,
    "不晚于": Op.AT_MOST,
    "早于": Op.UNDER,
    "晚于": Op.OVER,
    "就是": Op.EXACTLY,
}
_DAY = re.compile(rf"(?P<op>{'|'.join(_DAYS)})\s*(?P<day>\d.*)")
_SINCE = re.compile(r"(?P<op>不?满)\s*(?P<number>\d{1,4})\s*(?P<unit>年|个月|天)")
GROUPS: dict[str, type[AllOf] | type[AnyOf] | type[NoneOf]] = {
    "任一": AnyOf,
    "全部": AllOf,
    "都不": NoneOf,
}


def read_condition(node: Node, problems: list[Problem]) -> Condition:
    """Read a block of lines that must all hold. What is wrong is added to `problems`."""
    if not isinstance(node, Block):
        problems.append(_problem(node, "这里要一行一个条件，写成“事实: 是”或“事实: 至少 5万元”。"))
        return ALWAYS
    parts = tuple(_read_line(key, value, problems) for key, value in node.items())
    return parts[0] if len(parts) == 1 else AllOf(parts)


def _read_line(key: str, value: Node, problems: list[Problem]) -> Condition:
    if group := GROUPS.get(key):
        if not isinstance(value, Rows) or not value:
            problems.append(_problem(value, f"“{key}”下面要有几行以“- ”开头的条件。"))
            return ALWAYS
        return group(tuple(read_condition(part, problems) for part in value))
    name, place = str(key), value.place
    if isinstance(value, Rows):
        return Equals(name, frozenset(str(option) for option in value), place)
    if not isinstance(value, Text) or not value:
        problems.append(_problem(value, f"“{key}”后面要写“是”、一个选项，或“至少 5万元”这样的话。"))
        return ALWAYS
    if since := _SINCE.fullmatch(value):
        return _since(name, since, place)
    day, match = _DAY.fullmatch(value), _THRESHOLD.fullmatch(value)
    try:
        if day:
            number = Quantity(as_number(read_day(day["day"])), DATE)
            said = f"{day['op']}{day['day']}"
            return Compare(name, _DAYS[day["op"]], number, place, said)
        if match:
            number = read_quantity(match["quantity"] or match["rank"])
            return Compare(name, Op(match["op"] or match["within"]), number, place)
    except ValueError as error:
        odd = odd_number(match["quantity"] or "") if match else ""
        problems.append(_problem(value, f"{error}。{odd}"))
        return ALWAYS
    return Equals(name, frozenset([str(value)]), place)


def _since(name: str, match: re.Match[str], place: Place) -> Elapsed:
    """满 1年, 不满 18个月: how long ago a day was."""
    number, unit = int(match["number"]), match["unit"]
    months = number * {"年": 12, "个月": 1, "天": 0}[unit]
    op = Op.AT_LEAST if match["op"] == "满" else Op.UNDER
    said = f"{match['op']}{number}{unit}"
    return Elapsed(name, op, months, number if unit == "天" else 0, said, place)


def _problem(node: Node, message: str) -> Problem:
    return Problem(node.place.file, node.place.line, message, node.place.column)
