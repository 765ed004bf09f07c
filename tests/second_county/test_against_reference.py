"""The engine and the plain reference say the same of the second county, on every kind of day."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest

from milu_bot.conditions import FactId
from milu_bot.eligibility.assessment import assess
from milu_bot.eligibility.rulebook import Rulebook
from milu_bot.knowledge.loader import load
from milu_bot.quantity import step_of
from milu_bot.staff_tools import check_knowledge
from tests.eligibility import cases
from tests.eligibility.subjects import SECOND
from tests.second_county import reference

POLICY = load(SECOND)
ADOPTED = POLICY.adopted_readings()
DAYS = [
    date.fromisoformat(day)
    for day in (
        *("2026-01-07", "2026-01-08", "2026-06-30", "2026-07-01", "2026-12-31", "2027-01-01"),
        *("2028-02-29", "2029-01-07", "2029-01-08"),
    )
]
BOOKS = {day: Rulebook(POLICY, day) for day in DAYS}


def assert_same(full: cases.World, told: cases.World, readings: dict[str, str], day: date) -> None:
    assessment = assess(BOOKS[day], cases.told(told), readings)
    due = reference.all_due(full, readings, day)
    assert {
        id: (outcome.status.value, *outcome.amount) for id, outcome in assessment.outcomes.items()
    } == {id: (expected.status, expected.low, expected.high) for id, expected in due.items()}
    total = reference.lawful_total(due)
    assert assessment.choice.total == (total, total)


def test_the_folder_is_right_and_the_reference_knows_all_of_it() -> None:
    policy, problems = check_knowledge(SECOND)
    assert policy is not None and not problems
    assert list(reference.AWARDS) == list(POLICY.awards)
    assert len(POLICY.clauses) >= 12
    assert cases.SECOND_LIMITS.keys() == {id for id, f in POLICY.facts.items() if f.is_span}


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_under_any_readings_on_any_day(day: date) -> None:
    for seed in range(150):
        random = Random(f"{day} {seed}")
        full, told = cases.complete(POLICY, cases.a_world(POLICY, random), {})
        assert_same(full, told, ADOPTED, day)
        assert_same(full, told, cases.some_readings(POLICY, random), day)


@pytest.mark.parametrize("fact", cases.SECOND_LIMITS)
def test_at_every_limit(fact: FactId) -> None:
    """One step below, at and above each limit, with nothing else in the way."""
    random = Random(fact)
    step = step_of(POLICY.facts[fact].measure)
    for limit in cases.limits_of(fact):
        for number in (limit - step, limit, limit + step):
            for _ in range(6):
                world = cases.a_world(POLICY, random)
                world |= {"被列入失信名单": "否", "三年内有食品安全事故": "否"}
                world |= {"是本县经营主体": "是"}
                full, told = cases.complete(POLICY, world, {fact: number})
                assert_same(full, told, cases.some_readings(POLICY, random), date(2026, 12, 31))


@pytest.mark.parametrize("registered", ["2025-12-31", "2026-01-01", "2024-02-29", "2027-01-02"])
def test_a_year_is_full_on_its_own_day(registered: str) -> None:
    """The award changes on the day, whichever the day of registration."""
    began = date.fromisoformat(registered)
    full_on = date(
        began.year + 1, *((2, 28) if registered == "2024-02-29" else (began.month, began.day))
    )
    said = cases.told(
        {
            "是本县经营主体": "是",
            "被列入失信名单": "否",
            "三年内有食品安全事故": "否",
            "经营内容": frozenset({"民宿"}),
            "民宿正常经营": "是",
            "民宿登记日期": Decimal(began.toordinal()),
        }
    )
    for offset, sum_ in ((-1, 0), (0, 10_000), (1, 10_000)):
        day = full_on + timedelta(days=offset)
        outcome = assess(Rulebook(POLICY, max(day, date(2026, 1, 8))), said).outcomes["2.7b"]
        if day >= date(2026, 1, 8):
            assert outcome.amount == (sum_, sum_), day


def test_the_profiles_drawn_reach_every_award_both_ways() -> None:
    met: Counter[tuple[str, str]] = Counter()
    for seed in range(400):
        full, _ = cases.complete(POLICY, cases.a_world(POLICY, Random(seed)), {})
        for id, due in reference.all_due(full, ADOPTED, date(2026, 6, 30)).items():
            met[id, due.status] += 1
    for id, award in POLICY.awards.items():
        assert met[id, "referral" if award.referral else "can_claim"] >= 5, id
        assert met[id, "cannot"] >= 5, id
