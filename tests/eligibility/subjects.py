"""What the laws are held over: each policy with its reference, the second county on two days."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from milu_bot.conditions import FactId
from milu_bot.eligibility.rulebook import Rulebook
from milu_bot.knowledge.loader import load
from milu_bot.policy import Policy
from milu_bot.quantity import Span
from tests.conftest import ROOT, real_policy
from tests.eligibility import cases, reference
from tests.eligibility.reference import Due
from tests.second_county import reference as second

SECOND = ROOT / "tests" / "second_county" / "yunze-2026-3"


@dataclass(frozen=True)
class Subject:
    """A policy on one day, and the plain reference that knows it too."""

    name: str
    policy: Policy
    rulebook: Rulebook
    due: Callable[[cases.World, Mapping[FactId, str]], dict[str, Due]]
    total: Callable[[Mapping[str, Due], Mapping[FactId, str]], Span]

    @property
    def adopted(self) -> dict[FactId, str]:
        return self.policy.adopted_readings()

    @property
    def facts(self) -> list[FactId]:
        return list(self.policy.facts)

    def __repr__(self) -> str:
        return self.name

    def generous(self, random: Random) -> cases.World:
        """A world where most conditions are met, so that the one asked about is the one that counts."""
        world = cases.a_world(self.policy, random)
        for id, fact in self.policy.facts.items():
            if fact.is_number and random.random() < 0.5:
                world[id] = max(cases.limits_of(id), default=Decimal(1000)) + 1
            elif world[id] == "否" and random.random() < 0.5:
                world[id] = "是"
        bad = [id for id in ("被列入失信名单", "三年内有食品安全事故") if id in world]
        for id in bad:
            world[id] = "否"
        if random.random() < 0.5:
            ranks = [id for id in ("往年最高年销售收入",) if id in world]
            world.update({id: Decimal(0) for id in ranks})
            ranks = [id for id, fact in self.policy.facts.items() if fact.measure == "名"]
            world.update({id: Decimal(random.randint(1, 4)) for id in ranks})
        return world


def _first() -> Subject:
    policy = real_policy()

    def total(due: Mapping[str, Due], readings: Mapping[FactId, str]) -> Span:
        return Span(*reference.lawful_total(due, readings))

    return Subject("miluo", policy, Rulebook(policy), reference.all_due, total)


def _second(day: date) -> Subject:
    policy = load(SECOND)

    def due(full: cases.World, readings: Mapping[FactId, str]) -> dict[str, Due]:
        return second.all_due(full, readings, day)

    def total(due: Mapping[str, Due], readings: Mapping[FactId, str]) -> Span:
        sum_ = second.lawful_total(due)
        return Span(sum_, sum_)

    return Subject(f"yunze on {day}", policy, Rulebook(policy, day), due, total)


FIRST = _first()
SECOND_EARLY, SECOND_LATE = _second(date(2026, 6, 30)), _second(date(2026, 11, 27))
SUBJECTS = (FIRST, SECOND_EARLY, SECOND_LATE)
