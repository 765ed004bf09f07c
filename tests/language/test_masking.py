"""What the inbox keeps of a question: nothing that tells who asked, and all that tells what was asked."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from milu_bot.language.masking import masked

TABLE = [
    tuple(line.split(" => "))
    for line in (Path(__file__).parent / "maskings.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def test_a_question_is_kept_without_its_person() -> None:
    assert {said: masked(said) for said, _ in TABLE} == dict(TABLE)
    assert {kept: masked(kept) for _, kept in TABLE} == {kept: kept for _, kept in TABLE}


def test_the_table_is_long_enough() -> None:
    assert len(TABLE) >= 60


@given(
    st.text("的我在电话号，. -+", max_size=6),
    st.from_regex(r"1[3-9]\d{9}", fullmatch=True),
    st.text("的我在能领吗，. ", max_size=6),
)
def test_no_telephone_number_gets_through(before: str, number: str, after: str) -> None:
    assert number[3:] not in masked(before + number + after)


@given(st.integers(10**6, 10**12))
def test_no_sum_gets_through(yuan: int) -> None:
    for written in (f"{yuan}", f"{yuan:,}", f"{yuan}元", f"{yuan / 10**4}万"):
        assert written.rstrip("元万") not in masked(f"卖了{written}能领多少")
