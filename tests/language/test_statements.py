"""Facts told in passing: a table of sentences, half of which nobody looked at while writing the code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from milu_bot.language.statements import Statements, Value
from milu_bot.policy import Policy
from milu_bot.quantity import Span, step_of

_WAN = {"万": 10_000, "亿": 100_000_000}
HALVES = ("写程序时看的", "只看总分的")


@dataclass(frozen=True)
class Row:
    half: str
    said: str
    must: Mapping[str, str]
    may: Mapping[str, str]


def rows() -> Iterator[Row]:
    half = ""
    table = Path(__file__).parent / "statements.txt"
    for line in table.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            half = line.strip("[]")
        elif line and not line.startswith("#"):
            said, _, facts = line.rpartition(" =>")
            must, _, may = facts.partition(";")
            yield Row(half, said.strip(), _facts(must), _facts(may))


def _facts(words: str) -> dict[str, str]:
    return {fact: value for fact, _, value in (word.partition("=") for word in words.split())}


def _number(words: str) -> Decimal:
    return Decimal(words.rstrip("万亿")) * _WAN.get(words[-1], 1)


def _span(words: str, step: Decimal) -> tuple[Decimal, Decimal | None]:
    if words.startswith(">"):
        return _number(words[1:]) + step, None
    low, dots, high = words.partition("..")
    return _number(low), _number(high) if high else None if dots else _number(low)


def same(value: Value, wanted: str, unit: str) -> bool:
    """Whether what was heard is what was said; where a range was said, its open ends are a step off."""
    if not isinstance(value, Span):
        return value == wanted
    low, high = _span(wanted, step_of(unit))
    if ".." not in wanted:
        return value == Span(low, high)
    step = step_of(unit)
    if (value.high is None) != (high is None):
        return False
    near = high is None or value.high is None or abs(value.high - high) <= step
    return abs(value.low - low) <= step and near


def judged(policy: Policy, row: Row, heard: Mapping[str, Value]) -> tuple[list[str], list[str]]:
    """The facts missed and the facts wrongly heard."""
    units = {str(id): fact.measure for id, fact in policy.facts.items()}
    missed = [fact for fact in row.must if fact not in heard]
    allowed = {**row.may, **row.must}
    wrong = [
        f"{fact}={value}"
        for fact, value in heard.items()
        if fact not in allowed or not same(value, allowed[fact], units[fact])
    ]
    return missed, wrong


@pytest.fixture(scope="module")
def statements(policy: Policy) -> Statements:
    return Statements(policy.facts)


TABLE = list(rows())


def test_the_table_is_large_and_names_real_facts(policy: Policy) -> None:
    assert len({row.said for row in TABLE}) == len(TABLE) >= 220
    assert {row.half for row in TABLE} == set(HALVES)
    assert {fact for row in TABLE for fact in (*row.must, *row.may)} <= set(policy.facts)


@pytest.mark.parametrize("row", [r for r in TABLE if r.half == HALVES[0]], ids=lambda r: r.said)
def test_each_sentence(row: Row, statements: Statements, policy: Policy) -> None:
    missed, wrong = judged(policy, row, dict(statements.hear(row.said).values))
    assert not wrong
    assert not missed


def test_nearly_all_sentences_nobody_looked_at(statements: Statements, policy: Policy) -> None:
    """The target is 95 % with nothing missed and nothing wrong."""
    unseen = [row for row in TABLE if row.half == HALVES[1]]
    verdicts = [judged(policy, row, dict(statements.hear(row.said).values)) for row in unseen]
    clean = sum(1 for missed, wrong in verdicts if not missed and not wrong)
    wrong = sum(1 for _, wrong in verdicts if wrong)
    assert clean >= 0.95 * len(unseen), f"{clean} / {len(unseen)}"
    assert wrong == 0
