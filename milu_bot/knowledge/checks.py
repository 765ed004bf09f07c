"""What must hold across files: names exist, units agree, quotes and numbers stand in the
document.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from rapidfuzz import process

from milu_bot.knowledge.problems import Problem
from milu_bot.policy import (
    NO_WORD,
    YES_WORD,
    AllOf,
    AnswerKind,
    AnyOf,
    Award,
    Clause,
    Compare,
    Condition,
    Equals,
    Fact,
    FaqKind,
    Fixed,
    InKind,
    NoneOf,
    PerUnit,
    Place,
    Policy,
    Quote,
    Reading,
    Share,
    UpTo,
)
from milu_bot.quantity import YUAN, Quantity

_NUMBER = re.compile(r"(\d+(?:\.\d+)?)(万|亿)?")
_FIRST = re.compile(r"前([一二三四五六七八九])")
_TIMES = {"": 1, "万": 10_000, "亿": 100_000_000}


def check(policy: Policy, folder: Path) -> list[Problem]:
    """Every problem that no single file shows. An empty list means that the knowledge holds
    together.
    """
    return sorted(set(_Checks(policy, folder).all()))


def squeeze(text: str) -> str:
    """The words without white space, as quotes are compared."""
    return re.sub(r"\s+", "", text)


def numbers_in(text: str) -> set[Decimal]:
    """Every number written in figures, and the ranks of 前三位. Units: plain, so 5万 is 50000."""
    found = {Decimal(digits) * _TIMES[times or ""] for digits, times in _NUMBER.findall(text)}
    for numeral in _FIRST.findall(text):
        found |= {Decimal(rank) for rank in range(1, "零一二三四五六七八九".index(numeral) + 1)}
    return found


class _Checks:
    def __init__(self, policy: Policy, folder: Path) -> None:
        self.policy = policy
        self.folder = folder
        self.source = squeeze(policy.source)
        self.files = {
            path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8-sig").split("\n")
            for path in sorted(folder.rglob("*.yaml"))
        }
        self.used: set[str] = set()

    def all(self) -> Iterator[Problem]:
        yield from self._facts()
        yield from self._clauses()
        yield from self._readings()
        yield from self._exclusions()
        yield from self._faqs()
        yield from self._numbers_without_rule()
        yield from self._masthead()
        yield from self._unused()
        yield from self._examples()

    # Places

    def _at(self, needle: str, message: str, files: Iterable[str] | None = None) -> Problem:
        """A problem at the first line that holds these words."""
        wanted = list(files) if files is not None else list(self.files)
        for file in wanted:
            for number, line in enumerate(self.files.get(file, ()), 1):
                if needle and needle in line:
                    return Problem(f"{self.folder.name}/{file}", number, message)
        return Problem(f"{self.folder.name}/{wanted[0] if wanted else ''}", 0, message)

    def _file_of(self, clause: Clause) -> list[str]:
        pattern = re.compile(rf"^编号:\s*[\"']?{re.escape(clause.id)}[\"']?\s*$")
        return [
            f for f, lines in self.files.items() if any(pattern.match(line) for line in lines)
        ] or ["clauses"]

    # Facts

    def _facts(self) -> Iterator[Problem]:
        earlier: set[str] = set()
        for id, fact in self.policy.facts.items():
            if fact.answer.value in ("选项", "多选") and not fact.options:
                yield self._at(f"{id}:", f"“{id}”要写“选项”。", ["facts.yaml"])
            if fact.answer.value == "数量" and not fact.unit:
                yield self._at(f"{id}:", f"“{id}”要写“单位”，例如 人、件、家。", ["facts.yaml"])
            for rule in (fact.only_if, fact.same_as):
                for test in _tests(rule) if rule else ():
                    name = _name(test)
                    self.used.add(name)
                    yield from self._test(test, readings=False)
                    if name in self.policy.facts and name not in earlier:
                        message = f"“{id}”的“仅当”“等同”只能用写在它前面的事实，“{name}”写在后面。"
                        yield _problem(test.place, message)
            for ids in fact.focus.values():
                for award in ids:
                    if award not in self.policy.awards:
                        yield self._at(award, f"“先看”里没有“{award}”这个奖项。", ["facts.yaml"])
            earlier.add(id)

    def _test(self, test: Compare | Equals, *, readings: bool = True) -> Iterator[Problem]:
        """One line of a condition: its name exists, and what it asks can be answered."""
        name = _name(test)
        fact, reading = self.policy.facts.get(name), self.policy.readings.get(name)
        if fact is None and (reading is None or not readings):
            known = [*self.policy.facts, *(self.policy.readings if readings else ())]
            yield _problem(test.place, f"没有“{name}”这个事实。{_nearest(name, known)}")
        elif isinstance(test, Compare):
            if fact is None or not fact.is_number:
                yield _problem(test.place, f"“{name}”不是数字，不能写“{test.op} …”。")
            elif test.quantity.unit != fact.measure:
                message = f"“{name}”的单位是“{fact.measure}”，这里写成了“{test.quantity.unit}”。"
                yield _problem(test.place, message)
        else:
            options = _options(fact, reading)
            for option in test.options:
                if option not in options:
                    message = f"“{name}”没有“{option}”这个选项。{_nearest(option, options)}"
                    yield _problem(test.place, message)

    # Clauses and awards

    def _clauses(self) -> Iterator[Problem]:
        for clause in self.policy.clauses.values():
            files = self._file_of(clause)
            if squeeze(clause.quote) not in self.source:
                yield self._at(
                    "原文:",
                    f"{clause.number} 的“原文”和 source.txt 不一样。请从原文件里照抄。",
                    files,
                )
            for award in clause.awards.values():
                yield from self._award(clause, award, files)
            if clause.awards:
                yield from self._unruled(clause, files)

    def _award(self, clause: Clause, award: Award, files: list[str]) -> Iterator[Problem]:
        tests = [
            *_tests(award.eligible),
            *(test for tier in award.tiers for test in _tests(tier.condition)),
        ]
        wanted = [_name(test) for test in tests if _name(test) in self.policy.facts]
        for tier in award.tiers:
            payoff = tier.payoff
            if isinstance(payoff, Share | PerUnit | UpTo) and payoff.of:
                wanted.append(payoff.of)
                yield from self._base(award, payoff.of, files, money=isinstance(payoff, Share))
        for test in tests:
            self.used.add(_name(test))
            yield from self._test(test)
        for condition in (award.add_groups, award.add_all):
            for test in _tests(condition) if condition else ():
                self.used.add(_name(test))
                if _name(test) not in self.policy.readings:
                    yield _problem(test.place, f"这里只能写口径，“{_name(test)}”不是口径。")
                else:
                    yield from self._test(test)
        for name in dict.fromkeys(wanted):
            self.used.add(name)
            if name not in award.basis:
                message = f"奖项 {award.id} 的“依据”里少了“{name}”：它凭文件里哪句话？"
                yield self._at(f"{award.id}:", message, files)
        for name, quote in award.basis.items():
            if name != "奖励" and name not in wanted:
                yield self._at(f"{name}:", f"“依据”里的“{name}”在这个奖项里没有用到。", files)
            yield from self._quote(quote, clause, files)
        in_kind = [tier.payoff.words for tier in award.tiers if isinstance(tier.payoff, InKind)]
        for words in filter(None, (award.extra, *in_kind)):
            yield from self._words(clause.id, words, files)
        yield from self._amounts(clause, award, files)
        yield from self._rising(award, files)

    def _base(self, award: Award, name: str, files: list[str], *, money: bool) -> Iterator[Problem]:
        fact = self.policy.facts.get(name)
        if fact is None:
            yield self._at(
                name, f"没有“{name}”这个事实。{_nearest(name, self.policy.facts)}", files
            )
        elif not fact.is_number or (money and fact.measure != YUAN):
            yield self._at(
                name,
                f"奖项 {award.id} 要按“{name}”算钱，它必须是{'金额' if money else '数字'}。",
                files,
            )

    def _quote(self, quote: Quote, clause: Clause, files: list[str]) -> Iterator[Problem]:
        where = self.policy.clauses.get(quote.clause)
        if where is None:
            yield self._at(quote.text, f"没有编号是“{quote.clause}”的条款。", files)
        elif squeeze(quote.text) not in squeeze(where.quote):
            hint = _nearest_passage(quote.text, where.quote)
            yield self._at(
                quote.text, f"{where.number} 的原文里没有这句话：「{quote.text}」。{hint}", files
            )

    def _amounts(self, clause: Clause, award: Award, files: list[str]) -> Iterator[Problem]:
        """Each number of a rule stands in the words it rests on."""
        written = numbers_in(clause.quote)
        for quantity in _quantities(award):
            if quantity.value not in written:
                text = f"{quantity.value.normalize():f}{quantity.unit}"
                yield self._at(
                    f"{award.id}:",
                    f"奖项 {award.id} 里的数 {text} 在 {clause.number} 的原文里找不到。",
                    files,
                )

    def _rising(self, award: Award, files: list[str]) -> Iterator[Problem]:
        """Within a group, a higher threshold of the same fact pays no less."""
        steps: dict[tuple[str, str, object], list[tuple[Decimal, Decimal]]] = {}
        for tier in award.tiers:
            tests = list(_tests(tier.condition))
            floors = [t for t in tests if isinstance(t, Compare) and t.op.value in ("至少", "超过")]
            if isinstance(tier.payoff, Fixed) and floors:
                named = tuple(
                    sorted((_name(t), *sorted(t.options)) for t in tests if isinstance(t, Equals))
                )
                first = floors[0]
                steps.setdefault((tier.group, first.fact, named), []).append(
                    (first.quantity.value, tier.payoff.money.value)
                )
        for key, rows in steps.items():
            money = [money for _, money in rows]
            if rows != sorted(rows) or money != sorted(money):
                yield self._at(
                    f"{award.id}:",
                    f"奖项 {award.id} 的分档要从低到高排，钱也要从少到多（{key[1]}）。",
                    files,
                )
            if len({number for number, _ in rows}) != len(rows):
                yield self._at(
                    f"{award.id}:", f"奖项 {award.id} 有两档的门槛一样（{key[1]}）。", files
                )

    def _unruled(self, clause: Clause, files: list[str]) -> Iterator[Problem]:
        """Each number of a clause with awards stands in a rule or on the short list."""
        text = clause.quote
        for row in self.policy.masthead.without_rule:
            if row.clause == clause.id:
                text = text.replace(row.number, "")
        ruled = {q.value for award in clause.awards.values() for q in _quantities(award)}
        for number in sorted(numbers_in(text) - ruled):
            plain = f"{number.normalize():f}"
            message = (
                f"{clause.number} 原文里的数 {plain} 没有写进规则。"
                "写进规则，或者写到 policy.yaml 的“没有规则的数字”。"
            )
            yield self._at("原文:", message, files)

    # The other files

    def _readings(self) -> Iterator[Problem]:
        files = ["readings.yaml"]
        for id, reading in self.policy.readings.items():
            if id in self.policy.facts:
                yield self._at(f"{id}:", f"“{id}”既是事实又是口径，请改一个名字。", files)
            if reading.adopted not in reading.options:
                hint = _nearest(reading.adopted, reading.options)
                yield self._at(
                    reading.adopted, f"“暂按”的“{reading.adopted}”不在“选项”里。{hint}", files
                )
            yield from self._words(reading.clause, reading.quote, files)

    def _words(self, clause_id: str, words: str, files: list[str]) -> Iterator[Problem]:
        clause = self.policy.clauses.get(clause_id)
        if clause is None:
            yield self._at(clause_id, f"没有编号是“{clause_id}”的条款。", files)
        elif squeeze(words) not in squeeze(clause.quote):
            hint = _nearest_passage(words, clause.quote)
            yield self._at(words, f"{clause.number} 的原文里没有这句话：「{words}」。{hint}", files)

    def _exclusions(self) -> Iterator[Problem]:
        files = ["exclusions.yaml"]
        for exclusion in self.policy.exclusions:
            yield from self._words(exclusion.clause, exclusion.quote, files)
            if not exclusion.sides and not (exclusion.ceiling and exclusion.awards):
                message = f"“{exclusion.title}”要写“只能领一边”，或者“合计上限”和“奖项”。"
                yield self._at(exclusion.title, message, files)
            for id in (*(id for side in exclusion.sides for id in side), *exclusion.awards):
                if id not in self.policy.awards:
                    hint = _nearest(id, self.policy.awards)
                    yield self._at(
                        exclusion.title, f"“{exclusion.title}”里没有“{id}”这个奖项。{hint}", files
                    )
            for test in _tests(exclusion.when):
                self.used.add(_name(test))
                if _name(test) not in self.policy.readings:
                    yield _problem(test.place, f"这里只能写口径，“{_name(test)}”不是口径。")
                else:
                    yield from self._test(test)

    def _faqs(self) -> Iterator[Problem]:
        files = [file for file in self.files if file.startswith("faq/")]
        seen: Counter[str] = Counter()
        for faq in self.policy.faqs:
            seen.update(dict.fromkeys(faq.questions, 1))
            first = faq.questions[0]
            for id in faq.see:
                if id not in self.policy.clauses and id not in self.policy.awards:
                    yield self._at(first, f"“见”里的“{id}”不是条款也不是奖项。", files)
            if faq.kind is not FaqKind.OUTSIDE and not faq.quote:
                yield self._at(first, "少了“原文”：这个回答凭文件里哪句话？", files)
            if faq.quote and squeeze(faq.quote) not in self.source:
                hint = _nearest_passage(faq.quote, self.policy.source)
                yield self._at(faq.quote, f"文件原文里没有这句话：「{faq.quote}」。{hint}", files)
            yield from self._faq_numbers(faq.see, faq.answer, files)
        for words, times in seen.items():
            if times > 1:
                yield self._at(words, f"“{words}”写在了两个问题下面，请留一个。", files)

    def _faq_numbers(self, see: Iterable[str], answer: str, files: list[str]) -> Iterator[Problem]:
        ids = [id for id in see if id in self.policy.clauses or id in self.policy.awards]
        if not ids:
            return
        written = set().union(*(numbers_in(self.policy.clause_of(id).quote) for id in ids))
        written |= numbers_in(self.policy.masthead.number + self.policy.masthead.issued)
        for number in sorted(numbers_in(answer) - written):
            line = next((part for part in answer.split("\n") if number in numbers_in(part)), answer)
            message = f"回答里的数 {number.normalize():f} 在所引条款的原文里找不到。"
            yield self._at(line.strip(), message, files)

    def _numbers_without_rule(self) -> Iterator[Problem]:
        for row in self.policy.masthead.without_rule:
            clause = self.policy.clauses.get(row.clause)
            if clause is None or row.number not in squeeze(clause.quote):
                yield self._at(
                    row.number, f"“{row.number}”不在条款 {row.clause} 的原文里。", ["policy.yaml"]
                )
        for clause in self.policy.clauses.values():
            if not clause.awards:
                yield from self._unruled(clause, self._file_of(clause))

    def _masthead(self) -> Iterator[Problem]:
        basis = self.policy.masthead.office_basis
        yield from self._words(basis.clause, basis.text, ["policy.yaml"])

    def _unused(self) -> Iterator[Problem]:
        for id in self.policy.facts:
            if id not in self.used:
                yield self._at(f"{id}:", f"“{id}”没有一个奖项用到。用不着就删掉。", ["facts.yaml"])
        for id in self.policy.readings:
            if id not in self.used:
                yield self._at(f"{id}:", f"口径“{id}”没有一个奖项用到。", ["readings.yaml"])

    def _examples(self) -> Iterator[Problem]:
        files = ["examples.yaml"]
        shown: set[str] = set()
        for example in self.policy.examples:
            shown |= set(example.expected)
            for id in example.expected:
                if id not in self.policy.awards:
                    yield self._at(example.title, f"“应得”里没有“{id}”这个奖项。", files)
            for name, option in example.readings.items():
                reading = self.policy.readings.get(name)
                if reading is None or option not in reading.options:
                    yield self._at(example.title, f"口径“{name}: {option}”不存在。", files)
        for award in self.policy.awards.values():
            if award.id not in shown:
                clause = self.policy.clauses[award.clause]
                message = f"奖项 {award.id} 没有例子。请在 examples.yaml 里加一个。"
                yield self._at(f"{award.id}:", message, self._file_of(clause))


def _options(fact: Fact | None, reading: Reading | None) -> list[str]:
    if fact is not None:
        return [YES_WORD, NO_WORD] if fact.answer is AnswerKind.YES_NO else list(fact.options)
    return list(reading.options) if reading else []


def _tests(condition: Condition) -> Iterator[Compare | Equals]:
    match condition:
        case AllOf(parts) | AnyOf(parts) | NoneOf(parts):
            for part in parts:
                yield from _tests(part)
        case _:
            yield condition


def _name(test: Compare | Equals) -> str:
    return test.fact if isinstance(test, Compare) else test.name


def _quantities(award: Award) -> Iterator[Quantity]:
    """Every number of an award's rules; a rate of 30% counts as the number 30, two years' rent as
    2.
    """
    if award.cap:
        yield award.cap
    for condition in (award.eligible, *(tier.condition for tier in award.tiers)):
        for test in _tests(condition):
            if isinstance(test, Compare):
                yield test.quantity
    for tier in award.tiers:
        match tier.payoff:
            case Fixed(money=money) | PerUnit(money=money):
                yield money
            case UpTo(most=most):
                yield most
            case Share(rate=rate, times=times, less=less):
                if rate != 1:
                    yield Quantity(rate * 100, "%")
                if times != 1:
                    yield Quantity(times, "倍")
                if less:
                    yield less


def _problem(place: Place | None, message: str) -> Problem:
    return Problem(place.file if place else "", place.line if place else 0, message)


def _nearest(name: str, known: Iterable[str] | Mapping[str, object]) -> str:
    found = process.extractOne(name, list(known), score_cutoff=50)
    return f"是不是“{found[0]}”？" if found else ""


def _nearest_passage(words: str, text: str) -> str:
    parts = [part for part in re.split(r"[。；\n]", text) if part.strip()]
    found = process.extractOne(words, parts, score_cutoff=40)
    return f"最像的一句是：「{found[0].strip()}」。" if found else ""
