"""Numbers in people's words: a table of spellings, and what must hold for any text."""

from __future__ import annotations

import re
import time
from decimal import Decimal
from pathlib import Path

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from milu_bot.language.numerals import Mention, mentions
from milu_bot.quantity import LARGEST, Span, write_quantity

ROWS = [
    (spelling.strip(), meaning.strip())
    for line in (Path(__file__).parent / "numbers.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
    for spellings, _, meaning in [line.partition("=>")]
    for spelling in spellings.split(" | ")
]


def described(found: tuple[Mention, ...]) -> str:
    """A reading in the language of the table."""
    if not found:
        return "nothing"
    if {mention.unit for mention in found} == {"日期"} and not any(m.flaw for m in found):
        return "date"
    if any(mention.flaw for mention in found):
        return f"refuse {next(mention.flaw for mention in found if mention.flaw)}"
    if len(found) > 1:
        return "several"
    number = found[0]
    if number.vague:
        return f"ask {plain(number.low)} {number.unit}".strip()
    if number.is_point and number.low:
        return f"{plain(number.low)} {number.unit}".strip()
    left, right = "[("[number.low_open], "])"[number.high_open]
    high = "" if number.high is None else plain(number.high)
    return f"{left}{plain(number.low)}..{high}{right} {number.unit}".strip()


def plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def reads_rightly(spelling: str, meaning: str) -> bool:
    """Whether exactly what the table says is read out of this message."""
    if re.fullmatch(r"0( .*)?", meaning):
        meaning = meaning.replace("0", "[0..0]", 1)
    return described(mentions(spelling)) == meaning


def test_the_table_is_long_enough() -> None:
    assert len(set(ROWS)) >= 500


def test_each_spelling() -> None:
    misread = {
        spelling: (described(mentions(spelling)), meaning)
        for spelling, meaning in ROWS
        if not reads_rightly(spelling, meaning)
    }
    assert misread == {}


@given(st.integers(0, 10**8))
def test_it_agrees_with_cn2an_on_plain_numerals(number: int) -> None:
    for mode in ("low", "up"):
        words = cn2an.an2cn(str(number), mode)
        (found,) = mentions(words)
        assert found.usable
        assert found.low == found.high == number, words


@given(st.decimals(0, 10**12, places=2, allow_nan=False), st.sampled_from(["元", "吨", "人", "件"]))
def test_what_quantity_writes_is_read_back(amount: Decimal, unit: str) -> None:
    number = amount if unit == "元" else amount.to_integral_value()
    (found,) = mentions(write_quantity(number, unit))
    assert found.span(unit) == Span(number, number)
    assert found.unit == unit


ODD = (
    "0123456789零一二两三百千万亿十.,，-—~到至不超过没有以上下多几来把左右大概元块毛角分人个名单%第年月"
    "wWkK \n\t\u200b\u202e負−½²e+x/"
)


@given(st.one_of(st.text(), st.text(alphabet=ODD, max_size=40)))
def test_no_text_raises_and_what_is_read_makes_sense(text: str) -> None:
    end = 0
    for mention in mentions(text):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end
        if mention.flaw is None:
            assert 0 <= mention.low < LARGEST * 10
            assert mention.high is None or mention.low <= mention.high
            mention.span("元")


@pytest.mark.parametrize("piece", ["一", "1", "十", "几", "不到5万", "5到", "1,", "\u200b3"])
def test_a_hundred_thousand_characters_take_no_long_time(piece: str) -> None:
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        start = time.process_time()
        mentions(text)
        return time.process_time() - start

    assert seconds(100_000) < 3


def test_a_closed_span_uses_the_smallest_step() -> None:
    (money,) = mentions("300多万")
    assert money.span("元") == Span(Decimal(3_000_000), Decimal("3999999.99"))
    (people,) = mentions("一百多个")
    assert people.span("人") == Span(Decimal(101), Decimal(199))
    (over,) = mentions("超过5万元")
    assert over.span("元") == Span(Decimal("50000.01"), None)
    (half,) = mentions("0.001元")
    assert half.span("元") is None
