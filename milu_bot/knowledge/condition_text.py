"""Condition blocks -> conditions: "网上销售额: 至少 300万元" and the words 任一, 全部, 都不."""

from __future__ import annotations

import re

from milu_bot.knowledge.problems import Problem
from milu_bot.knowledge.words import odd_number
from milu_bot.knowledge.yaml_lines import Block, Node, Rows, Text
from milu_bot.policy import ALWAYS, AllOf, AnyOf, Compare, Condition, Equals, NoneOf, Op
from milu_bot.quantity import read_quantity

_THRESHOLD = re.compile(rf"(?P<op>{'|'.join(Op)})\s*(?P<quantity>\S.*)")
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
    match = _THRESHOLD.fullmatch(value)
    if not match:
        return Equals(name, frozenset([str(value)]), place)
    try:
        return Compare(name, Op(match["op"]), read_quantity(match["quantity"]), place)
    except ValueError as error:
        problems.append(_problem(value, f"{error}。{odd_number(match['quantity'])}"))
        return ALWAYS


def _problem(node: Node, message: str) -> Problem:
    return Problem(node.place.file, node.place.line, message, node.place.column)
