"""A reply -> text and buttons, through the templates of templates/."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from jinja2 import DictLoader, StrictUndefined, TemplateSyntaxError, nodes
from jinja2.meta import find_undeclared_variables
from jinja2.sandbox import SandboxedEnvironment

from milu_bot.conditions import NO_WORD, YES_WORD, Compare, Elapsed, Equals, FactId, Op
from milu_bot.days import NO_DAY, as_day, corresponding, write_day
from milu_bot.dialogue.replies import Reply
from milu_bot.eligibility.arithmetic import working
from milu_bot.eligibility.awards import Outcome
from milu_bot.eligibility.conditions import Case, Reason, Value
from milu_bot.eligibility.one_day import Closed, Holder
from milu_bot.eligibility.rulebook import Known, Rulebook
from milu_bot.eligibility.truth import Truth
from milu_bot.language.answers import label
from milu_bot.masthead import Masthead
from milu_bot.message import Outgoing
from milu_bot.payoffs import InKind, UpTo
from milu_bot.policy import Award, Clause, Fact, Frequency
from milu_bot.quantity import YUAN, Span, amount_words, step_of, write_quantity

_HOW_OFTEN = {
    Frequency.ONCE: "只给一次",
    Frequency.YEARLY: "每年给",
    Frequency.UNSTATED: "给几次文件没写",
}
_HOLDERS = {Holder.POLICY: "这份文件", Holder.CLAUSE: "这一条", Holder.AWARD: "这一项"}
_HUMPS = re.compile(r"(?<!^)(?=[A-Z])")


class Renderer:
    """Puts replies into words. User text is only ever a value, never a template or markup."""

    def __init__(
        self, templates: Mapping[str, str], rulebook: Rulebook, others: Sequence[Masthead] = ()
    ) -> None:
        """`others` are the documents that are served beside this one."""
        self._templates = templates
        self._rulebook = rulebook
        self._policy = rulebook.policy
        self._environment = SandboxedEnvironment(
            loader=DictLoader(templates),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            autoescape=False,  # plain text: doors that speak markup escape the whole
            auto_reload=False,  # else the file system is asked at every reply
        )
        self._environment.filters.update(
            money=_money,
            span=self._span,
            value=self._value,
            value_of=lambda number, fact: write_quantity(number, fact.measure),
            clause=self._clause,
            fact=lambda id: self._policy.facts[id],
            award=self._award,
            reason=self._reason,
            working=self._working,
            amount=amount_words,
            amount_of=self._amount_of,
            assumed=self._assumed,
            to_reach=_to_reach,
            how_often=lambda frequency: _HOW_OFTEN[frequency],
            closed=_closed,
            amount_quote=lambda award: self._rulebook.awards[award].amount_quote,
        )
        self._environment.globals.update(
            policy=self._policy,
            masthead=self._policy.masthead,
            others=tuple(others),
            validity=self._validity(),
        )

    def render(self, reply: Reply, question_number: int | None = None) -> Outgoing:
        """Render one reply by the template of its class: ClauseReply -> clause_reply.j2."""
        template = self._environment.get_template(_name(type(reply)))
        fields = {field: getattr(reply, field) for field in type(reply).__dataclass_fields__}
        text = re.sub(r"\n{3,}", "\n\n", template.render(fields)).strip()
        return Outgoing(text, reply.choices, question_number)

    def all(
        self, replies: Iterable[Reply], question_number: int | None = None
    ) -> Iterator[Outgoing]:
        """Render the replies of one turn, in order."""
        for reply in replies:
            yield self.render(reply, question_number)

    def slips(self) -> Iterator[tuple[str, int, str]]:
        """What is wrong with the templates: file, line, a sentence. Units: lines count from 1; 0 is the file."""
        environment = self._environment
        kinds = {
            _name(kind): kind for kind in Reply.__subclasses__()
        }  # slots leave each class twice
        for name, kind in kinds.items():
            known = {*kind.__dataclass_fields__, *environment.globals}
            if name not in self._templates:
                yield name, 0, "找不到这个模板。请放回来，名字不要改。"
                continue
            try:
                tree = environment.parse(self._templates[name])
                undeclared = find_undeclared_variables(tree)  # generates the code: slips show
            except TemplateSyntaxError as error:
                yield name, error.lineno, f"模板写错了：{error.message}。请对照别的模板改。"
                continue
            set_here = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "store"}
            for word in sorted(undeclared - known - set_here):
                yield (
                    name,
                    0,
                    f"模板里的“{word}”没有这个东西。能用的有：{'、'.join(sorted(known))}。",
                )

    def _validity(self) -> str:
        """Whether the document still stands: the office's word with its date, or that nobody knows."""
        masthead = self._policy.masthead
        stated = masthead.staffed.get("现在是否有效")
        said = (
            f"{stated.content}（工作人员补充，{stated.entered}填）" if stated else masthead.validity
        )
        dates = [
            f"从{write_day(day)}起{what}"
            for day, what in ((masthead.starts, "生效"), (masthead.ends, "失效"))
            if day
        ]
        return f"{said}这份文件{'，'.join(dates)}（日期由工作人员填写）。" if dates else said

    def _amount_of(self, outcome: Outcome) -> str:
        """The sum of an award; one left to discretion is never promised."""
        span, tiers = outcome.amount, self._award(outcome.award).tiers
        if all(isinstance(tier.payoff, InKind) for tier in tiers) and not span.high:
            return "没有写金额"
        if span.high and not span.low and any(isinstance(tier.payoff, UpTo) for tier in tiers):
            return f"最多{_money(span.high)}，给多少文件没写"
        return amount_words(span)

    def _assumed(self, fact: FactId, outcomes: Iterable[Outcome]) -> str:
        """What was taken as given: a yes/no fact by its name, a number by the limit that it keeps."""
        described = self._policy.facts[fact]
        limits = [
            _asked(r.condition)
            for outcome in outcomes
            for r in outcome.because
            if r.fact == fact and isinstance(r.condition, Compare) and described.is_span
        ]
        return described.name + (limits[-1] if limits else "")

    def _clause(self, id: str) -> Clause:
        return self._policy.clause_of(id)

    def _award(self, id: str) -> Award:
        return self._rulebook.awards[id].award

    def _span(self, span: Span, unit: str = YUAN) -> str:
        return amount_words(span) if unit == YUAN else label(span, unit)

    def _value(self, value: Value | None, fact: Fact) -> str:
        if value is None:
            return "不知道"
        if isinstance(value, Span):
            return (
                write_quantity(value.low, fact.measure)
                if value.certain
                else label(value, fact.measure)
            )
        if isinstance(value, frozenset):
            return "、".join(name for name in fact.options if name in value) or "都没有"
        return value

    def _reason(self, fact: FactId, outcome: Outcome, known: Known) -> str:
        """One condition in plain words: what was told beside what is asked for."""
        described, case = self._policy.facts[fact], known.case
        tests = [r.condition for r in outcome.because if r.fact == fact]
        asked = "，".join(
            _asked(test) + _full(test, case.get(fact))
            for test in tests
            if not isinstance(test, Equals) and test.op is not Op.EXACTLY
        )
        told = self._value(case[fact], described) if fact in case else "不知道"
        if fact in case and fact not in known.told and case[fact] != YES_WORD:
            told = "照您前面的回答，没有"
        if fact in case and any(_barred(r, case[fact]) for r in outcome.because if r.fact == fact):
            return f"{described.name}：{told}（有这种情况就不给）"
        if asked:
            return f"{described.name}：{told}（要{asked}）"
        if fact in case and all(r.truth is Truth.NO for r in outcome.because if r.fact == fact):
            return f"{described.name}：{told}（文件要求有这一条）"
        return f"{described.name}：{told}"

    def _working(self, outcome: Outcome, case: Case) -> str:
        return working(self._award(outcome.award), outcome, case)


def _full(test: Compare | Elapsed, value: Value | None) -> str:
    """On which day a period that is not full yet will be, if its first day is known."""
    if not isinstance(test, Compare) or not isinstance(value, Span) or not value.certain:
        return ""
    since, told = test.since, value.low
    if since is None or since.op is not Op.AT_LEAST or told == NO_DAY:
        return ""
    if told <= test.quantity.value:
        return ""
    return f"，到{write_day(corresponding(as_day(told), since.months, since.days))}满"


def _barred(reason: Reason, value: Value) -> bool:
    """Whether it is what was told that stands in the way, and not that it is missing."""
    test = reason.condition
    if reason.truth is not Truth.NO or not isinstance(test, Equals) or not isinstance(value, str):
        return False
    return value in test.options or (value == YES_WORD and test.options == {NO_WORD})


def _closed(closed: Closed) -> str:
    """Why something does not hold today, and whose word that is."""
    what = _HOLDERS[closed.holder]
    said = (
        f"{what}已失效：从{write_day(closed.day)}起"
        if closed.ended
        else f"{what}还没有生效：从{write_day(closed.day)}起才算"
    )
    return f"{said}（日期由工作人员填写）。"


def read_templates(folder: Path) -> dict[str, str]:
    """The text of every template by its file name."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.j2"))}


def _name(kind: type[Reply]) -> str:
    """ClauseReply -> clause_reply.j2."""
    return _HUMPS.sub("_", kind.__name__).lower() + ".j2"


def _asked(test: Compare | Elapsed) -> str:
    if isinstance(test, Elapsed) or test.said:
        return test.said
    number = write_quantity(test.quantity.value, test.quantity.unit)
    match test.op:
        case Op.AT_LEAST:
            return f"达到{number}"
        case Op.AT_MOST:
            return f"不超过{number}"
        case Op.WITHIN:
            return f"排在前{number}"
    return f"{test.op}{number}"


def _to_reach(number: Decimal, fact: Fact) -> str:
    """超过100万元 rather than 1000000.01元, where a threshold is excluded by the smallest step."""
    if fact.measure == YUAN and number % 1 == step_of(YUAN):
        return f"超过 {_money(number - step_of(YUAN))}"
    return f"到 {write_quantity(number, fact.measure)}"


def _money(value: Decimal) -> str:
    return write_quantity(value, YUAN)
