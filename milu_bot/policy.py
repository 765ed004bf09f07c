"""What the policy says: frozen types with no behaviour beyond look-up.

The models mirror the files of a knowledge folder; their aliases are the keys that staff write.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, InstanceOf

from milu_bot.days import DATE, read_day
from milu_bot.quantity import YUAN, Quantity, read_quantity

FactId: TypeAlias = str
AwardId: TypeAlias = str
ClauseId: TypeAlias = str

YES_WORD, NO_WORD = "是", "否"
WAITING, SETTLED = "待", "已定"
"""How the 状态 of a reading begins."""


class AnswerKind(StrEnum):
    """How a fact is answered."""

    YES_NO = "是否"
    CHOICE = "选项"
    MULTI = "多选"
    MONEY = "金额"
    COUNT = "数量"
    DATE = "日期"


class Frequency(StrEnum):
    """How often an award is paid, in the document's own words or silence."""

    ONCE = "一次性"
    YEARLY = "每年"
    UNSTATED = "未写明"


class Op(StrEnum):
    """How a number is held against a threshold. 至少 includes the number, 超过 does not; 前 3名 is one of
    the ranks 1 to 3.
    """

    AT_LEAST = "至少"
    OVER = "超过"
    AT_MOST = "至多"
    UNDER = "不足"
    EXACTLY = "等于"
    WITHIN = "前"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is written. Units: lines and columns count from 1."""

    file: str
    line: int
    column: int = 1


@dataclass(frozen=True, slots=True)
class Compare:
    """A number or date fact against a threshold."""

    fact: FactId
    op: Op
    quantity: Quantity
    place: Place | None = field(default=None, compare=False)
    said: str = field(default="", compare=False)
    """How the threshold is worded, if not by its number: 满1年."""
    since: Elapsed | None = field(default=None, compare=False)
    """The period that has to be full, of which this is the day on which it may have begun."""


@dataclass(frozen=True, slots=True)
class Elapsed:
    """How long ago the day of a date fact must be: `op` is 至少 for 满, 不足 for 不满. On a given day it is
    a `Compare`.
    """

    fact: FactId
    op: Op
    months: int
    days: int
    said: str
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Equals:
    """A fact or a reading that is one of the options named."""

    name: FactId
    options: frozenset[str]
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part must hold."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part at least must hold."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class NoneOf:
    """No part may hold."""

    parts: tuple[Condition, ...]


Condition = Compare | Elapsed | Equals | AllOf | AnyOf | NoneOf
ALWAYS = AllOf(())


def _flag(value: object) -> object:
    return {YES_WORD: True, NO_WORD: False}.get(value, value) if isinstance(value, str) else value


def _quantity(value: object) -> object:
    return read_quantity(value) if isinstance(value, str) else value


def _percent(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return Decimal(value.removesuffix("%")) / 100
    except ArithmeticError:
        raise ValueError(f"“{value}”不是比例，要写成 30% 这样") from None


def _nothing(value: object) -> object:
    return None if value == "" else value


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _day(value: object) -> object:
    return read_day(value) if isinstance(value, str) else value


Flag = Annotated[bool, BeforeValidator(_flag)]
Money = Annotated[InstanceOf[Quantity], BeforeValidator(_quantity)]
Rate = Annotated[Decimal, BeforeValidator(_percent)]
Names = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Day = Annotated[date, BeforeValidator(_day)]
Rule = (
    InstanceOf[Compare]
    | InstanceOf[Elapsed]
    | InstanceOf[Equals]
    | InstanceOf[AllOf]
    | InstanceOf[AnyOf]
    | InstanceOf[NoneOf]
)


class Written(BaseModel):
    """The manners of everything that staff write: closed keys, no change after loading."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)


class Dated(Written):
    """What holds for a time. The dates are entered by staff; without one nothing is known of an end."""

    starts: Day | None = Field(default=None, alias="生效")
    """The first day on which it holds."""
    ends: Day | None = Field(default=None, alias="失效")
    """The first day on which it no longer holds."""
    review: Day | None = Field(default=None, alias="复核")
    """The day by which staff look at it again; it changes no answer."""

    def holds_on(self, day: date) -> bool:
        """Whether it holds on this day, as far as staff entered dates."""
        return not (self.starts and day < self.starts) and not (self.ends and day >= self.ends)

    def meets(self, other: Dated) -> bool:
        """Whether there may be a day on which both hold."""
        return not (
            (self.ends and other.starts and self.ends <= other.starts)
            or (other.ends and self.starts and other.ends <= self.starts)
        )


class Quote(Written):
    """Words of the document and the clause they stand in."""

    clause: ClauseId = Field(alias="条款")
    text: str = Field(alias="原文", min_length=1)


class Fact(Written):
    """Something we may ask an applicant."""

    id: FactId
    ask: str = Field(alias="问", min_length=1)
    answer: AnswerKind = Field(alias="回答")
    unit: str = Field(default="", alias="单位")
    options: dict[str, str] = Field(default_factory=dict, alias="选项")
    hint: str = Field(default="", alias="提示")
    only_if: Rule | None = Field(default=None, alias="仅当")
    same_as: Rule | None = Field(default=None, alias="等同")
    private: Flag = Field(default=False, alias="保密")
    label: str = Field(default="", alias="简称")
    said: Names = Field(default=(), alias="说法")
    """What people say when they speak of it: of a yes/no, that it is so; of a number, before or after it."""
    not_said: Names = Field(default=(), alias="不算说法")
    """Words that speak of another thing, though they hold some of `said`: 退税."""
    said_no: Names = Field(default=(), alias="否认说法")
    """What people say when a yes/no fact is not so; 〔别处〕 stands for any other place that wording.yaml names."""
    said_with: Names = Field(default=(), alias="同时说到")
    """`said` counts only where the message speaks of one of these as well."""
    earlier: FactId | None = Field(default=None, alias="以前各年")
    """The fact that asks the same of the years before."""
    options_said: dict[str, tuple[str, ...]] = Field(default_factory=dict, alias="选项说法")
    links: dict[str, str] = Field(default_factory=dict, alias="链接")
    """For an option: its word in a link that opens the questionnaire for these people."""
    focus: dict[str, tuple[AwardId, ...]] = Field(default_factory=dict, alias="先看")
    """For an option: the awards that this person came for, settled before all others."""

    @property
    def name(self) -> str:
        """How people call it."""
        return self.label or self.id

    @property
    def measure(self) -> str:
        """The unit of a number fact: 元 for money, a day for a date."""
        return _MEASURES.get(self.answer, self.unit)

    @property
    def is_number(self) -> bool:
        """Whether the answer is a span of numbers."""
        return self.answer in (AnswerKind.MONEY, AnswerKind.COUNT)

    @property
    def is_span(self) -> bool:
        """Whether the answer is a span: of numbers, or of days."""
        return self.is_number or self.answer is AnswerKind.DATE


_MEASURES = {AnswerKind.MONEY: YUAN, AnswerKind.DATE: DATE}


class Reading(Written):
    """A place the text leaves open; the adopted option stands until the department decides."""

    id: FactId
    clause: ClauseId = Field(alias="条款")
    quote: str = Field(alias="原文", min_length=1)
    question: str = Field(alias="问题", min_length=1)
    options: dict[str, str] = Field(alias="选项", min_length=2)
    adopted: str = Field(alias="暂按")
    because: str = Field(alias="理由")
    status: str = Field(
        alias="状态", json_schema_extra={"pattern": f"^({WAITING}|{SETTLED}[：: ]*[^：: ])"}
    )
    """待…, or 已定：… once the department has decided."""

    @property
    def settled(self) -> bool:
        """Whether the department has decided, so that the other options are options no more."""
        return self.status.startswith(SETTLED)

    @property
    def decision(self) -> str:
        """The office's words in 状态; empty while it is open."""
        return self.status.removeprefix(SETTLED).lstrip("：: ").rstrip("。") if self.settled else ""


class Fixed(Written):
    """One sum."""

    money: Money = Field(alias="奖励")


class Share(Written):
    """A share of a money fact. `rate` is a pure number: 30% is 0.3, 两年 of rent is 2."""

    of: FactId = Field(alias="基数")
    rate: Rate = Field(default=Decimal(1), alias="比例")
    times: Decimal = Field(default=Decimal(1), alias="倍数")
    less: Money | None = Field(default=None, alias="减去")
    unsettled: Flag = Field(default=False, alias="酌情")
    """True: the share is only the most it can be, the least is 0."""


class PerUnit(Written):
    """A sum for each unit of a count, or for each full `every` of it; what is over `most` counts no more."""

    of: FactId = Field(alias="每一")
    money: Money = Field(alias="奖励")
    every: Money | None = Field(default=None, alias="每满")
    most: Money | None = Field(default=None, alias="最多")


class Band(Written):
    """A stretch of a count and what each unit in it brings; the last one may have no end."""

    upto: Money | None = Field(default=None, alias="到")
    money: Money = Field(alias="奖励")


class Bands(Written):
    """A sum for each unit, different in each band: the first 50 亩 bring so much, the next so much."""

    of: FactId = Field(alias="每一")
    bands: tuple[Band, ...] = Field(alias="段", min_length=1)


class Monthly(Written):
    """A sum for each month, or for each month and unit of a count; months over `most` count no more."""

    months: FactId = Field(alias="月数")
    money: Money = Field(alias="每月")
    of: FactId | None = Field(default=None, alias="每一")
    most: Money | None = Field(default=None, alias="最多")


class UpTo(Written):
    """A sum left to discretion, never more than `most`; nothing where `of` is 0."""

    most: Money = Field(alias="最多")
    of: FactId | None = Field(default=None, alias="看")


class InKind(Written):
    """Help that the document prices nowhere."""

    words: str = Field(alias="优惠", min_length=1)


Payoff = Fixed | Share | PerUnit | Bands | Monthly | UpTo | InKind


def facts_of(payoff: Payoff) -> tuple[FactId, ...]:
    """The facts that a sum is reckoned on."""
    match payoff:
        case Share(of=of) | PerUnit(of=of) | Bands(of=of):
            return (of,)
        case Monthly(months=months, of=of):
            return (months, of) if of else (months,)
        case UpTo(of=of):
            return (of,) if of else ()
    return ()


class Tier(Written):
    """A step of an award: what it asks and what it pays."""

    condition: Rule
    payoff: Payoff
    group: str = ""


class Award(Dated):
    """One sum that one application can claim."""

    id: AwardId
    clause: ClauseId
    title: str = Field(alias="名称")
    payee: str = Field(alias="领取人")
    frequency: Frequency = Field(alias="频次")
    eligible: Rule = Field(alias="资格")
    tiers: tuple[Tier, ...] = Field(alias="分档", min_length=1)
    add_groups: Rule | None = Field(default=None, alias="分组相加")
    add_all: Rule | None = Field(default=None, alias="各档累加")
    cap: Money | None = Field(default=None, alias="上限")
    extra: str = Field(default="", alias="附带")
    referral: Flag = Field(default=False, alias="转介")
    basis: dict[str, Quote] = Field(alias="依据")


class Gate(Written):
    """What every award asks beside its own conditions, and the words that ask it."""

    eligible: Rule = Field(alias="资格")
    basis: dict[str, Quote] = Field(alias="依据")
    spares: Names = Field(default=(), alias="不管")
    """The awards that do not ask it."""


class Clause(Dated):
    """A numbered piece of the document."""

    id: ClauseId = Field(alias="编号")
    number: str = Field(alias="条款")
    title: str = Field(alias="标题")
    keywords: Names = Field(default=(), alias="关键词")
    quote: str = Field(alias="原文", min_length=1)
    plain: str = Field(alias="解读", min_length=1)
    unclear: Names = Field(default=(), alias="没写清")
    gate: Gate | None = Field(default=None, alias="共同条件")
    awards: dict[AwardId, Award] = Field(default_factory=dict, alias="奖项")


class Exclusion(Written):
    """Of several sides one may be claimed, or several awards share a ceiling; the words say so."""

    title: str = Field(alias="名称")
    clause: ClauseId = Field(alias="条款")
    quote: str = Field(alias="原文", min_length=1)
    when: Rule = Field(default=ALWAYS, alias="仅当")
    sides: tuple[Names, ...] = Field(default=(), alias="只能领一边")
    ceiling: Money | None = Field(default=None, alias="合计上限")
    awards: Names = Field(default=(), alias="奖项")
    """The awards under the ceiling; 全部 is written for every award of the policy."""


EVERY_AWARD = "全部"


class FaqKind(StrEnum):
    """What a question is after."""

    WHO = "谁能领"
    HOW_MUCH = "多少钱"
    TOGETHER = "同领"
    ENOUGH = "够不够"
    WHAT_IF = "假如"
    WHEN = "时间"
    TO_WHOM = "给谁"
    HOW_OFTEN = "几次"
    COUNTS = "算不算"
    CONTENT = "内容"
    APPLY = "申请"
    ASSESS = "测算"
    CHITCHAT = "闲聊"
    OUTSIDE = "无关"


class FaqStatus(StrEnum):
    """Whether an entry may be answered from."""

    REVIEWED = "已审"
    WAITING = "待审"


class Faq(Dated):
    """Questions that people ask, and the staff's answer."""

    kind: FaqKind = Field(alias="种类")
    see: Names = Field(alias="见")
    questions: tuple[str, ...] = Field(alias="问", min_length=1)
    answer: str = Field(alias="答", min_length=1)
    quote: str = Field(default="", alias="原文")
    status: FaqStatus = Field(default=FaqStatus.REVIEWED, alias="状态")
    drafted: str = Field(default="", alias="起草")
    """The day on which it was drafted, and by whom."""


class Example(Written):
    """A worked case with the right result; the check reckons it again."""

    title: str = Field(alias="名称")
    day: Day | None = Field(default=None, alias="日期")
    """The day on which it is reckoned; without one no date of the policy is looked at."""
    answers: dict[str, object] = Field(alias="回答")
    readings: dict[str, str] = Field(default_factory=dict, alias="口径")
    expected: dict[str, str] = Field(alias="应得")
    total: str = Field(default="", alias="合计")


class Staffed(Written):
    """Something the office filled in by hand, with the date it was entered."""

    content: str = Field(alias="内容")
    entered: str = Field(alias="填写日期")


class NumberWithoutRule(Written):
    """A number of the document that no rule uses, and why."""

    number: str = Field(alias="数字")
    clause: ClauseId = Field(alias="条款")
    why: str = Field(alias="为什么")


class Masthead(Dated):
    """The card of the policy: policy.yaml."""

    id: str = Field(alias="编号")
    title: str = Field(alias="标题")
    number: str = Field(alias="文号")
    issuer: str = Field(alias="发文机关")
    issued: str = Field(alias="印发日期")
    place: str = Field(alias="地方")
    office: str = Field(alias="问谁")
    office_basis: Quote = Field(alias="问谁的依据")
    about: str = Field(alias="讲什么")
    bot: str = Field(alias="自称")
    """What the bot calls itself: 我是…的小助手."""
    sample_question: str = Field(alias="例问")
    sample_number: str = Field(alias="例条")
    validity: str = Field(alias="有效期说明")
    staffed: dict[
        Literal["电话", "地址", "办公时间", "现在是否有效", "网址"],
        Annotated[Staffed | None, BeforeValidator(_nothing)],
    ] = Field(alias="工作人员补充")
    without_rule: tuple[NumberWithoutRule, ...] = Field(alias="没有规则的数字")
    hard_words: tuple[str, ...] = Field(default=(), alias="难懂的词")
    """Official words; the first question of ours that uses one explains it."""
    private_words: tuple[str, ...] = Field(default=(), alias="要保密的词")
    """A fact that has one of these in its name is kept out of the log."""


class Wording(Written):
    """People's words: what is said alike, and what means yes, no or I do not know."""

    synonyms: dict[str, tuple[str, ...]] = Field(alias="同义")
    fillers: tuple[str, ...] = Field(alias="虚词")
    yes: tuple[str, ...] = Field(alias="是")
    no: tuple[str, ...] = Field(alias="否")
    unknown: tuple[str, ...] = Field(alias="不知道")
    none_of_them: tuple[str, ...] = Field(alias="都没有")
    commands: dict[str, tuple[str, ...]] = Field(alias="口令")
    elsewhere: tuple[str, ...] = Field(alias="别处")
    asking: tuple[str, ...] = Field(alias="疑问")
    correcting: tuple[str, ...] = Field(alias="更正")
    combining: tuple[str, ...] = Field(alias="同领")


@dataclass(frozen=True)
class Policy:
    """Everything one knowledge folder says."""

    masthead: Masthead
    source: str
    clauses: Mapping[ClauseId, Clause]
    facts: Mapping[FactId, Fact]
    readings: Mapping[FactId, Reading]
    exclusions: tuple[Exclusion, ...]
    faqs: tuple[Faq, ...]
    wording: Wording
    examples: tuple[Example, ...]
    drafts: tuple[Faq, ...] = ()
    """Entries that wait for review: nothing is answered from them."""

    @property
    def awards(self) -> dict[AwardId, Award]:
        """Every award, in the order of the document."""
        return {
            id: award for clause in self.clauses.values() for id, award in clause.awards.items()
        }

    @property
    def gates(self) -> tuple[Gate, ...]:
        """What every award asks, in the order of the document."""
        return tuple(clause.gate for clause in self.clauses.values() if clause.gate)

    def clause_of(self, id: str) -> Clause:
        """The clause that an id of a clause or of one of its awards belongs to.

        Raises: KeyError.
        """
        clause = self.clauses.get(id)
        return clause if clause else self.clauses[self.awards[id].clause]

    def open_readings(self) -> dict[FactId, Reading]:
        """The readings that the department has not settled."""
        return {id: reading for id, reading in self.readings.items() if not reading.settled}

    def adopted_readings(self) -> dict[FactId, str]:
        """The option of each reading that stands for now."""
        return {id: reading.adopted for id, reading in self.readings.items()}
