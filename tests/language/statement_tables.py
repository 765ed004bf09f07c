"""Reads the tables of sentences and of numbers, and judges what was heard against them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from milu_bot.conditions import FactId
from milu_bot.language.fitting import fits, is_cut_short
from milu_bot.language.normalise import clean
from milu_bot.language.numerals import mentions
from milu_bot.language.statements import Heard, Statements, Value, Why
from milu_bot.policy import Policy
from milu_bot.quantity import Span, step_of

ASKED = "？"
"""In the place of a value: it was said too vaguely, and is to be asked back."""
TODAY = date(2017, 11, 27)
"""What 2016年 is told from."""
_WAN = {"万": 10_000, "亿": 100_000_000}
IN_WORK = (
    "statements_tune6.txt",
    "statements_tune7.txt",
    "statements_tune7b.txt",
    "statements_tune8.txt",
    "statements_tune9.txt",
    "statements_tune10.txt",
    "statements_tune10b.txt",
    "statements_tune11.txt",
)
"""Tables whose misses may be read but are not all mended: measured; only that nothing is wrong is a test."""
FILES = (
    "statements.txt",
    "statements_tune.txt",
    "statements_trades.txt",
    "statements_voices.txt",
    "statements_report3.txt",
    "statements_report4.txt",
    "statements_report5.txt",
    "statements_report6.txt",
    "statements_report7b.txt",
    "statements_report8.txt",
    "statements_traps.txt",
    "statements_people.txt",
    "statements_more.txt",
    "statements_long.txt",
)
LOOKED_AT = (
    *("写程序时看的", "第二张", "第三张", "只看总分的"),
    *("最后写的一张", "容易听错的", "十五个人说的", "又一批人说的", "一口气说的", "二十六个人说的"),
    "二十八个人说的",
)
"""The tables whose misses were read and mended. Some of them were blind once."""
BLIND = (
    "各种人说的",
    "程序写完以后写的",
    "六号表的盲半",
    "七号乙表的盲半",
    "八号表的盲半",
)
"""Written before the code was touched, and after its last change; only their sums are looked at.

The misses of 六号表的盲半 were read once, on 2026-11-28, after its sums of that day were taken: 67.3 % all right,
82.7 % right or asked back, 5.5 % with something wrong. What it says since is no longer blind.
"""


@dataclass(frozen=True)
class Row:
    half: str
    said: str
    must: Mapping[str, str]
    may: Mapping[str, str]


def rows(files: Iterable[str] = FILES) -> Iterator[Row]:
    """Every row of these tables."""
    for file in files:
        yield from _rows(Path(__file__).parent / file)


def _rows(table: Path) -> Iterator[Row]:
    half = ""
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


def judged(policy: Policy, row: Row, heard: Heard) -> tuple[list[str], list[str]]:
    """The facts missed and the facts wrongly heard."""
    units = {str(id): fact.measure for id, fact in policy.facts.items()}
    doubts = {doubt.fact for doubt in heard.doubts}
    missed = [
        fact
        for fact, value in row.must.items()
        if fact not in (doubts if value == ASKED else heard.values)
    ]
    allowed = {**row.may, **row.must}
    at_least = {fact.earlier for fact in policy.facts.values()}

    def right(fact: FactId, value: Value) -> bool:
        wanted = allowed.get(fact, ASKED)
        if wanted == ASKED:
            return False
        # One earlier year is known, and the best of them is at least as much.
        least = fact in at_least and ".." not in wanted and f"{wanted}.."
        return same(value, wanted, units[fact]) or bool(least and same(value, least, units[fact]))

    wrong = [f"{fact}={value}" for fact, value in heard.values.items() if not right(fact, value)]
    return missed, wrong


def hear(statements: Statements, words: str) -> Heard:
    """What the bot hears in a first message: 替我妈问，她… is told as his own."""
    return statements.hear(statements.as_his_own(words)[1] or words)


def asked_back(policy: Policy, row: Row, heard: Heard, missed: list[str]) -> bool:
    """Whether whatever was missed is asked back in its own words: the fact, or a number that nobody could place.

    五十二万三 without a unit is named in the reply whatever it counts: it could be money. So is 三百二.
    """
    others = heard.of_others if heard.values else ()  # who is answered is told of these, too
    doubts = (*heard.doubts, *heard.unclear, *others)
    words = clean(row.said)
    quoted = [m for doubt in doubts if doubt.why is Why.WHICH for m in mentions(doubt.words)]
    named = [m for m in heard.loose if m.flaw is None and (not m.bare or is_cut_short(words, m))]

    def asked(fact: str) -> bool:
        described, value = policy.facts[FactId(fact)], row.must[fact]
        if fact in {doubt.fact for doubt in doubts} or not described.is_number:
            return fact in {doubt.fact for doubt in doubts}
        return any(
            (fits(m, described) or not m.unit)
            and (
                m.vague
                if value == ASKED
                else m.flaw is None and same(Span(m.low, m.high), value, described.measure)
            )
            for m in (*named, *quoted)
        )

    return all(map(asked, missed))
