"""A reading that the department has settled is no question any more; the others stay open."""

from __future__ import annotations

from dataclasses import replace

import pytest

from milu_bot.dialogue.combinations import Combinations
from milu_bot.dialogue.consultation import Consultation
from milu_bot.dialogue.counsel import prepare
from milu_bot.edition import Edition, publish
from milu_bot.eligibility.assessment import assess
from milu_bot.eligibility.readings import Comparison, compare
from milu_bot.eligibility.rulebook import Rulebook
from milu_bot.machine_output import assessment_json
from milu_bot.policy import Policy
from milu_bot.profiles import read_profile

READING = "特色产品奖怎么取档"
SALES = {"网上销售额": "1000万元"}
DECIDED = "已定：商务局2026年12月1日答复"


def settled(policy: Policy, reading: str, option: str) -> Policy:
    changed = policy.readings[reading].model_copy(update={"status": DECIDED, "adopted": option})
    return replace(policy, readings={**policy.readings, reading: changed})


def compared(policy: Policy) -> Comparison:
    rulebook = Rulebook(policy)
    return compare(rulebook, assess(rulebook, read_profile(policy, SALES)))


@pytest.mark.parametrize("option", ["只拿最高一档", "六档全部累加"])
def test_a_settled_reading_is_compared_no_more(policy: Policy, option: str) -> None:
    before, after = compared(policy), compared(settled(policy, READING, option))
    assert READING in {effect.reading for effect in before.effects}
    others = {effect.reading for effect in before.effects} - {READING}
    assert {effect.reading for effect in after.effects} == others
    assert after.awards["3.3.3"].high < before.awards["3.3.3"].high or option == "六档全部累加"
    rest = before.awards.keys() - {"3.3.3"}
    assert all(before.awards[id] == after.awards[id] for id in rest)


def test_all_settled_leaves_one_sum(policy: Policy) -> None:
    for id, reading in policy.readings.items():
        policy = settled(policy, id, reading.adopted)
    rulebook = Rulebook(policy)
    adopted = assess(rulebook, read_profile(policy, SALES))
    told = compare(rulebook, adopted)
    assert told.effects == () and told.total == adopted.choice.total
    assert all(told.awards[id] == outcome.amount for id, outcome in adopted.outcomes.items())
    assert assessment_json(rulebook, adopted, told)["readings"] == []
    assert Combinations(prepare(replace(policy, faqs=()))).kept_apart().readings == ()


def test_the_bot_says_who_decided(policy: Policy, edition: Edition) -> None:
    decided_by_staff = replace(settled(policy, READING, "六档全部累加"), faqs=())
    open_now, decided = (
        _clause(made)
        for made in (
            edition,
            publish([decided_by_staff], edition.templates),
        )
    )
    assert "暂按“只拿最高一档”（待主管部门答复）" in open_now
    assert "已定：六档全部累加（商务局2026年12月1日答复）。" in decided
    assert "只拿最高一档”" not in decided


def _clause(edition: Edition) -> str:
    reply = Consultation(edition.counsels[0]).about("3.3.3")
    renderer = edition.renderer(edition.policies[0].masthead.id)
    return "\n".join(out.text for out in renderer.all([reply]))
