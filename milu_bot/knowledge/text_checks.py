"""Words and numbers against the document: quotes stand in it, numbers stand in their clause."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import fuzz, process

from milu_bot.conditions import Equals
from milu_bot.days import DATE, as_day, read_day, write_day
from milu_bot.knowledge.award_block import UNREAD
from milu_bot.knowledge.award_checks import asked, quantities, stands_in
from milu_bot.knowledge.condition_checks import name_of, tests_of
from milu_bot.knowledge.loader import CLAUSES, POLICY, SOURCE
from milu_bot.knowledge.places import Desk, Step
from milu_bot.knowledge.problems import Problem
from milu_bot.knowledge.words import numbers_in, squeeze
from milu_bot.payoffs import InKind
from milu_bot.policy import Award, Clause, Frequency

_CITED = re.compile(r"（[一二三四五六七八九十]+）\d+|第\d+[项条句]|[一二三四五六七八九十]、")
"""The number of a clause is no number of its text."""
_NUMERALS = "零一二三四五六七八九十"
_NUMERAL = re.compile(rf"\d+|[{_NUMERALS}](?![{_NUMERALS}百])")
"""Numerals of a clause's number up to 十; longer ones are not compared."""
_FREQUENCIES = {
    kind: re.compile(rf"{kind}.{{0,4}}(?:奖|补|给)") for kind in (Frequency.ONCE, Frequency.YEARLY)
}
"""How the document says how often it pays; 一次性投资 says nothing of that."""


def check_texts(desk: Desk) -> Iterator[Problem]:
    """All words that must stand in the document."""
    for clause in desk.policy.clauses.values():
        yield from _clause(desk, clause)
    yield from _masthead(desk)


def check_words(
    desk: Desk, clause_id: str, words: str, file: str, *path: Step, clause_at: tuple[Step, ...] = ()
) -> Iterator[Problem]:
    """These words must stand in this clause."""
    clause = desk.policy.clauses.get(clause_id)
    if clause is None:
        if desk.draft.whole(CLAUSES):
            message = f"没有编号是“{clause_id}”的条款。{nearest(clause_id, desk.policy.clauses)}"
            yield desk.at(file, message, *(clause_at or path))
    elif squeeze(words) not in squeeze(clause.quote):
        hint = nearest_passage(words, clause.quote)
        message = f"{clause.number} 的原文里没有这句话：「{words}」。{hint}"
        yield desk.at(file, message, *path)


def nearest(name: str, known: object) -> str:
    """A question that offers the nearest known name, or nothing."""
    found = process.extractOne(name, list(known), scorer=fuzz.ratio, score_cutoff=50)  # type: ignore[call-overload]
    return f"是不是“{found[0]}”？" if found else ""


def nearest_passage(words: str, text: str) -> str:
    """The passage of a text that is most like these words."""
    parts = [part for part in re.split(r"[。；\n]", text) if part.strip()]
    found = process.extractOne(words, parts, scorer=_likeness, score_cutoff=40)
    return f"最像的一句是：「{found[0].strip()}」。" if found else ""


def _likeness(words: str, part: str, *, score_cutoff: float | None = None) -> float:
    """How much of the words a passage holds in one piece, be it much longer than they are."""
    if len(part) < len(words):
        return fuzz.ratio(words, part, score_cutoff=score_cutoff)
    return fuzz.partial_ratio(words, part, score_cutoff=score_cutoff)


def _clause(desk: Desk, clause: Clause) -> Iterator[Problem]:
    file = desk.clause_file(clause.id)
    if desk.draft.whole(SOURCE) and squeeze(clause.quote) not in desk.source:
        hint = nearest_passage(clause.quote[:80], desk.policy.source)
        message = f"{clause.number} 的“原文”和 source.txt 不一样。请从原文件里照抄。{hint}"
        yield desk.at(file, message, "原文")
    numerals = [_NUMERALS.find(n) if n in _NUMERALS else n for n in _NUMERAL.findall(clause.number)]
    parts = clause.id.split(".")
    if len(numerals) == len(parts) and [str(numeral) for numeral in numerals] != parts:
        message = f"条款“{clause.number}”和编号“{clause.id}”对不上。哪一个写错了？"
        yield desk.at(file, message, "条款")
    written = numbers_in(clause.quote)
    told = [("解读", clause.plain), *(("没写清", words) for words in clause.unclear)]
    for key, words in told:
        for number in sorted(numbers_in(without_masthead(desk, _CITED.sub("", words))) - written):
            message = f"这里的数 {number.normalize():f} 在 {clause.number} 的原文里找不到。"
            index = (clause.unclear.index(words),) if key == "没写清" else ()
            yield desk.at(file, message, key, *index)
    for award in clause.awards.values():
        path = ("奖项", award.id)
        for name, quote in award.basis.items():
            at = (*path, "依据", name)
            yield from check_words(desk, quote.clause, quote.text, file, *at)
        for words in filter(None, (award.extra, *_in_kind(award.tiers))):
            yield from check_words(
                desk, clause.id, words, file, *path, "附带" if words == award.extra else "优惠"
            )
        yield from _frequency(desk, clause, award, file)
    for name, quote in clause.gate.basis.items() if clause.gate else ():
        yield from check_words(desk, quote.clause, quote.text, file, "共同条件", "依据", name)
    if desk.draft.whole(POLICY) and not desk.unread(file) and not _loose(desk, clause):
        yield from _unruled(desk, clause, file)


def _frequency(desk: Desk, clause: Clause, award: Award, file: str) -> Iterator[Problem]:
    """How often an award is paid is said by the words it rests on, or by nothing."""
    path = ("奖项", award.id, "频次")
    said = _FREQUENCIES.get(award.frequency)
    own = [quote.text for quote in award.basis.values() if quote.clause == clause.id]
    if said and not any(map(said.search, own)):
        message = f"它的“依据”里没有哪句说“{award.frequency}”给。没写的，频次写“未写明”。"
        yield desk.at(file, message, *path)
        return
    for name, quote in award.basis.items():
        for kind, words in _FREQUENCIES.items():
            if quote.clause == clause.id and kind != award.frequency and words.search(quote.text):
                message = (
                    f"“依据”的“{name}”里写着“{kind}”，频次写的却是“{award.frequency}”。"
                    f"请改成“频次: {kind}”。"
                )
                yield desk.at(file, message, *path)
                return


def without_masthead(desk: Desk, text: str) -> str:
    """The text without the number and the date of the document, whole or their first parts."""
    date = re.findall(r"\d+\D+", desk.policy.masthead.issued)
    number = re.findall(r"〔\d+〕|\d+号", desk.policy.masthead.number)
    wholes = [desk.policy.masthead.number, "".join(number)]
    wholes += ["".join(date[:end]) for end in range(len(date), 0, -1)]
    for words in (*wholes, "".join(date[1:]), *number[-1:]):
        text = text.replace(words, "") if words else text
    return text


def _loose(desk: Desk, clause: Clause) -> bool:
    """Whether a rule holds a number that is not written as one, which is told there."""
    rules = [award.eligible for award in clause.awards.values()]
    rules += [tier.condition for award in clause.awards.values() for tier in award.tiers]
    return any(
        (fact := desk.policy.facts.get(name_of(test))) and fact.is_number
        for rule in rules
        for test in tests_of(rule)
        if isinstance(test, Equals)
    )


def _in_kind(tiers: tuple[object, ...]) -> Iterator[str]:
    for tier in tiers:
        payoff = getattr(tier, "payoff", None)
        if isinstance(payoff, InKind) and payoff is not UNREAD:
            yield payoff.words


def _unruled(desk: Desk, clause: Clause, file: str) -> Iterator[Problem]:
    """Each number of a clause stands in a rule or on the short list."""
    text = clause.quote
    for row in desk.policy.masthead.without_rule:
        if row.clause == clause.id:
            text = text.replace(row.number, "")
    numbers = [quantity for award in clause.awards.values() for quantity in quantities(award)]
    if clause.gate:
        numbers += [quantity for quantity, _ in asked(clause.gate.eligible)]
    ceilings = (e.ceiling for e in desk.policy.exclusions if e.clause == clause.id)
    numbers += [ceiling for ceiling in ceilings if ceiling]
    if not all(stands_in(clause.quote, quantity) for quantity in numbers):
        return  # a number of a rule is wrong; that is told there
    for quantity in numbers:
        if quantity.unit == DATE:
            text = squeeze(text).replace(write_day(as_day(quantity.value)), "")
    ruled = {quantity.value for quantity in numbers if quantity.unit != DATE}
    for number in sorted(numbers_in(text) - ruled):
        message = (
            f"{clause.number} 原文里的数 {number.normalize():f} 没有写进规则。"
            "写进规则，或者写到 policy.yaml 的“没有规则的数字”。"
        )
        yield desk.at(file, message, "原文")


def _masthead(desk: Desk) -> Iterator[Problem]:
    if not desk.draft.whole(POLICY):
        return
    masthead = desk.policy.masthead
    basis = masthead.office_basis
    at = ("问谁的依据", "原文")
    yield from check_words(
        desk, basis.clause, basis.text, POLICY, *at, clause_at=("问谁的依据", "条款")
    )
    if masthead.office not in basis.text:
        message = f"“问谁的依据”里没有“{masthead.office}”。"
        yield desk.at(POLICY, message, "问谁")
    named = {
        "标题": masthead.title,
        "文号": masthead.number,
        "发文机关": masthead.issuer,
        "印发日期": masthead.issued,
    }
    numerals = _NUMERAL.findall(masthead.sample_number)
    path = ".".join(str(_NUMERALS.find(n)) if n in _NUMERALS else n for n in numerals)
    if desk.draft.whole(CLAUSES) and path not in desk.policy.clauses:
        message = f"“例条”写的“{masthead.sample_number}”，文件里没有这一条。请换一个真有的条号。"
        yield desk.at(POLICY, message, "例条")
    if desk.draft.whole(SOURCE):
        for key, words in named.items():
            if squeeze(words) not in desk.source:
                message = f"source.txt 里没有“{words}”。请照原文件写，例如 {_as_document(words)}。"
                yield desk.at(POLICY, message, key)
    for index, row in enumerate(masthead.without_rule):
        clause = desk.policy.clauses.get(row.clause)
        if clause is None and not desk.draft.whole(CLAUSES):
            continue
        if clause is None or row.number not in squeeze(clause.quote):
            message = f"“{row.number}”不在条款 {row.clause} 的原文里。"
            yield desk.at(POLICY, message, "没有规则的数字", index)


def _as_document(words: str) -> str:
    """A day as documents write it."""
    try:
        return write_day(read_day(words))
    except ValueError:
        return "2026年1月8日"
