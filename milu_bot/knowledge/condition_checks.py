"""Conditions: each name exists, and what is asked of it can be answered."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import process

from milu_bot.conditions import (
    NO_WORD,
    YES_WORD,
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Elapsed,
    Equals,
    NoneOf,
    Op,
    Place,
)
from milu_bot.days import DATE
from milu_bot.knowledge.loader import CLAUSES, FACTS, READINGS, WORDING
from milu_bot.knowledge.places import Desk
from milu_bot.knowledge.problems import Problem
from milu_bot.masthead import CLOSING, OPENING
from milu_bot.policy import AnswerKind, Fact, Reading

_AS_PEOPLE_SAY = (
    (r"不足|不到|<(?!=)|＜|少于(?<!不少于)|低于(?<!不低于)", Op.UNDER),
    (r"超过(?<!不超过)|突破|>(?!=)|＞|大于|高于|多于", Op.OVER),
    (r"以下|以内|不超过|至多|最多|<=|≤", Op.AT_MOST),
    (r"以上|达到|不低于|不少于|至少|>=|≥|及", Op.AT_LEAST),
)
_GROUP = re.compile("〔([^〔〕]+)〕")
_KINDS = (AnswerKind.CHOICE, AnswerKind.MULTI)


def check_conditions(desk: Desk) -> Iterator[Problem]:
    """The conditions of facts, awards and exclusions."""
    yield from _facts(desk)
    for award in desk.policy.awards.values():
        for condition in (award.eligible, *(tier.condition for tier in award.tiers)):
            for test in tests_of(condition):
                yield from _test(desk, test)
        for readings in (award.add_groups, award.add_all):
            yield from _readings_only(desk, readings)
    for gate in desk.policy.gates:
        for test in tests_of(gate.eligible):
            yield from _test(desk, test)
    for exclusion in desk.policy.exclusions:
        yield from _readings_only(desk, exclusion.when)
    if desk.draft.whole(FACTS, WORDING):
        yield from _word_groups(desk)


def _word_groups(desk: Desk) -> Iterator[Problem]:
    """〔平台〕 in what people say must be a group that wording.yaml has."""
    known = desk.policy.wording.word_groups
    for id, fact in desk.policy.facts.items():
        rows: list[tuple[tuple[str, ...], tuple[str, ...]]] = [
            (("说法",), fact.said),
            (("否认说法",), fact.said_no),
        ]
        rows += [(("选项说法", option), said) for option, said in fact.options_said.items()]
        for path, said in rows:
            for words in said:
                for name in _GROUP.findall(words):
                    if name not in known and f"〔{name}〕" not in (OPENING, CLOSING):
                        hint = _nearest(name, list(known))
                        message = f"“{words}”里的〔{name}〕不是词组。{hint}"
                        yield desk.at(FACTS, message, id, *path)


def tests_of(condition: Condition | None) -> Iterator[Compare | Elapsed | Equals]:
    """Every single line of a condition."""
    match condition:
        case AllOf(parts) | AnyOf(parts) | NoneOf(parts):
            for part in parts:
                yield from tests_of(part)
        case Compare() | Elapsed() | Equals():
            yield condition


def name_of(test: Compare | Elapsed | Equals) -> str:
    """The fact or reading that a line is about."""
    return test.name if isinstance(test, Equals) else test.fact


def _facts(desk: Desk) -> Iterator[Problem]:
    earlier: set[str] = set()
    for id, fact in desk.policy.facts.items():
        if fact.answer in _KINDS and not fact.options:
            yield desk.at(FACTS, f"“{id}”要写“选项”。", id)
        if fact.answer is AnswerKind.COUNT and not fact.unit:
            yield desk.at(FACTS, f"“{id}”要写“单位”，例如 人、件、家。", id)
        for rule in (fact.only_if, fact.same_as):
            for test in tests_of(rule):
                name = name_of(test)
                yield from _test(desk, test, readings=False)
                if name in desk.policy.facts and name not in earlier:
                    message = f"“{id}”的“仅当”“等同”只能用写在它前面的事实，“{name}”写在后面。"
                    yield _problem(test.place, message)
        if fact.earlier:
            other = desk.policy.facts.get(fact.earlier)
            if other is None or not fact.is_number or other.measure != fact.measure:
                message = f"“{id}”的“以前各年”要写一件问数的事，单位也要一样。"
                yield desk.at(FACTS, message, id, "以前各年")
        if fact.parts and not (fact.is_number and len(fact.parts) > 1):
            yield desk.at(FACTS, f"“{id}”的“分项”只能写在问数的事下面，至少写两样。", id, "分项")
        private = (word for word in desk.policy.masthead.private_words if word in id)
        if not fact.private and (word := next(private, None)):
            message = f"“{id}”问到{word}，是私事，不能写进日志。请写上“保密: 是”。"
            yield desk.at(FACTS, message, id, "保密")
        for key, named in (
            ("先看", fact.focus),
            ("选项说法", fact.options_said),
            ("链接", fact.links),
        ):
            for option in named:
                if option not in fact.options:
                    hint = _nearest(option, list(fact.options))
                    yield desk.at(FACTS, f"“{id}”没有“{option}”这个选项。{hint}", id, key, option)
        for option, ids in fact.focus.items():
            for award in ids:
                if award not in desk.policy.awards and desk.draft.whole(CLAUSES):
                    hint = _nearest(award, list(desk.policy.awards))
                    message = f"“先看”里没有“{award}”这个奖项。{hint}"
                    yield desk.at(FACTS, message, id, "先看", option)
        earlier.add(id)


def _test(
    desk: Desk, test: Compare | Elapsed | Equals, *, readings: bool = True
) -> Iterator[Problem]:
    name = name_of(test)
    fact, reading = desk.policy.facts.get(name), desk.policy.readings.get(name)
    if fact is None and (reading is None or not readings):
        if desk.draft.whole(FACTS, READINGS):
            known = [*desk.policy.facts, *(desk.policy.readings if readings else ())]
            yield _problem(test.place, f"没有“{name}”这个事实。{_nearest(name, known)}")
    elif isinstance(test, Elapsed) or (isinstance(test, Compare) and test.quantity.unit == DATE):
        if fact is None or fact.answer is not AnswerKind.DATE:
            yield _problem(test.place, f"“{name}”的回答不是日期，不能写“{test.said}”。")
    elif isinstance(test, Compare):
        if fact is not None and fact.answer is AnswerKind.DATE:
            message = f"“{name}”是日期，要写成“不早于 2026年1月1日”或“满 1年”这样。"
            yield _problem(test.place, message)
        elif fact is None or not fact.is_number:
            yield _problem(test.place, f"“{name}”不是数字，不能写“{test.op} …”。")
        elif test.op is Op.WITHIN and not test.quantity.value:
            yield _problem(test.place, "“前”后面要写名次，例如“前 3名”。")
        elif test.quantity.unit != fact.measure:
            message = f"“{name}”的单位是“{fact.measure}”，这里写成了“{test.quantity.unit}”。"
            yield _problem(test.place, message)
    else:
        options = _options(fact, reading)
        if fact is not None and fact.answer is AnswerKind.DATE:
            message = f"“{name}”是日期，要写成“不早于 2026年1月1日”或“满 1年”这样。"
            yield _problem(test.place, message)
            return
        if fact is not None and fact.is_number:
            meant = " ".join(_meant(option) for option in sorted(test.options)).strip()
            like = f"是不是“{meant}”？" if meant else f"要写成“至少 5{fact.measure}”这样。"
            message = f"“{name}”是数字，前面要写 至少、超过、至多、不足 或 等于。{like}"
            yield _problem(test.place, message)
            return
        for option in sorted(test.options):
            if option not in options:
                hint = _nearest(option, options) or f"能写的有：{'、'.join(options)}。"
                yield _problem(test.place, f"“{name}”没有“{option}”这个选项。{hint}")


def _meant(written: str) -> str:
    """A threshold in people's words, as it is written here; nothing when it is not clear."""
    number = re.search(r"\d+(?:\.\d+)?[万亿]?[^\d\s以及含（(]*", written)
    if number is None:
        return ""
    for words, op in _AS_PEOPLE_SAY:
        if re.search(words, written):
            return f"{op} {number[0]}"
    return ""


def _readings_only(desk: Desk, condition: Condition | None) -> Iterator[Problem]:
    for test in tests_of(condition):
        if name_of(test) in desk.policy.readings:
            yield from _test(desk, test)
        elif desk.draft.whole(READINGS):
            hint = _nearest(name_of(test), list(desk.policy.readings))
            yield _problem(test.place, f"这里只能写口径，“{name_of(test)}”不是口径。{hint}")


def _options(fact: Fact | None, reading: Reading | None) -> list[str]:
    if fact is not None:
        return [YES_WORD, NO_WORD] if fact.answer is AnswerKind.YES_NO else list(fact.options)
    return list(reading.options) if reading else []


def _problem(place: Place | None, message: str) -> Problem:
    return Problem(
        place.file if place else "",
        place.line if place else 0,
        message,
        place.column if place else 0,
    )


def _nearest(name: str, known: list[str]) -> str:
    found = process.extractOne(name, known, score_cutoff=50)
    return f"是不是“{found[0]}”？" if found else ""
