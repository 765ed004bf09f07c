"""Award blocks -> what the model takes: one way of paying becomes a tier, tiers get conditions."""

from __future__ import annotations

from typing import Any

from milu_bot.conditions import ALWAYS
from milu_bot.knowledge.condition_text import read_condition
from milu_bot.knowledge.problems import Problem
from milu_bot.knowledge.shapes import problem_at, validate
from milu_bot.knowledge.yaml_lines import Block, Node, Rows, Text
from milu_bot.payoffs import Bands, Fixed, InKind, Monthly, PerUnit, Share, UpTo
from milu_bot.written import Written

PAYOFFS: dict[str, type[Written]] = {
    "奖励": Fixed,
    "按比例": Share,
    "按数量": PerUnit,
    "分段": Bands,
    "按月": Monthly,
    "酌情": UpTo,
    "优惠": InKind,
}
RULES = ("资格", "分组相加", "各档累加")
GROUP = "组"
UNREAD = InKind(words="没写清")
"""Stands where the way of paying could not be read, so that the rest of the award can be."""


def read_award(id: str, clause: str, written: Block, problems: list[Problem]) -> Block:
    """What the award's model takes; the written block stays as it is."""
    award = Block(written)
    award.place = written.place
    award["id"], award["clause"] = id, clause
    read_rules(award, RULES, problems)
    rows = award.get("分档")
    single = {key: award.pop(key) for key in PAYOFFS if key in award}
    if isinstance(rows, Rows) and not single:
        award["分档"] = [tier for row in rows if (tier := _tier(row, problems))]
    elif rows is None and len(single) == 1:
        (key, value), *_ = single.items()
        payoff = _payoff(key, value, problems)
        award["分档"] = [{"condition": ALWAYS, "payoff": payoff or UNREAD}]
    else:
        names = "、".join(PAYOFFS)
        message = f"每个奖项要写一种给法：{names}，或者“分档”；只能写一种。"
        problems.append(problem_at(award.place, message))
        award["分档"] = [{"condition": ALWAYS, "payoff": UNREAD}]
    read_basis(award, clause)
    return award


def read_gate(clause: str, written: Block, problems: list[Problem]) -> Block:
    """What the model of a clause's 共同条件 takes; the written block stays as it is."""
    gate = Block(written)
    gate.place = written.place
    read_rules(gate, ("资格",), problems)
    read_basis(gate, clause)
    return gate


def read_basis(block: Block, clause: str) -> None:
    """Words without a clause number stand in this clause."""
    if isinstance(basis := block.get("依据"), Block):
        block["依据"] = quotes = Block(basis)
        quotes.place = basis.place
        for key, value in basis.items():
            if isinstance(value, Text):
                quotes[key] = {"条款": clause, "原文": str(value)}


def read_rules(block: Block, keys: tuple[str, ...], problems: list[Problem]) -> None:
    """Turn the condition blocks under these keys into conditions, in place."""
    for key in keys:
        if key in block:
            block[key] = read_condition(block[key], problems)


def _tier(row: Node, problems: list[Problem]) -> dict[str, Any] | None:
    if not isinstance(row, Block):
        message = "“分档”下面每一档要以“- ”开头，写条件和奖励。"
        problems.append(problem_at(row.place, message))
        return None
    payoffs = [key for key in row if key in PAYOFFS]
    if len(payoffs) != 1:
        problems.append(problem_at(row.place, "每一档要写一个给法，例如“奖励: 2000元”。"))
        return None
    condition = Block({key: value for key, value in row.items() if key not in (*payoffs, GROUP)})
    condition.place = row.place
    return {
        "condition": read_condition(condition, problems),
        "payoff": _payoff(payoffs[0], row[payoffs[0]], problems) or UNREAD,
        "group": str(row.get(GROUP, "")),
    }


def _payoff(key: str, value: Node, problems: list[Problem]) -> Written | None:
    model = PAYOFFS[key]
    if model in (Fixed, InKind):
        wrapped = Block({key: value})
        wrapped.place = value.place
        value = wrapped
    return validate(model, value, problems)
