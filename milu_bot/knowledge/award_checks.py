"""Awards: sums and thresholds stand in the text, tiers rise, every fact has its basis."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from rapidfuzz import process

from milu_bot.conditions import AllOf, Compare, Condition, Elapsed, Equals, Op, Place
from milu_bot.days import DATE, as_day, write_day
from milu_bot.knowledge.condition_checks import name_of, tests_of
from milu_bot.knowledge.loader import FACTS, READINGS
from milu_bot.knowledge.places import Desk, Step
from milu_bot.knowledge.problems import Problem
from milu_bot.knowledge.shapes import problem_at
from milu_bot.knowledge.words import says, squeeze
from milu_bot.payoffs import Bands, Fixed, Monthly, PerUnit, Share, UpTo, facts_of
from milu_bot.policy import Award, Clause, Tier
from milu_bot.quantity import YUAN, Quantity

_FLOORS, _CEILINGS = (Op.AT_LEAST, Op.OVER), (Op.AT_MOST, Op.UNDER)
_PAYOFF_KEYS = {
    Fixed: "奖励",
    Share: "按比例",
    PerUnit: "按数量",
    Bands: "分段",
    Monthly: "按月",
    UpTo: "酌情",
}


def check_awards(desk: Desk) -> Iterator[Problem]:
    """Every award against its clause and within itself."""
    for clause in desk.policy.clauses.values():
        for award in clause.awards.values():
            if not award.id.startswith(clause.id):
                message = f"奖项编号“{award.id}”要以条款编号“{clause.id}”开头。哪一个写错了？"
                yield _at(desk, award, message)
            yield from _facts_and_basis(desk, award)
            yield from _amounts(desk, clause, award)
            yield from _rising(desk, award)
            yield from _cap(desk, award)
            yield from _impossible(desk, award)
            yield from _bands(desk, award)


def quantities(award: Award) -> Iterator[Quantity]:
    """Every number of an award's rules; a rate of 30% counts as the number 30, two years' rent as
    2.
    """
    yield from (quantity for quantity, _ in _placed(award))


def _at(desk: Desk, award: Award, message: str, *path: Step) -> Problem:
    return desk.at(desk.clause_file(award.clause), message, "奖项", award.id, *path)


def _placed(award: Award) -> Iterator[tuple[Quantity, Place | tuple[Step, ...]]]:
    """Every number of an award, with its place or the path to it."""
    if award.cap:
        yield award.cap, ("上限",)
    for quantity, place in asked(award.eligible):
        yield quantity, place or ("资格",)
    for index, tier in enumerate(award.tiers):
        for quantity, place in asked(tier.condition):
            yield quantity, place or ("分档", index)
        for quantity, _, path in _paid(tier):
            yield quantity, (*_payoff_path(award, index), *path)


def asked(condition: Condition) -> Iterator[tuple[Quantity, Place | None]]:
    """Every number of a condition; 满1年 counts as one year."""
    for test in tests_of(condition):
        if isinstance(test, Compare):
            yield test.quantity, test.place
        elif isinstance(test, Elapsed):
            years = test.said.endswith("年")
            number = test.days or (test.months // 12 if years else test.months)
            yield (
                Quantity(
                    Decimal(number), "天" if test.days else test.said[-1:] if years else "个月"
                ),
                test.place,
            )


def stands_in(text: str, quantity: Quantity) -> bool:
    """Whether a number of a rule is written in these words of the document."""
    if quantity.unit == DATE:
        return write_day(as_day(quantity.value)) in squeeze(text)
    return says(text, quantity.value, quantity.unit)


def _payoff_path(award: Award, index: int) -> tuple[Step, ...]:
    key = _PAYOFF_KEYS.get(type(award.tiers[index].payoff), "优惠")
    stepless = len(award.tiers) == 1 and award.tiers[0].condition == AllOf(())
    return (key,) if stepless else ("分档", index, key)


def _paid(tier: Tier) -> Iterator[tuple[Quantity, str, tuple[Step, ...]]]:
    """Every number of what a tier pays, the fact that it counts, or nothing for money and rates, and the
    path to it below its key.
    """
    match tier.payoff:
        case Fixed(money=money):
            yield money, "", ()
        case PerUnit(of=of, money=money, every=every, most=most):
            yield money, "", ()
            yield from (
                (quantity, of, (key,))
                for key, quantity in (("每满", every), ("最多", most))
                if quantity
            )
        case Bands(of=of, bands=bands):
            for place, band in enumerate(bands):
                if band.upto:
                    yield band.upto, of, ("段", place, "到")
                if band.money.value:
                    yield band.money, "", ("段", place, "奖励")
        case Monthly(months=months, money=money, most=most):
            yield money, "", ()
            if most:
                yield most, months, ("最多",)
        case UpTo(most=most_money):
            yield most_money, "", ()
        case Share(rate=rate, times=times, less=less):
            if rate != 1:
                yield Quantity(rate * 100, "%"), "", ("比例",)
            if times != 1:
                yield Quantity(times, "倍"), "", ("倍数",)
            if less:
                yield less, "", ("减去",)


def _facts_and_basis(desk: Desk, award: Award) -> Iterator[Problem]:
    conditions = (award.eligible, *(tier.condition for tier in award.tiers))
    names = [name_of(test) for condition in conditions for test in tests_of(condition)]
    wanted = [name for name in names if name not in desk.policy.readings]
    for index, tier in enumerate(award.tiers):
        for fact in facts_of(tier.payoff):
            wanted.append(fact)
            path = _payoff_path(award, index)
            yield from _base(desk, award, fact, path, money=isinstance(tier.payoff, Share))
    if not desk.draft.whole(READINGS, FACTS):
        return
    for name in dict.fromkeys(wanted):
        if name in desk.policy.facts and name not in award.basis:
            message = f"奖项 {award.id} 的“依据”里少了“{name}”：它凭文件里哪句话？"
            yield _at(desk, award, message, "依据")
    for name in award.basis:
        if name != "奖励" and name not in wanted:
            message = f"“依据”里的“{name}”在这个奖项里没有用到。"
            yield _at(desk, award, message, "依据", name)


def _base(
    desk: Desk, award: Award, name: str, path: tuple[Step, ...], *, money: bool
) -> Iterator[Problem]:
    fact = desk.policy.facts.get(name)
    if fact is None:
        if desk.draft.whole(FACTS):
            found = process.extractOne(name, list(desk.policy.facts), score_cutoff=50)
            hint = f"是不是“{found[0]}”？" if found else ""
            yield _at(desk, award, f"没有“{name}”这个事实。{hint}", *path)
    elif not fact.is_number or (money and fact.measure != YUAN):
        kind = "金额" if money else "数字"
        message = f"奖项 {award.id} 要按“{name}”算钱，它必须是{kind}。"
        yield _at(desk, award, message, *path)


def _amounts(desk: Desk, clause: Clause, award: Award) -> Iterator[Problem]:
    """Each number of a rule stands in the words it rests on, money in money."""
    cited = " ".join(quote.text for quote in award.basis.values())
    for quantity, where in _placed(award):
        number = f"{quantity.value.normalize():f}{quantity.unit}"
        if quantity.unit == DATE:
            number = write_day(as_day(quantity.value))
        if not stands_in(clause.quote, quantity):
            message = f"奖项 {award.id} 里的数 {number} 在 {clause.number} 的原文里找不到。"
        elif not stands_in(cited, quantity):
            message = f"奖项 {award.id} 里的数 {number} 在它的“依据”里找不到。"
        else:
            continue
        if isinstance(where, Place):
            yield problem_at(where, message)
        else:
            yield _at(desk, award, message, *where)
    for index, tier in enumerate(award.tiers):
        for quantity, of, path in _paid(tier):
            fact = desk.policy.facts.get(of)
            if fact and quantity.unit != fact.measure:
                message = f"“{of}”的单位是“{fact.measure}”，这里写成了“{quantity.unit}”。"
                yield _at(desk, award, message, *_payoff_path(award, index), *path)
            elif not of and quantity.unit not in (YUAN, "%", "倍"):
                message = f"这里要写钱，例如 5万元；写的单位是“{quantity.unit}”。"
                yield _at(desk, award, message, *_payoff_path(award, index), *path)
    if award.cap and award.cap.unit != YUAN:
        message = f"“上限”要写钱，例如 5万元；写的单位是“{award.cap.unit}”。"
        yield _at(desk, award, message, "上限")


def _rising(desk: Desk, award: Award) -> Iterator[Problem]:
    """Within a group, a higher threshold of the same fact pays no less."""
    steps: dict[tuple[object, ...], list[tuple[Decimal, Decimal, int]]] = defaultdict(list)
    for index, tier in enumerate(award.tiers):
        tests = list(tests_of(tier.condition))
        floors = [t for t in tests if isinstance(t, Compare) and t.op in _FLOORS]
        if isinstance(tier.payoff, Fixed) and floors:
            named = tuple(
                sorted((name_of(t), *sorted(t.options)) for t in tests if isinstance(t, Equals))
            )
            for place, test in enumerate(floors):
                steps[tier.group, test.fact, named, place == 0].append(
                    (test.quantity.value, tier.payoff.money.value, index)
                )
    for key, rows in steps.items():
        for (floor, pay, _), (next_floor, next_pay, index) in pairwise(rows):
            at = ("分档", index)
            if next_floor < floor or next_pay < pay:
                message = f"奖项 {award.id} 的分档要从低到高排，钱也要从少到多（{key[1]}）。"
                yield _at(desk, award, message, *at)
            elif next_floor == floor and key[-1]:
                message = f"奖项 {award.id} 有两档的门槛一样（{key[1]}）。"
                yield _at(desk, award, message, *at)


def _cap(desk: Desk, award: Award) -> Iterator[Problem]:
    """A ceiling is no lower than the smallest sum it covers."""
    if award.cap is None:
        return
    sums = [tier.payoff.money.value for tier in award.tiers if isinstance(tier.payoff, Fixed)]
    if sums and award.cap.value < min(sums):
        message = f"奖项 {award.id} 的上限比最小的一档还少，这一档就永远拿不到。"
        yield _at(desk, award, message, "上限")


def _bands(desk: Desk, award: Award) -> Iterator[Problem]:
    """Bands rise, and only the last may have no end."""
    for index, tier in enumerate(award.tiers):
        if not isinstance(tier.payoff, Bands):
            continue
        path = _payoff_path(award, index)
        ends = [band.upto for band in tier.payoff.bands]
        if any(end is None for end in ends[:-1]):
            message = "“段”里只有最后一段可以不写“到”。"
            yield _at(desk, award, message, *path)
        elif any(b.value <= a.value for a, b in pairwise(end for end in ends if end)):
            yield _at(desk, award, "“段”要从少到多排，“到”的数一段比一段大。", *path, "段")


def _impossible(desk: Desk, award: Award) -> Iterator[Problem]:
    """No condition asks for two things of a number that cannot both be."""
    for tier in award.tiers:
        floors: dict[str, Decimal] = {}
        ceilings: dict[str, tuple[Decimal, Compare]] = {}
        for test in (*_needed(award.eligible), *_needed(tier.condition)):
            if test.op in _FLOORS:
                floors[test.fact] = max(floors.get(test.fact, Decimal(0)), test.quantity.value)
            elif test.op in _CEILINGS:
                ceilings[test.fact] = (test.quantity.value, test)
        for name, (ceiling, test) in ceilings.items():
            if name in floors and floors[name] > ceiling and test.place:
                message = f"“{name}”又要至少 {floors[name]:f}、又要不足 {ceiling:f}，谁也达不到。"
                yield problem_at(test.place, message)


def _needed(condition: Condition) -> Iterator[Compare]:
    """The thresholds that must hold whatever else does."""
    if isinstance(condition, Compare):
        yield condition
    elif isinstance(condition, AllOf):
        for part in condition.parts:
            yield from _needed(part)
