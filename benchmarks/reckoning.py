"""A turn of reckoning on the real policy, timed beside ZEN, OpenFisca-Core and plain Python.

Run from the project's folder: python -m benchmarks.reckoning [profiles]

What is alike: the sums of the 23 awards and the best lawful total of a complete profile, under the
adopted readings. The peers' rules are written out from our own conditions, so nobody is handed an
easier policy. What only ours does, and is timed with: ranges for missing facts, reasons with the
document's words, what was set aside, totals by frequency, the next question.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from random import Random
from statistics import median
from time import process_time_ns
from typing import Any

from milu_bot.conditions import (
    NO_WORD,
    YES_WORD,
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Equals,
    NoneOf,
    Op,
)
from milu_bot.eligibility.assessment import assess
from milu_bot.eligibility.awards import Status
from milu_bot.eligibility.conditions import Value
from milu_bot.eligibility.questions import cuts, next_fact
from milu_bot.eligibility.readings import compare
from milu_bot.eligibility.rulebook import Rulebook
from milu_bot.knowledge.loader import load
from milu_bot.machine_output import assessment_json
from milu_bot.payoffs import Fixed, InKind, PerUnit, Share, UpTo
from milu_bot.policy import AnswerKind, Award, Fact, Policy, Tier
from milu_bot.quantity import ZERO, exactly, step_of

KNOWLEDGE = Path(__file__).resolve().parent.parent / "knowledge" / "miluo-2017-45"
SEED = 45
PROFILES = 500
BLOCK = 25
SLOW = 4
"""How many profiles of a block compare() and the machine output are timed on; they take milliseconds."""
CENT = 0.005
"""Units: yuan. A peer that reckons in floats is equal to ours up to half a 分."""

Answers = dict[str, Value]
Plain = dict[str, Any]
Sums = dict[str, float]


# ---- profiles ---------------------------------------------------------------------------------
def complete(rulebook: Rulebook, random: Random, *, by_a_cent: bool) -> Answers:
    """Answer everything that a questionnaire would have to ask, mostly near the policy's limits."""
    answers: Answers = {}
    for fact in rulebook.policy.facts.values():
        if fact.id not in rulebook.know(answers).case:
            answers[fact.id] = _drawn(rulebook, fact, random, by_a_cent)
    return answers


def _drawn(rulebook: Rulebook, fact: Fact, random: Random, by_a_cent: bool) -> Value:
    match fact.answer:
        case AnswerKind.YES_NO:
            return NO_WORD if random.random() < 0.15 else YES_WORD
        case AnswerKind.MULTI:
            keep = random.choice((0.2, 0.8, 1.0))
            return frozenset(option for option in fact.options if random.random() < keep)
        case AnswerKind.CHOICE:
            return "企业" if random.random() < 0.5 else random.choice(list(fact.options))
    starts = [span.low for span in cuts(rulebook, fact.id, rulebook.awards) if span.low]
    limit, step = random.choice(starts or [Decimal(3000)]), step_of(fact.measure)
    aside = step if by_a_cent else max(limit // 100, Decimal(1))
    limit = limit if by_a_cent else limit // 1
    return exactly(max(limit + random.choice((-aside, ZERO, aside)), ZERO))


def half(answers: Answers, random: Random) -> Answers:
    """The same profile with half of the answers forgotten."""
    return {fact: answers[fact] for fact in random.sample(list(answers), len(answers) // 2)}


def plainly(rulebook: Rulebook, answers: Answers) -> Plain:
    """Every single fact, also those that follow from others, in JSON's own types."""
    case = rulebook.know(answers).case
    plain: Plain = {}
    for fact in rulebook.policy.facts.values():
        value = case[fact.id]
        if isinstance(value, tuple):
            plain[fact.id] = float(value.low)
        elif fact.answer is AnswerKind.YES_NO:
            plain[fact.id] = value == YES_WORD
    return plain


# ---- the same rules in the peers' words -------------------------------------------------------
@dataclass(frozen=True)
class Dialect:
    """How a peer writes its formulas."""

    both: str
    either: str
    negation: str
    fact: Callable[[str], str]
    choose: str
    least: str
    most: str


class Writer:
    """Writes the awards under the adopted readings as formulas of one dialect."""

    def __init__(self, rulebook: Rulebook, dialect: Dialect) -> None:
        self._policy, self._readings, self._say = rulebook.policy, rulebook.readings, dialect

    def total(self, name: Callable[[str], str]) -> str:
        """The best lawful sum, in the names of the awards."""
        standing = [e for e in self._policy.exclusions if self._holds(e.when) == "True"]
        assert len(standing) == 1 and not standing[0].ceiling, "write the other exclusions too"
        sides = standing[0].sides
        bound = {id for side in sides for id in side}
        free = [a.id for a in self._policy.awards.values() if a.id not in bound and not a.referral]
        best = " + ".join(map(name, sides[0]))
        for side in sides[1:]:
            best = self._say.most.format(best, " + ".join(map(name, side)))
        return " + ".join([*map(name, free), best])

    def award(self, award: Award) -> str:
        """What an award pays at most; 1 stands for help that has no price."""
        holds = [(self._holds(tier.condition), tier) for tier in award.tiers]
        steps: dict[object, list[tuple[str, str, Decimal]]] = {}
        for index, (condition, tier) in enumerate(holds):
            if condition != "False":
                key = index if self._on(award.add_all) else tier.group * self._on(award.add_groups)
                steps.setdefault(key, []).append((condition, *self._pays(tier)))
        sums = []
        for group in steps.values():
            chain = "0"
            for condition, pays, _ in sorted(group, key=lambda step: step[2]):
                chain = pays if condition == "True" else self._chosen(condition, pays, chain)
            sums.append(chain)
        amount = " + ".join(sums)
        if award.cap:
            amount = self._say.least.format(amount, award.cap.value)
        return self._chosen(self._holds(award.eligible), amount, "0")

    def _chosen(self, condition: str, then: str, otherwise: str) -> str:
        return self._say.choose.format(condition, then, otherwise)

    def _on(self, rule: Condition | None) -> bool:
        return rule is not None and self._holds(rule) == "True"

    def _pays(self, tier: Tier) -> tuple[str, Decimal]:
        match tier.payoff:
            case Fixed(money=money):
                return f"{money.value}", money.value
            case Share(of=of, rate=rate, times=times, less=None):
                return f"{self._say.fact(of)} * {rate * times}", ZERO
            case PerUnit(of=of, money=money):
                return f"{self._say.fact(of)} * {money.value}", ZERO
            case UpTo(most=most, of=str(of)):
                return self._chosen(f"({self._say.fact(of)} > 0)", f"{most.value}", "0"), ZERO
            case InKind():
                return "1", ZERO
        raise NotImplementedError(tier.payoff)

    def _holds(self, condition: Condition) -> str:
        match condition:
            case Equals(name, options) if name in self._readings:
                return str(self._readings[name] in options)
            case Equals(name, options):
                assert options in ({YES_WORD}, {NO_WORD}), "awards ask yes/no facts only"
                fact = self._say.fact(name)
                return fact if YES_WORD in options else f"({self._say.negation}{fact})"
            case Compare(fact, op, quantity):
                signs = {Op.AT_LEAST: ">=", Op.OVER: ">", Op.AT_MOST: "<=", Op.UNDER: "<"}
                return f"({self._say.fact(fact)} {signs.get(op, '==')} {quantity.value})"
            case AllOf(parts):
                return self._joined(parts, self._say.both, "True", "False")
            case AnyOf(parts):
                return self._joined(parts, self._say.either, "False", "True")
            case NoneOf(parts):
                return f"({self._say.negation}{self._holds(AnyOf(parts))})"

    def _joined(self, parts: tuple[Condition, ...], word: str, dull: str, final: str) -> str:
        texts = []
        for part in parts:
            if (text := self._holds(part)) == final:
                return final
            if text != dull:
                texts.append(text)
        return f"({word.join(texts)})" if texts else dull


# ---- the contenders ---------------------------------------------------------------------------
Contender = Callable[[Plain], Sums]


def closed_form(rulebook: Rulebook) -> Contender:
    """The floor: what a programmer would write by hand for this one policy."""
    say = Dialect(
        " and ", " or ", "not ", str, "({1} if {0} else {2})", "min({}, {})", "max({}, {})"
    )
    writer = Writer(rulebook, say)
    lines = [f"def due({', '.join(_asked(rulebook.policy))}):"]
    lines += [f"    {_name(id)} = {writer.award(a)}" for id, a in rulebook.policy.awards.items()]
    pairs = ", ".join(f"{id!r}: {_name(id)}" for id in rulebook.policy.awards)
    lines.append(f"    return {{{pairs}, 'total': {writer.total(_name)}}}")
    space: dict[str, Any] = {}
    exec("\n".join(lines), space)  # noqa: S102 - our own rules, written out just above
    due = space["due"]
    return lambda plain: due(**plain)


def zen(rulebook: Rulebook) -> Contender:
    """ZEN: one expression node for the awards and the total. Raises: ImportError."""
    import zen as engine

    # Its expressions know no names in Chinese.
    short = {fact: f"f{index}" for index, fact in enumerate(rulebook.policy.facts)}
    say = Dialect(
        " and ", " or ", "not ", short.__getitem__, "({0} ? {1} : {2})",
        "min([{}, {}])", "max([{}, {}])",
    )  # fmt: skip
    writer, awards = Writer(rulebook, say), rulebook.policy.awards
    formulas = {_name(id): writer.award(award) for id, award in awards.items()}
    formulas["total"] = writer.total(lambda id: f"$.{_name(id)}")
    rows = [{"id": key, "key": key, "value": value} for key, value in formulas.items()]
    nodes: list[dict[str, Any]] = [
        {"id": "in", "type": "inputNode", "name": "in"},
        {"id": "sums", "type": "expressionNode", "name": "s", "content": {"expressions": rows}},
        {"id": "out", "type": "outputNode", "name": "out"},
    ]
    edges = [
        {"id": "1", "sourceId": "in", "targetId": "sums", "type": "edge"},
        {"id": "2", "sourceId": "sums", "targetId": "out", "type": "edge"},
    ]
    graph = {
        "contentType": "application/vnd.gorules.decision",
        "nodes": [{**node, "position": {"x": 0, "y": 0}} for node in nodes],
        "edges": edges,
    }
    decision = engine.ZenEngine().create_decision(json.dumps(graph))
    keys = {_name(id): id for id in awards} | {"total": "total"}

    def due(plain: Plain) -> Sums:
        found = decision.evaluate({short[fact]: value for fact, value in plain.items()})["result"]
        return {id: found[key] for key, id in keys.items()}

    return due


def openfisca(rulebook: Rulebook) -> Contender:
    """OpenFisca-Core: a variable for each fact and award, one person. Raises: ImportError."""
    from numpy import maximum, minimum, where
    from openfisca_core import entities, periods, taxbenefitsystems, variables
    from openfisca_core.simulations import SimulationBuilder

    person = entities.SingleEntity("person", "persons", "", "")
    system = taxbenefitsystems.TaxBenefitSystem([person])
    common = {"entity": person, "definition_period": periods.DateUnit.YEAR}
    functions = {"where": where, "minimum": minimum, "maximum": maximum}
    say = Dialect(
        " * ", " + ", "~", "p('{}')".format, "where({0}, {1}, {2})",
        "minimum({}, {})", "maximum({}, {})",
    )  # fmt: skip
    writer, awards = Writer(rulebook, say), rulebook.policy.awards

    def declare(name: str, kind: type, formula: str | None = None) -> None:
        body: dict[str, Any] = {**common, "value_type": kind}
        if formula:
            code = compile(formula, name, "eval")

            def reckon(person: Any, period: Any) -> Any:
                return eval(code, functions, {"p": lambda name: person(name, period)})  # noqa: S307

            body["formula"] = reckon
        system.add_variable(type(name, (variables.Variable,), body))

    for id in _asked(rulebook.policy):
        declare(id, float if rulebook.policy.facts[id].is_number else bool)
    for id, award in awards.items():
        declare(_name(id), float, writer.award(award))
    declare("total", float, writer.total(lambda id: f"p('{_name(id)}')"))
    keys = {_name(id): id for id in awards} | {"total": "total"}

    def due(plain: Plain) -> Sums:
        simulation = SimulationBuilder().build_default_simulation(system, 1)
        for fact, value in plain.items():
            simulation.set_input(fact, "2017", [value])
        return {id: float(simulation.calculate(key, "2017")[0]) for key, id in keys.items()}

    return due


def _asked(policy: Policy) -> list[str]:
    """The facts that awards ask for: numbers and yes/no."""
    return [f.id for f in policy.facts.values() if f.is_number or f.answer is AnswerKind.YES_NO]


def _name(award: str) -> str:
    return "a" + award.replace(".", "_")


def ours(rulebook: Rulebook, answers: Answers) -> Sums:
    """Our own result in the form that is compared."""
    found = assess(rulebook, answers)
    sums = {
        id: 1.0 if o.status is Status.REFERRAL else float(o.amount.high or 0)
        for id, o in found.outcomes.items()
    }
    return {**sums, "total": float(found.choice.total.high or 0)}


def differences(due: Contender, cases: list[tuple[Answers, Plain]], rulebook: Rulebook) -> int:
    """How many profiles come out otherwise than ours in any award or in the total."""

    def same(theirs: Mapping[str, float], mine: Sums) -> bool:
        return all(abs(theirs[id] - mine[id]) <= max(CENT, mine[id] / 10**6) for id in mine)

    return sum(not same(due(plain), ours(rulebook, answers)) for answers, plain in cases)


# ---- measuring --------------------------------------------------------------------------------
def turn(rulebook: Rulebook, answers: Answers) -> object:
    """What one answer of a talk costs: everything reckoned anew, and the next question."""
    return next_fact(rulebook, assess(rulebook, answers), ())


def all_readings(rulebook: Rulebook, answers: Answers) -> object:
    """The same case under every other reading."""
    return compare(rulebook, assess(rulebook, answers))


def whole_case(rulebook: Rulebook, answers: Answers) -> str:
    """What `assess --json` prints, reading the facts apart."""
    found = assess(rulebook, answers)
    made = assessment_json(rulebook, found, compare(rulebook, found))
    return json.dumps(made, ensure_ascii=False)


def show(name: str, times: list[int]) -> None:
    """Print the median and the 99th percentile. Units: nanoseconds in, microseconds out."""
    ordered = sorted(times)
    p99 = ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]
    print(f"{name:<58}{median(ordered) / 1000:>10.1f}{p99 / 1000:>10.1f}")


def main() -> None:
    """Check the peers, then time all of them in turn on the same profiles.

    CPU time of all threads, so that others at work on the machine do not count.
    """
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    number = int(sys.argv[1]) if sys.argv[1:] else PROFILES
    random, rulebook = Random(SEED), Rulebook(load(KNOWLEDGE))
    told = [complete(rulebook, random, by_a_cent=False) for _ in range(number)]
    cases = [(answers, plainly(rulebook, answers)) for answers in told]
    narrow = [complete(rulebook, random, by_a_cent=True) for _ in range(number)]
    halves = [half(answers, random) for answers in told]
    print(f"{number} profiles, {len(rulebook.awards)} awards, {len(rulebook.policy.facts)} facts")

    peers: dict[str, Contender] = {"plain Python closed form": closed_form(rulebook)}
    for name, package, make in (
        ("ZEN", "zen-engine", zen),
        ("OpenFisca-Core", "openfisca-core", openfisca),
    ):
        try:
            peers[name] = make(rulebook)
        except ImportError:
            print(f"{name}: not installed, left out; to compare: pip install {package}")
    for name, due in list(peers.items()):
        wrong = differences(due, cases, rulebook)
        close = differences(due, [(a, plainly(rulebook, a)) for a in narrow], rulebook)
        print(f"{name}: {wrong} profiles unlike ours; {close} one 分 beside the limits")
        if wrong:
            print(f"{name}: not alike, so not timed")
            del peers[name]

    spent: dict[str, list[int]] = {}

    def time(name: str, call: Callable[..., object], *given: object) -> None:
        started = process_time_ns()
        call(*given)
        spent.setdefault(name, []).append(process_time_ns() - started)

    # In blocks, so that each works with warm caches and all meet the same disturbances.
    for start in range(0, number, BLOCK):
        block = slice(start, start + BLOCK)
        for answers in halves[block]:
            time("ours: a whole turn, half-filled", turn, rulebook, answers)
        for answers in told[block]:
            time("ours: a whole turn, complete", turn, rulebook, answers)
        for name, due in peers.items():
            for _, plain in cases[block]:
                time(f"{name}: sums only, complete", due, plain)
        for answers in halves[block][:SLOW]:
            time("ours: compare() all readings, half-filled", all_readings, rulebook, answers)
            time("ours: whole case as JSON, half-filled", whole_case, rulebook, answers)
    print(f"\n{'µs of CPU time, one core':<58}{'median':>10}{'p99':>10}")
    for name, times in spent.items():
        show(name, times)


if __name__ == "__main__":
    main()
