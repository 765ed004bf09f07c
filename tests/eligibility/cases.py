"""Complete and partial profiles for the tests: drawn where the document's own numbers lie.

A world wishes an answer for every fact. What the person said comes first, then what follows from
it (仅当, 等同), then the wish: so every profile here is one that the questionnaire could end with.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from random import Random

from hypothesis import strategies as st

from milu_bot.conditions import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Elapsed,
    Equals,
    FactId,
    NoneOf,
    Op,
)
from milu_bot.policy import AnswerKind, Fact, Policy
from milu_bot.quantity import Span, exactly, step_of

Plain = Decimal | str | frozenset[str]
World = dict[FactId, Plain]

WAN = 10_000

# Where the document cuts each number, and where a percentage reaches its cap.
LIMITS: dict[FactId, tuple[Decimal, ...]] = {
    fact: tuple(Decimal(limit) for limit in limits)
    for fact, limits in {
        "第一年成交笔数": (10,),
        "站点网上交易额": (20 * WAN,),
        "培训人次": (),
        "农产品线上交易额排名": (1, 2, 3),
        "特色产品网销额": tuple(n * WAN for n in (5, 20, 100, 300, 500, 1000)),
        "网上销售额": tuple(n * WAN for n in (300, 500, 1000)),
        "年销售收入": tuple(n * WAN for n in (200, 500, 1000)),
        "往年最高年销售收入": tuple(n * WAN for n in (200, 500, 1000)),
        "年纳税额": tuple(n * WAN for n in (100, 300, 500)),
        "新安排就业人数": (100, 200, 500),
        "安排残疾人就业人数": (20, 50, 100),
        "安排贫困人口就业人数": (10,),
        "创业城年租金": (),
        "溯源系统总投资": ("66666.67",),
        "跨境交易额": (),
        "设计产品网销额": (300 * WAN,),
        "整合快递企业数": (8,),
        "年派送件数": (500 * WAN,),
        "整合货运企业数": (5,),
        "年货运吨数": (50 * WAN,),
        "自建平台投入费用": (100 * WAN,),
        "模式创新投入费用": (100 * WAN, 200 * WAN),
        "日均资金流量": (50 * WAN,),
        "年交易额": (15_000 * WAN,),
        "项目一次性投资": (2000 * WAN,),
    }.items()
}

# The same of the second county: yunze-2026-3.
SECOND_LIMITS: dict[FactId, tuple[Decimal, ...]] = {
    fact: tuple(Decimal(limit) for limit in limits)
    for fact, limits in {
        "连片稻虾面积": (50, 200, 375),
        "新建冷库面积": (100, 200, 500),
        "品质评比名次": (3, 10),
        "新建茶园面积": (20, 100),
        "新招村民人数": (),
        "村民在岗月数": (12,),
        "民宿登记日期": tuple(
            date.fromisoformat(day).toordinal()
            for day in ("2026-01-01", "2025-06-30", "2025-11-27", "2024-02-29")
        ),
        "抽水机具台数": (),
    }.items()
}


RARE = {"被列入失信名单", "三年内有食品安全事故"}
"""What bars from everything: were it common, nothing would ever be due."""


def limits_of(fact: FactId) -> tuple[Decimal, ...]:
    """Where the fact's own document cuts it."""
    return LIMITS[fact] if fact in LIMITS else SECOND_LIMITS[fact]


def worth_trying(fact: Fact) -> list[Plain]:
    """Answers that can make a difference: each side of every limit, and the limit itself."""
    if fact.is_span:
        step = step_of(fact.measure)
        limits = limits_of(fact.id) or (Decimal(3000),)
        near = {limit + side for limit in limits for side in (-step, Decimal(0), step)}
        return [*sorted(near | {Decimal(0), max(limits) * 2})]
    if fact.answer is AnswerKind.YES_NO:
        return ["是", "否"]
    if fact.answer is AnswerKind.MULTI:
        everything = frozenset(fact.options)
        without_one = [everything - {option} for option in fact.options]
        return [everything, *without_one, *(frozenset({o}) for o in fact.options), frozenset()]
    return list(fact.options)


def _wished(fact: Fact, random: Random) -> Plain:
    if fact.is_span:
        if random.random() < 0.7:
            return random.choice(worth_trying(fact))
        step = step_of(fact.measure)
        most = max(limits_of(fact.id), default=Decimal(100_000)) * 3
        return step * random.randrange(int(most / step))
    if fact.answer is AnswerKind.YES_NO:
        return "否" if (random.random() < 0.15) is not (fact.id in RARE) else "是"
    if fact.answer is AnswerKind.MULTI:
        keep = random.choice((0.2, 0.8, 1.0))
        return frozenset(option for option in fact.options if random.random() < keep)
    if random.random() < 0.5:
        return "企业"
    return random.choice(list(fact.options))


def a_world(policy: Policy, random: Random) -> World:
    """A wish for every fact: mostly yes, mostly near a limit, or nothing would ever be due."""
    return {id: _wished(fact, random) for id, fact in policy.facts.items()}


def worlds(policy: Policy) -> st.SearchStrategy[World]:
    """The same for hypothesis, which then finds the simplest case that fails."""
    return st.fixed_dictionaries({id: _answers(fact) for id, fact in policy.facts.items()})


def seeded_worlds(policy: Policy) -> st.SearchStrategy[World]:
    """The same as one draw: where each law needs a world of sixty facts, drawing each of them took most of the time."""
    return st.integers(0, 2**32 - 1).map(lambda seed: a_world(policy, Random(seed)))


def _answers(fact: Fact) -> st.SearchStrategy[Plain]:
    if fact.is_span:
        step = step_of(fact.measure)
        most = int(max(limits_of(fact.id), default=Decimal(100_000)) * 3 / step)
        anywhere = st.integers(0, most).map(lambda steps: steps * step)
        return st.one_of(st.sampled_from(worth_trying(fact)), anywhere)
    if fact.answer is AnswerKind.YES_NO:
        usual, other = ("否", "是") if fact.id in RARE else ("是", "否")
        return st.sampled_from([usual, usual, usual, usual, other])
    if fact.answer is AnswerKind.MULTI:
        options = sorted(fact.options)
        everything = frozenset(options)
        some = st.frozensets(st.sampled_from(options), max_size=4)
        return st.one_of(some.map(everything.difference), some)
    return st.sampled_from(["企业"] * len(fact.options) + list(fact.options))


def complete(policy: Policy, world: World, said: Mapping[FactId, Plain]) -> tuple[World, World]:
    """Fill up a profile. Gives every fact's answer, and those of them that had to be given."""
    full: World = {}
    given: World = {}
    for id, fact in policy.facts.items():
        if id in said:
            full[id] = given[id] = said[id]
            continue
        follows = _follows(fact, full)
        if follows is None:
            full[id] = given[id] = world[id]
        else:
            full[id] = follows
    return full, given


def _follows(fact: Fact, full: World) -> Plain | None:
    if fact.only_if and not _holds(fact.only_if, full):
        if fact.is_span:
            return Decimal(0)
        return frozenset() if fact.answer is AnswerKind.MULTI else "否"
    if fact.same_as:
        return "是" if _holds(fact.same_as, full) else "否"
    return None


def _holds(condition: Condition, full: World) -> bool:
    match condition:
        case Equals(name, options):
            value = full[name]
            return bool(value & options) if isinstance(value, frozenset) else value in options
        case Compare(fact, op, quantity):
            number = full[fact]
            assert isinstance(number, Decimal)
            return {
                Op.AT_LEAST: number >= quantity.value,
                Op.OVER: number > quantity.value,
                Op.AT_MOST: number <= quantity.value,
                Op.UNDER: number < quantity.value,
                Op.EXACTLY: number == quantity.value,
                Op.WITHIN: 1 <= number <= quantity.value,
            }[op]
        case Elapsed():
            raise AssertionError("no fact follows from how long ago another was")
        case AllOf(parts):
            return all(_holds(part, full) for part in parts)
        case AnyOf(parts):
            return any(_holds(part, full) for part in parts)
        case NoneOf(parts):
            return not any(_holds(part, full) for part in parts)


def told(answers: Mapping[FactId, Plain]) -> dict[FactId, Span | str | frozenset[str]]:
    """The answers as the engine takes them: a number is a span of one."""
    return {
        fact: exactly(value) if isinstance(value, Decimal) else value
        for fact, value in answers.items()
    }


def some_readings(policy: Policy, random: Random) -> dict[FactId, str]:
    """Any way to settle every open place of the text."""
    return {id: random.choice(list(reading.options)) for id, reading in policy.readings.items()}


def readings_drawn(policy: Policy) -> st.SearchStrategy[dict[FactId, str]]:
    """The same for hypothesis."""
    return st.fixed_dictionaries(
        {id: st.sampled_from(list(reading.options)) for id, reading in policy.readings.items()}
    )
