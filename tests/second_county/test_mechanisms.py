"""What the second county asks of the engine and the first does not, one table a mechanism."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from milu_bot.channels.one_shot import reckon
from milu_bot.dialogue.conversation import Answer, Conversation, from_json
from milu_bot.eligibility.assessment import Assessment, assess
from milu_bot.eligibility.next_tier import next_tier
from milu_bot.eligibility.questions import cuts, remaining
from milu_bot.eligibility.rulebook import Rulebook
from milu_bot.knowledge.loader import load
from milu_bot.language.answers import label
from milu_bot.machine_output import facts_json, state_json
from milu_bot.profiles import read_profile
from tests.eligibility.subjects import SECOND

POLICY = load(SECOND)
BOOK = Rulebook(POLICY, date(2026, 11, 27))
OPEN_TO = {"是本县经营主体": "是", "被列入失信名单": "否", "三年内有食品安全事故": "否"}
EVERYTHING = {**OPEN_TO, "经营内容": ["稻虾", "茶叶", "民宿"]}


def of(facts: dict[str, Any], book: Rulebook = BOOK) -> Assessment:
    return assess(book, read_profile(POLICY, {**EVERYTHING, **facts}, book.day))


def sums(award: str, **facts: Any) -> tuple[Any, Any]:
    return tuple(of(facts).outcomes[award].amount)  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("area", "least", "most"),
    [
        ("49.99亩", 0, 0),
        ("50亩", 10_000, 10_000),
        ("50.01亩", "10001.5", "10001.5"),
        ("200亩", 32_500, 32_500),
        ("200.01亩", 32_501, 32_501),
        ("375亩", 50_000, 50_000),
        ("374.99亩", 49_999, 49_999),
        ("9999亩", 50_000, 50_000),
        ({"low": 40, "high": 60}, 0, 11_500),
        ({"low": 60, "high": 70}, 11_500, 13_000),
        ({"low": 400, "high": None}, 50_000, 50_000),
        (None, 0, 50_000),
    ],
)
def test_bands_under_a_cap(area: Any, least: Any, most: Any) -> None:
    assert sums("2.1a", 连片稻虾面积=area) == (
        pytest.approx(float(least)),
        pytest.approx(float(most)),
    )


@pytest.mark.parametrize(
    ("area", "least", "most"),
    [
        ("99平方米", 0, 0),
        ("100平方米", 3000, 3000),
        ("199平方米", 3000, 3000),
        ("499平方米", 12_000, 12_000),
        ("500平方米", 15_000, 15_000),
        ("5000平方米", 15_000, 15_000),
        ({"low": 150, "high": 180}, 3000, 3000),
        ({"low": 150, "high": None}, 3000, 15_000),
        (None, 0, 15_000),
    ],
)
def test_so_much_for_each_full_hundred(area: Any, least: int, most: int) -> None:
    assert sums("2.2a", 新建冷库面积=area) == (least, most)


@pytest.mark.parametrize(
    ("people", "months", "least", "most", "missing"),
    [
        ("8人", "11个月", 26_400, 26_400, ()),
        ("8人", "12个月", 28_800, 28_800, ()),
        ("8人", "13个月", 28_800, 28_800, ()),
        ("8人", None, 0, 28_800, ("村民在岗月数",)),
        (None, "12个月", 0, None, ("新招村民人数",)),
        ("0人", None, 0, 0, ()),
        (None, "0个月", 0, 0, ()),
        ("8人", {"low": 12, "high": 30}, 28_800, 28_800, ()),
        (None, {"low": 12, "high": 30}, 0, None, ("新招村民人数",)),
    ],
)
def test_so_much_a_month_for_each(
    people: Any, months: Any, least: int, most: int | None, missing: tuple[str, ...]
) -> None:
    outcome = of({"新招村民人数": people, "村民在岗月数": months}).outcomes["2.6a"]
    assert outcome.amount == (least, most)
    assert outcome.missing == missing


@pytest.mark.parametrize(
    ("rank", "least", "most"),
    [
        ("第1名", 30_000, 30_000),
        ("第3名", 30_000, 30_000),
        ("第4名", 10_000, 10_000),
        ("第10名", 10_000, 10_000),
        ("第11名", 0, 0),
        ("没有名次", 0, 0),
        ({"low": 3, "high": 4}, 10_000, 30_000),
        (None, 0, 30_000),
    ],
)
def test_the_first_by_rank(rank: Any, least: int, most: int) -> None:
    assert sums("2.3a", 品质评比名次=rank) == (least, most)


@pytest.mark.parametrize(("area", "left"), [(None, 1), ("60亩", 0), ({"low": 40, "high": 60}, 0)])
def test_no_question_is_left_of_what_was_told_roughly(area: Any, left: int) -> None:
    assert remaining(of({"连片稻虾面积": area}), (), ("2.1a",)) == left


def test_the_next_tier_of_a_rank_is_a_better_one() -> None:
    assessment = of({"品质评比名次": "第7名"})
    tier = next_tier(BOOK, assessment.outcomes["2.3a"], assessment.known)
    assert tier is not None and tier.amount == (30_000, 30_000)
    (need,) = tier.needs
    assert (need.reach, need.more, need.falls) == (3, (4, 4), True)


def test_only_the_best_of_several_awards_counts() -> None:
    both = of({"有地理标志授权": "是", "有绿色食品认证": "是", "有有机认证": "否"})
    assert both.choice.total.low == 30_000
    assert [aside.award for aside in both.choice.set_aside] == ["2.5a"]
    assert "2.5b" in both.choice.claimed and "2.5a" not in both.choice.claimed
    assert "只奖励最高的一项" in both.choice.set_aside[0].exclusion.quote


@pytest.mark.parametrize(
    ("area", "rank", "low", "capped"),
    [
        ("374.98亩", "第4名", "59998", False),
        ("375亩", "第4名", "60000", False),
        ("375亩", "第3名", "80000", False),
    ],
)
def test_below_the_ceiling_nothing_is_cut(area: str, rank: str, low: str, capped: bool) -> None:
    found = of({"连片稻虾面积": area, "品质评比名次": rank, "新建冷库面积": "0平方米"})
    assert str(found.choice.total.low.normalize().__format__("f")) == low
    assert any(cap.before.low > 200_000 for cap in found.choice.capped) is capped


def test_a_narrow_ceiling_lies_within_the_one_over_all() -> None:
    """二（二）6万元 first, then 三（二）20万元."""
    facts = {"连片稻虾面积": "400亩", "新建冷库面积": "500平方米"}
    assert of(facts).choice.total.low == 60_000
    facts["新建茶园面积"] = "175亩"
    assert of(facts).choice.total.low == 200_000
    facts["新建茶园面积"] = "174.99亩"
    assert of(facts).choice.total.low == 199_992
    facts |= {"新建茶园面积": "200亩", "有有机认证": "是"}
    whole = of(facts)
    assert whole.choice.total == (200_000, 200_000)
    narrow, over_all = whole.choice.capped
    assert (narrow.before.low, over_all.before.low) == (65_000, 270_000)


@pytest.mark.parametrize("gate", [*OPEN_TO])
def test_a_gate_stands_before_every_award(gate: str) -> None:
    wrong = {**EVERYTHING, gate: "否" if OPEN_TO[gate] == "是" else "是"}
    shut = of({**wrong, "连片稻虾面积": "200亩", "需要贷款": "是"})
    assert {o.status.value for o in shut.outcomes.values()} == {"cannot"}
    reasons = shut.outcomes["2.1a"].because
    assert any(reason.fact == gate and reason.truth.name == "NO" for reason in reasons)
    unknown = of({**wrong, gate: None, "连片稻虾面积": "200亩"})
    assert unknown.outcomes["2.1a"].amount == (0, 32_500)
    assert unknown.outcomes["2.1a"].missing == (gate,)


@pytest.mark.parametrize(
    ("told", "least", "most"),
    [
        ("2025年12月31日", 0, 0),
        ("2026年1月1日", 20_000, 20_000),
        ("2026-01-02", 20_000, 20_000),
        ("2026年3月", 20_000, 20_000),
        ("2025年", 0, 0),
        ("2025年到2026年", 0, 20_000),
        ({"low": "2025-12-31", "high": "2026-01-01"}, 0, 20_000),
        ("去年三月", 0, 0),
        ("还没注册", 0, 0),
        (None, 0, 20_000),
    ],
)
def test_a_day_is_an_answer(told: Any, least: int, most: int) -> None:
    assert sums("2.7a", 民宿登记日期=told) == (least, most)


def test_a_whole_month_may_leave_the_year_open() -> None:
    """Today is 27 November 2026: who registered in November 2025 may or may not have a full year."""
    assert sums("2.7b", 民宿登记日期="2025年11月", 民宿正常经营="是") == (0, 10_000)
    assert sums("2.7b", 民宿登记日期="2025年11月27日", 民宿正常经营="是") == (10_000, 10_000)
    assert sums("2.7b", 民宿登记日期="2025年11月28日", 民宿正常经营="是") == (0, 0)
    assert sums("2.7b", 民宿登记日期="还没注册", 民宿正常经营="是") == (0, 0)


@pytest.mark.parametrize(
    ("fact", "buttons"),
    [
        (
            "民宿登记日期",
            ["2025年11月27日及以前", "2025年11月28日到2025年12月31日", "2026年1月1日及以后"],
        ),
        ("连片稻虾面积", ["不到50亩", "50亩到不满200亩", "200亩以上"]),  # from 200 on, another rate
        ("新建冷库面积", ["499平方米以下", "500平方米以上"]),  # no more of it counts
        ("村民在岗月数", ["11个月以下", "12个月以上"]),  # nor more months
    ],
)
def test_the_buttons_cut_where_the_text_cuts(fact: str, buttons: list[str]) -> None:
    spans = cuts(BOOK, fact, BOOK.awards)
    assert [label(span, POLICY.facts[fact].measure) for span in spans] == buttons


def test_an_expired_clause_closes_its_award_on_the_day() -> None:
    before = Rulebook(POLICY, date(2026, 6, 30))
    assert of({"抽水机具台数": "3台"}, before).outcomes["2.8a"].amount == (1200, 1200)
    after = of({"抽水机具台数": "3台"}, Rulebook(POLICY, date(2026, 7, 1))).outcomes["2.8a"]
    assert after.amount == (0, 0) and after.missing == ()
    assert after.closed is not None
    assert (after.closed.day, after.closed.ended) == (date(2026, 7, 1), True)


def test_machines_are_told_the_same() -> None:
    told = reckon(
        BOOK,
        {
            **EVERYTHING,
            "连片稻虾面积": "400亩",
            "新建冷库面积": "500平方米",
            "新建茶园面积": "200亩",
            "民宿登记日期": "2025-03-15",
            "民宿正常经营": "是",
            "品质评比名次": "第7名",
        },
    )
    assert told["day"] == "2026-11-27"
    assert told["total"]["all"]["low"] == 200_000
    assert [cap["ceiling"] for cap in told["capped"]] == [60_000, 200_000]
    assert told["capped"][1]["quote"].endswith("合计不超过20万元")
    assert told["awards"]["2.8a"]["closed"] == {
        "day": "2026-07-01",
        "ended": True,
        "dates_of": "clause",
        "entered_by": "staff",
    }
    assert told["awards"]["2.7b"]["low"] == 10_000
    assert told["awards"]["2.3a"]["next_tier"]["needs"][0]["falls"] is True
    assert told["awards"]["2.1a"]["closed"] is None


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("2025-03-15", "2025-03-15"),
        ("2025年3月", {"low": "2025-03-01", "high": "2025-03-31"}),
        ("2026年以前", {"low": None, "high": "2025-12-31"}),
        ({"low": "2026-01-01", "high": None}, {"low": "2026-01-01", "high": None}),
    ],
)
def test_a_day_survives_a_restart_and_is_shown_as_a_day(told: Any, shown: Any) -> None:
    value = read_profile(POLICY, {"民宿登记日期": told}, BOOK.day)["民宿登记日期"]
    talk = Conversation("x", (Answer("民宿登记日期", value, ""),))
    again = from_json(talk.to_json())
    assert again.answers == talk.answers
    assert state_json(again, POLICY.facts)["answers"] == {"民宿登记日期": shown}


def test_programs_are_told_how_a_day_is_asked() -> None:
    asked = {fact["id"]: fact for fact in facts_json(BOOK)}
    assert asked["民宿登记日期"]["answer"] == "date" and asked["民宿登记日期"]["unit"] is None
    assert asked["抽水机具台数"]["asked"] is False and asked["做茶叶"]["asked"] is True
    assert asked["经营内容"]["asked"] is True, "others follow from it"
