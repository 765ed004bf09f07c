"""The engine and the plain reference say the same of every complete profile.

Profiles crowd around the limits of the document, where a wrong "以上" or "超过" would show.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milu_bot.conditions import FactId
from milu_bot.eligibility.assessment import assess
from milu_bot.eligibility.rulebook import Rulebook
from milu_bot.policy import Frequency
from milu_bot.quantity import Span, step_of
from tests.conftest import real_policy
from tests.eligibility import cases, reference

POLICY = real_policy()
RULEBOOK = Rulebook(POLICY)
ADOPTED = POLICY.adopted_readings()
SEEDED = 1500


def assert_same(full: cases.World, given: cases.World, readings: Mapping[FactId, str]) -> None:
    assessment = assess(RULEBOOK, cases.told(given), readings)
    due = reference.all_due(full, readings)
    assert {
        id: (outcome.status.value, *outcome.amount) for id, outcome in assessment.outcomes.items()
    } == {id: (expected.status, expected.low, expected.high) for id, expected in due.items()}
    total = Span(*reference.lawful_total(due, readings))
    assert assessment.choice.total == total
    totals = assessment.choice.totals.values()
    assert sum(span.low for span in totals) == total.low
    assert sum(span.high for span in totals if span.high is not None) == total.high
    assert assessment.choice.totals[Frequency.YEARLY] == (due["3.4c"].low, due["3.4c"].high)


def test_the_reference_knows_every_award_and_every_fact() -> None:
    assert list(reference.AWARDS) == list(POLICY.awards)
    assert cases.LIMITS.keys() == {id for id, fact in POLICY.facts.items() if fact.is_number}


@pytest.mark.parametrize("start", range(0, SEEDED, 300))
def test_under_the_adopted_readings(start: int) -> None:
    for seed in range(start, start + 300):
        full, told = cases.complete(POLICY, cases.a_world(POLICY, Random(seed)), {})
        assert_same(full, told, ADOPTED)


@pytest.mark.parametrize("start", range(0, SEEDED, 300))
def test_under_any_readings(start: int) -> None:
    for seed in range(start, start + 300):
        random = Random(SEEDED + seed)
        full, told = cases.complete(POLICY, cases.a_world(POLICY, random), {})
        assert_same(full, told, cases.some_readings(POLICY, random))


@settings(derandomize=True, database=None, max_examples=100)
@given(world=cases.worlds(POLICY), readings=cases.readings_drawn(POLICY))
def test_hypothesis_finds_no_difference(world: cases.World, readings: dict[FactId, str]) -> None:
    full, told = cases.complete(POLICY, world, {})
    assert_same(full, told, ADOPTED)
    assert_same(full, told, readings)


@settings(derandomize=True, database=None, max_examples=40)
@given(world=cases.worlds(POLICY), spoken=st.sets(st.sampled_from(sorted(POLICY.facts))))
def test_what_was_said_stands_over_what_would_follow(
    world: cases.World, spoken: set[FactId]
) -> None:
    """People say things the questionnaire would have inferred otherwise; their word counts."""
    full, told = cases.complete(POLICY, world, {fact: world[fact] for fact in spoken})
    assert_same(full, told, ADOPTED)


@pytest.mark.parametrize("fact", cases.LIMITS)
def test_at_every_limit(fact: FactId) -> None:
    """One step below, at and above each limit, with nothing else in the way."""
    random = Random(fact)
    step = step_of(POLICY.facts[fact].measure)
    for limit in cases.LIMITS[fact]:
        for number in (limit - step, limit, limit + step):
            for _ in range(4):
                said = {fact: number}
                full, told = cases.complete(POLICY, cases.a_world(POLICY, random), said)
                assert_same(full, told, ADOPTED)
                assert_same(full, told, cases.some_readings(POLICY, random))


def test_the_profiles_drawn_reach_every_award_both_ways() -> None:
    """Agreement means nothing of an award that no profile drawn could ever claim."""
    met: Counter[tuple[str, str]] = Counter()
    sums: dict[str, set[Decimal]] = {id: set() for id in reference.AWARDS}
    for seed in range(SEEDED):
        full, _ = cases.complete(POLICY, cases.a_world(POLICY, Random(seed)), {})
        for id, due in reference.all_due(full, ADOPTED).items():
            met[id, due.status] += 1
            sums[id].add(due.high)
    for id, award in POLICY.awards.items():
        right = reference.REFERRAL if award.referral else reference.CAN
        assert met[id, right] >= 20, id
        assert met[id, reference.CANNOT] >= 20, id
    assert {Decimal(n) for n in (0, 2000, 5000, 20_000, 50_000, 100_000)} <= sums["3.3.3"]
    for id in ("3.3.7a", "3.3.7b", "3.3.10", "4.3"):
        assert len(sums[id]) == 4, f"{id}: nothing and each of three steps"
