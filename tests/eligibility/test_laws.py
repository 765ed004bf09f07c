"""Laws that hold for any profile, told in any order, in part or in whole.

A range that is shown to someone is a promise: whatever else comes to light stays inside it, and
every question asked is one on which something hangs.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milu_bot.conditions import FactId
from milu_bot.eligibility.assessment import Assessment, assess
from milu_bot.eligibility.awards import Status
from milu_bot.eligibility.conditions import Value
from milu_bot.eligibility.questions import next_fact, open_facts, remaining
from milu_bot.eligibility.readings import compare
from milu_bot.quantity import Span
from tests.eligibility import cases, reference
from tests.eligibility.subjects import FIRST, SUBJECTS, Subject

SETTLED = {Status.CAN, Status.CANNOT, Status.REFERRAL}

law = settings(derandomize=True, database=None, max_examples=30)
over_all = pytest.mark.parametrize("subject", SUBJECTS, ids=repr)
Talk = list[tuple[FactId, cases.Plain]]


@st.composite
def talks(draw: st.DrawFn, subject: Subject) -> Talk:
    """What one person might tell, in the order told: true to one complete profile."""
    policy, facts = subject.policy, subject.facts
    world = draw(cases.seeded_worlds(policy))
    # Some things are said outright that a question would have settled otherwise. They come first,
    # the last fact before the first, for to gainsay what already follows is to correct oneself.
    outright = draw(st.sets(st.sampled_from(facts), max_size=4))
    full, _ = cases.complete(policy, world, {fact: world[fact] for fact in outright})
    rest = draw(st.lists(st.sampled_from(facts), unique=True, max_size=len(facts)))
    told = [
        *sorted(outright, key=facts.index, reverse=True),
        *(fact for fact in rest if fact not in outright),
    ]
    return [(fact, full[fact]) for fact in told]


def reckon(
    subject: Subject,
    answers: Mapping[FactId, cases.Plain],
    readings: Mapping[FactId, str] | None = None,
) -> Assessment:
    return assess(subject.rulebook, cases.told(answers), readings)


def spans(assessment: Assessment) -> dict[str, Span]:
    """Every range that is shown: each award, each total by frequency, the total."""
    return {
        **{id: outcome.amount for id, outcome in assessment.outcomes.items()},
        **{frequency.value: span for frequency, span in assessment.choice.totals.items()},
        "合计": assessment.choice.total,
    }


def inside(inner: Span, outer: Span) -> bool:
    return inner.low >= outer.low and (
        outer.high is None or (inner.high is not None and inner.high <= outer.high)
    )


def assert_narrower(later: Assessment, earlier: Assessment) -> None:
    before, after = spans(earlier), spans(later)
    wider = {
        name: (before[name], after[name])
        for name in before
        if not inside(after[name], before[name])
    }
    assert not wider
    for id, outcome in earlier.outcomes.items():
        if outcome.status in SETTLED:
            assert later.outcomes[id].status is outcome.status, id


@over_all
@law
@given(data=st.data())
def test_a_further_fact_never_widens_anything(subject: Subject, data: st.DataObject) -> None:
    talk: Talk = data.draw(talks(subject))
    earlier = reckon(subject, {})
    for end in range(1, len(talk) + 1):
        later = reckon(subject, dict(talk[:end]))
        assert_narrower(later, earlier)
        earlier = later


@over_all
@law
@given(data=st.data())
def test_every_completion_lies_inside_what_was_shown(subject: Subject, data: st.DataObject) -> None:
    """The completion is reckoned by the reference: the engine does not vouch for itself."""
    talk: Talk = data.draw(talks(subject))
    seed: int = data.draw(st.integers(0, 10**6))
    readings: dict[FactId, str] = data.draw(cases.readings_drawn(subject.policy))
    said = dict(talk)
    random = Random(seed)
    for settled in (subject.adopted, readings):
        shown = reckon(subject, said, settled)
        for _ in range(5):
            full, _ = cases.complete(subject.policy, cases.a_world(subject.policy, random), said)
            due = subject.due(full, settled)
            for id, outcome in shown.outcomes.items():
                assert inside(Span(due[id].low, due[id].high), outcome.amount), id
                if outcome.status in SETTLED:
                    assert due[id].status == outcome.status.value, id
            total = subject.total(due, settled)
            assert inside(total, shown.choice.total)


@over_all
@law
@given(data=st.data())
def test_a_range_told_holds_every_number_in_it(subject: Subject, data: st.DataObject) -> None:
    """ "两三百万" is an answer too: whoever is more exact later stays inside what it came to."""
    talk: Talk = data.draw(talks(subject))
    low: int = data.draw(st.integers(0, 3))
    high: int = data.draw(st.integers(0, 3))
    said = dict(talk)
    vague: dict[FactId, Value] = cases.told(said)
    for fact, value in said.items():
        if isinstance(value, Decimal):
            vague[fact] = Span(value * (3 - low) / 3, value * (3 + high) / 3 if high < 3 else None)
    assert_narrower(reckon(subject, said), assess(subject.rulebook, vague))


@over_all
@law
@given(data=st.data())
def test_the_order_of_answers_is_nothing(subject: Subject, data: st.DataObject) -> None:
    talk: Talk = data.draw(talks(subject))
    order: Random = data.draw(st.randoms(use_true_random=False))
    shuffled = list(talk)
    order.shuffle(shuffled)
    straight, crooked = reckon(subject, dict(talk)), reckon(subject, dict(shuffled))
    assert straight.outcomes == crooked.outcomes
    assert straight.choice == crooked.choice
    assert next_fact(subject.rulebook, straight, ()) == next_fact(subject.rulebook, crooked, ())


@over_all
@law
@given(data=st.data())
def test_taking_back_the_last_answer_restores_what_stood_before(
    subject: Subject, data: st.DataObject
) -> None:
    talk: Talk = data.draw(talks(subject).filter(len))
    said = dict(talk[:-1])
    before = reckon(subject, said)
    fact, value = talk[-1]
    said[fact] = value
    reckon(subject, said)
    del said[fact]
    assert reckon(subject, said) == before


@over_all
@law
@given(data=st.data())
def test_the_comparison_holds_every_reading(subject: Subject, data: st.DataObject) -> None:
    talk: Talk = data.draw(talks(subject))
    readings: list[dict[FactId, str]] = data.draw(
        st.lists(cases.readings_drawn(subject.policy), min_size=1, max_size=4)
    )
    said = dict(talk)
    adopted = reckon(subject, said)
    comparison = compare(subject.rulebook, adopted)
    for other in (adopted, *(reckon(subject, said, chosen) for chosen in readings)):
        assert inside(other.choice.total, comparison.total)
        for id, outcome in other.outcomes.items():
            assert inside(outcome.amount, comparison.awards[id]), id


# Few readings matter to each of these, so every combination can be tried.
PEOPLE: dict[str, tuple[cases.World, tuple[FactId, ...]]] = {
    "卖特产、在园区、交税的公司": (
        {
            "在本地注册": "是",
            "是电商企业": "是",
            "主营本地特色产品": "是",
            "网上销售本地产品": "是",
            "在全国性平台销售": "是",
            "特色产品网销额": Decimal(5_000_000),
            "入驻电商产业园": "是",
            "年纳税额": Decimal(3_000_000),
            "新安排就业人数": Decimal(200),
            "网上销售额": Decimal(5_000_000),
            "年销售收入": Decimal(5_000_000),
        },
        (
            "突破含不含本数",
            "同类不重复管哪些",
            "特色产品奖怎么取档",
            "税收奖怎么取档",
            "就业奖三样怎么配",
            "第7项封顶怎么算",
            "首次突破怎么取档",
        ),
    ),
    "外地注册、不在园区的公司": (
        {
            "在本地注册": "否",
            "是电商企业": "是",
            "主营本地特色产品": "是",
            "网上销售本地产品": "是",
            "在全国性平台销售": "是",
            "特色产品网销额": Decimal(3_000_000),
            "新安排就业人数": Decimal(500),
            "网上销售额": Decimal(2_000_000),
            "年销售收入": Decimal(12_000_000),
            "往年最高年销售收入": Decimal(2_000_000),
        },
        (
            "突破含不含本数",
            "本地注册管到哪里",
            "同类不重复管哪些",
            "特色产品奖怎么取档",
            "就业奖三样怎么配",
            "就业奖要不要入园",
            "首次突破怎么取档",
            "首次是一生一次吗",
        ),
    ),
    "个人网店": (
        {
            "申请身份": "个人网店",
            "在本地注册": "是",
            "主营本地特色产品": "是",
            "网上销售本地产品": "是",
            "在全国性平台销售": "是",
            "特色产品网销额": Decimal(10_000_000),
            "年销售收入": Decimal(10_000_000),
            "往年最高年销售收入": Decimal(2_000_000),
            "有全国驰名电商品牌": "是",
            "有省级著名电商品牌": "是",
            "进入创业城开店": "是",
            "创业城年租金": Decimal(12_000),
        },
        (
            "突破含不含本数",
            "个体网店算不算电商企业",
            "同类不重复管哪些",
            "创业城租金补多少",
            "特色产品奖怎么取档",
            "称号奖怎么给",
            "首次突破怎么取档",
            "首次是一生一次吗",
        ),
    ),
    "做创新的公司": (
        {
            "在本地注册": "是",
            "是电商企业": "否",
            "开展其他模式创新": "是",
            "模式创新投入费用": Decimal(1_500_000),
            "自建第三方支付平台": "是",
            "填补省内空白": "否",
            "日均资金流量": Decimal(500_000),
            "年交易额": Decimal(150_000_000),
        },
        ("超过含不含本数", "模式创新按哪部分算", "每年3万给哪些企业"),
    ),
    "外地的贫困户网店": (
        {
            "申请身份": "贫困户",
            "在本地注册": "否",
            "是建档立卡贫困人员": "是",
            "在第三方平台开网店": "是",
            "第一年成交笔数": Decimal(10),
        },
        ("本地注册管到哪里",),
    ),
}


@pytest.mark.parametrize("person", PEOPLE)
def test_the_ends_of_the_comparison_are_reached(person: str) -> None:
    """Not only wide enough but no wider: some way to read the text gives each end."""
    said, matter = PEOPLE[person]
    nothing_else: cases.World = {
        id: Decimal(0) if fact.is_number else frozenset() if fact.options else "否"
        for id, fact in FIRST.policy.facts.items()
    } | {"申请身份": "企业"}
    full, _ = cases.complete(FIRST.policy, nothing_else, said)
    comparison = compare(FIRST.rulebook, reckon(FIRST, full))
    totals: list[tuple[Decimal, Decimal]] = []
    sums: dict[str, list[tuple[Decimal, Decimal]]] = {id: [] for id in reference.AWARDS}
    for chosen in product(*(FIRST.policy.readings[reading].options for reading in matter)):
        readings = {**FIRST.adopted, **dict(zip(matter, chosen, strict=True))}
        due = reference.all_due(full, readings)
        totals.append(reference.lawful_total(due, readings))
        for id, one in due.items():
            sums[id].append((one.low, one.high))
    assert len(set(totals)) > 1, "a case on which the readings agree would prove nothing"
    assert comparison.total == _whole(totals)
    assert comparison.awards == {id: _whole(found) for id, found in sums.items()}


def _whole(found: list[tuple[Decimal, Decimal]]) -> Span:
    return Span(min(low for low, _ in found), max(high for _, high in found))


@over_all
@law
@given(data=st.data())
def test_a_question_is_asked_only_where_something_hangs_on_it(
    subject: Subject, data: st.DataObject
) -> None:
    talk: Talk = data.draw(talks(subject))
    seed: int = data.draw(st.integers(0, 10**6))
    said = dict(talk)
    assessment = reckon(subject, said)
    fact = next_fact(subject.rulebook, assessment, ())
    if fact is None:
        return
    assert fact not in assessment.known.case, "what is known is not asked again"
    assert _something_hangs_on(subject, fact, said, Random(seed)), fact


def _something_hangs_on(subject: Subject, fact: FactId, said: cases.World, random: Random) -> bool:
    """Look for a completion in which two answers to this one fact lead to different ends."""
    for _ in range(400):
        world = subject.generous(random)
        ends = set()
        for value in cases.worth_trying(subject.policy.facts[fact]):
            full, _ = cases.complete(subject.policy, world, {**said, fact: value})
            due = subject.due(full, subject.adopted)
            ends.add((*due.values(), subject.total(due, subject.adopted)))
            if len(ends) > 1:
                return True
    return False


@over_all
@law
@given(data=st.data())
def test_asking_comes_to_an_end_with_nothing_left_open(
    subject: Subject, data: st.DataObject
) -> None:
    """And then it is really over: no way to fill up the rest changes what is claimed."""
    world: cases.World = data.draw(cases.seeded_worlds(subject.policy))
    seed: int = data.draw(st.integers(0, 10**6))
    said: cases.World = {}
    for left in range(len(subject.facts), -1, -1):
        assessment = reckon(subject, said)
        fact = next_fact(subject.rulebook, assessment, ())
        if fact is None:
            break
        assert left, "more questions than facts"
        assert fact not in said
        said[fact] = world[fact]
    assert not open_facts(subject.rulebook, assessment, ())
    assert remaining(assessment, ()) == 0
    assert not assessment.undecided
    random = Random(seed)
    for _ in range(5):
        full, _ = cases.complete(subject.policy, cases.a_world(subject.policy, random), said)
        due = subject.due(full, subject.adopted)
        assert subject.total(due, subject.adopted) == assessment.choice.total
        for id, outcome in assessment.outcomes.items():
            if id not in assessment.choice.hopeless:
                assert (outcome.status.value, *outcome.amount) == (
                    due[id].status,
                    due[id].low,
                    due[id].high,
                )


@over_all
@law
@given(data=st.data())
def test_what_the_person_does_not_know_is_not_asked_again(
    subject: Subject, data: st.DataObject
) -> None:
    world: cases.World = data.draw(cases.seeded_worlds(subject.policy))
    unknown: set[FactId] = data.draw(st.sets(st.sampled_from(subject.facts), min_size=1))
    said: cases.World = {}
    declined: set[FactId] = set()
    for _ in range(len(subject.facts) + 1):
        assessment = reckon(subject, said)
        fact = next_fact(subject.rulebook, assessment, declined)
        assert fact not in declined
        if fact is None:
            break
        assert remaining(assessment, declined) > 0
        if fact in unknown:
            declined.add(fact)
        else:
            said[fact] = world[fact]
    assert next_fact(subject.rulebook, reckon(subject, said), declined) is None
