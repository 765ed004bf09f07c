"""Numbers in our own words: each stands in the clause spoken of, in its order, beside its sum."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from milu_bot.conditions import Compare
from milu_bot.knowledge.condition_checks import name_of, tests_of
from milu_bot.knowledge.loader import CLAUSES, FACTS, POLICY, READINGS, SOURCE
from milu_bot.knowledge.places import Desk, Step
from milu_bot.knowledge.problems import Problem
from milu_bot.knowledge.words import numbers_in, values_in
from milu_bot.knowledge.yaml_lines import Node
from milu_bot.payoffs import Fixed, UpTo, facts_of
from milu_bot.policy import Award, Clause, Fact, Faq, Reading

_CITED = re.compile(r"[一二三四五六七八九十]+、（[一二三四五六七八九十]+）\d+")
_ITEM = re.compile(r"第(\d+)项")
_RANKS = re.compile(r"前[一二三四五六七八九十]+[档项]")
_ONE = r"\d+(?:\.\d+)?[万亿]?[^\d、，。；：（）\s“”]{0,3}"
_LISTED = re.compile(rf"{_ONE}(?:、{_ONE}){{2,}}")
"""Three numbers in a row are copied from the document; two may be a condition each."""
_PAID = re.compile(r"奖励?|补贴|补助|给")
_OTHERWISE = re.compile(r"[不没未最每]|上限|以内")
"""Sentences with these may set a threshold beside a sum that is not its own."""

_MOST = re.compile(
    r"(?:最高|最多|封顶)(?:[是为奖给领拿]|能[领拿])?(?P<first>\d+(?:\.\d+)?万?)元"
    r"|(?P<last>\d+(?:\.\d+)?万?)元就?是?(?:最高|封顶)"
)

_Pays = list[tuple[frozenset[Decimal], Decimal]]


def check_numbers(desk: Desk) -> Iterator[Problem]:
    """What is said of clauses, facts, readings and the whole document."""
    for clause in desk.policy.clauses.values():
        tree = desk.draft.trees[desk.clause_file(clause.id)]
        yield from _in_order(desk, clause.plain, [clause], tree, "解读")
        yield from _lost_clauses(desk, clause.plain, tree, "解读")
        for index, words in enumerate(clause.unclear):
            yield from _lost_clauses(desk, words, tree, "没写清", index)
    if desk.draft.whole(CLAUSES, SOURCE):
        yield from _facts(desk)
        yield from _readings(desk)
        for faq, block in zip(desk.policy.faqs, desk.draft.faq_blocks, strict=True):
            known = [desk.policy.clause_of(id) for id in faq.see if _known(desk, id)]
            if known:
                yield from _in_order(desk, faq.answer, known, block, "答")
            yield from _lost_clauses(desk, faq.answer, block, "答")
            yield from _most(desk, faq, block)
    if desk.draft.whole(POLICY):
        yield from _masthead(desk)


def _lost_clauses(desk: Desk, told: str, node: object, *path: Step) -> Iterator[Problem]:
    """Clauses that are called by their number exist."""
    if not desk.draft.whole(CLAUSES):
        return
    numbers = [clause.number for clause in desk.policy.clauses.values()]
    for cited in _CITED.findall(told):
        if cited not in numbers:
            message = f"没有条款“{cited}”。哪里写错了？"
            yield desk.within(node, message, *path, words=cited)  # type: ignore[arg-type]


def _most(desk: Desk, faq: Faq, block: Node) -> Iterator[Problem]:
    """The most that an answer names is the most that one of its awards can come to."""
    awards: list[Award] = []
    for id in faq.see:
        if id in desk.policy.awards:
            awards.append(desk.policy.awards[id])
        elif id in desk.policy.clauses:
            awards += desk.policy.clauses[id].awards.values()
    tops = {top for award in awards for top in _tops(award)}
    if not tops:
        return
    tops |= {rule.ceiling.value for rule in desk.policy.exclusions if rule.ceiling}
    for sentence in re.split(r"[。；\n]", faq.answer):
        for match in _MOST.finditer(sentence):
            if next(values_in(match["first"] or match["last"])) not in tops:
                told = "、".join(f"{top.normalize():f}元" for top in sorted(tops))
                message = f"这里说的最高数“{match[0]}”，规则里不是。规则里最高的有：{told}。"
                yield desk.within(block, message, "答", words=sentence.strip())


def _tops(award: Award) -> Iterator[Decimal]:
    """The cap of an award, its best sum, and what is the most by discretion. Units: yuan."""
    if award.cap:
        yield award.cap.value
    fixed = [tier.payoff.money.value for tier in award.tiers if isinstance(tier.payoff, Fixed)]
    if fixed:
        yield max(fixed)
    yield from (tier.payoff.most.value for tier in award.tiers if isinstance(tier.payoff, UpTo))


def _known(desk: Desk, id: str) -> bool:
    return id in desk.policy.clauses or id in desk.policy.awards


def _in_order(
    desk: Desk, told: str, clauses: list[Clause], node: object, *path: Step
) -> Iterator[Problem]:
    """Lists of numbers as the clause lists them, and each sum beside its own threshold."""
    lists = [list(values_in(words)) for words in _LISTED.findall(told)]
    if lists:
        written = [number for clause in clauses for number in _listed(clause.quote)]
        for numbers in lists:
            if not _within(numbers, written):
                message = "这几个数和所引条款原文里的顺序对不上。请照原文的数写。"
                words = next(w for w in _LISTED.findall(told) if list(values_in(w)) == numbers)
                yield desk.within(node, message, *path, words=words)  # type: ignore[arg-type]
    if not _PAID.search(told):
        return
    pays = [pay for clause in clauses for award in clause.awards.values() for pay in _pays(award)]
    thresholds = frozenset().union(*(asked for asked, _ in pays))
    for sentence in re.split(r"[。；\n]", told) if thresholds else ():
        for asked, money in _pairs(sentence, thresholds):
            if not any(asked <= floors and money == sum_ for floors, sum_ in pays):
                message = f"这里说的门槛和奖励 {money.normalize():f} 元配不上，规则里没有这样一档。"
                yield desk.within(node, message, *path, words=sentence.strip())  # type: ignore[arg-type]


def _listed(text: str) -> Iterator[Decimal]:
    for words in re.findall(rf"{_ONE}(?:、{_ONE})+", text):
        yield from values_in(words)


def _within(part: list[Decimal], whole: Iterable[Decimal]) -> bool:
    """Whether these numbers come in this order, others between them or not."""
    rest = iter(whole)
    return all(number in rest for number in part)


def _pays(award: Award) -> Iterator[tuple[frozenset[Decimal], Decimal]]:
    for tier in award.tiers:
        if isinstance(tier.payoff, Fixed):
            tests = (*tests_of(award.eligible), *tests_of(tier.condition))
            floors = frozenset(t.quantity.value for t in tests if isinstance(t, Compare))
            yield floors, tier.payoff.money.value


def _pairs(
    sentence: str, thresholds: frozenset[Decimal]
) -> Iterator[tuple[frozenset[Decimal], Decimal]]:
    """The thresholds of a sentence and the sum that it names after them, or list against list."""
    paid = _PAID.search(sentence)
    if paid is None or _OTHERWISE.search(sentence):
        return
    before = [value for value in values_in(sentence[: paid.start()]) if value in thresholds]
    after = list(values_in(sentence[paid.start() :]))
    if before and len(after) == 1:
        yield frozenset(before), after[0]
    elif len(after) == len(before):
        for threshold, money in zip(before, after, strict=True):
            yield frozenset([threshold]), money


def _facts(desk: Desk) -> Iterator[Problem]:
    """Numbers in a question come from the clauses that ask it."""
    everything = numbers_in(desk.policy.source)
    asked: dict[str, set[Decimal]] = {}
    for clause in desk.policy.clauses.values():
        numbers = numbers_in(clause.quote)
        for award in clause.awards.values():
            conditions = (award.eligible, *(tier.condition for tier in award.tiers))
            names = {name_of(test) for rule in conditions for test in tests_of(rule)}
            for name in names.union(*(facts_of(tier.payoff) for tier in award.tiers)):
                asked.setdefault(name, set()).update(numbers)
    for id, fact in desk.policy.facts.items():
        written = asked.get(id, everything) | {Decimal(0)}
        for key, words in _said_of(fact):
            path = (id, "选项", key) if key in fact.options else (id, key)
            yield from _foreign(desk, words, written, FACTS, path)


def _said_of(fact: Fact) -> Iterator[tuple[str, str]]:
    yield "问", fact.ask
    yield "提示", re.sub(r"“[^”]*”", "", fact.hint)  # an example of an answer
    yield from fact.options.items()


def _readings(desk: Desk) -> Iterator[Problem]:
    for id, reading in desk.policy.readings.items():
        clause = desk.policy.clauses.get(reading.clause)
        if clause is None:
            continue
        written = numbers_in(clause.quote) | {Decimal(0)}
        told = [("选项", key, f"{key} {words}") for key, words in reading.options.items()]
        told += [("问题", "", reading.question), ("理由", "", reading.because)]
        for key, option, words in told:
            path = (id, key, option) if option else (id, key)
            yield from _cited(desk, reading, clause, words, path)
            plain = _RANKS.sub("", _ITEM.sub("", _CITED.sub("", words)))
            yield from _foreign(desk, re.sub(r"第\d+", "", plain), written, READINGS, path)


def _cited(
    desk: Desk, reading: Reading, clause: Clause, words: str, path: tuple[Step, ...]
) -> Iterator[Problem]:
    """Clauses and items that a reading names are those it is about."""
    numbers = [clause.number for clause in desk.policy.clauses.values()]
    for cited in _CITED.findall(words):
        if cited not in numbers:
            yield desk.at(READINGS, f"没有条款“{cited}”。哪里写错了？", *path)
    own = [clause.id.rpartition(".")[2], *_ITEM.findall(clause.quote)]
    for item in _ITEM.findall(words):
        if item not in own:
            message = f"“第{item}项”不在这个口径的原文里（原文说的是第{'、第'.join(own)}项）。"
            yield desk.at(READINGS, message, *path)


def _masthead(desk: Desk) -> Iterator[Problem]:
    """What we say of the whole document has its own date and number."""
    masthead = desk.policy.masthead
    written = numbers_in(f"{masthead.issued} {masthead.number}")
    for key, words in (("讲什么", masthead.about), ("有效期说明", masthead.validity)):
        yield from _foreign(desk, words, written, POLICY, (key,))
    for index, row in enumerate(masthead.without_rule):
        path = ("没有规则的数字", index, "为什么")
        yield from _foreign(desk, row.why, numbers_in(row.number), POLICY, path)


def _foreign(
    desk: Desk, words: str, written: set[Decimal], file: str, path: tuple[Step, ...]
) -> Iterator[Problem]:
    for number in sorted(numbers_in(words) - written):
        message = f"这里的数 {number.normalize():f} 在它所说的条款原文里找不到。"
        yield desk.at(file, message, *path)
