"""What holds for many awards at once: common conditions, ceilings, and dates."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from milu_bot.knowledge.award_checks import stands_in
from milu_bot.knowledge.condition_checks import name_of, tests_of
from milu_bot.knowledge.loader import CLAUSES, FACTS, POLICY, READINGS
from milu_bot.knowledge.places import Desk, Step
from milu_bot.knowledge.problems import Problem
from milu_bot.knowledge.text_checks import nearest
from milu_bot.policy import Clause
from milu_bot.quantity import YUAN
from milu_bot.written import Dated


def check_common(desk: Desk) -> Iterator[Problem]:
    """Common conditions, ceilings and dates."""
    for clause in desk.policy.clauses.values():
        yield from _gate(desk, clause)
    yield from _ceilings(desk)
    if desk.draft.whole(POLICY):
        yield from _dates(desk, desk.policy.masthead, POLICY)
    for clause in desk.policy.clauses.values():
        file = desk.clause_file(clause.id)
        yield from _dates(desk, clause, file)
        for award in clause.awards.values():
            yield from _dates(desk, award, file, "奖项", award.id)
    for faq, block in zip(desk.policy.faqs, desk.draft.faq_blocks, strict=True):
        if wrong := _wrong_order(faq):
            yield desk.within(block, wrong, "失效")


def _gate(desk: Desk, clause: Clause) -> Iterator[Problem]:
    gate = clause.gate
    if gate is None:
        return
    file = desk.clause_file(clause.id)
    asked = dict.fromkeys(name_of(test) for test in tests_of(gate.eligible))
    if desk.draft.whole(FACTS, READINGS):
        for name in asked:
            if name in desk.policy.facts and name not in gate.basis:
                message = f"“共同条件”的“依据”里少了“{name}”：它凭文件里哪句话？"
                yield desk.at(file, message, "共同条件", "依据")
    for name in gate.basis:
        if name not in asked:
            message = f"“依据”里的“{name}”在“共同条件”里没有用到。"
            yield desk.at(file, message, "共同条件", "依据", name)
    if desk.draft.whole(CLAUSES):
        for id in gate.spares:
            if id not in desk.policy.awards:
                message = f"“不管”里没有“{id}”这个奖项。{nearest(id, desk.policy.awards)}"
                yield desk.at(file, message, "共同条件", "不管")


def _ceilings(desk: Desk) -> Iterator[Problem]:
    """Of two ceilings one lies inside the other, or they have nothing in common."""
    ceilings = [
        (index, exclusion)
        for index, exclusion in enumerate(desk.policy.exclusions)
        if exclusion.ceiling and exclusion.awards
    ]
    for (_, first), (index, second) in combinations(ceilings, 2):
        one, other = set(first.awards), set(second.awards)
        if first.when == second.when and one & other and not (one <= other or other <= one):
            message = (
                f"“{second.title}”和“{first.title}”的奖项有一部分重合，算不准。"
                "两个合计上限要么一个管着另一个，要么不重合。"
            )
            block = desk.draft.exclusion_blocks[index]
            yield desk.within(block, message, "奖项")
    for index, exclusion in enumerate(desk.policy.exclusions):
        if exclusion.ceiling and exclusion.ceiling.unit != YUAN:
            block = desk.draft.exclusion_blocks[index]
            yield desk.within(block, "“合计上限”要写钱，例如 5万元。", "合计上限")
        elif exclusion.ceiling and not stands_in(exclusion.quote, exclusion.ceiling):
            block = desk.draft.exclusion_blocks[index]
            message = f"“{exclusion.title}”的“合计上限”在它的“原文”里找不到。"
            yield desk.within(block, message, "合计上限")


def _dates(desk: Desk, dated: Dated, file: str, *path: Step) -> Iterator[Problem]:
    if wrong := _wrong_order(dated):
        yield desk.at(file, wrong, *path, "失效")


def _wrong_order(dated: Dated) -> str:
    if dated.starts and dated.ends and dated.ends <= dated.starts:
        return "“失效”的日子要在“生效”之后。哪一个写错了？"
    return ""
