"""Answers in people's words: a table for each kind of fact, and what must hold for any text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milu_bot.conditions import FactId
from milu_bot.eligibility.questions import cuts
from milu_bot.language.answers import DONT_KNOW, Unclear, label, read_answer
from milu_bot.policy import Fact, Policy
from milu_bot.quantity import Span, step_of, write_quantity
from tests.conftest import real_policy
from tests.language.test_numerals import ODD

POLICY = real_policy()
NUMBERS = [fact for fact in POLICY.facts.values() if fact.is_number]


@pytest.fixture(scope="module")
def spans(counsel: object) -> dict[FactId, tuple[Span, ...]]:
    rulebook = counsel.rulebook  # type: ignore[attr-defined]
    return {fact.id: cuts(rulebook, fact.id, rulebook.awards) for fact in NUMBERS}


def rows() -> Iterator[tuple[str, str, str]]:
    fact = ""
    for line in (Path(__file__).parent / "answers.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            fact = line.strip("[]")
        elif line and not line.startswith("#"):
            said, _, meant = line.partition("=>")
            yield from ((fact, words.strip(), meant.strip()) for words in said.split(" | "))


def described(fact: Fact, value: object) -> str:
    """A value in the language of the table."""
    if isinstance(value, Unclear):
        return "?"
    if value is DONT_KNOW:
        return "不知道"
    if isinstance(value, Span):
        high = "" if value.high is None else f"{value.high.normalize():f}"
        return f"{value.low.normalize():f}..{high}"
    if isinstance(value, frozenset):
        return " ".join(name for name in fact.options if name in value) or "空"
    return str(value)


@pytest.mark.parametrize("fact", sorted({fact for fact, _, _ in rows()}))
def test_answers(fact: str, policy: Policy) -> None:
    asked = policy.facts[FactId(fact)]
    meant = {said: meant for of, said, meant in rows() if of == fact}
    read = {said: described(asked, read_answer(asked, said, policy.wording)) for said in meant}
    assert read == meant


def test_every_label_is_read_back_to_its_span(
    policy: Policy, spans: dict[FactId, tuple[Span, ...]]
) -> None:
    for fact in NUMBERS:
        for cut in spans[fact.id]:
            words = label(cut, fact.measure)
            assert read_answer(fact, words, policy.wording) == cut, words
            assert read_answer(fact, words, policy.wording, spans[fact.id]) == cut


UNITS = {fact.measure: fact for fact in NUMBERS if fact.measure != "名"}


@given(
    st.sampled_from(sorted(UNITS)),
    st.integers(0, 10**9),
    st.one_of(st.none(), st.integers(0, 10**9)),
    st.sampled_from([1, 100, 10**4, 10**6]),
)
def test_any_span_can_be_put_on_a_button(
    unit: str, low: int, more: int | None, round_to: int
) -> None:
    step = step_of(unit)
    least = Decimal(low * round_to) * step
    span = Span(least, None if more is None else least + more * step)
    if max(span.low, span.high or 0) < 10**12:
        assert read_answer(UNITS[unit], label(span, unit), POLICY.wording) == span


@given(st.decimals(0, 10**12, places=2), st.sampled_from(["网上销售额", "年纳税额"]))
def test_a_sum_as_we_write_it_is_read_back(amount: Decimal, fact: str) -> None:
    asked = POLICY.facts[FactId(fact)]
    assert read_answer(asked, write_quantity(amount, "元"), POLICY.wording) == Span(amount, amount)


@given(
    st.sampled_from(list(POLICY.facts.values())),
    st.one_of(st.text(), st.text(alphabet=ODD + "是有开签残疾人贫困户产业园，？吗", max_size=30)),
)
def test_no_text_raises(fact: Fact, text: str) -> None:
    value = read_answer(fact, text, POLICY.wording)
    if isinstance(value, Unclear):
        assert re.fullmatch(r"[^\n]{5,160}[。？]", value.why)
        assert len(value.suggestions) <= 4
        for words in value.suggestions:
            assert not isinstance(read_answer(fact, words, POLICY.wording), Unclear), words
    elif isinstance(value, Span):
        assert value.low >= 0
        assert value.high is None or value.low <= value.high


@pytest.mark.parametrize("fact", ["网上销售额", "在第三方平台开网店", "申请身份", "涉及事项"])
@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "\n",
        "\u200b",
        "3\u200b00万",
        "是\u202e的",
        "一" * 100_000,
        "1" * 100_000,
        "\x00",
        "\ud800",
        "{{7*7}}",
    ],
)
def test_odd_texts_are_asked_back(fact: str, text: str, policy: Policy) -> None:
    assert isinstance(read_answer(policy.facts[FactId(fact)], text, policy.wording), Unclear)


def test_what_is_unseen_at_the_ends_does_not_matter(policy: Policy) -> None:
    fact = policy.facts[FactId("网上销售额")]
    assert read_answer(fact, "\ufeff320万\u200b\n", policy.wording) == Span(
        Decimal(3200000), Decimal(3200000)
    )


@pytest.mark.parametrize(
    ("fact", "said", "suggested"),
    [
        ("网上销售额", "300", ("300元", "300万元")),
        ("网上销售额", "超过300", ("超过300元", "超过300万元")),
        (
            "网上销售额",
            "三百来万",
            ("300万元", "不到300万元", "300万元到不满500万元", "500万元到不满1000万元"),
        ),
        ("新安排就业人数", "差不多十个人", ("10人", "99人以下", "100到199人")),
        ("培训人次", "500人", ("500人次",)),
        ("涉及事项", "135", ("1 3 5",)),
        ("涉及事项", "1-3", ("1 3", "1到3")),
    ],
)
def test_what_is_offered(
    fact: str,
    said: str,
    suggested: tuple[str, ...],
    policy: Policy,
    spans: dict[FactId, tuple[Span, ...]],
) -> None:
    asked = policy.facts[FactId(fact)]
    answer = read_answer(asked, said, policy.wording, spans.get(asked.id, ()))
    assert isinstance(answer, Unclear)
    assert answer.suggestions == suggested


def test_the_wanted_unit_is_named(policy: Policy) -> None:
    answer = read_answer(policy.facts[FactId("新安排就业人数")], "10家", policy.wording)
    assert isinstance(answer, Unclear)
    assert "多少人" in answer.why
