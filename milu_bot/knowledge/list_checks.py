"""Readings, exclusions and worked examples: what they name exists, and nothing lies idle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rapidfuzz import process

from milu_bot.conditions import Condition, Equals
from milu_bot.knowledge.condition_checks import name_of, tests_of
from milu_bot.knowledge.loader import (
    CLAUSES,
    EXAMPLES,
    EXCLUSIONS,
    FACTS,
    POLICY,
    READINGS,
)
from milu_bot.knowledge.places import Desk
from milu_bot.knowledge.problems import Problem
from milu_bot.knowledge.text_checks import check_words, nearest
from milu_bot.knowledge.yaml_lines import Block
from milu_bot.payoffs import facts_of
from milu_bot.policy import SETTLED, WAITING


def check_lists(desk: Desk) -> Iterator[Problem]:
    """The lists beside the clauses."""
    yield from _twice(desk)
    yield from _readings(desk)
    yield from _exclusions(desk)
    yield from _examples(desk)
    yield from _idle(desk)
    yield from _hard_words(desk)


def _twice(desk: Desk) -> Iterator[Problem]:
    """Numbers of clauses and awards are given once."""
    clauses: dict[str, str] = {}
    awards: dict[str, str] = {}
    for file, tree in desk.draft.trees.items():
        if not file.startswith(f"{CLAUSES}/") or not isinstance(tree, Block):
            continue
        id = str(tree.get("编号", ""))
        if id and clauses.setdefault(id, file) != file:
            message = f"编号“{id}”已经用在 {clauses[id]} 里了，请换一个。"
            yield desk.at(file, message, "编号")
        written = tree.get("奖项")
        for award in written if isinstance(written, Block) else ():
            if awards.setdefault(str(award), file) != file:
                message = f"奖项“{award}”已经写在 {awards[str(award)]} 里了，请换一个编号。"
                yield desk.at(file, message, "奖项", str(award))


def _readings(desk: Desk) -> Iterator[Problem]:
    for id, reading in desk.policy.readings.items():
        if id in desk.policy.facts:
            yield desk.at(READINGS, f"“{id}”既是事实又是口径，请改一个名字。", id)
        if reading.adopted not in reading.options:
            hint = nearest(reading.adopted, reading.options)
            message = f"“暂按”的“{reading.adopted}”不在“选项”里。{hint}"
            yield desk.at(READINGS, message, id, "暂按")
        if not reading.status.startswith(WAITING) and not reading.decision:
            message = (
                f"“状态”写的是“{reading.status}”。还没定，写“{WAITING}主管部门答复”；"
                f"定了，写“{SETTLED}：某某单位某年某月某日答复”。"
            )
            yield desk.at(READINGS, message, id, "状态")
        yield from check_words(
            desk, reading.clause, reading.quote, READINGS, id, "原文", clause_at=(id, "条款")
        )


def _exclusions(desk: Desk) -> Iterator[Problem]:
    for index, exclusion in enumerate(desk.policy.exclusions):
        row = desk.draft.exclusion_blocks[index].place.line
        at = next(
            number
            for number, block in enumerate(desk.draft.trees[EXCLUSIONS])
            if getattr(block, "place", None) and block.place.line == row
        )
        yield from check_words(
            desk,
            exclusion.clause,
            exclusion.quote,
            EXCLUSIONS,
            at,
            "原文",
            clause_at=(at, "条款"),
        )
        if not exclusion.sides and not (exclusion.ceiling and exclusion.awards):
            message = f"“{exclusion.title}”要写“只能领一边”，或者“合计上限”和“奖项”。"
            yield desk.at(EXCLUSIONS, message, at)
        elif len(exclusion.sides) == 1:
            message = f"“{exclusion.title}”的“只能领一边”只写了一边，至少要两边。"
            yield desk.at(EXCLUSIONS, message, at, "只能领一边")
        named = [
            *(("只能领一边", id) for side in exclusion.sides for id in side),
            *(("奖项", id) for id in exclusion.awards),
        ]
        for key, id in named:
            if id not in desk.policy.awards and desk.draft.whole(CLAUSES):
                hint = nearest(id, desk.policy.awards)
                message = f"“{exclusion.title}”里没有“{id}”这个奖项。{hint}"
                yield desk.at(EXCLUSIONS, message, at, key)


def _examples(desk: Desk) -> Iterator[Problem]:
    shown: set[str] = set()
    titles: Counter[str] = Counter()
    for example, block in zip(desk.policy.examples, desk.draft.example_blocks, strict=True):
        shown |= set(example.expected)
        titles[example.title] += 1
        if titles[example.title] == 2:
            yield desk.within(block, f"有两个例子都叫“{example.title}”，请改一个名字。", "名称")
        for name in example.answers:
            if name not in desk.policy.facts and desk.draft.whole(FACTS):
                hint = nearest(name, desk.policy.facts)
                message = f"没有“{name}”这个事实。{hint}"
                yield desk.within(block, message, "回答", name)
        for id in example.expected:
            if id not in desk.policy.awards and desk.draft.whole(CLAUSES):
                hint = nearest(id, desk.policy.awards)
                yield desk.within(block, f"“应得”里没有“{id}”这个奖项。{hint}", "应得", id)
        for name, option in example.readings.items():
            reading = desk.policy.readings.get(name)
            if desk.draft.whole(READINGS) and (reading is None or option not in reading.options):
                known = reading.options if reading else desk.policy.readings
                hint = nearest(option if reading else name, known)
                yield desk.within(block, f"口径“{name}: {option}”不存在。{hint}", "口径", name)
    if desk.draft.whole(EXAMPLES):
        for award in desk.policy.awards.values():
            if award.id not in shown:
                message = f"奖项 {award.id} 没有例子。请在 examples.yaml 里加一个。"
                yield desk.at(desk.clause_file(award.clause), message, "奖项", award.id)


def _idle(desk: Desk) -> Iterator[Problem]:
    """Facts and readings that no rule uses."""
    if not desk.draft.whole(CLAUSES, FACTS, EXCLUSIONS):
        return
    used = {name_of(test) for rule in _rules(desk) for test in tests_of(rule)}
    for award in desk.policy.awards.values():
        for tier in award.tiers:
            used.update(facts_of(tier.payoff))
    asked = {
        (name_of(test), option)
        for rule in _rules(desk)
        for test in tests_of(rule)
        if isinstance(test, Equals)
        for option in test.options
    }
    meant = {
        near[0]
        for name in used - desk.policy.facts.keys() - desk.policy.readings.keys()
        if (near := process.extractOne(name, list(desk.policy.facts), score_cutoff=50))
    }
    for id, fact in desk.policy.facts.items():
        if id in meant - used:
            continue  # its name is written wrong elsewhere, and told there
        if id not in used:
            yield desk.at(FACTS, f"“{id}”没有一个奖项用到。用不着就删掉。", id)
            continue
        for option in fact.options:
            if (id, option) not in asked:
                message = f"选了“{option}”也没有用处：没有一条规则问到它。是不是哪里的名字写错了？"
                yield desk.at(FACTS, message, id, "选项", option)
    for id in desk.policy.readings:
        if id not in used:
            yield desk.at(READINGS, f"口径“{id}”没有一个奖项用到。", id)


def _rules(desk: Desk) -> Iterator[Condition | None]:
    for fact in desk.policy.facts.values():
        yield from (fact.only_if, fact.same_as)
    for award in desk.policy.awards.values():
        yield from (award.eligible, award.add_groups, award.add_all)
        yield from (tier.condition for tier in award.tiers)
    yield from (gate.eligible for gate in desk.policy.gates)
    for exclusion in desk.policy.exclusions:
        yield exclusion.when


def _hard_words(desk: Desk) -> Iterator[Problem]:
    """An official word is explained where our questions first use it."""
    if not desk.draft.whole(POLICY, FACTS):
        return
    for word in desk.policy.masthead.hard_words:
        for id, fact in desk.policy.facts.items():
            if word in fact.hint or _glossed(fact.ask, word):
                break
            if word in fact.ask:
                message = f"“{word}”老百姓听不懂。请在“提示”里说它是什么意思。"
                yield desk.at(FACTS, message, id, "问")
                break


def _glossed(text: str, word: str) -> bool:
    """Whether brackets say what the word means, or say the word after its meaning."""
    if word not in text:
        return False
    before, after = text.split(word, 1)
    return after.startswith("（") or before.rfind("（") > before.rfind("）")
